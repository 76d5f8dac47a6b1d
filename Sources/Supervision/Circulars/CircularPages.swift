import Hummingbird
import Kernel
import Pages
import WorkingTime

/// The papers there are: this week's, month's, quarter's and year's as they stand now, and those that are over.
enum CircularsPage {
    private static let shown: [Period.Length: Int] = [.week: 6, .month: 7, .quarter: 4, .year: 2]

    static func show(_ visit: Visit) async throws -> Response {
        let frozen = try await visit.read { try $0.frozenPeriods() }
        let today = visit.now.day(in: visit.site.zone)
        let tables = visit.district.pack.circulars.compactMap { paper -> TitledTable? in
            guard let length = Period.Length(rawValue: paper.every) else { return nil }
            var periods = [Period(length, containing: today)]
            for _ in 1..<(shown[length] ?? 2) { periods.append(periods[periods.count - 1].previous) }
            return TitledTable(
                title: visit.words(paper.name),
                table: Table(
                    caption: visit.words(paper.name),
                    columns: [
                        Column(visit.text("circular.period"), phone: .title), Column(visit.text("circular.days")),
                        Column(visit.text("circular.state"), narrow: true, phone: .corner),
                    ],
                    rows: periods.enumerated().map { index, period in
                        TableRow([
                            .link(period.code, href: "/circulars/\(period.code)"),
                            .text(visit.text("circular.from-to", ["from": visit.day(period.first), "to": visit.day(period.last)])),
                            .badge(
                                frozen.contains(period.code)
                                    ? Badge(visit.text("circular.frozen"), .done)
                                    : index == 0
                                        ? Badge(visit.text("circular.running"), .intime) : Badge(visit.text("circular.computed"), .neutral)),
                        ])
                    }, empty: EmptyState(title: visit.text("circular.none"))))
        }
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(visit.text("nav.circulars")),
                head: PageHead(title: visit.text("nav.circulars"), intro: visit.text("circulars.intro")), tables: tables))
    }
}

/// One paper, ready to print.
struct CircularPage: PageModel {
    var frame: Frame
    var printHead: PrintHead
    var note: String
    var board: FigureBoard
    var offices: TitledTable
    var named: TitledTable
    var printFoot: PrintFoot

    static func show(_ visit: Visit) async throws -> Response {
        guard let period = Period(try visit.parameter("period")),
            let paper = visit.district.pack.circulars.first(where: { $0.every == period.length.rawValue })
        else { throw Problem.notFound("page") }
        let end = period.end(in: visit.site.zone)
        let isOver = end < visit.now
        guard period.first <= visit.now.day(in: visit.site.zone) else { throw Problem.notFound("page") }
        let frozen = try await visit.read { try $0.frozenCircular(period) }
        // What was not frozen is computed as it was known at its end.
        let circular = try await {
            if let frozen {
                frozen.circular
            } else {
                // As everybody reads it, whatever this person opens beside.
                try await visit.district.read(as: .readers("circulars", of: visit.district.code), asOf: isOver ? end : nil) {
                    try $0.circular(period, by: paper)
                }
            }
        }()
        let names = try await visit.read { reading in
            try reading.officeNames(in: visit.language.code)
        }
        return try visit.page(
            CircularPage(visit, paper, circular, digest: frozen?.digest, isOver: isOver, names: names), "supervision/circular")
    }

