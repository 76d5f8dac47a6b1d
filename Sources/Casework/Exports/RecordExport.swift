package import Kernel

/// Notes that a ledger leaves the house: by whom stands in the journal, of what and how many rows here. The file carries the same number.
struct RecordExport: Verb {
    static let permission: Permission = "case.export"
    /// The filters, as they stand in the address.
    var query: String
    /// `xlsx` or `csv`.
    var format: String

    struct Outcome: Codable, Sendable {
        /// What the file is marked with.
        var number: String
    }

    func perform(at desk: Desk) throws -> Outcome {
        guard ["xlsx", "csv"].contains(format) else { throw Problem.field("format", "not-one-of-these") }
        let query = try desk.checkedText(query, field: "query", longest: 1000, mayBeEmpty: true)
        let number = try desk.newNumber("export", at: desk.happenedAt)
        try desk.record(LedgerExported(number: number, query: query, format: format, exportID: desk.newID()))
        return Outcome(number: number)
    }
}

package struct LedgerExported: Event {
    package static let name = "ledger.exported"
    package var number: String
    package var query: String
    package var format: String
    package var exportID: ID<LedgerExported>
    package var subject: Subject { Subject("export", exportID.uuid) }
}
