import Sealing
import Store

/// Takes many statements about subjects of one kind at once: what is new is registered, what is another now is corrected, what is so
/// already changes nothing, so that the same sheet twice is the same sheet once. A row that cannot be taken says why and stops no other.
package struct ImportSubjects: Verb {
    package static let permission: Permission = "subject.import"
    package var kind: String
    package var rows: [Row]
    /// Where it is known from, in words: the name of the sheet.
    package var note: String
    /// Registers also those that may be somebody who is there already; somebody has looked at them.
    package var includesAlike: Bool?
    /// Says what would become of each row, and changes nothing.
    package var isTrial: Bool?

    /// Not more at once, so that nobody else waits long.
    package static let mostRows = 500

    package struct Row: Codable, Sendable {
        /// The number of the subject that is meant, where the sheet has it.
        package var number: String?
        /// A code or the whole name of an area.
        package var area: String?
        /// By field code, as typed. What is empty says nothing.
        package var values: [String: String]

        package init(number: String? = nil, area: String? = nil, values: [String: String]) {
            self.number = number
            self.area = area
            self.values = values
        }
    }

    package enum Fate: String, ClosedList {
        case new, changed, same, refused
        /// May be somebody who is there already; not registered unless it is asked for.
        case alike
    }

    package struct Judgement: Codable, Sendable {
        package var fate: Fate
        package var subjectID: ID<SubjectRecord>?
        /// Of the subject that is meant, or that may be meant.
        package var number: String?
        /// Codes of the fields that are others now.
        package var changed: [String]
        package var problems: [FieldProblem]
    }

    package struct Outcome: Codable, Sendable {
        package var rows: [Judgement]
    }

    package init(kind: String, rows: [Row], note: String, includesAlike: Bool? = nil, isTrial: Bool? = nil) {
        self.kind = kind
        self.rows = rows
        self.note = note
        self.includesAlike = includesAlike
        self.isTrial = isTrial
    }

    package func perform(at desk: Desk) throws -> Outcome {
        if isTrial == true { return Outcome(rows: try tried(in: desk)) }
        let (kind, places) = try checked(in: desk)
        let note = try desk.checkedText(note, field: "note", longest: 200)
        // Two who import at once must not register the same one twice.
        try desk.writer.lock("import-\(desk.district)-\(kind.code)")
        return Outcome(
            rows: try rows.map { row in
                try Self.judging {
                    let sighted = try desk.sight(desk.read(row, of: kind, places), of: kind, includesAlike: includesAlike == true)
                    let judgement = try carryOut(sighted, kind, note, at: desk)
                    if judgement.fate == .new { try remember(sighted.row, as: judgement.subjectID, at: desk) }
                    return judgement
                }
            })
    }

    /// What would become of each row; nothing is changed.
    package func tried(in reading: Reading) throws -> [Judgement] {
        try reading.scope.require(Self.permission)
        let (kind, places) = try checked(in: reading)
        let read = rows.map { row in Result { try reading.read(row, of: kind, places) } }
        let held = try ValuesHeld(of: read.compactMap { try? $0.get() }, kind: kind, in: reading)
        return try read.map { row in
            try Self.judging {
                try reading.sight(try row.get(), of: kind, held: held, includesAlike: includesAlike == true).judgement
            }
        }
    }

    private func checked(in reading: Reading) throws -> (Pack.SubjectKind, SheetAreas) {
        guard let kind = reading.pack.subjectKinds.first(where: { $0.code == self.kind }) else {
            throw Problem.field("kind", "not-one-of-these")
        }
        guard rows.count <= Self.mostRows else { throw Problem.field("rows", "too-many-rows", ["most": "\(Self.mostRows)"]) }
        return (kind, try SheetAreas(kind, in: reading))
    }

    /// What is wrong with a row is its judgement; what is wrong with the machine is not.
    private static func judging(_ work: () throws -> Judgement) throws -> Judgement {
        do {
            return try work()
        } catch let problem as Problem where problem.kind != .broken && problem.kind != .busy {
            let fields = problem.fields.isEmpty ? [FieldProblem("", problem.code, problem.values)] : problem.fields
            return Judgement(fate: .refused, changed: [], problems: fields)
        }
    }

    private func remember(_ row: ReadRow, as subject: ID<SubjectRecord>?, at desk: Desk) throws {
        try desk.writer.run(
            """
            INSERT INTO subject_rows (district, kind, digest, subject_id)
            VALUES (\(desk.district), \(kind), \(row.digest), \(subject))
            ON CONFLICT (district, kind, digest) DO UPDATE SET subject_id = excluded.subject_id
            """)
    }

    private func carryOut(_ sighted: SightedRow, _ kind: Pack.SubjectKind, _ note: String, at desk: Desk) throws -> Judgement {
        var judgement = sighted.judgement
        switch judgement.fate {
        case .new:
            let made = try desk.register(sighted.row.read, of: kind, at: sighted.row.area, .sheet, note)
            (judgement.subjectID, judgement.number) = (made.subjectID, made.number)
        case .changed:
            if let found = sighted.found {
                let area: Desk.Placing = sighted.row.area.map { .at($0) } ?? .asItIs
                judgement.changed = try desk.correct(found, of: kind, sighted.row.read, area, .sheet, note).changed
            }
        case .same, .refused, .alike: break
        }
        return judgement
    }
}