    private init(
        _ visit: Visit, _ paper: Pack.Circular, _ circular: Circular, digest: String?, isOver: Bool, names: [ID<Office>: String]
    ) {
        let period = circular.period
        let pack = visit.district.pack
        let definitions = Dictionary(pack.indicators.map { ($0.code, $0) }) { first, _ in first }
        let base = IndicatorFilter(from: period.first, to: period.last).query
        func path(_ definition: Pack.IndicatorDefinition) -> String {
            visit.district.modules.population(named: definition.of)?.rowsPath ?? "/cases"
        }
        let title = visit.words(paper.name)
        frame = visit.frame(
            "\(title) \(period.code)", breadcrumbs: [Crumb(visit.text("nav.circulars"), href: "/circulars")])
        printHead = PrintHead(
            office: visit.words(pack.name), title: title, number: period.code,
            date: visit.text("circular.from-to", ["from": visit.day(period.first), "to": visit.day(period.last)]))
        let asOf = visit.moment(circular.asOf, .full)
        note =
            digest.map { visit.text("circular.note.frozen", ["time": asOf, "digest": String($0.prefix(16))]) }
            ?? visit.text(isOver ? "circular.note.computed" : "circular.note.running", ["time": asOf])
        board = FigureBoard(
            asOf: asOf,
            figures: circular.figures.compactMap { figure in
                definitions[figure.code].map { visit.tile($0, figure, base, path($0)) }
            })
        let shown = paper.byOffice.compactMap { definitions[$0] }
        offices = TitledTable(
            title: visit.text("circular.by-office"),
            table: Table(
                caption: visit.text("circular.by-office"),
                columns: [Column(visit.text("circular.office"), phone: .title)] + shown.map { Column(visit.words($0.name), numeric: true) },
                rows: circular.offices.map { line in
                    let own = base + [(name: "office", value: line.officeID.description)]
                    return TableRow(
                        [.text(names[line.officeID] ?? "")]
                            + line.figures.map { figure in
                                guard let definition = definitions[figure.code] else { return .nothing }
                                let suffix = figure.unit == "percent" && figure.value != nil ? "%" : ""
                                return .number(
                                    visit.figureText(figure) + suffix,
                                    href: figure.denominator == 0 ? nil : visit.rows(of: definition, figure, own, path(definition)))
                            })
                }, empty: EmptyState(title: visit.text("circular.no-offices"))))
        named = TitledTable(
            title: visit.text("circular.named"),
            table: Table(
                caption: visit.text("circular.named"), columns: EscalationsPage.columns(visit),
                rows: circular.named.map { EscalationsPage.row(visit, $0, names) },
                empty: EmptyState(title: visit.text("circular.nobody-named"))))
        printFoot = PrintFoot(
            signatures: [visit.text("circular.sign.issuer"), visit.text("circular.sign.leader")], office: visit.words(pack.name),
            date: visit.moment(visit.now, .date), note: visit.text("print.by", ["name": visit.session?.account.name ?? ""]))
    }
}

/// Steps of ladders: the rows behind "reminded", "named" and the like.
enum EscalationsPage {
    private static let most = 500

    static func show(_ visit: Visit) async throws -> Response {
        let filter = try visit.figureFilter()
        let actions = [visit.asked("rows")].compactMap { $0 }.filter { $0 != "escalated" }
        guard actions.allSatisfy({ Pack.Ladder.Action(rawValue: $0) != nil }) else { throw Problem.field("rows", "not-one-of-these") }
        let asOf = try visit.asOf()
        let seen = try await visit.read(asOf: asOf) { reading in
            (
                rows: try reading.escalations(filter, actions: actions, limit: most),
                names: try reading.officeNames(in: visit.language.code)
            )
        }
        let messages = asOf.map { [Callout(visit.text("ledger.as-of", ["time": visit.moment($0, .full)]), tone: .near)] } ?? []
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("escalations.title"), messages: messages),
                head: PageHead(
                    title: visit.text("escalations.title"), intro: actions.first.map { visit.text("escalation.\($0)") }),
                table: Table(
                    caption: visit.text("escalations.title"), columns: columns(visit), rows: seen.rows.map { row(visit, $0, seen.names) },
                    empty: EmptyState(title: visit.text("circular.nobody-named"))), pager: Pager()), "pages/list-page")
    }

    static func columns(_ visit: Visit) -> [Column] {
        [
            Column(visit.text("escalation.at"), narrow: true), Column(visit.text("circular.office"), phone: .title),
            Column(visit.text("escalation.order"), narrow: true), Column(visit.text("escalation.ask")),
            Column(visit.text("escalation.due"), narrow: true), Column(visit.text("escalation.step"), narrow: true, phone: .corner),
        ]
    }

    static func row(_ visit: Visit, _ step: Escalation, _ names: [ID<Office>: String]) -> TableRow {
        TableRow([
            visit.date(step.at, .full), .text(names[step.officeID] ?? ""), .link(step.number, href: "/orders/\(step.orderID)"),
            .text(step.ask), visit.date(step.dueAt), .text(visit.text("escalation.\(step.action)")),
        ])
    }
}
