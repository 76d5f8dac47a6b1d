extension Reading {
    /// More code points than the longest emoji or any written language puts into one character: such a heap stops browsers.
    private static let mostInCharacter = 16

    /// Text as a person typed it, without the space around it. Throws where it is empty, too long, or has characters that no
    /// printer knows.
    /// - Parameter longest: in characters as a person counts them.
    package func checkedText(_ text: String, field: String, longest: Int, mayBeEmpty: Bool = false) throws -> String {
        let trimmed = text.trimmedSpace
        if trimmed.isEmpty, !mayBeEmpty { throw Problem.field(field, "required") }
        if trimmed.count > longest {
            throw Problem.field(field, "too-long", ["longest": "\(longest)", "is": "\(trimmed.count)"])
        }
        let bad = trimmed.unicodeScalars.first { scalar in
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t" && scalar != "\r"
        }
        let isHeap = trimmed.contains { $0.unicodeScalars.count > Self.mostInCharacter }
        if bad != nil || isHeap { throw Problem.field(field, "control-characters") }
        return trimmed
    }
}

extension String {
    /// Without the space and line ends around it.
    package var trimmedSpace: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
