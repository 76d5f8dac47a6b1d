import Hummingbird
import Kernel
import Pages
import Store
import WorkingTime

/// What lies with whom, and who asks it of them: results are read beside the burden they cost. Every figure opens its orders.
enum LoadPage {
    /// Four weeks, today included, where nobody asks for another period.
    private static let usualDays = 28
    /// Of the period; what lies with an office now is counted apart.
    private static let ofPeriod = ["issued-orders", "reply-on-time-rate", "return-rate", "extension-rate"]

    static func show(_ visit: Visit) async throws -> Response {
        var filter = try visit.figureFilter()
        let today = visit.now.day(in: visit.site.zone)
        filter.to = filter.to ?? today
        filter.from = filter.from ?? filter.to?.adding(days: 1 - usualDays)
        let asked = filter
        let seen = try await visit.read { try LoadView(asked, ofPeriod: ofPeriod, in: $0) }
        return try visit.page(
            ManagedPage(
                frame: visit.frame(visit.text("load.title")),
                head: PageHead(
                    title: visit.text("load.title"), intro: visit.text("load.intro"),
                    actions: [ActionLink(visit.text("print"), href: "#", style: .quiet, prints: true)]),
                filters: FilterBar(
                    action: "/load",
                    fields: [
                        Field(.date, name: "from", label: visit.text("load.from"), value: filter.from?.iso ?? "", width: .short),
                        Field(.date, name: "to", label: visit.text("load.to"), value: filter.to?.iso ?? "", width: .short),
                    ], clearHref: "/load"),
                tables: [
                    TitledTable(title: visit.text("load.borne"), table: borne(visit, seen, filter)),
                    TitledTable(title: visit.text("load.asked"), table: asking(visit, seen, filter)),
                ]), "pages/managed")
    }

    private static func borne(_ visit: Visit, _ seen: LoadView, _ filter: IndicatorFilter) -> Table {
        let period = filter.query.filter { ["from", "to"].contains($0.name) }
        return Table(
            caption: visit.text("load.borne"),
            columns: [
                Column(visit.text("case.office"), phone: .title), Column(visit.text("load.open"), numeric: true),
                Column(visit.text("load.overdue"), numeric: true), Column(visit.text("load.people"), numeric: true),
                Column(visit.text("load.per-person"), numeric: true),
            ] + seen.definitions.map { Column(visit.words($0.name), numeric: true) }
                + [Column(visit.text("load.reminded"), numeric: true)],
            rows: seen.lines.map { line in
                let own: [(name: String, value: String)] = [("office", "\(line.office.id)")]
                func orders(_ more: [(name: String, value: String)]) -> String { "/orders" + Links.query(own + more) }
                let perPerson = line.people == 0 ? "—" : visit.language.number(Double(line.load.open) / Double(line.people), decimals: 1)
                return TableRow(
                    [
                        .link(visit.words(line.office.name), href: orders([("rows", "open")])),
                        .number(visit.language.number(line.load.open), href: orders([("rows", "open")])),
                        .number(visit.language.number(line.load.overdue), href: orders([("rows", "overdue")])),
                        .number(
                            visit.language.number(line.people), href: visit.scope.may("office.view") ? "/offices/\(line.office.id)" : nil),
                        .text(perPerson),
                    ]
                        + zip(seen.definitions, line.figures).map { definition, figure in
                            let rows = definition.rowsQuery
                            let suffix = figure.unit == "percent" && figure.value != nil ? "%" : ""
                            return .number(visit.figureText(figure) + suffix, href: orders(period + rows))
                        }
                        + [
                            .number(
                                visit.language.number(line.reminded),
                                href: "/escalations" + Links.query([("rows", "remind")] + own + period))
                        ],
                    tone: line.load.overdue > 0 ? .late : nil)
            }, empty: EmptyState(title: visit.text("load.none")), wide: true)
    }

