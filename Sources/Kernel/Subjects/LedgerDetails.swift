package import Expressions
import Foundation
import Store
import WorkingTime

/// Everything that the columns of a ledger show of some subjects of one kind, read for all of them at once.
package struct LedgerDetails: Sendable {
    package private(set) var subjects: [ID<SubjectRecord>: SubjectRecord] = [:]
    package private(set) var facts: [ID<SubjectRecord>: SubjectFacts] = [:]
    package private(set) var held: [ID<SubjectRecord>: [Classification]] = [:]
    /// Those that hold on the day looked at, from either end.
    package private(set) var relations: [ID<SubjectRecord>: [SubjectRelation]] = [:]
    /// By relation and end: how many hold, where nothing but the number is asked for.
    private var counts: [String: [ID<SubjectRecord>: Int]] = [:]
    /// Whoever is at the other end, where this person may see them.
    package private(set) var others: [ID<SubjectRecord>: SubjectRecord] = [:]
    package private(set) var otherFacts: [ID<SubjectRecord>: SubjectFacts] = [:]
    package private(set) var levels: [String: LevelPlaces] = [:]
    private let day: Day
    private let age: Pack.SubjectKind.Age?

    package init(_ ids: [ID<SubjectRecord>], _ columns: [LedgerColumn], kind: Pack.SubjectKind, in reading: Reading) throws {
        day = reading.dayLookedAt
        age = kind.age
        subjects = try reading.subjects(named: Set(ids))
        let found = ids.compactMap { subjects[$0] }
        facts = try reading.facts(of: found, only: reading.pack.named(by: columns).union([kind.title, kind.age?.field ?? kind.title]))
        if columns.contains(where: \.asksForSchemes) { held = try reading.classifications(of: found) }
        let relating = Set(
            columns.compactMap { column -> String? in
                guard case .relation(let code, _, let part) = column.content else { return nil }
                return part == .count ? nil : code
            })
        if !relating.isEmpty {
            let rows = try reading.relations(of: ids, kinds: relating)
            for relation in rows {
                relations[relation.from, default: []].append(relation)
                relations[relation.to, default: []].append(relation)
            }
            others = try reading.subjects(named: Set(rows.flatMap { [$0.from, $0.to] }))
            let asked = Set(columns.compactMap(\.fieldOfOthers))
            if !asked.isEmpty {
                for some in Dictionary(grouping: others.values, by: \.kind).values {
                    otherFacts.merge(try reading.facts(of: some, only: asked)) { one, _ in one }
                }
            }
        }
        for column in columns {
            switch column.content {
            case .relation(let code, let isReverse, .count):
                counts[Self.key(code, isReverse)] = try reading.relationCounts(of: ids, code, isReverse: isReverse)
            case .level(let level): levels[level] = try levels[level] ?? reading.places(of: level)
            default: break
            }
        }
    }

    /// The other end of each relation of a kind that holds.
    package func ends(of id: ID<SubjectRecord>, _ relation: String, isReverse: Bool) -> [(
        relation: SubjectRelation, other: ID<SubjectRecord>
    )] {
        (relations[id] ?? []).filter { $0.kind == relation && (isReverse ? $0.to : $0.from) == id }
            .map { ($0, isReverse ? $0.from : $0.to) }
    }

    package func count(of id: ID<SubjectRecord>, _ relation: String, isReverse: Bool) -> Int {
        counts[Self.key(relation, isReverse)]?[id] ?? 0
    }

    /// What a computed column comes to for one of them.
    package func value(of rule: Rule, for id: ID<SubjectRecord>) -> Value {
        Evaluation(today: day) { name in
            if let age, age.code == name {
                guard case .date(let since) = facts[id]?[age.field] else { return .none }
                return .number(Double(Years.between(since, day)))
            }
            if let value = facts[id]?[name] { return value.ruleValue }
            return .text((held[id] ?? []).filter { $0.scheme == name }.map(\.code).joined(separator: " "))
        }.value(rule)
    }

    private static func key(_ relation: String, _ isReverse: Bool) -> String { relation + (isReverse ? "<" : ">") }
}

extension LedgerColumn {
    fileprivate var asksForSchemes: Bool {
        switch content {
        case .scheme, .rule: true
        default: false
        }
    }

    fileprivate var fieldOfOthers: String? {
        if case .relation(_, _, .field(let code)) = content { code } else { nil }
    }
}

extension Reading {
    /// Relations of some kinds that hold on the day looked at, from either end.
    func relations(of ids: [ID<SubjectRecord>], kinds: Set<String>) throws -> [SubjectRelation] {
        try [SQL("r.from_id"), SQL("r.to_id")].flatMap { end in
            try db.rows(
                """
                SELECT * FROM \(table("subject_relations")) r
                WHERE \(related(on: dayLookedAt)) AND r.kind IN \(list: kinds) AND \(end) IN \(list: ids) ORDER BY r.begun_on, r.id
                """
            ).map(SubjectRelation.init(row:))
        }
    }

    func relationCounts(of ids: [ID<SubjectRecord>], _ kind: String, isReverse: Bool) throws -> [ID<SubjectRecord>: Int] {
        let (mine, other): (SQL, SQL) = isReverse ? ("r.to_id", "r.from_id") : ("r.from_id", "r.to_id")
        let rows = try db.rows(
            """
            SELECT \(mine) AS id, count(*) AS n FROM \(table("subject_relations")) r
              JOIN \(table("subjects")) o ON o.district = r.district AND o.id = \(other) AND o.state = \(SubjectRecord.State.active)
            WHERE \(related(on: dayLookedAt)) AND r.kind = \(kind) AND \(mine) IN \(list: ids) GROUP BY \(mine)
            """)
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.get("id"), try $0.get("n")) })
    }

    /// Relations `r` that hold on a day.
    func related(on day: Day) -> SQL {
        let day = day.daysSinceEpoch
        return "r.district = \(district) AND r.begun_on <= \(day) AND (r.ended_on IS NULL OR r.ended_on >= \(day))"
    }
}
