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
                    let sighted = try desk.sight(row, of: kind, places, includesAlike: includesAlike == true)
                    let judgement = try carryOut(sighted, kind, note, at: desk)
                    if judgement.fate == .new { try remember(row, as: judgement.subjectID, at: desk) }
                    return judgement
                }
            })
    }

    /// What would become of each row; nothing is changed.
    package func tried(in reading: Reading) throws -> [Judgement] {
        try reading.scope.require(Self.permission)
        let (kind, places) = try checked(in: reading)
        return try rows.map { row in
            try Self.judging { try reading.sight(row, of: kind, places, includesAlike: includesAlike == true).judgement }
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

    private func remember(_ row: Row, as subject: ID<SubjectRecord>?, at desk: Desk) throws {
        try desk.writer.run(
            """
            INSERT INTO subject_rows (district, kind, digest, subject_id)
            VALUES (\(desk.district), \(kind), \(desk.digest(of: row)), \(subject))
            ON CONFLICT (district, kind, digest) DO UPDATE SET subject_id = excluded.subject_id
            """)
    }

    private func carryOut(_ sighted: SightedRow, _ kind: Pack.SubjectKind, _ note: String, at desk: Desk) throws -> Judgement {
        var judgement = sighted.judgement
        switch judgement.fate {
        case .new:
            let made = try desk.register(sighted.read, of: kind, at: sighted.area, .sheet, note)
            (judgement.subjectID, judgement.number) = (made.subjectID, made.number)
        case .changed:
            if let found = sighted.found {
                let area: Desk.Placing = sighted.area.map { .at($0) } ?? .asItIs
                judgement.changed = try desk.correct(found, of: kind, sighted.read, area, .sheet, note).changed
            }
        case .same, .refused, .alike: break
        }
        return judgement
    }
}

/// A row of a sheet, read, and whom it means.
struct SightedRow {
    var read: [(field: Pack.SubjectField, value: FieldValue?)]
    var area: Area?
    var found: SubjectRecord?
    var judgement: ImportSubjects.Judgement
}

extension Reading {
    /// What a row says, of whom, and what that changes.
    /// - Throws: `Problem` with everything that is wrong with the row.
    func sight(_ row: ImportSubjects.Row, of kind: Pack.SubjectKind, _ places: SheetAreas, includesAlike: Bool) throws -> SightedRow {
        let values = try unmasked(row.values.filter { !$0.value.trimmedSpace.isEmpty }, of: row)
        // What is wrong with the area does not hide what is wrong with the rest.
        let named = Result { try row.area.flatMap { $0.trimmedSpace.isEmpty ? nil : $0 }.map { try places.area($0) } }
        let reading = Result { try read(values, of: kind, whole: false) }
        let wrong = [named.problems, reading.problems].flatMap { $0 }
        if !wrong.isEmpty { throw Problem.fields(wrong) }
        let area = try named.get()
        var sighted = SightedRow(read: try reading.get(), area: area, judgement: .init(fate: .same, changed: [], problems: []))
        sighted.found = try meant(by: row, sighted.read, kind)
        if let found = sighted.found {
            sighted.judgement.subjectID = found.id
            sighted.judgement.number = found.number
            guard found.state == .active else { throw Problem.field("", "subject-not-active", ["number": found.number]) }
            let before = try facts(of: found)
            sighted.judgement.changed = sighted.read.filter { before[$0.field.code] != $0.value }.map(\.field.code)
            if let area, area.id != found.areaID { sighted.judgement.changed.append("area") }
            sighted.judgement.fate = sighted.judgement.changed.isEmpty ? .same : .changed
            return sighted
        }
        // What is required of a new one.
        let missing = missing(sighted.read, of: kind, whole: true)
        if !missing.isEmpty { throw Problem.fields(missing) }
        if area == nil { _ = try place(nil, of: kind, for: ImportSubjects.permission) }
        try requireFree(sighted.read, of: kind, for: ID.named("a new one"))
        sighted.judgement.fate = .new
        if !includesAlike {
            let sketch = SubjectSketch(kind: kind.code, values: values, areaCode: area?.code)
            if let alike = try alikeSubjects(sketch, limit: 1).first, alike.isLikely {
                sighted.judgement.fate = .alike
                sighted.judgement.number = alike.found.number
            }
        }
        return sighted
    }

    /// Without sealed values that stand as they went out: a masked one says nothing.
    private func unmasked(_ values: [String: String], of row: ImportSubjects.Row) throws -> [String: String] {
        let masked = values.filter { $0.value.contains("*") && pack.subjectFields[$0.key]?.isSealed == true }
        guard !masked.isEmpty, let number = row.number?.trimmedSpace, let found = try subjectIfAny(named: number) else { return values }
        let facts = try facts(of: found)
        return values.filter { code, typed in
            guard masked[code] != nil, let field = pack.subjectFields[code], let known = facts[code] else { return true }
            return typed.trimmedSpace != field.masked(known.typed)
        }
    }

    /// By its number; else by a key; else by the fields that tell its kind apart.
    private func meant(
        by row: ImportSubjects.Row, _ read: [(field: Pack.SubjectField, value: FieldValue?)], _ kind: Pack.SubjectKind
    ) throws -> SubjectRecord? {
        if let number = row.number?.trimmedSpace, !number.isEmpty {
            guard let found = try subjectIfAny(named: number), found.kind == kind.code else {
                throw Problem.field("number", "no-such-subject", ["is": number])
            }
            return try findSubject(found.id, for: ImportSubjects.permission)
        }
        guard let name = PackName(kind.code) else { return nil }
        let known = Dictionary(uniqueKeysWithValues: read.compactMap { field, value in value.map { (field.code, (field, $0)) } })
        func lookUp(_ codes: [String]) throws -> SubjectRecord? {
            var conditions: [SQL] = []
            guard let first = codes.first, known[first] != nil else { return nil }
            for code in codes {
                guard let column = pack.subjectFields[code]?.soughtColumn else { return nil }
                // Two that have no address are the same as far as their address goes.
                guard let (field, value) = known[code] else {
                    guard kind.mayLack.contains(code) else { return nil }
                    conditions.append("k.\(SQL.packColumn(column)) IS NULL")
                    continue
                }
                conditions.append("k.\(SQL.packColumn(column)) = \(value: home.keys.sought(value, of: field))")
            }
            guard !conditions.isEmpty else { return nil }
            return try db.rows(
                """
                SELECT s.* FROM \(SQL.packTable(name)) k JOIN subjects s ON s.district = k.district AND s.id = k.id
                WHERE k.district = \(district) AND \(SQL.all(conditions)) AND s.mode = \(scope.mode)
                  AND s.state = 'active' AND \(subjectCondition(ImportSubjects.permission)) LIMIT 2
                """
            ).map(SubjectRecord.init(row:)).onlyOne
        }
        for key in kind.keys { if let found = try lookUp([key]) { return found } }
        // Who has another key is another one, however much they have in common.
        if let found = try lookUp(kind.sameBy) {
            let facts = try facts(of: found)
            let isAnother = kind.keys.contains { key in known[key].flatMap { mine in facts[key].map { $0 != mine.1 } } ?? false }
            if !isAnother { return found }
        }
        // Word for word the row that it was registered from.
        let before: ID<SubjectRecord>? = try db.value(
            "SELECT subject_id FROM subject_rows WHERE district = \(district) AND kind = \(kind.code) AND digest = \(digest(of: row))")
        return before.flatMap { try? findSubject($0, for: ImportSubjects.permission) }.flatMap { $0.state == .active ? $0 : nil }
    }

    /// Tells a row of a sheet from others, and nothing else without the key.
    func digest(of row: ImportSubjects.Row) -> [UInt8] {
        let values = row.values.filter { !$0.value.trimmedSpace.isEmpty }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return home.keys.secretDigest((values + ["+area=\(row.area ?? "")"]).joined(separator: "\n"), purpose: "subject-row")
    }
}

/// The areas that a sheet may name, by code or by whole name, within the reach of whoever imports.
struct SheetAreas {
    private var byCode: [String: Area] = [:]
    private var byName: [String: [Area]] = [:]
    private let levels: [String]

    init(_ kind: Pack.SubjectKind, in reading: Reading) throws {
        levels = kind.levels
        for area in try reading.areas() where reading.scope.reaches(area, ImportSubjects.permission) {
            byCode[area.code] = area
            byName[area.name, default: []].append(area)
        }
    }

    /// - Throws: `unknown-area` also for one that is out of reach: asking tells nothing. A name that two areas have is no name.
    func area(_ text: String) throws -> Area {
        let plain = text.trimmedSpace
        let named = byCode[plain].map { [$0] } ?? byName[plain] ?? []
        guard named.count == 1 else { throw Problem.field("area", named.isEmpty ? "unknown-area" : "two-areas", ["is": plain]) }
        guard levels.isEmpty || levels.contains(named[0].level) else { throw Problem.field("area", "not-of-this-level") }
        return named[0]
    }
}

extension Result where Failure == any Error {
    /// The fields that cannot be taken as they stand.
    fileprivate var problems: [FieldProblem] {
        guard case .failure(let error) = self else { return [] }
        return (error as? Problem)?.fields ?? []
    }
}

extension Array {
    fileprivate var onlyOne: Element? { count == 1 ? self[0] : nil }
}
