package import Kernel
import Sealing
import Store
package import WorkingTime

/// Somebody who asked for the same thing as an earlier case: they follow that one, by a receipt of their own or that of their merged case.
package struct CaseReporter: Sendable {
    package var id: ID<CaseReporter>
    package var caseID: ID<Case>
    /// The case that was merged; nil for who joined while calling.
    package var fromCase: ID<Case>?
    package var channel: String
    package var text: String
    package var joinedAt: Instant
    /// Whether somebody who may can call them back.
    package var hasContact: Bool

    init(row: Row) throws {
        id = try row.get("id")
        caseID = try row.get("case_id")
        fromCase = try row.get("from_case")
        channel = try row.get("channel")
        text = try row.get("text")
        joinedAt = try row.get("joined_at")
        hasContact = try row.get("has_contact")
    }
}

extension Reading {
    /// Everybody who asked for the same, after the first.
    package func furtherReporters(of id: ID<Case>) throws -> [CaseReporter] {
        try reporters("r.case_id = \(id)")
    }

    /// What a merged case went into.
    package func merger(of id: ID<Case>) throws -> CaseReporter? {
        try reporters("r.from_case = \(id)").first
    }

    func reporter(receipt digest: [UInt8]) throws -> CaseReporter? {
        try reporters("r.receipt = \(digest)").first
    }

    private func reporters(_ condition: SQL) throws -> [CaseReporter] {
        try db.rows(
            """
            SELECT r.*, CASE WHEN r.contact IS NOT NULL OR m.contact IS NOT NULL THEN 1 ELSE 0 END AS has_contact
            FROM case_reporters r LEFT JOIN cases m ON m.district = r.district AND m.id = r.from_case
            WHERE r.district = \(district) AND \(condition) ORDER BY r.joined_at, r.id
            """
        ).map(CaseReporter.init(row:))
    }

    /// A case as one of its further reporters has it.
    func findCase(for reporter: CaseReporter) throws -> Case {
        guard
            let row = try db.first(
                "SELECT * FROM cases c WHERE c.district = \(district) AND c.mode = \(scope.mode) AND c.id = \(reporter.caseID)")
        else { throw Problem(.notFound, "receipt-unknown") }
        var found = try Case(row: row)
        found.joined = reporter
        return found
    }

    /// The photos that whoever holds the receipt may see: who joined sees the office's, not those of the first reporter.
    func photosForReporter(of found: Case) throws -> [CasePhoto] {
        try photos(of: found.id, publicOnly: true).filter { found.joined == nil || $0.stage == "reply" }
    }

    /// Likewise the public notes.
    func notesForReporter(of found: Case) throws -> [CaseNote] {
        try notes(of: found.id, publicOnly: true).filter { found.joined == nil || !$0.author.isEmpty }
    }

    /// What only the first reporter decides: the others asked for the same thing, and may say that it is not done.
    func requireFirstReporter(of found: Case) throws {
        if found.joined != nil { throw Problem(.forbidden, "not-the-first-reporter", ["number": found.number]) }
    }
}
