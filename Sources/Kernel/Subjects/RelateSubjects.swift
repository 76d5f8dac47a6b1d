import Store
package import WorkingTime

/// That one subject lives in, owns, works at another one, from a day to a day.
package struct SubjectRelation: Sendable {
    package var id: ID<SubjectRelation>
    package var kind: String
    package var from: ID<SubjectRecord>
    package var to: ID<SubjectRecord>
    /// A code of the relation's list of roles.
    package var role: String?
    package var since: Day
    /// The last day; nil is until further notice.
    package var until: Day?

    init(row: Row) throws {
        id = try row.get("id")
        kind = try row.get("kind")
        from = try row.get("from_id")
        to = try row.get("to_id")
        role = try row.get("role")
        since = Day(daysSinceEpoch: try row.get("begun_on"))
        until = try row.get("ended_on", as: Int?.self).map { Day(daysSinceEpoch: $0) }
    }
}

/// Relates two subjects from a day on. Where a subject has one such relation at a time, the one before ends the day before.
package struct RelateSubjects: Verb {
    package static let permission: Permission = "subject.relate"
    package var subjectID: ID<SubjectRecord>
    /// A code of the pack's relations.
    package var relation: String
    package var to: ID<SubjectRecord>
    package var role: String?
    /// Today, where nobody says.
    package var since: Day?
    package var until: Day?

    package init(
        subjectID: ID<SubjectRecord>, relation: String, to: ID<SubjectRecord>, role: String? = nil, since: Day? = nil, until: Day? = nil
    ) {
        self.subjectID = subjectID
        self.relation = relation
        self.to = to
        self.role = role
        self.since = since
        self.until = until
    }

    package func perform(at desk: Desk) throws -> ID<SubjectRelation> {
        let found = try desk.findSubject(subjectID, for: Self.permission)
        try found.require(.active, verb: Self.permission)
        guard let target = try? desk.findSubject(to) else { throw Problem.field("to", "no-such-subject", ["is": ""]) }
        try target.require(.active, verb: Self.permission)
        guard let relation = desk.pack.relations.first(where: { $0.code == self.relation }), relation.from.contains(found.kind) else {
            throw Problem.field("relation", "not-one-of-these")
        }
        guard relation.to.contains(target.kind), target.id != found.id else { throw Problem.field("to", "not-for-this-relation") }
        if let role, relation.roles.flatMap({ desk.pack.item(role, in: $0) }) == nil { throw Problem.field("role", "not-one-of-these") }
        if desk.pack.trees.contains(where: { $0.relation == relation.code }), try desk.stands(target, below: found, by: relation.code) {
            throw Problem.field("to", "stands-below", ["number": target.number])
        }
        let since = since ?? desk.happenedAt.day(in: desk.pack.zone)
        if let until, until < since { throw Problem.field("until", "before-its-beginning") }
        let present = try desk.relations(of: found).filter { $0.kind == relation.code && $0.from == found.id && $0.until == nil }
        if present.contains(where: { $0.to == target.id }) { throw Problem(.conflict, "already-related", ["number": target.number]) }
        if relation.isSingle, until == nil {
            for other in present {
                guard other.since < since else { throw Problem.field("since", "before-the-present-one", ["day": other.since.iso]) }
                try desk.end(other, on: since.adding(days: -1))
            }
        }
        let id: ID<SubjectRelation> = desk.newID()
        try desk.writer.run(
            """
            INSERT INTO subject_relations (district, id, kind, from_id, to_id, role, begun_on, ended_on, since)
            VALUES (\(desk.district), \(id), \(relation.code), \(found.id), \(target.id), \(role), \(since.daysSinceEpoch),
              \(until?.daysSinceEpoch), \(desk.now))
            """)
        try desk.record(SubjectsRelated(subjectID: found.id, relation: relation.code, to: target.id, from: since))
        return id
    }
}

/// Ends a relation on a day.
package struct EndRelation: Verb {
    package static let permission: Permission = "subject.unrelate"
    package var relationID: ID<SubjectRelation>
    /// Its last day.
    package var on: Day

    package init(relationID: ID<SubjectRelation>, on: Day) {
        self.relationID = relationID
        self.on = on
    }

    package func perform(at desk: Desk) throws -> Done {
        guard
            let relation = try desk.db.first(
                "SELECT * FROM subject_relations WHERE district = \(desk.district) AND id = \(relationID)"
            ).map(SubjectRelation.init(row:))
        else { throw Problem.notFound("relation") }
        let found = try desk.findSubject(relation.from, for: Self.permission)
        guard relation.until == nil else { throw Problem(.conflict, "relation-ended", ["number": found.number]) }
        guard on >= relation.since else { throw Problem.field("on", "before-its-beginning") }
        try desk.end(relation, on: on)
        try desk.record(RelationEnded(subjectID: found.id, relation: relation.kind, to: relation.to, on: on))
        return Done()
    }
}

extension Reading {
    /// All that a subject has and had, from either end, those that hold first.
    package func relations(of found: SubjectRecord) throws -> [SubjectRelation] {
        try db.rows(
            """
            SELECT * FROM \(table("subject_relations")) r
            WHERE r.district = \(district) AND (r.from_id = \(found.id) OR r.to_id = \(found.id))
            ORDER BY r.ended_on IS NOT NULL, r.kind, r.begun_on, r.id
            """
        ).map(SubjectRelation.init(row:))
    }
}

extension Desk {
    /// Whether one unit of a tree stands somewhere below another one: it cannot be above it as well.
    fileprivate func stands(_ unit: SubjectRecord, below other: SubjectRecord, by relation: String) throws -> Bool {
        try db.exists(
            """
            WITH RECURSIVE above (id) AS (
              SELECT to_id FROM subject_relations WHERE district = \(district) AND kind = \(relation) AND from_id = \(unit.id) AND ended_on IS NULL
              UNION
              SELECT r.to_id FROM subject_relations r JOIN above a ON r.from_id = a.id
              WHERE r.district = \(district) AND r.kind = \(relation) AND r.ended_on IS NULL)
            SELECT 1 FROM above WHERE id = \(other.id)
            """)
    }

    func end(_ relation: SubjectRelation, on day: Day) throws {
        try writer.run(
            """
            UPDATE subject_relations SET ended_on = \(max(day, relation.since).daysSinceEpoch), \(revisedAt: now.microseconds)
            WHERE district = \(district) AND id = \(relation.id)
            """)
    }
}
