import Foundation
import Sealing
package import Store
import WorkingTime

/// What is known of a subject: the values of its kind's fields that are known and not shut to whoever asks.
package struct SubjectFacts: Sendable {
    package var values: [String: FieldValue] = [:]
    /// Fields that are known and shut to this person, whatever they may see of the rest.
    package var shut: Set<String> = []

    package init() {}

    package subscript(_ field: String) -> FieldValue? { values[field] }
}

extension Reading {
    /// The part of all subjects (`s`) that a permission reaches.
    package func subjectCondition(_ permission: Permission) -> SQL {
        if scope.reachesDistrict(permission) { return "(1 = 1)" }
        let areas = scope.areaPaths(permission)
        return areas.isEmpty ? "(1 = 0)" : TreePath.condition(Self.place, underAny: areas)
    }

    package func findSubject(_ id: ID<SubjectRecord>, for permission: Permission = "subject.view") throws -> SubjectRecord {
        guard
            let row = try db.first(
                """
                SELECT * FROM \(table("subjects")) s
                WHERE s.district = \(district) AND s.id = \(id) AND s.mode = \(scope.mode) AND \(subjectCondition(permission))
                """)
        else { throw Problem.notFound("subject") }
        return try SubjectRecord(row: row)
    }

    /// By number or id, among those that a permission reaches.
    package func subjectIfAny(named text: String, for permission: Permission = "subject.view") throws -> SubjectRecord? {
        let name: SQL = if let id = UUID(uuidString: text) { "s.id = \(id)" } else { "s.number = \(text)" }
        return try db.first(
            """
            SELECT * FROM \(table("subjects")) s
            WHERE s.district = \(district) AND s.mode = \(scope.mode) AND \(name) AND \(subjectCondition(permission))
            """
        ).map(SubjectRecord.init(row:))
    }

    package func subjects(named ids: Set<ID<SubjectRecord>>, for permission: Permission = "subject.view") throws
        -> [ID<SubjectRecord>: SubjectRecord]
    {
        guard !ids.isEmpty else { return [:] }
        let found = try db.rows(
            """
            SELECT * FROM \(table("subjects")) s WHERE s.district = \(district) AND s.mode = \(scope.mode) AND s.id IN \(list: ids)
              AND \(subjectCondition(permission))
            """
        ).map(SubjectRecord.init(row:))
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    package func subjectKind(_ code: String) throws -> Pack.SubjectKind {
        guard let kind = pack.subjectKinds.first(where: { $0.code == code }) else { throw Problem.notFound("kind") }
        return kind
    }

    /// The fields of a kind in their order, those that this person may know of.
    package func fields(of kind: Pack.SubjectKind) -> [Pack.SubjectField] { knownFields(of: kind).all }

    /// What is known of a subject that was found through the scope, sealed fields opened: whoever shows them masks them, unless
    /// `RevealFact` was performed.
    package func facts(of found: SubjectRecord) throws -> SubjectFacts {
        try facts(of: [found])[found.id] ?? SubjectFacts()
    }

    /// The same of several of one kind.
    /// - Parameter codes: of these fields only; what is not asked for is not opened.
    package func facts(of found: [SubjectRecord], only codes: Set<String>? = nil) throws -> [ID<SubjectRecord>: SubjectFacts] {
        guard let code = found.first?.kind, let name = PackName(code) else { return [:] }
        let kind = try subjectKind(code)
        let open = Set(fields(of: kind).map(\.code))
        let asked = kind.fieldCodes.compactMap { pack.subjectFields[$0] }.filter { codes?.contains($0.code) ?? true }.map { field in
            (field: field, columns: field.columns)
        }
        var all: [ID<SubjectRecord>: SubjectFacts] = [:]
        let columns = [SQL("k.id")] + asked.flatMap(\.columns).map { "k." + SQL.packColumn($0) }
        for row in try db.rows(
            """
            SELECT \(SQL.list(columns)) FROM \(SQL.packTable(name, asOf: asOf?.microseconds)) k
            WHERE k.district = \(district) AND k.id IN \(list: found.filter { $0.kind == code }.map(\.id))
            """)
        {
            let id: ID<SubjectRecord> = try row.get("id")
            var facts = SubjectFacts()
            for (field, columns) in asked {
                guard let value = try value(of: field, in: columns, kind: code, id: id, row: row) else { continue }
                if open.contains(field.code) { facts.values[field.code] = value } else { facts.shut.insert(field.code) }
            }
            all[id] = facts
        }
        return all
    }

    /// One of its facts, opened where it is sealed; nil where it is not known.
    func value(
        of field: Pack.SubjectField, in columns: [PackTable.Column], kind: String, id: ID<SubjectRecord>, row: Row
    ) throws -> FieldValue? {
        guard field.isSealed else { return try FieldValue(field, columns: columns.map(\.text), row: row) }
        guard let sealed: [UInt8] = try row.get(columns[0].text, as: [UInt8]?.self) else { return nil }
        return .text(try home.keys.open(sealed, context: SubjectSeal.context(kind, field, id)))
    }

    /// The newest first.
    package func statements(about found: SubjectRecord) throws -> [Statement] {
        try db.rows(
            """
            SELECT * FROM subject_statements WHERE district = \(district) AND subject_id = \(found.id)
              AND recorded_at <= \(asOf?.microseconds ?? Int64.max)
            ORDER BY stated_at DESC, id DESC
            """
        ).map(Statement.init(row:))
    }
}

/// What sealed fields of subjects are bound to.
enum SubjectSeal {
    static func context(_ kind: String, _ field: Pack.SubjectField, _ id: ID<SubjectRecord>) -> String { "s_\(kind).\(field.code)/\(id)" }
}

extension KeyRing {
    /// What a sealed field of any subject is found by.
    func subjectIndex(_ text: String, of field: Pack.SubjectField) -> [UInt8] { blindIndex(text, field: "subject.\(field.code)") }

