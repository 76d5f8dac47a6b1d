package import Expressions
import Foundation
import Sealing
import Store
import WorkingTime

/// Where a page of a register ended, as it stands in an address.
package struct SubjectMark: Sendable {
    package var place: String
    package var number: String

    package init(_ found: SubjectRecord) { (place, number) = (found.areaPath ?? "", found.number) }

    /// Nil for what is none.
    package init?(_ text: String) {
        let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return nil }
        (place, number) = (parts[0], parts[1])
    }

    package var text: String { place + "|" + number }
}

/// Where somebody of a register is.
package struct SubjectPoint: Sendable {
    package var id: ID<SubjectRecord>
    package var number: String
    package var title: String
    package var place: FieldValue
}

/// Which part of a register is looked at.
package struct SubjectFilter: Sendable {
    package var kind: String
    /// A name, an address, a number; a resident id, a credit code or a telephone number whole.
    package var words: String?
    package var areaID: ID<Area>?
    package var state: SubjectRecord.State? = .active
    /// Put down as this today: a scheme, and one of its codes.
    package var scheme: String?
    package var code: String?
    /// What holds of them, by `Pack.rule(_:on:)`.
    package var rule: Rule?

    package init(kind: String) { self.kind = kind }
}

extension Reading {
    /// A page of a register, by area and number.
    /// - Parameter mark: the last one of the page before.
    package func subjects(
        _ filter: SubjectFilter, after mark: SubjectMark? = nil, limit: Int, for permission: Permission = "subject.view"
    ) throws -> [SubjectRecord] {
        try db.rows(try select("s.*", filter, after: mark, limit: limit, for: permission)).map(SubjectRecord.init(row:))
    }

    /// The first page of those who are sought by words, and how many there are: all of them are gathered to be sorted, and counted so.
    package func subjectsSought(_ filter: SubjectFilter, limit: Int) throws -> (rows: [SubjectRecord], count: Int) {
        // What is counted is narrow: SQLite carries all columns of all hits through a count beside them.
        let hits = try select("s.id, count(*) OVER () AS hits", filter, limit: limit, for: "subject.view")
        let rows = try db.rows(
            """
            SELECT s.*, hit.hits FROM (\(hits)) hit JOIN \(table("subjects")) s ON s.district = \(district) AND s.id = hit.id
            ORDER BY \(Self.place), s.number
            """)
        return (try rows.map(SubjectRecord.init(row:)), try rows.first?.get("hits") ?? 0)
    }

    private func select(
        _ columns: SQL, _ filter: SubjectFilter, after mark: SubjectMark? = nil, limit: Int, for permission: Permission
    ) throws -> SQL {
        let first = Leading.subjects
        var conditions = try conditions(filter, for: permission, walking: true, first: first)
        // Those whose words are known are gathered and sorted; both engines would rather walk all places until they have met enough of them.
        let place: SQL = filter.words == nil ? Self.place : "(\(Self.place) || '')"
        if let mark { conditions.append("(\(place), s.number) > (\(mark.place), \(mark.number))") }
        return """
            SELECT \(columns) FROM \(try source(of: try subjectKind(filter.kind), facts: filter.rule != nil, first: first))
            WHERE \(SQL.all(conditions)) ORDER BY \(place), s.number LIMIT \(limit)
            """
    }

    /// Those whose place is known.
    /// - Parameter field: a place, open to whoever asks.
    package func places(_ filter: SubjectFilter, _ field: Pack.SubjectField, limit: Int) throws -> [SubjectPoint] {
        let columns = field.columns.map { SQL.packColumn($0) }
        var conditions = try conditions(filter, for: "subject.view", walking: false, first: .subjects)
        conditions.append("k.\(columns[0]) IS NOT NULL")
        return try db.rows(
            """
            SELECT s.id, s.number, s.title, \(SQL.list(columns.map { "k.\($0)" }))
            FROM \(try source(of: try subjectKind(filter.kind), facts: true, first: .subjects))
            WHERE \(SQL.all(conditions)) ORDER BY \(Self.place), s.number LIMIT \(limit)
            """
        ).compactMap { row in
            try FieldValue(field, columns: field.columns.map(\.text), row: row).map { place in
                SubjectPoint(id: try row.get("id"), number: try row.get("number"), title: try row.get("title"), place: place)
            }
        }
    }

