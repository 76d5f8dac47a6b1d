import Expressions
import Foundation
import Store
import WorkingTime

/// What a ledger asks of the registers.
package struct LedgerQuery: Sendable {
    package var filter: SubjectFilter
    package var group: Pack.LedgerGroup?
    /// One group only: a code, an area's id, or empty for those without.
    package var part: String?
    package var order: Pack.LedgerOrder

    package init(_ filter: SubjectFilter, group: Pack.LedgerGroup? = nil, part: String? = nil, order: Pack.LedgerOrder = .number) {
        self.filter = filter
        self.group = group
        self.part = part
        self.order = order
    }
}

/// How many rows of a ledger stand together.
package struct LedgerPart: Hashable, Sendable {
    /// A code, an area's id, or empty for those without.
    package var value: String
    package var count: Int
}

extension Reading {
    /// Who stands in a ledger, in its order.
    package func ledger(_ query: LedgerQuery, for permission: Permission, limit: Int? = nil, offset: Int = 0) throws -> [ID<SubjectRecord>]
    {
        guard let limit, case .field(let code, _) = query.order else {
            return try walk(query, for: permission, limit: limit, offset: offset)
        }
        // The index of a field is of those who have a value: they are walked by it, and those without come after them.
        let column: SQL = "k." + column(of: code)
        let known = try walk(query, for: permission, and: "\(column) IS NOT NULL", limit: limit, offset: offset)
        guard known.count < limit else { return known }
        var before = 0
        if known.isEmpty, offset > 0 {
            before = try db.value("SELECT count(*) FROM \(try rows(of: query, for: permission)) AND \(column) IS NOT NULL") ?? 0
        }
        let unknown = try walk(
            query, for: permission, and: "\(column) IS NULL", limit: limit - known.count,
            offset: known.isEmpty ? max(0, offset - before) : 0)
        return known + unknown
    }

    private func walk(_ query: LedgerQuery, for permission: Permission, and condition: SQL = "(1 = 1)", limit: Int?, offset: Int) throws
        -> [ID<SubjectRecord>]
    {
        let bound: SQL = limit.map { "LIMIT \($0) OFFSET \(offset)" } ?? ""
        return try db.values(
            """
            SELECT s.id FROM \(try rows(of: query, for: permission, walking: limit != nil)) AND \(condition)
            ORDER BY \(order(query.order)) \(bound)
            """)
    }

    package func countLedger(_ query: LedgerQuery) throws -> Int {
        try db.value("SELECT count(*) FROM \(try rows(of: query, for: "subject.view"))") ?? 0
    }

    /// How many stand in each group, in the order of the list or of the areas, those without last.
    package func ledgerParts(_ query: LedgerQuery) throws -> [LedgerPart] {
        guard let group = query.group else { return [] }
        var whole = query
        whole.part = nil
        let kind = try subjectKind(query.filter.kind)
        switch group {
        case .field(let code):
            let column: SQL = "k." + column(of: code)
            guard let field = pack.subjectFields[code] else { return [] }
            if field.kind == .flag {
                let counts = try counted(column, whole, as: Bool.self)
                return inOrder(Dictionary(uniqueKeysWithValues: counts.map { ($0.map { $0 ? "yes" : "no" } ?? "", $1) }), ["yes", "no"])
            }
            let counts = Dictionary(uniqueKeysWithValues: try counted(column, whole, as: String.self).map { ($0 ?? "", $1) })
            // What has no list of its own stands with the most frequent first.
            let order =
                field.list.map { pack.list($0).map(\.code) } ?? counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.map(\.key)
            return inOrder(counts, order.filter { !$0.isEmpty })
        case .scheme(let code):
            guard let scheme = openSchemes(of: kind.code).first(where: { $0.code == code }) else {
                throw Problem.field("group", "not-one-of-these")
            }
            let classified: SQL =
                "JOIN \(table("subject_classifications")) c ON c.subject_id = s.id AND \(held(on: dayLookedAt)) AND c.scheme = \(code)"
            var counts: [String: Int] = [:]
            for row in try db.rows(
                """
                SELECT c.code, count(DISTINCT s.id) AS n FROM \(try rows(of: whole, for: "subject.view", besides: classified))
                GROUP BY c.code
                """)
            { counts[try row.get("code")] = try row.get("n") }
            return inOrder(counts, pack.list(scheme.list).map(\.code))
        case .level(let level):
            let places = try self.places(of: level)
            var counts: [String: Int] = [:]
            for (id, count) in try counted("s.area_id", whole, as: ID<Area>.self) {
                counts[id.flatMap { places.above[$0]?.description } ?? "", default: 0] += count
            }
            return inOrder(counts, places.order.map(\.description))
        }
    }

    private func inOrder(_ counts: [String: Int], _ order: [String]) -> [LedgerPart] {
        let known = Set(order)
        let others = counts.keys.filter { !known.contains($0) }.sorted { ($0.isEmpty ? 1 : 0, $0) < ($1.isEmpty ? 1 : 0, $1) }
        return (order + others).compactMap { value in counts[value].map { LedgerPart(value: value, count: $0) } }
    }

