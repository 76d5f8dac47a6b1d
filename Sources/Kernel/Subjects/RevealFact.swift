import Store

/// Opens one sealed field of a subject, for a purpose that the person concerned can be told.
package struct RevealFact: Verb {
    package static let permission: Permission = "subject.reveal"
    package static let keepsOutcome = false
    package var subjectID: ID<SubjectRecord>
    package var field: String
    package var purpose: String

    package init(subjectID: ID<SubjectRecord>, field: String, purpose: String) {
        self.subjectID = subjectID
        self.field = field
        self.purpose = purpose
    }

    package func perform(at desk: Desk) throws -> String {
        let found = try desk.findSubject(subjectID, for: Self.permission)
        let purpose = try desk.checkedText(purpose, field: "purpose", longest: 200)
        guard let value = try desk.facts(of: found)[field] else { throw Problem.field("field", "nothing-known", ["field": field]) }
        try desk.record(FactRevealed(subjectID: found.id, field: field, purpose: purpose))
        return value.typed
    }
}

extension Pack.SubjectField {
    /// What of a sealed value everybody sees who sees the subject: enough to recognise it, not to use it.
    package func masked(_ text: String) -> String {
        guard isSealed else { return text }
        let (first, last) =
            switch kind {
            case .residentID: (6, 2)
            case .phone: (3, 4)
            default: (1, 0)
            }
        func hidden(_ count: Int) -> Range<Int> { count > first + last ? first..<count - last : 0..<count }
        // Digits and letters, as nearly all of these are: a workbook has millions.
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            var bytes = Array(text.utf8)
            for index in hidden(bytes.count) { bytes[index] = UInt8(ascii: "*") }
            return String(decoding: bytes, as: UTF8.self)
        }
        var characters = Array(text)
        for index in hidden(characters.count) { characters[index] = "*" }
        return String(characters)
    }
}
