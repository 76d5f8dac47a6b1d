/// Strings as Excel takes them.
enum ExcelText {
    /// Excel counts UTF-16 units.
    static let limit = 32_767

    /// Without refused characters, with `_x0041_` guarded, cut at 32,767 with an ellipsis.
    static func cell(_ text: String) -> String {
        if isPlain(text) { return text }
        return cut(guarded(withoutRefused(text)))
    }

    /// What a cell's text says: `_x000D_` and the like stand for characters that XML has no place for.
    static func read(_ text: String) -> String {
        // Nearly no cell has one, and a search of the library's takes as long as all else that is done with a cell.
        guard text.utf8.contains(UInt8(ascii: "_")), text.contains("_x") else { return text }
        return text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
            UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? String(match.0)
        }
    }

    /// Control characters other than tab and newline, U+FFFE and U+FFFF are dropped; every line end becomes LF.
    /// Lone surrogates cannot occur in a Swift string.
    static func withoutRefused(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in text.unicodeScalars {
            defer { afterReturn = scalar == "\r" }
            switch scalar.value {
            case 0x0D: kept.append("\n")
            case 0x0A: if !afterReturn { kept.append("\n") }
            case 0x09, 0x20..<0xFFFE, 0x10000...: kept.append(scalar)
            default: continue
            }
        }
        return String(kept)
    }

    /// One pass over the bytes decides for nearly every cell that nothing needs to be done.
    private static func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            if bytes.count > limit { return false }
            var previous: UInt8 = 0
            for byte in bytes {
                if byte < 0x20 && byte != 0x09 && byte != 0x0A { return false }
                if previous == UInt8(ascii: "_") && byte == UInt8(ascii: "x") { return false }
                // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
                if previous == 0xBF && byte >= 0xBE { return false }
                previous = byte
            }
            return true
        }
    }

    /// Excel reads `_x0041_` as the character 41; writing the underscore as `_x005F_` keeps what was typed.
    private static func guarded(_ text: String) -> String {
        guard text.utf8.count >= 7 else { return text }
        let bytes = Array(text.utf8)
        var found: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "_"), isEscape(bytes, at: index) {
                found += Array("_x005F_".utf8)
            } else {
                found.append(byte)
            }
        }
        return String(decoding: found, as: UTF8.self)
    }

    private static func isEscape(_ bytes: [UInt8], at index: Int) -> Bool {
        guard index + 6 < bytes.count, bytes[index + 1] == UInt8(ascii: "x"),
            bytes[index + 6] == UInt8(ascii: "_")
        else { return false }
        return bytes[(index + 2)...(index + 5)].allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
    }

    private static func cut(_ text: String) -> String {
        guard text.utf16.count > limit else { return text }
        var kept = String.UnicodeScalarView()
        var units = 0
        for scalar in text.unicodeScalars {
            units += scalar.value > 0xFFFF ? 2 : 1
            if units > limit - 1 { break }
            kept.append(scalar)
        }
        kept.append("…")
        return String(kept)
    }
}
