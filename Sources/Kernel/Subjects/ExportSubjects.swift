/// Notes that rows of the registers leave the house: by whom stands in the journal, of what and how many here. The file carries the same number.
package struct ExportSubjects: Verb {
    package static let permission: Permission = "subject.export"
    /// The register or ledger, by its code.
    package var ledger: String
    /// The filters, as they stand in the address.
    package var query: String

    package init(ledger: String, query: String) {
        self.ledger = ledger
        self.query = query
    }

    package struct Outcome: Codable, Sendable {
        /// What the file is marked with.
        package var number: String
    }

    package func perform(at desk: Desk) throws -> Outcome {
        guard desk.pack.ledger(ledger) != nil || desk.pack.subjectKinds.contains(where: { $0.code == ledger }) else {
            throw Problem.field("ledger", "not-one-of-these")
        }
        // As long as an address can be: a ledger of five hundred columns names each of them.
        let query = try desk.checkedText(query, field: "query", longest: 16_000, mayBeEmpty: true)
        let number = try desk.newNumber("export", at: desk.happenedAt)
        try desk.record(SubjectsExported(number: number, ledger: ledger, query: query, exportID: desk.newID()))
        return Outcome(number: number)
    }
}

package struct SubjectsExported: Event {
    package static let name = "subjects.exported"
    package var number: String
    package var ledger: String
    package var query: String
    package var exportID: ID<SubjectsExported>
    package var subject: Subject { Subject("export", exportID.uuid) }
}
