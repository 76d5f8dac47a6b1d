import HTTPTypes
import Hummingbird
import Kernel
import Pages
import Store
import WorkingTime

/// Which part of the register is looked at; every count opens such a part.
struct TipFilter {
    var channel: String?
    var point: ID<IntakePoint>?
    var category: String?
    var state: Tip.State?
    var condition: String?

    init(_ visit: Visit) throws {
        channel = visit.asked("channel")
        category = visit.asked("category")
        condition = visit.asked("rows")
        if let text = visit.asked("point") {
            guard let id = ID<IntakePoint>(text) else { throw Problem.field("point", "not-one-of-these") }
            point = id
        }
        if let text = visit.asked("state") {
            guard let known = Tip.State(rawValue: text) else { throw Problem.field("state", "not-one-of-these") }
            state = known
        }
    }

    var query: [(name: String, value: String)] {
        [
            ("channel", channel), ("point", point?.description), ("category", category), ("state", state?.rawValue), ("rows", condition),
        ].compactMap { name, value in value.map { (name, $0) } }
    }
}

extension Reading {
    func tips(_ filter: TipFilter, after mark: (Instant, ID<Tip>)?, limit: Int) throws -> [Tip] {
        var conditions: [SQL] = ["t.district = \(district)", "t.mode = \(scope.mode)", try tipCondition("tip.view")]
        if let channel = filter.channel { conditions.append("t.channel = \(channel)") }
        if let point = filter.point { conditions.append("t.point_id = \(point)") }
        if let category = filter.category { conditions.append("t.category = \(category)") }
        if let state = filter.state { conditions.append("t.state = \(state)") }
        if let name = filter.condition, let population = home.modules.population(named: "tips") {
            conditions.append(try condition(name, in: population))
        }
        if let mark { conditions.append("(t.received_at, t.id) < (\(mark.0), \(mark.1))") }
        return try db.rows(
            "SELECT * FROM \(table("tips")) t WHERE \(SQL.all(conditions)) ORDER BY t.received_at DESC, t.id DESC LIMIT \(limit)"
        ).map(Tip.init(row:))
    }
}

/// The register: number, when, by what way, about what, who looks into it, by when. What a tip says stands on its own page.
enum TipRegisterPage {
    private static let rowsPerPage = 50

    static func show(_ visit: Visit) async throws -> Response {
        let filter = try TipFilter(visit)
        let mark = visit.asked("before").flatMap { text -> (Instant, ID<Tip>)? in
            let parts = text.split(separator: "_")
            guard parts.count == 2, let at = Int64(parts[0]), let id = ID<Tip>(String(parts[1])) else { return nil }
            return (Instant(microseconds: at), id)
        }
        let seen = try await visit.read { reading in
            (
                rows: try reading.tips(filter, after: mark, limit: rowsPerPage + 1),
                owners: try reading.tipKeepers(),
                points: Dictionary(uniqueKeysWithValues: try reading.intakePoints().map { ($0.id, $0.name) })
            )
        }
        let rows = Array(seen.rows.prefix(rowsPerPage))
        let next =
            seen.rows.count > rowsPerPage
            ? rows.last.map { "/tip-register" + Links.query(filter.query + [("before", "\($0.receivedAt.microseconds)_\($0.id)")]) } : nil
        let table = Table(
            caption: visit.text("nav.tips"),
            columns: [
                Column(visit.text("tip.number"), narrow: true, phone: .title), Column(visit.text("tip.kind")),
                Column(visit.text("tip.channel")), Column(visit.text("tip.owner"), narrow: true),
                Column(visit.text("tip.received-at"), narrow: true), Column(visit.text("tip.state"), narrow: true),
                Column(visit.text("tip.due"), narrow: true, phone: .corner),
            ],
            rows: rows.map { tip in
                TableRow(
                    [
                        .link(tip.number, href: "/tip-register/\(tip.id)"), .text(TipWordsOfPack.category(visit, tip)),
                        .text(
                            [TipWordsOfPack.channel(visit, tip), tip.pointID.flatMap { seen.points[$0] }].compactMap { $0 }
                                .joined(separator: " · ")),
                        .text(tip.ownerID.flatMap { seen.owners[$0] } ?? visit.text("tip.owner.none")), visit.date(tip.receivedAt),
                        .badge(TipWordsOfPack.badge(visit, tip)),
                        tip.state.isOpen && tip.state != .handled
                            ? .clock(visit.clock(due: tip.dueAt)) : visit.date(tip.foundAt ?? tip.dueAt),
                    ], href: "/tip-register/\(tip.id)", tone: tip.isOverdue(at: visit.now) ? .late : nil)
            }, empty: EmptyState(title: visit.text("tips.none"), text: visit.text("tips.none.text")))
        let tabs = Tabs(
            label: visit.text("nav.tips"),
            items: [nil, Tip.State.received, .checking, .handled, .struckOff].map { state in
                NavItem(
                    label: visit.text("tips.tab.\(state?.rawValue ?? "all")"),
                    href: "/tip-register" + Links.query(state.map { [("state", $0.rawValue)] } ?? []), current: state == filter.state)
            })
        var actions = [ActionLink(visit.text("tips.counts"), href: "/tip-register/counts", style: .quiet)]
        if visit.scope.may("tip.file") {
            actions.append(ActionLink(visit.text("tip.take"), href: "/tip-register/new", style: .primary))
        }
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("nav.tips")),
                head: PageHead(
                    title: visit.text("nav.tips"),
                    intro: filter.condition.map { visit.text("rows.\($0)") } ?? visit.text("tips.intro"), actions: actions),
                tabs: tabs, table: table,
                pager: Pager(previousHref: mark == nil ? nil : "/tip-register" + Links.query(filter.query), nextHref: next)),
            "pages/list-page")
    }
}

