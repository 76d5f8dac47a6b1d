import Store
package import WorkingTime

/// Somebody opened what is sealed about a person: when, of which office, and what for. The person concerned can read it.
package struct Look: Sendable {
    package var at: Instant
    /// Where they worked then; nil where they work nowhere any more.
    package var office: Office?
    package var purpose: String
    /// The code of the field that was opened, where it was one.
    package var field: String?
}

extension Reading {
    package func look(_ entry: JournalEntry) throws -> Look {
        let duties = try entry.actorID.map { try self.duties(of: $0, at: entry.happenedAt) } ?? []
        return Look(
            at: entry.happenedAt, office: try duties.compactMap(\.officeID).first.map { try findOffice($0) },
            purpose: entry.fields["purpose"] ?? "", field: entry.fields["field"])
    }

    /// Who opened a fact of the subject that a resident's request turned out to be about, the newest first. Nil until somebody of the desk
    /// has found out who they are and said yes: before, nobody has proved anything.
    package func looks(behind change: SubjectChange) throws -> [Look]? {
        guard change.kind == .request, change.state == .applied, let id = change.subjectID else { return nil }
        // Whoever was found to be registered twice is one of the two now; both were theirs.
        let own = try db.first("SELECT merged_into FROM subjects WHERE district = \(district) AND id = \(id)")
        let into = try own?.get("merged_into", as: ID<SubjectRecord>?.self)
        return try db.rows(
            """
            SELECT * FROM journal WHERE district = \(district) AND subject_kind = 'subject' AND subject_id IN (\(id), \(into ?? id))
              AND event = \(FactRevealed.name) ORDER BY seq DESC LIMIT 1000
            """
        ).map { try look(JournalEntry(row: $0)) }
    }
}
