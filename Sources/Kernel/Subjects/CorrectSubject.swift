import Store
package import WorkingTime

/// Writes down what is so now, or was wrong: the old value stays in the register's history, under its own dates.
package struct CorrectSubject: Verb {
    package static let permission: Permission = "subject.correct"
    package var subjectID: ID<SubjectRecord>
    /// By field code, as somebody types them; empty takes a value away. Fields that are not named stay.
    package var values: [String: String]
    /// Where it stands from now on.
    package var areaCode: String?
    package var source: Statement.Source?
    package var note: String?

    package init(
        subjectID: ID<SubjectRecord>, values: [String: String], areaCode: String? = nil, source: Statement.Source? = nil,
        note: String? = nil
    ) {
        self.subjectID = subjectID
        self.values = values
        self.areaCode = areaCode
        self.source = source
        self.note = note
    }

    package struct Outcome: Codable, Sendable {
        /// Codes of the fields that are others now; the rest of what was said was so already, and is verified.
        package var changed: [String]
    }

    package func perform(at desk: Desk) throws -> Outcome {
        let found = try desk.findSubject(subjectID, for: Self.permission)
        try found.require(.active, .ended, verb: Self.permission)
        let kind = try desk.subjectKind(found.kind)
        let note = try desk.checkedText(note ?? "", field: "note", longest: 200, mayBeEmpty: true)
        let read = try desk.read(values, of: kind, whole: false)
        let area: Desk.Placing = try areaCode.map { .at(try desk.place($0, of: kind, for: Self.permission)) } ?? .asItIs
        let (changed, stated) = try desk.correct(found, of: kind, read, area, source ?? .desk, note)
        guard !stated.isEmpty else { throw Problem.field("values", "required") }
        return Outcome(changed: changed)
    }
}

extension Desk {
    enum Placing {
        case asItIs
        /// Nil is nowhere in particular.
        case at(Area?)
    }

    /// Writes down what was read and checked of a subject; what was so already is verified.
    /// - Returns: codes of the fields that are others now, and of all that anything was said of.
    func correct(
        _ found: SubjectRecord, of kind: Pack.SubjectKind, _ read: [(field: Pack.SubjectField, value: FieldValue?)], _ placing: Placing,
        _ source: Statement.Source, _ note: String
    ) throws -> (changed: [String], stated: [String]) {
        let before = try facts(of: found)
        let changed = read.filter { before[$0.field.code] != $0.value }
        try requireFree(changed, of: kind, for: found.id)
        try changeFacts(of: found, try assignments(changed, kind: kind.code, id: found.id))
        var codes = changed.map(\.field.code)
        if case .at(let area) = placing, area?.id != found.areaID {
            try change(found, "area_id = \(area?.id), area_path = \(area?.path)")
            codes.append("area")
        }
        if let title = changed.first(where: { $0.field.code == kind.title })?.value {
            try change(try subjectJustChanged(found.id), "title = \(title.typed), sound = \(sound(of: title.typed))")
        }
        let said = read.filter { $0.value != nil }.map(\.field.code)
        let stated = said + codes.filter { !said.contains($0) }
        guard !stated.isEmpty else { return ([], []) }
        try state(source, note, fields: stated, of: found.id)
        if codes.isEmpty {
            try record(SubjectVerified(subjectID: found.id, fields: stated.joined(separator: " "), source: source))
        } else {
            try indexSubject(found.id, number: found.number, changed)
            try record(SubjectCorrected(subjectID: found.id, fields: codes.joined(separator: " "), source: source))
        }
        return (codes, stated)
    }
}

/// Says that fields are still as they stand: asked or seen today.
package struct VerifySubject: Verb {
    package static let permission: Permission = "subject.verify"
    package var subjectID: ID<SubjectRecord>
    /// Codes of fields; empty is all that is known.
    package var fields: [String]
    package var source: Statement.Source?

    package init(subjectID: ID<SubjectRecord>, fields: [String] = [], source: Statement.Source? = nil) {
        self.subjectID = subjectID
        self.fields = fields
        self.source = source
    }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findSubject(subjectID, for: Self.permission)
        try found.require(.active, verb: Self.permission)
        let known = Set(try desk.facts(of: found).values.keys)
        if let unknown = fields.first(where: { !known.contains($0) }) {
            throw Problem.field("fields", "nothing-known", ["field": unknown])
        }
        let fields = self.fields.isEmpty ? try desk.subjectKind(found.kind).fieldCodes.filter(known.contains) : self.fields
        guard !fields.isEmpty else { throw Problem.field("fields", "required") }
        let source = source ?? .desk
        try desk.state(source, "", fields: fields, of: found.id)
        try desk.record(SubjectVerified(subjectID: found.id, fields: fields.joined(separator: " "), source: source))
        return Done()
    }
}

/// It is no more: died, moved away, pulled down, closed. Its relations and classifications end on that day.
package struct EndSubject: Verb {
    package static let permission: Permission = "subject.end"
    package var subjectID: ID<SubjectRecord>
    package var reason: String
    package var on: Day

    package init(subjectID: ID<SubjectRecord>, reason: String, on: Day) {
        self.subjectID = subjectID
        self.reason = reason
        self.on = on
    }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findSubject(subjectID, for: Self.permission)
        try found.require(.active, verb: Self.permission)
        let reason = try desk.checkedText(reason, field: "reason", longest: 200)
        guard on <= desk.now.day(in: desk.pack.zone) else { throw Problem.field("on", "in-the-future") }
        try desk.endWhatHangs(on: found, on: on)
        try desk.change(found, "state = 'ended'")
        try desk.record(SubjectEnded(subjectID: found.id, reason: reason, on: on))
        return Done()
    }
}

/// It was ended by mistake, or is there again.
package struct ResumeSubject: Verb {
    package static let permission: Permission = "subject.resume"
    package var subjectID: ID<SubjectRecord>
    package var reason: String

    package init(subjectID: ID<SubjectRecord>, reason: String) {
        self.subjectID = subjectID
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findSubject(subjectID, for: Self.permission)
        try found.require(.ended, verb: Self.permission)
        let reason = try desk.checkedText(reason, field: "reason", longest: 200)
        try desk.change(found, "state = 'active'")
        try desk.record(SubjectResumed(subjectID: found.id, reason: reason))
        return Done()
    }
}

extension Desk {
    /// Relations from either end and classifications, those in compartments too.
    fileprivate func endWhatHangs(on found: SubjectRecord, on day: Day) throws {
        let ended: SQL = """
            ended_on = CASE WHEN begun_on > \(day.daysSinceEpoch) THEN begun_on ELSE \(day.daysSinceEpoch) END,
              \(revisedAt: now.microseconds) WHERE district = \(district) AND ended_on IS NULL
            """
        try writer.run("UPDATE subject_relations SET \(ended) AND (from_id = \(found.id) OR to_id = \(found.id))")
        try writer.run("UPDATE subject_classifications SET \(ended) AND subject_id = \(found.id)")
    }
}
