import Kernel
import Store

extension Reading {
    /// Who opened how a reporter can be reached, the newest first; the reporter reads it with their receipt. Whoever joined sees who looked
    /// at them, not at the others.
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
        }.map { try look($0) }
    }
}