    /// What stands in a field's `soughtColumn` where it has this value.
    func sought(_ value: FieldValue, of field: Pack.SubjectField) -> SQLValue {
        field.isSealed ? .blob(subjectIndex(value.typed, of: field)) : value.columnValues(of: field)[0]
    }
}

extension Reading {
    /// Reads what was typed for fields of a kind, all of it, and says everything that is wrong at once.
    /// - Parameter whole: what a kind requires must be there.
    func read(_ typed: [String: String], of kind: Pack.SubjectKind, whole: Bool) throws -> [(field: Pack.SubjectField, value: FieldValue?)]
    {
        var problems: [FieldProblem] = []
        var read: [(Pack.SubjectField, FieldValue?)] = []
        let fields = knownFields(of: kind).byCode
        for (code, text) in typed.sorted(by: { $0.key < $1.key }) {
            guard let field = fields[code] else {
                problems.append(FieldProblem(code, "no-such-field"))
                continue
            }
            do {
                let value = try self.read(text, for: field, named: code)
                read.append((field, value))
            } catch let problem as Problem where !problem.fields.isEmpty {
                problems += problem.fields
            }
        }
        problems += missing(read, of: kind, whole: whole).filter { missing in !problems.contains { $0.field == missing.field } }
        guard problems.isEmpty else { throw Problem.fields(problems) }
        return read
    }

    /// What a kind requires and nobody said, or took away.
    /// - Parameter whole: what was not spoken of is missing as well.
    func missing(_ read: [(field: Pack.SubjectField, value: FieldValue?)], of kind: Pack.SubjectKind, whole: Bool) -> [FieldProblem] {
        let known = knownFields(of: kind).byCode
        return kind.fields.filter { use in
            guard use.isRequired, known[use.code] != nil else { return false }
            let isGiven = read.contains { $0.field.code == use.code && $0.value != nil }
            let isEmptied = read.contains { $0.field.code == use.code && $0.value == nil }
            return isEmptied || whole && !isGiven
        }.map { FieldProblem($0.code, "required") }
    }

