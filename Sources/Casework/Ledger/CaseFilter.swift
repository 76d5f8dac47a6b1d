import Kernel
import Pages
import Store
import WorkingTime

/// What the ledger shows: all of it stands in the address, so that a view can be kept, sent and printed.
struct CaseFilter: Sendable {
    var figures = IndicatorFilter()
    var state: Case.State?
    /// A named condition of an indicator: the rows behind a figure.
    var condition: String?
    /// A second condition that must hold too: the numerator within its denominator.
    var within: String?
    var text: String?
    var channel: String?
    var oldestFirst = false
    /// Of no office yet; in no sub-district: rows of the board that have no name of their own.
    var withoutOffice = false
    var withoutStreet = false

    init() {}

    init(_ visit: Visit) throws {
        figures = try visit.figureFilter()
        withoutOffice = visit.asked("office") == Visit.nothing
        withoutStreet = visit.asked("area") == Visit.nothing
        if let text = visit.asked("state") {
            guard let state = Case.State(rawValue: text) else { throw Problem.field("state", "not-one-of-these") }
            self.state = state
        }
        condition = visit.asked("rows")
        within = visit.asked("within")
        text = visit.asked("q")
        channel = visit.asked("channel")
        oldestFirst = visit.asked("sort") == "oldest"
    }

    /// The filter as it stands in the address.
    var query: [(name: String, value: String)] {
        figures.query
            + [
                ("state", state?.rawValue), ("rows", condition), ("within", within), ("q", text), ("channel", channel),
                ("sort", oldestFirst ? "oldest" : nil), ("office", withoutOffice ? Visit.nothing : nil),
                ("area", withoutStreet ? Visit.nothing : nil),
            ].compactMap { name, value in value.map { (name, $0) } }
    }
}

/// Where a page of the ledger ended.
struct LedgerMark: Sendable {
    var filedAt: Instant
    var id: ID<Case>

    init(_ last: Case) {
        filedAt = last.filedAt
        id = last.id
    }

    init?(_ text: String) {
        let halves = text.split(separator: "_")
        guard halves.count == 2, let moment = Int64(halves[0]), let id = ID<Case>(String(halves[1])) else { return nil }
        filedAt = Instant(microseconds: moment)
        self.id = id
    }

    var text: String { "\(filedAt.microseconds)_\(id)" }
}

extension Reading {
    /// The part of the cases that a filter and the person's reach leave.
    func ledgerCondition(_ filter: CaseFilter, after mark: LedgerMark? = nil) throws -> SQL {
        let population = CasePopulation()
        var conditions: [SQL] = [
            "c.district = \(district)", "c.mode = \(scope.mode)",
            try caseCondition("ledger.view", gathering: gathersCases(for: "ledger.view")),
        ]
        conditions += try population.matches(filter.figures, self)
        if let state = filter.state { conditions.append("c.state = \(state)") }
        if filter.withoutOffice { conditions.append("c.office_id IS NULL") }
        if filter.withoutStreet {
            let streets = try areas(includingEnded: true, level: "street")
            conditions.append("NOT \(TreePath.condition("c.area_path", underAny: streets.map(\.path)))")
        }
        if let channel = filter.channel { conditions.append("c.channel = \(channel)") }
        for name in [filter.condition, filter.within].compactMap({ $0 }) { conditions.append(try condition(name, in: population)) }
        if let text = filter.text {
            let hits = try search(cases: text, limit: 1000)
            conditions.append("c.id IN \(list: hits)")
        }
        if let mark {
            conditions.append(
                filter.oldestFirst
                    ? "(c.filed_at, c.id) > (\(mark.filedAt), \(mark.id))" : "(c.filed_at, c.id) < (\(mark.filedAt), \(mark.id))")
        }
        return .all(conditions)
    }

    func ledger(_ filter: CaseFilter, after mark: LedgerMark? = nil, limit: Int) throws -> [Case] {
        let condition = try ledgerCondition(filter, after: mark)
        return try db.rows(
            "SELECT \(Case.inLists) FROM \(table("cases")) c WHERE \(condition) ORDER BY \(ledgerOrder(filter)) LIMIT \(limit)"
        ).map(Case.init(row:))
    }

    /// How many rows the ledger has, up to `most`: nobody reads a million rows, and counting them takes longer than reading a page. Counted in
    /// the ledger's order: where any row would do, PostgreSQL reads the whole table in the hope of meeting some.
    func ledgerCount(_ filter: CaseFilter, most: Int) throws -> Int {
        try db.value(
            """
            SELECT count(*) FROM (
              SELECT 1 FROM \(table("cases")) c WHERE \(try ledgerCondition(filter)) ORDER BY \(ledgerOrder(filter)) LIMIT \(most)) AS counted
            """) ?? 0
    }

    /// Gathered rows are sorted; the sum keeps SQLite from walking through all cases in their order.
    private func ledgerOrder(_ filter: CaseFilter) throws -> SQL {
        let filed: SQL = try gathersCases(for: "ledger.view") ? "c.filed_at + 0" : "c.filed_at"
        return filter.oldestFirst ? "\(filed), c.id" : "\(filed) DESC, c.id DESC"
    }

    /// All rows of the ledger that the person may also take away.
    func streamLedger(_ filter: CaseFilter, _ body: (Case) throws -> Void) throws {
        let condition = SQL.all([try ledgerCondition(filter), try caseCondition("case.export")])
        try db.stream("SELECT c.* FROM \(table("cases")) c WHERE \(condition) ORDER BY c.filed_at, c.id") {
            try body(Case(row: $0))
        }
    }

    /// Ids of cases with these words, newest first. What the person may see is narrowed by whoever uses them.
    func search(cases text: String, limit: Int) throws -> [ID<Case>] {
        var seen: Set<ID<Case>> = []
        var found: [ID<Case>] = []
        for hit in try db.search(text, district: district, kind: "case", limit: limit) {
            let id = ID<Case>(hit.id)
            if seen.insert(id).inserted { found.append(id) }
        }
        return found
    }
}