extension Reading {
    /// Names of those who may look into tips.
    func tipKeepers() throws -> [ID<Account>: String] {
        var names: [ID<Account>: String] = [:]
        for id in try accountsOpening(Tip.compartment, besides: nil) { names[id] = try findAccount(id).name }
        return names
    }
}

/// Counts by way in, by poster and by kind; each opens its rows.
enum TipCountsPage {
    private static let measures = ["received", "found", "verified", "struck-off", "delayed"]

    static func show(_ visit: Visit) async throws -> Response {
        let seen = try await visit.read { reading in
            (
                channels: try reading.tipCounts(by: "t.channel", measures),
                points: try reading.tipCounts(by: "t.point_id", measures),
                categories: try reading.tipCounts(by: "t.category", measures),
                names: Dictionary(uniqueKeysWithValues: try reading.intakePoints().map { ("\($0.id)", $0.name) })
            )
        }
        func table(_ title: String, _ key: String, _ rows: [(key: String, counts: [Int])], name: (String) -> String) -> TitledTable {
            TitledTable(
                title: visit.text(title),
                table: Table(
                    caption: visit.text(title),
                    columns: [Column(visit.text(title), phone: .title)]
                        + measures.map { Column(visit.text("rows.\($0)"), numeric: true) },
                    rows: rows.map { row in
                        TableRow(
                            [.text(name(row.key))]
                                + zip(measures, row.counts).map { measure, count in
                                    count == 0
                                        ? .number("0")
                                        : .link("\(count)", href: "/tip-register" + Links.query([(key, row.key), ("rows", measure)]))
                                })
                    }, empty: EmptyState(title: visit.text("tips.none"))))
        }
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(visit.text("tips.counts"), breadcrumbs: [Crumb(visit.text("nav.tips"), href: "/tip-register")]),
                head: PageHead(
                    title: visit.text("tips.counts"),
                    intro: visit.text("tips.counts.intro", ["time": visit.moment(visit.now, .full)]),
                    actions: [ActionLink(visit.text("print"), href: "#", style: .quiet, prints: true)]),
                tables: [
                    table("tip.channel", "channel", seen.channels) { TipWordsOfPack.name(visit, $0, "tip-channels") },
                    table("tip.point", "point", seen.points) { seen.names[$0] ?? $0 },
                    table("tip.kind", "category", seen.categories) { TipWordsOfPack.name(visit, $0, "tip-categories") },
                ]))
    }
}

extension Reading {
    /// Of each value of a column, how many rows meet each condition.
    fileprivate func tipCounts(by column: SQL, _ measures: [String]) throws -> [(key: String, counts: [Int])] {
        guard let population = home.modules.population(named: "tips") else { return [] }
        var columns: [SQL] = []
        for (index, name) in measures.enumerated() {
            columns.append("count(*) FILTER (WHERE \(try condition(name, in: population))) AS \(SQL.column("m", index))")
        }
        let listed = columns.dropFirst().reduce(columns[0]) { "\($0), \($1)" }
        return try db.rows(
            """
            SELECT \(column) AS k, \(listed) \(population.source(self))
            WHERE \(population.visible(self)) AND \(column) IS NOT NULL GROUP BY \(column) ORDER BY 2 DESC
            """
        ).map { row in
            let key = try (try? row.get("k", as: String.self)) ?? row.get("k", as: ID<IntakePoint>.self).description
            return (key, try measures.indices.map { try row.get("m\($0)") })
        }
    }
}
