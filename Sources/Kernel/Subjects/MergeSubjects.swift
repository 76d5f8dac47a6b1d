import Sealing
import Store
import WorkingTime

/// Two subjects turn out to be one: the second goes on and has everything, the first stays as a sign to it. Nothing is lost, so that
/// it can be undone.
package struct MergeSubjects: Verb {
    package static let permission: Permission = "subject.merge"
    /// The one that is no more.
    package var subjectID: ID<SubjectRecord>
    package var into: ID<SubjectRecord>
    /// Fields whose value is taken from the first, though the second has one too; what only the first has is taken anyhow.
    package var takes: [String]

    package init(subjectID: ID<SubjectRecord>, into: ID<SubjectRecord>, takes: [String] = []) {
        self.subjectID = subjectID
        self.into = into
        self.takes = takes
    }

    package func perform(at desk: Desk) throws -> Done {
        let from = try desk.findSubject(subjectID, for: Self.permission)
        let target = try desk.findSubject(into, for: Self.permission)
        try from.require(.active, .ended, verb: Self.permission)
        try target.require(.active, verb: Self.permission)
        guard from.id != target.id, from.kind == target.kind else { throw Problem.field("into", "not-of-its-kind") }
        let kind = try desk.subjectKind(from.kind)
        let (old, present) = (try desk.allFacts(of: from), try desk.allFacts(of: target))
        if let unknown = takes.first(where: { old[$0] == nil }) { throw Problem.field("takes", "nothing-known", ["field": unknown]) }
        let taken = kind.fieldCodes.filter { old[$0] != nil && old[$0] != present[$0] && (present[$0] == nil || takes.contains($0)) }
        let fields = { (codes: [String]) in codes.compactMap { desk.pack.subjectFields[$0] } }
        var kept = MergeMemory()
        for code in taken { kept.before[code] = present[code]?.typed ?? "" }
        for code in kind.keys { kept.keys[code] = old[code]?.typed }
        // No two rows have the same key, and the one that is no more needs none.
        try desk.changeFacts(of: from, try desk.assignments(fields(kind.keys).map { ($0, nil) }, kind: kind.code, id: from.id))
        try desk.changeFacts(
            of: target, try desk.assignments(fields(taken).map { ($0, old[$0.code]) }, kind: kind.code, id: target.id))
        if taken.contains(kind.title), let title = old[kind.title] {
            try desk.change(target, "title = \(title.typed), sound = \(desk.sound(of: title.typed))")
        }
        try desk.collect(of: from, besides: target, into: &kept)
        try desk.hang(kept, on: target)
        try desk.change(from, "state = 'merged', merged_into = \(target.id)")
        let id: ID<MergeMemory> = desk.newID()
        let sealed = try desk.home.keys.seal(try JSON.encode(kept), context: "subject_merges.kept/\(id)")
        try desk.writer.run(
            """
            INSERT INTO subject_merges (district, id, from_id, into_id, kept, from_state, merged_at)
            VALUES (\(desk.district), \(id), \(from.id), \(target.id), \(sealed), \(from.state), \(desk.now))
            """)
        if !taken.isEmpty { try desk.state(.merger, from.number, fields: taken, of: target.id) }
        try desk.indexSubject(target.id, number: from.number, fields(kind.fieldCodes).map { ($0, old[$0.code]) })
        try desk.record(SubjectsMerged(subjectID: target.id, number: target.number, from: from.id, fromNumber: from.number))
        return Done()
    }
}