    private static func asking(_ visit: Visit, _ seen: LoadView, _ filter: IndicatorFilter) -> Table {
        let period = filter.query.filter { ["from", "to"].contains($0.name) }
        return Table(
            caption: visit.text("load.asked"),
            columns: [
                Column(visit.text("load.asker"), phone: .title), Column(visit.text("load.kind"), phone: .plain),
                Column(visit.text("load.issued"), numeric: true), Column(visit.text("load.receivers"), numeric: true),
                Column(visit.text("load.per-receiver"), numeric: true),
            ],
            rows: seen.asked.map { line in
                let href = "/orders" + Links.query([("kind", line.kind), ("by", "\(line.office.id)")] + period)
                return TableRow([
                    .text(visit.words(line.office.name)), .text(visit.text("orders.\(line.kind)")),
                    .number(visit.language.number(line.issued), href: href), .text(visit.language.number(line.receivers)),
                    .text(visit.language.number(Double(line.issued) / Double(max(1, line.receivers)), decimals: 1)),
                ])
            }, empty: EmptyState(title: visit.text("load.none-asked")))
    }
}

/// What is read for the page.
struct LoadView: Sendable {
    struct Line: Sendable {
        var office: Office
        var load: OfficeLoad
        /// Who may take an order there.
        var people: Int
        var figures: [IndicatorFigure]
        /// Steps of ladders taken in the period.
        var reminded: Int
    }

    struct Asked: Sendable {
        var office: Office
        var kind: String
        var issued: Int
        var receivers: Int
    }

    var definitions: [Pack.IndicatorDefinition]
    var lines: [Line]
    var asked: [Asked]

    init(_ filter: IndicatorFilter, ofPeriod codes: [String], in reading: Reading) throws {
        definitions = codes.compactMap { code in reading.pack.indicators.first { $0.code == code } }
        let offices = Dictionary(uniqueKeysWithValues: try reading.offices().map { ($0.id, $0) })
        let loads = try reading.loadOfOffices()
        func byOffice(_ definitions: [Pack.IndicatorDefinition]) throws -> [ID<Office>: [IndicatorFigure]] {
            let rows = try reading.figures(definitions, by: .office, filter: filter)
            return Dictionary(rows.compactMap { row in (try? ID<Office>(sqlValue: row.key)).map { ($0, row.figures) } }) { first, _ in first
            }
        }
        let figures = try byOffice(definitions)
        let steps = try byOffice(reading.pack.indicators.filter { $0.code == "reminded" })
        let people = try reading.handlers()
        let moment = reading.now
        let shown = definitions
        lines = Set(loads.keys).union(figures.keys).compactMap { id in
            offices[id].map { office in
                Line(
                    office: office, load: loads[id] ?? OfficeLoad(), people: people[id] ?? 0,
                    figures: figures[id] ?? shown.map { IndicatorFigure(nothingOf: $0, asOf: moment) },
                    reminded: steps[id]?.first?.denominator ?? 0)
            }
        }
        .sorted { ($0.load.open, $1.office.name.zh) > ($1.load.open, $0.office.name.zh) }
        asked = try reading.askedByOffices(filter).compactMap { row in
            offices[row.office].map { Asked(office: $0, kind: row.kind, issued: row.issued, receivers: row.receivers) }
        }
    }
}

extension Reading {
    /// How many people have a duty at each office that lets them take orders.
    fileprivate func handlers() throws -> [ID<Office>: Int] {
        let taking = Set(roles(giving: AcceptOrder.permission))
        var people: [ID<Office>: Set<ID<Account>>] = [:]
        for duty in try allDuties() where taking.contains(duty.role) {
            if let office = duty.officeID { people[office, default: []].insert(duty.accountID) }
        }
        return people.mapValues(\.count)
    }

    /// What offices asked of others in the period, beside the handling of cases.
    fileprivate func askedByOffices(_ filter: IndicatorFilter) throws -> [(office: ID<Office>, kind: String, issued: Int, receivers: Int)] {
        guard let population = home.modules.population(named: "orders") else { return [] }
        return try db.rows(
            """
            SELECT o.from_office, o.kind, count(*) AS issued, count(DISTINCT o.to_office) AS receivers \(population.source(self))
            WHERE \(try rowsIn(population, filter)) AND o.kind <> 'handle' GROUP BY o.from_office, o.kind ORDER BY 3 DESC, 1, 2
            """
        ).map { (try $0.get("from_office"), try $0.get("kind"), try $0.get("issued"), try $0.get("receivers")) }
    }
}
