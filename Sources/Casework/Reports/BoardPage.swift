import Hummingbird
import Kernel
import Pages
import Store
import WorkingTime

/// The supervisor's board: figures that open their rows, by office, area or class. What stands in its frame is written down once for all
/// who may see the same.
struct BoardPage: PageModel {
    var head: PageHead
    var tabs: Tabs
    var filters: FilterBar
    var live: FigureBoard
    var period: FigureBoard
    var chart: ChartBlock?
    var table: Table
    var asserted: FigureBoard?

    /// What the breakdown shows, beside its name.
    private static let columns = [
        "registered-cases", "open-cases", "near-due", "overdue-cases", "on-time-rate", "resolution-rate", "satisfaction-rate",
        "reopen-rate", "repeat-rate",
    ]

    static func show(_ visit: Visit, cache: BoardCache) async throws -> Response {
        let filter = try CaseFilter(visit).figures
        let breakdown = visit.asked("by").flatMap(Breakdown.init) ?? .office
        let seen = try await cache.view(visit, filter, breakdown)
        let parts = try await cache.written.parts(
            visit, seeing: ["indicator.view", "case.view"], version: KeptVersion("\(seen.madeAt)", since: .now)
        ) { visit in
            .init(above: try visit.markup(BoardPage(visit, seen, filter, breakdown), "casework/board"), below: "")
        }
        return try visit.page(KeptPage(frame: visit.frame(visit.text("board.title"), chart: true), parts), "pages/kept-page")
    }

    private init(_ visit: Visit, _ seen: BoardView, _ filter: IndicatorFilter, _ breakdown: Breakdown) {
        let moment = seen.figures.first?.asOf ?? visit.now
        head = PageHead(
            title: visit.text("board.title"), intro: visit.text("board.intro"),
            actions: [ActionLink(visit.text("print"), href: "#", style: .quiet, prints: true)])
        let base = filter.query
        tabs = Tabs(
            label: visit.text("board.by"),
            items: Breakdown.allCases.map {
                NavItem(
                    label: visit.text("board.by-\($0.rawValue)"), href: "/board" + Links.query(base + [("by", $0.rawValue)]),
                    current: $0 == breakdown)
            })
        let all = Choice(value: "", label: visit.text("filter.all"))
        filters = FilterBar(
            action: "/board",
            fields: [
                Field(
                    .select, name: "area", label: visit.text("case.area"), value: filter.areaID?.description ?? "",
                    options: [all] + seen.streets.map { Choice(value: $0.id.description, label: $0.name) }, width: .short),
                Field(.date, name: "from", label: visit.text("filter.from"), value: filter.from?.iso ?? "", width: .short),
                Field(.date, name: "to", label: visit.text("filter.to"), value: filter.to?.iso ?? "", width: .short),
                Field(.date, name: "as-of", label: visit.text("filter.as-of"), value: visit.asOfDay, width: .short),
            ], hidden: [HiddenField("by", breakdown.rawValue)], clearHref: "/board")
        func board(_ title: String, _ units: (Pack.IndicatorDefinition) -> Bool) -> FigureBoard {
            let shown = zip(seen.definitions, seen.figures).filter { units($0.0) }
            return FigureBoard(
                title: visit.text(title), asOf: visit.moment(moment, .full),
                figures: shown.map { visit.tile($0, $1, base, seen.pathOf[$0.of] ?? "/cases") })
        }
        let now: Set<String> = ["open-cases", "near-due", "overdue-cases", "overdue-orders", "registered-cases", "zero-delay"]
        live = board("board.now") { now.contains($0.code) }
        period = board("board.rates") { !now.contains($0.code) }
        table = Self.table(visit, seen, breakdown, base)
        chart = Self.chart(visit, seen)
        asserted =
            seen.asserted.isEmpty
            ? nil
            : FigureBoard(
                title: visit.text("board.asserted"),
                figures: seen.asserted.map {
                    Figure(
                        label: $0.name, value: $0.qualifier + $0.value, unit: $0.unit, href: "/figures",
                        asserted: Assertion(source: $0.source, asOf: $0.asOf.iso))
                })
    }

    private static func table(_ visit: Visit, _ seen: BoardView, _ breakdown: Breakdown, _ base: [(name: String, value: String)]) -> Table {
        let shown = seen.definitions.filter { columns.contains($0.code) }
        let moment = (seen.figures.first?.asOf).map { [(name: "as-of", value: $0.iso(in: visit.site.zone))] } ?? []
        return Table(
            caption: visit.text("board.by-\(breakdown.rawValue)"),
            columns: [Column(visit.text("board.by-\(breakdown.rawValue)"), phone: .title)]
                + shown.map { Column(visit.words($0.name), numeric: true) },
            rows: seen.rows.map { row in
                let key = breakdown == .caseClass ? "class" : breakdown.rawValue
                let own = base.filter { $0.name != key } + [(name: key, value: row.filter)]
                return TableRow(
                    [
                        .link(
                            row.name.map { visit.words($0) } ?? visit.text("board.no-\(breakdown.rawValue)"),
                            href: "/cases" + Links.query(own + moment))
                    ]
                        + zip(shown, row.figures).map { definition, figure in
                            let rows = definition.rowsQuery
                            let suffix = figure.unit == "percent" && figure.value != nil ? "%" : ""
                            return .number(visit.figureText(figure) + suffix, href: "/cases" + Links.query(own + rows + moment))
                        })
            }, empty: EmptyState(title: visit.text("board.empty")), wide: true)
    }

    private static func chart(_ visit: Visit, _ seen: BoardView) -> ChartBlock? {
        guard seen.months.count > 1 else { return nil }
        return ChartBlock(
            id: "months", kind: .bar, title: visit.text("board.months"), unit: visit.text("unit.cases"),
            labelColumn: visit.text("board.month"),
            labels: seen.months.map(\.name),
            series: [
                ChartSeries(label: visit.text("rows.registered"), values: seen.months.map { Double($0.filed) }, tone: .accent),
                ChartSeries(label: visit.text("rows.resolved"), values: seen.months.map { Double($0.resolved) }, tone: .done),
            ], numbers: { visit.language.number(Int($0)) })
    }
}
