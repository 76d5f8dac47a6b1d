import Store
import WorkingTime

/// A tree of units on the day looked at, with who belongs to each and what each looks after; sums are of a unit and all below it.
package struct UnitTree: Sendable {
    package struct Unit: Sendable {
        package var found: SubjectRecord
        package var depth: Int
        package var above: ID<SubjectRecord>?
        /// Of the pack's list of levels.
        package var level: String?
        /// All below it, by level.
        package var below: [String: Int] = [:]
        /// People of it and of all below, each once, in reach of whoever looks.
        package var members: Set<ID<SubjectRecord>> = []
        /// What it and all below look after.
        package var serves: Set<ID<SubjectRecord>> = []
    }

    /// Each before those below it, in the order of their numbers.
    package private(set) var units: [Unit] = []

    package subscript(_ id: ID<SubjectRecord>) -> Unit? { units.first { $0.found.id == id } }

    /// A unit and all below it.
    package func under(_ id: ID<SubjectRecord>) -> [Unit] {
        guard let start = units.firstIndex(where: { $0.found.id == id }) else { return [] }
        let rest = units[(start + 1)...].prefix { $0.depth > units[start].depth }
        return [units[start]] + rest
    }

    init(_ tree: Pack.Tree, in reading: Reading) throws {
        let above = try reading.related(by: [tree.relation])
        let inTree = Set(above.flatMap { [$0.from, $0.to] })
        let found = try reading.subjects(named: inTree).filter { $0.value.state == .active }
        let facts = try reading.facts(of: Array(found.values))
        let parents = Dictionary(above.map { ($0.from, $0.to) }) { _, last in last }
        let children = Dictionary(grouping: found.values.sorted { $0.number < $1.number }) { parents[$0.id].flatMap { found[$0] }?.id }
        let members = try reading.ends(by: tree.members)
        let serves = try reading.ends(by: tree.serves)

        var units: [Unit] = []
        /// Adds a unit and all below it; where it stands.
        func add(_ one: SubjectRecord, depth: Int) {
            let place = units.count
            var level: String?
            if case .text(let code) = facts[one.id]?[tree.level] { level = code }
            units.append(
                Unit(
                    found: one, depth: depth, above: parents[one.id], level: level, members: members[one.id] ?? [],
                    serves: serves[one.id] ?? []))
            for child in children[one.id] ?? [] {
                let below = units.count
                add(child, depth: depth + 1)
                units[place].below.merge(units[below].below, uniquingKeysWith: +)
                if let level = units[below].level { units[place].below[level, default: 0] += 1 }
                units[place].members.formUnion(units[below].members)
                units[place].serves.formUnion(units[below].serves)
            }
        }
        // Who stands below something that this person may not see stands at the top for them.
        for top in children[nil] ?? [] { add(top, depth: 0) }
        self.units = units
    }
}

extension Reading {
    package func unitTree(_ tree: Pack.Tree) throws -> UnitTree {
        try scope.require("subject.view")
        return try UnitTree(tree, in: self)
    }

    /// Relations of some kinds that hold on the day looked at.
    fileprivate func related(by kinds: [String]) throws -> [SubjectRelation] {
        try db.rows(
            "SELECT * FROM \(table("subject_relations")) r WHERE \(related(on: dayLookedAt)) AND r.kind IN \(list: kinds) ORDER BY r.begun_on, r.id"
        ).map(SubjectRelation.init(row:))
    }

    /// Who leads to each end by some relations: those that are there and that this person may see.
    fileprivate func ends(by kinds: [String]) throws -> [ID<SubjectRecord>: Set<ID<SubjectRecord>>] {
        var ends: [ID<SubjectRecord>: Set<ID<SubjectRecord>>] = [:]
        for row in try db.rows(
            """
            SELECT r.to_id, r.from_id FROM \(table("subject_relations")) r
              JOIN \(table("subjects")) s ON s.district = r.district AND s.id = r.from_id AND s.state = \(SubjectRecord.State.active)
            WHERE \(related(on: dayLookedAt)) AND r.kind IN \(list: kinds) AND s.mode = \(scope.mode) AND \(subjectCondition("subject.view"))
            """)
        { ends[try row.get("to_id"), default: []].insert(try row.get("from_id")) }
        return ends
    }
}
