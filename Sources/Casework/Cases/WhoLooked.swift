import Kernel
import Store
import WorkingTime

/// Somebody opened how a reporter can be reached: when, of which office, and what for. The reporter reads it with their receipt.
struct Look: Sendable {
    var at: Instant
    /// Where they worked then; nil where they work nowhere any more.
    var office: Office?
    var purpose: String
}

extension Reading {
    /// The newest first. Whoever joined sees who looked at them, not at the others.
    func looks(at found: Case) throws -> [Look] {
        // Whoever's case became part of another one also sees who looked before it did.
        let own = found.joined?.fromCase ?? found.id
        return try db.rows(
            """
            SELECT * FROM journal WHERE district = \(district) AND subject_kind = 'case' AND subject_id IN (\(found.id), \(own))
              AND event = 'contact.revealed' ORDER BY seq DESC LIMIT 1000
            """
        ).map(JournalEntry.init(row:)).filter { entry in
            let reporter = entry.fields["reporterID"]
            return entry.subject.id == found.id.uuid ? reporter == found.joined?.id.description : reporter == nil
        }.map { entry in
            let duties = try entry.actorID.map { try self.duties(of: $0, at: entry.happenedAt) } ?? []
            return Look(
                at: entry.happenedAt, office: try duties.compactMap(\.officeID).first.map { try findOffice($0) },
                purpose: entry.fields["purpose"] ?? "")
        }
    }
}