    /// Where a subject stands; those nowhere come first. The index of registers is of this, so it is written in one way only.
    static let place: SQL = "COALESCE(s.area_path, '')"

    package func countSubjects(_ filter: SubjectFilter) throws -> Int { try countLedger(LedgerQuery(filter)) }

    /// Of subjects `s`, and of their facts `k` where there is a rule.
    /// - Parameters:
    ///   - walking: rows come along in their order until enough are found; else all are gathered.
    ///   - first: the table whose rows come along.
    ///   - part: narrows them to another area.
    func conditions(_ filter: SubjectFilter, for permission: Permission, walking: Bool, first: Leading, part: Area? = nil) throws -> [SQL] {
        let id = first.id
        let areas = try [filter.areaID.map { try findArea($0) }, part].compactMap { $0 }
        var conditions: [SQL] = [
            "s.district = \(district)", "s.mode = \(scope.mode)", "s.kind = \(filter.kind)", reached(by: "subject.view", within: areas),
        ]
        if !scope.reachesAlike(permission, "subject.view") { conditions.append(reached(by: permission, within: areas)) }
        if let rule = filter.rule {
            let kind = try subjectKind(filter.kind)
            guard opens(rule.fields, of: kind) else { throw Problem.field("where", "not-one-of-these") }
            conditions.append(try condition(rule, on: kind, walking: walking, id: id))
        }
        if let state = filter.state { conditions.append("s.state = \(state)") }
        if let words = filter.words { conditions.append("\(id) IN \(try subjectsNamed(words, kind: filter.kind))") }
        if let scheme = filter.scheme {
            guard openSchemes(of: filter.kind).contains(where: { $0.code == scheme }) else {
                throw Problem.field("scheme", "not-one-of-these")
            }
            conditions.append(try holds(scheme, filter.code, id: id, walking: walking))
        }
        return conditions
    }

    /// Where the subjects are that a permission reaches, in these areas at once. One stretch of the index wherever that can be: two
    /// conditions on a place are read as one that begins with the first and ends with the second.
    private func reached(by permission: Permission, within areas: [Area]) -> SQL {
        guard let narrowest = areas.max(by: { $0.path.count < $1.path.count }) else { return subjectCondition(permission) }
        guard areas.allSatisfy({ narrowest.path.hasPrefix($0.path) }) else { return "(1 = 0)" }
        if scope.reaches(narrowest, permission) { return TreePath.condition(Self.place, under: narrowest.path) }
        let paths = scope.areaPaths(permission).filter { $0.hasPrefix(narrowest.path) }
        return paths.isEmpty ? "(1 = 0)" : TreePath.condition(Self.place, underAny: paths)
    }

    /// The ids of those that somebody may mean by some words, whoever may see them: the caller narrows them.
    private func subjectsNamed(_ words: String, kind code: String) throws -> SQL {
        let kind = try subjectKind(code)
        var ids: Set<ID<SubjectRecord>> = []
        let plain = words.replacing("\0", with: "").trimmedSpace
        ids.formUnion(
            try db.values("SELECT s.id FROM subjects s WHERE s.district = \(district) AND s.kind = \(code) AND s.number = \(plain)"))
        guard let name = PackName(code) else { return "\(list: ids)" }
        for field in fields(of: kind) where field.isSealed || kind.keys.contains(field.code) {
            guard let value = try? read(plain, for: field, named: field.code), let column = field.soughtColumn else { continue }
            ids.formUnion(
                try db.values(
                    """
                    SELECT k.id FROM \(SQL.packTable(name)) k
                    WHERE k.district = \(district) AND \(SQL.packColumn(column)) = \(value: home.keys.sought(value, of: field)) LIMIT 100
                    """))
        }
        guard ids.isEmpty else { return "\(list: ids)" }
        return "(\(try db.idsOfHits(plain, district: district, kind: "subject", limit: Self.mostHits)))"
    }

    /// Of words that thousands have, the newest are shown; more words find fewer.
    private static let mostHits = 2000
}
