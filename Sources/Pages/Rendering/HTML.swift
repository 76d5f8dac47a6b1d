import Mustache

/// Escaping for text and attribute values. Byte by byte: the template library's own goes character by character,
/// which is slow for Chinese.
package enum HTML {
    package static func escape(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.contains(where: needsEscape) else { return String(decoding: bytes, as: UTF8.self) }
            var escaped: [UInt8] = []
            escaped.reserveCapacity(bytes.count + 32)
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "<"): escaped += "&lt;".utf8
                case UInt8(ascii: ">"): escaped += "&gt;".utf8
                case UInt8(ascii: "&"): escaped += "&amp;".utf8
                case UInt8(ascii: "\""): escaped += "&quot;".utf8
                case UInt8(ascii: "'"): escaped += "&#39;".utf8
                default: escaped.append(byte)
                }
            }
            return String(decoding: escaped, as: UTF8.self)
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

/// Makes the template library escape with `HTML.escape`; each template names it in a pragma added on load.
struct EscapedHTML: MustacheContentType {
    static let pragma = "{{%CONTENT_TYPE:escaped-html}}"

    static func register() {
        MustacheContentTypes.register(EscapedHTML(), named: "escaped-html")
    }

    func escapeText(_ text: String) -> String { HTML.escape(text) }
}
