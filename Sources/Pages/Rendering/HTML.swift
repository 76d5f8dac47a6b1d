/// Escaping for text and attribute values, byte by byte.
package enum HTML {
    package static func escape(_ text: String) -> String {
        guard text.utf8.withContiguousStorageIfAvailable({ $0.contains(where: needsEscape) }) ?? true else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 32)
        escape(text, into: &escaped)
        return String(decoding: escaped, as: UTF8.self)
    }

    static func escape(_ text: String, into page: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            // Most text needs nothing, and is copied in one piece.
            guard bytes.contains(where: needsEscape) else {
                page.append(contentsOf: bytes)
                return
            }
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "<"): page += "&lt;".utf8
                case UInt8(ascii: ">"): page += "&gt;".utf8
                case UInt8(ascii: "&"): page += "&amp;".utf8
                case UInt8(ascii: "\""): page += "&quot;".utf8
                case UInt8(ascii: "'"): page += "&#39;".utf8
                default: page.append(byte)
                }
            }
        }
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }
}