    /// - Throws: `taken` where another subject has the value of a key; its number is told to whoever may see it.
    func requireFree(_ read: [(field: Pack.SubjectField, value: FieldValue?)], of kind: Pack.SubjectKind, for id: ID<SubjectRecord>) throws
    {
        guard let name = PackName(kind.code) else { return }
        for (field, value) in read where kind.keys.contains(field.code) {
            guard let value, let column = field.soughtColumn else { continue }
            let other: ID<SubjectRecord>? = try db.value(
                """
                SELECT k.id FROM \(SQL.packTable(name)) k
                WHERE k.district = \(district) AND \(SQL.packColumn(column)) = \(value: home.keys.sought(value, of: field)) AND k.id <> \(id) LIMIT 1
                """)
            guard let other else { continue }
            let seen = try? findSubject(other)
            throw Problem.field(field.code, seen == nil ? "key-taken-elsewhere" : "key-taken", ["number": seen?.number ?? ""])
        }
    }

    /// The area that a subject stands at: named by code, of a level that its kind allows, and in reach.
    func place(_ code: String?, of kind: Pack.SubjectKind, for permission: Permission) throws -> Area? {
        guard let code, !code.isEmpty else {
            // Without an area only those see it who see the whole district.
            guard scope.reachesDistrict(permission) else { throw Problem.field("area", "required") }
            return nil
        }
        guard let area = try areaIfAny(code: code), !area.isEnded else { throw Problem.field("area", "unknown-area") }
        try requireArea(area, for: permission)
        guard kind.levels.isEmpty || kind.levels.contains(area.level) else { throw Problem.field("area", "not-of-this-level") }
        return area
    }
}

extension Desk {
    /// Columns and their values for what was read.
    func assignments(
        _ read: [(field: Pack.SubjectField, value: FieldValue?)], kind: String, id: ID<SubjectRecord>
    ) throws -> [(column: SQL, value: SQL)] {
        try read.flatMap { field, value -> [(SQL, SQL)] in
            let columns = field.columns.map { SQL.packColumn($0) }
            guard let value else { return columns.map { ($0, "NULL") } }
            if field.kind == .photo { try keep(photo: value, of: id) }
            if field.isSealed {
                let text = value.typed
                return [
                    (columns[0], "\(try home.keys.seal(text, context: SubjectSeal.context(kind, field, id)))"),
                    (columns[1], "\(home.keys.subjectIndex(text, of: field))"),
                ]
            }
            return zip(columns, value.columnValues(of: field)).map { ($0, "\(value: $1)") }
        }
    }

    /// A picture that hangs on something is not swept away; nor is it while only the past shows it.
    private func keep(photo: FieldValue, of id: ID<SubjectRecord>) throws {
        try writer.run(
            """
            INSERT INTO subject_photos (district, subject_id, hash) VALUES (\(district), \(id), \(photo.typed))
            ON CONFLICT (district, subject_id, hash) DO NOTHING
            """)
    }

    func state(_ source: Statement.Source, _ note: String, fields: [String], of id: ID<SubjectRecord>) throws {
        let statement: ID<Statement> = newID()
        try writer.run(
            """
            INSERT INTO subject_statements (district, id, subject_id, source, note, fields, stated_at, recorded_at, stated_by)
            VALUES (\(district), \(statement), \(id), \(source), \(note), \(fields.joined(separator: " ")), \(happenedAt), \(now),
              \(scope.accountID))
            """)
    }

    func change(_ found: SubjectRecord, _ columns: SQL) throws {
        try writer.run(
            "UPDATE subjects SET \(columns), \(revisedAt: now.microseconds) WHERE district = \(district) AND id = \(found.id)")
    }

    func changeFacts(of found: SubjectRecord, _ assignments: [(column: SQL, value: SQL)]) throws {
        guard let name = PackName(found.kind), !assignments.isEmpty else { return }
        try writer.run(
            """
            UPDATE \(SQL.packTable(name)) SET \(SQL.list(assignments.map { "\($0.column) = \($0.value)" })),
              \(revisedAt: now.microseconds) WHERE district = \(district) AND id = \(found.id)
            """)
    }

    func subjectJustChanged(_ id: ID<SubjectRecord>) throws -> SubjectRecord {
        guard let row = try db.first("SELECT * FROM subjects s WHERE s.district = \(district) AND s.id = \(id)") else {
            throw Problem.notFound("subject")
        }
        return try SubjectRecord(row: row)
    }
}