/// They were two after all: each has again what it had. What was changed since stays changed.
package struct UnmergeSubjects: Verb {
    package static let permission: Permission = "subject.unmerge"
    /// The one that was merged away.
    package var subjectID: ID<SubjectRecord>
    package var reason: String

    package init(subjectID: ID<SubjectRecord>, reason: String) {
        self.subjectID = subjectID
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> Done {
        let from = try desk.findSubject(subjectID, for: Self.permission)
        try from.require(.merged, verb: Self.permission)
        let reason = try desk.checkedText(reason, field: "reason", longest: 200)
        guard let into = from.mergedInto else { throw Problem.notFound("subject") }
        let target = try desk.findSubject(into, for: Self.permission)
        try target.require(.active, .ended, verb: Self.permission)
        guard
            let merge = try desk.db.first(
                """
                SELECT * FROM subject_merges WHERE district = \(desk.district) AND from_id = \(from.id) AND into_id = \(target.id)
                  AND undone_at IS NULL
                """)
        else { throw Problem.notFound("subject") }
        let id: ID<MergeMemory> = try merge.get("id")
        let kept = try JSON.decode(
            MergeMemory.self, try desk.home.keys.open(try merge.get("kept"), context: "subject_merges.kept/\(id)"))
        let kind = try desk.subjectKind(from.kind)
        let (old, present) = (try desk.allFacts(of: from), try desk.allFacts(of: target))
        let keys = try kept.keys.map { ($0.key, try desk.value($0.value, of: $0.key)) }
        // Where the value that was taken is another by now, somebody said so of the second.
        let back = try kept.before.filter { code, _ in
            present[code] == (kept.keys[code] == nil ? old[code] : keys.first { $0.0 == code }?.1)
        }.map { ($0.key, try desk.value($0.value, of: $0.key)) }
        let assign = { (values: [(String, FieldValue?)], id: ID<SubjectRecord>) in
            try desk.assignments(
                values.compactMap { code, value in desk.pack.subjectFields[code].map { ($0, value) } }, kind: kind.code, id: id)
        }
        try desk.changeFacts(of: target, try assign(back, target.id))
        try desk.changeFacts(of: from, try assign(keys, from.id))
        if let title = back.first(where: { $0.0 == kind.title })?.1 {
            try desk.change(target, "title = \(title.typed), sound = \(desk.sound(of: title.typed))")
        }
        try desk.hang(kept, on: from)
        try desk.change(from, "state = \(try merge.get("from_state", as: SubjectRecord.State.self)), merged_into = NULL")
        try desk.writer.run(
            "UPDATE subject_merges SET undone_at = \(desk.now) WHERE district = \(desk.district) AND id = \(id)")
        try desk.record(
            SubjectsUnmerged(subjectID: target.id, number: target.number, from: from.id, fromNumber: from.number, reason: reason))
        return Done()
    }
}

/// What has to be known to take a merge back. Kept sealed: it holds what the two were known by.
struct MergeMemory: Codable {
    /// Of the second, before it took the first one's values; empty where it had none.
    var before: [String: String] = [:]
    /// Of the first, which gave its keys up.
    var keys: [String: String] = [:]
    var relationsFrom: [ID<SubjectRelation>] = []
    var relationsTo: [ID<SubjectRelation>] = []
    var classifications: [ID<Classification>] = []
}

extension Desk {
    /// Whatever compartments the person opens: a merge loses nothing.
    fileprivate func allFacts(of found: SubjectRecord) throws -> [String: FieldValue] {
        let facts = try facts(of: found)
        // Whoever may not see a field cannot say which of two values is right.
        guard facts.shut.isEmpty else { throw Problem(.forbidden, "shut-fields", ["number": found.number]) }
        return facts.values
    }

    fileprivate func value(_ typed: String, of code: String) throws -> FieldValue? {
        guard let field = pack.subjectFields[code] else { return nil }
        return try read(typed, for: field, named: code)
    }

    /// What hangs on the first and goes over to the second.
    fileprivate func collect(of from: SubjectRecord, besides target: SubjectRecord, into kept: inout MergeMemory) throws {
        for relation in try relations(of: from) {
            // Between the two themselves it would now lead from one to itself.
            if relation.from == target.id || relation.to == target.id { continue }
            let isFrom = relation.from == from.id
            if isFrom { kept.relationsFrom.append(relation.id) } else { kept.relationsTo.append(relation.id) }
        }
        kept.classifications = try db.values(
            "SELECT id FROM subject_classifications WHERE district = \(district) AND subject_id = \(from.id)")
    }

    fileprivate func hang(_ kept: MergeMemory, on owner: SubjectRecord) throws {
        let revised: SQL = "\(revisedAt: now.microseconds) WHERE district = \(district)"
        try writer.run("UPDATE subject_relations SET from_id = \(owner.id), \(revised) AND id IN \(list: kept.relationsFrom)")
        try writer.run("UPDATE subject_relations SET to_id = \(owner.id), \(revised) AND id IN \(list: kept.relationsTo)")
        try writer.run("UPDATE subject_classifications SET subject_id = \(owner.id), \(revised) AND id IN \(list: kept.classifications)")
    }
}
