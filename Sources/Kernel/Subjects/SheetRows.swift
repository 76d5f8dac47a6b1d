import Sealing
import Store

/// A row of a sheet as it reads, before anybody is sought. A class: hundreds are handed on together, and a copy of one would count references
/// to each of its values anew.
final class ReadRow {
    let row: ImportSubjects.Row
    let read: [(field: Pack.SubjectField, value: FieldValue?)]
    let area: Area?
    let probe: SubjectProbe
    /// Tells it from the rows of other sheets, and nothing else without the key.
    let digest: [UInt8]

    init(
        _ row: ImportSubjects.Row, read: [(field: Pack.SubjectField, value: FieldValue?)], area: Area?, probe: SubjectProbe, digest: [UInt8]
    ) {
        (self.row, self.read, self.area, self.probe, self.digest) = (row, read, area, probe, digest)
    }
}

/// The same, and whom it means.
struct SightedRow {
    var row: ReadRow
    var found: SubjectRecord?
    var judgement: ImportSubjects.Judgement
}

extension Reading {
    /// What a row says.
    /// - Throws: `Problem` with everything that is wrong with the row.
    func read(_ row: ImportSubjects.Row, of kind: Pack.SubjectKind, _ places: SheetAreas) throws -> ReadRow {
        let values = try unmasked(row.values.filter { !$0.value.trimmedSpace.isEmpty }, of: row)
        // What is wrong with the area does not hide what is wrong with the rest.
        let named = Result { try row.area.flatMap { $0.trimmedSpace.isEmpty ? nil : $0 }.map { try places.area($0) } }
        let said = Result { try read(values, of: kind, whole: false) }
        let wrong = [named.problems, said.problems].flatMap { $0 }
        if !wrong.isEmpty { throw Problem.fields(wrong) }
        let (fields, area) = (try said.get(), try named.get())
        let known = Dictionary(uniqueKeysWithValues: fields.compactMap { field, value in value.map { (field.code, $0) } })
        return ReadRow(
            row, read: fields, area: area, probe: SubjectProbe(known, at: area, of: kind, in: self), digest: digest(of: row))
    }

    /// Whom a row means, and what it changes.
    /// - Parameter held: what is known of the register already.
    func sight(_ row: ReadRow, of kind: Pack.SubjectKind, held: ValuesHeld = .unasked, includesAlike: Bool) throws -> SightedRow {
        var sighted = SightedRow(row: row, judgement: .init(fate: .same, changed: [], problems: []))
        sighted.found = try meant(by: row, kind, held)
        if let found = sighted.found {
            sighted.judgement.subjectID = found.id
            sighted.judgement.number = found.number
            guard found.state == .active else { throw Problem.field("", "subject-not-active", ["number": found.number]) }
            let before = try facts(of: found)
            sighted.judgement.changed = row.read.filter { before[$0.field.code] != $0.value }.map(\.field.code)
            if let area = row.area, area.id != found.areaID { sighted.judgement.changed.append("area") }
            sighted.judgement.fate = sighted.judgement.changed.isEmpty ? .same : .changed
            return sighted
        }
        // What is required of a new one.
        let missing = missing(row.read, of: kind, whole: true)
        if !missing.isEmpty { throw Problem.fields(missing) }
        if row.area == nil { _ = try place(nil, of: kind, for: ImportSubjects.permission) }
        let maybeTaken = row.read.filter { field, _ in
            row.probe.sought[field.code].map { !held.nobodyHas($0, in: .field(field.code)) } ?? false
        }
        try requireFree(maybeTaken, of: kind, for: ID.named("a new one"))
        sighted.judgement.fate = .new
        if !includesAlike {
            if let alike = try alikeSubjects(row.probe, held: held, limit: 1).first, alike.isLikely {
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
    private func meant(by sheet: ReadRow, _ kind: Pack.SubjectKind, _ held: ValuesHeld) throws -> SubjectRecord? {
        if let number = sheet.row.number?.trimmedSpace, !number.isEmpty {
            guard let found = try subjectIfAny(named: number), found.kind == kind.code else {
                throw Problem.field("number", "no-such-subject", ["is": number])
            }
            return try findSubject(found.id, for: ImportSubjects.permission)
        }
        guard let name = PackName(kind.code) else { return nil }
        let known = sheet.probe.sought
        func lookUp(_ codes: [String]) throws -> SubjectRecord? {
            var conditions: [SQL] = []
            guard let first = codes.first, known[first] != nil else { return nil }
            for code in codes {
                guard let column = pack.subjectFields[code]?.soughtColumn else { return nil }
                // Two that have no address are the same as far as their address goes.
                guard let value = known[code] else {
                    guard kind.mayLack.contains(code) else { return nil }
                    conditions.append("k.\(SQL.packColumn(column)) IS NULL")
                    continue
                }
                if held.nobodyHas(value, in: .field(code)) { return nil }
                conditions.append("k.\(SQL.packColumn(column)) = \(value: value)")
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
            let mine = sheet.probe.values
            let isAnother = kind.keys.contains { key in mine[key].flatMap { mine in facts[key].map { $0 != mine } } ?? false }
            if !isAnother { return found }
        }
        // Word for word the row that it was registered from.
        guard !held.nobodyHas(.blob(sheet.digest), in: .row) else { return nil }
        let before: ID<SubjectRecord>? = try db.value(
            "SELECT subject_id FROM subject_rows WHERE district = \(district) AND kind = \(kind.code) AND digest = \(sheet.digest)")
        return before.flatMap { try? findSubject($0, for: ImportSubjects.permission) }.flatMap { $0.state == .active ? $0 : nil }
    }

    private func digest(of row: ImportSubjects.Row) -> [UInt8] {
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
        for area in try reading.areaList()?.all ?? reading.areas()
        where !area.isEnded && reading.scope.reaches(area, ImportSubjects.permission) {
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
