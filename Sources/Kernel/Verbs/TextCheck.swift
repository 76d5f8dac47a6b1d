extension Reading {
    /// More code points than the longest emoji or any written language puts into one character: such a heap stops browsers.
    private static let mostInCharacter = 16

    /// Text as a person typed it, without the space around it. Throws where it is empty, too long, or has characters that no
    /// printer knows.
    /// - Parameter longest: in characters as a person counts them.
    package func checkedText(_ text: String, field: String, longest: Int, mayBeEmpty: Bool = false) throws -> String {
        let trimmed = text.trimmedSpace
        if trimmed.isEmpty, !mayBeEmpty { throw Problem.field(field, "required") }
        let plain = trimmed.plainCount
        let count = plain ?? trimmed.count
        if count > longest { throw Problem.field(field, "too-long", ["longest": "\(longest)", "is": "\(count)"]) }
        if plain != nil { return trimmed }
        let bad = trimmed.unicodeScalars.first { scalar in
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t" && scalar != "\r"
        }
        let isHeap = trimmed.contains { $0.unicodeScalars.count > Self.mostInCharacter }
        if bad != nil || isHeap { throw Problem.field(field, "control-characters") }
        return trimmed
    }
}

extension String {
    /// How many characters there are, where each is one common code point and none is a control: nearly all that people type here. Nil
    /// elsewhere; to find whole characters takes twenty times as long.
    fileprivate var plainCount: Int? {
        var count = 0
        for scalar in unicodeScalars {
            switch scalar.value {
            // Line ends, ASCII, quotes and dashes, Chinese punctuation before its tone marks, common Chinese, full-width ASCII.
            case 0x0A, 0x20...0x7E, 0x2010...0x2027, 0x3000...0x3029, 0x4E00...0x9FFF, 0xFF01...0xFF5E: count += 1
            default: return nil
            }
        }
        return count
    }

    /// Without the space and line ends around it.
    package var trimmedSpace: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isSpace }), let last = scalars.lastIndex(where: { !$0.isSpace })
        else { return "" }
        let end = scalars.index(after: last)
        return first == scalars.startIndex && end == scalars.endIndex ? self : String(scalars[first..<end])
    }
}

extension Unicode.Scalar {
    /// Whitespace; of ASCII and common Chinese characters it is told without asking Unicode's tables, which takes long.
    fileprivate var isSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x20: true
        case 0x00...0x7F, 0x4E00...0x9FFF: false
        default: properties.isWhitespace
        }
    }
}