    /// By what stands in a column; nil is nothing.
    private func counted<Value: SQLConvertible & Hashable>(_ column: SQL, _ query: LedgerQuery, as: Value.Type) throws -> [Value?: Int] {
        let rows = try db.rows("SELECT \(column) AS value, count(*) AS n FROM \(try rows(of: query, for: "subject.view")) GROUP BY 1")
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.get("value", as: Value?.self), try $0.get("n")) })
    }

    /// What follows FROM: subjects `s` and, where they are asked for, their facts `k`; and what is joined to them.
    /// - Parameter walking: in the order of the query, until enough are found.
    private func rows(of query: LedgerQuery, for permission: Permission, walking: Bool = false, besides join: SQL = "") throws -> SQL {
        let kind = try subjectKind(query.filter.kind)
        var query = query
        if case .scheme(let scheme)? = query.group, query.part?.isEmpty == false {
            // Whoever is put down as one code of a scheme need not be asked whether they are put down in it.
            for known in ["not(${\(scheme)} = '')", "${\(scheme)} != ''"] {
                query.filter.rule = try query.filter.rule?.given(pack.rule(known, on: kind, as: .truth))
            }
        }
        let first = first(of: query, kind, walking: walking)
        var conditions = try conditions(query.filter, for: permission, walking: walking, first: first, part: try area(of: query))
        if let part = query.part, let group = query.group {
            conditions.append(try condition(part, of: group, kind, walking: walking, id: first.id))
        }
        let source = try source(of: kind, facts: query.needsFacts, first: first)
        return "\(source) \(join) WHERE \(SQL.all(conditions))"
    }

    /// Which of the two tables leads. Of a small area the subjects; of the whole district the facts, whose indexes serve conditions and
    /// orders of fields, unless a page is walked in the order of places.
    private func first(of query: LedgerQuery, _ kind: Pack.SubjectKind, walking: Bool) -> Leading {
        guard query.needsFacts, query.filter.areaID == nil, scope.reachesEveryArea("subject.view") else { return .subjects }
        guard walking else { return .facts }
        if case .field(let code, _) = query.order, kind.fields.contains(where: { $0.code == code && $0.isIndexed }) { return .facts }
        return .subjects
    }

    /// The area that a part of a ledger counted by areas is.
    private func area(of query: LedgerQuery) throws -> Area? {
        guard let part = query.part, !part.isEmpty, case .level = query.group else { return nil }
        guard let id = ID<Area>(part), let area = try areaIfAny(id) else { throw Problem.field("part", "not-one-of-these") }
        return area
    }

    enum Leading {
        case subjects, facts

        var id: SQL { self == .facts ? "k.id" : "s.id" }
    }

    /// - Parameter facts: with the facts of the kind as `k`.
    func source(of kind: Pack.SubjectKind, facts: Bool, first: Leading) throws -> SQL {
        let subjects: SQL = "\(table("subjects")) s"
        guard facts, let name = PackName(kind.code) else { return subjects }
        let known: SQL = "\(SQL.packTable(name, asOf: asOf?.microseconds)) k"
        let same: SQL = "k.district = s.district AND k.id = s.id AND k.district = \(district)"
        // SQLite takes a cross join in the order in which it is written; PostgreSQL weighs by what it knows of the tables.
        let join: SQL = db.dialect == .sqlite ? "CROSS JOIN" : "JOIN"
        return first == .facts ? "\(known) \(join) \(subjects) ON \(same)" : "\(subjects) \(join) \(known) ON \(same)"
    }

    private func condition(_ part: String, of group: Pack.LedgerGroup, _ kind: Pack.SubjectKind, walking: Bool, id: SQL) throws -> SQL {
        switch group {
        case .field(let code):
            let column: SQL = "k." + column(of: code)
            if part.isEmpty { return "\(column) IS NULL" }
            guard pack.subjectFields[code]?.kind == .flag else { return "\(column) = \(part)" }
            return "\(column) = \(part == "yes" ? 1 : 0)"
        case .scheme(let scheme):
            guard openSchemes(of: kind.code).contains(where: { $0.code == scheme }) else {
                throw Problem.field("group", "not-one-of-these")
            }
            guard part.isEmpty else { return try holds(scheme, part, id: id, walking: walking) }
            return """
                NOT EXISTS (SELECT 1 FROM \(table("subject_classifications")) c
                  WHERE \(held(on: dayLookedAt)) AND c.scheme = \(scheme) AND c.subject_id = \(id))
                """
        case .level(let level):
            if part.isEmpty {
                let places = try self.places(of: level)
                return "(s.area_id IS NULL OR s.area_id IN \(list: places.outside))"
            }
            // Which area that is, the place of the rows says.
            return "(1 = 1)"
        }
    }

    private func order(_ order: Pack.LedgerOrder) -> SQL {
        switch order {
        case .number: return "s.number"
        case .title: return "s.title, s.number"
        case .area: return "\(Self.place), s.number"
        case .field(let code, let descending):
            let column: SQL = "k." + column(of: code)
            return descending ? "\(column) DESC NULLS LAST, s.number" : "\(column) NULLS LAST, s.number"
        }
    }

    private func column(of code: String) -> SQL { pack.subjectFields[code]?.columns.first.map { SQL.packColumn($0) } ?? "NULL" }
}

extension LedgerQuery {
    var needsFacts: Bool {
        if filter.rule != nil { return true }
        if case .field = order { return true }
        if case .field = group { return true }
        return false
    }
}
