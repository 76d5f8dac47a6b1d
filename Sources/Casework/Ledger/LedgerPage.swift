import Hummingbird
import Kernel
import Pages
import WorkingTime

/// The case ledger: filters in the address, as of any moment, Excel and CSV of exactly what is shown. Its rows are written down once for all
/// who may see the same, until anything happens; how many there are is counted once in a while.
enum LedgerPage {
    static let rowsPerPage = 50
    /// Nobody reads more rows than that; how many more there are, the board tells.
    private static let mostCounted = 300

    static func show(_ visit: Visit, kept: KeptParts, counts: KeptAnswers<Int>) async throws -> Response {
        let filter = try CaseFilter(visit)
        let asOf = try visit.asOf()
        let base = filter.query + [("as-of", visit.asked("as-of"))].compactMap { name, value in value.map { (name, $0) } }
        let views = try await visit.read { try $0.savedViews(of: "/cases") }
        let parts = try await kept.parts(visit, seeing: ["ledger.view"], version: visit.version) {
            try await Self.parts($0, filter, asOf, base, counts)
        }
        let messages = asOf.map { [Callout(visit.text("ledger.as-of", ["time": visit.moment($0, .full)]), tone: .near)] } ?? []
        return try visit.page(
            KeptPage(
                frame: visit.frame(visit.text("ledger.title"), messages: messages),
                views: SavedViews.bar(visit, "/cases", query: base, views), parts), "pages/kept-page")
    }

    /// All but the frame and the views that somebody has kept.
    private static func parts(
        _ visit: Visit, _ filter: CaseFilter, _ asOf: Instant?, _ base: [(name: String, value: String)], _ counts: KeptAnswers<Int>
    ) async throws -> KeptParts.Parts {
        let mark = visit.asked("after").flatMap(LedgerMark.init)
        let seen = try await visit.read(asOf: asOf) { reading in
            let rows = try reading.ledger(filter, after: mark, limit: rowsPerPage + 1)
            return LedgerView(
                rows: rows,
                offices: try reading.officeNames(in: visit.language.code),
                areas: try reading.areas(named: Set(rows.map(\.areaID)), andLevels: []),
                streets: try visit.areaOffer(["district", "street"], in: reading), officeOffer: try visit.officeOffer(in: reading))
        }
        let rows = Array(seen.rows.prefix(rowsPerPage))
        let next = seen.rows.count > rowsPerPage ? rows.last.map { "/cases" + Links.query(base + [("after", LedgerMark($0).text)]) } : nil
        var counted = seen.rows.count
        if mark != nil || seen.rows.count > rowsPerPage {
            let key = [visit.scope.reachKey("ledger.view"), Links.query(base)].joined(separator: ";")
            counted = try await counts.answer(key) { try await visit.read(asOf: asOf) { try $0.ledgerCount(filter, most: mostCounted) } }
        }
        let count =
            visit.text(counted >= mostCounted ? "ledger.count-many" : "ledger.count", ["count": visit.language.number(counted)])
        let above = ListAbove(
            head: PageHead(title: visit.text("ledger.title"), intro: count, actions: actions(visit, filter, asOf, base)),
            filters: filters(visit, filter, seen, base))
        let below = ListBelow(
            table: table(visit, rows, seen),
            pager: Pager(count: count, previousHref: mark == nil ? nil : "/cases" + Links.query(base), nextHref: next))
        return .init(above: try visit.markup(above, "pages/list-above"), below: try visit.markup(below, "pages/list-below"))
    }

    private static func actions(
        _ visit: Visit, _ filter: CaseFilter, _ asOf: Instant?, _ base: [(name: String, value: String)]
    ) -> [ActionLink] {
        var actions: [ActionLink] = []
        if visit.scope.may("case.file") { actions.append(ActionLink(visit.text("nav.new"), href: "/cases/new", style: .primary)) }
        if visit.scope.may("case.export") {
            actions.append(ActionLink(visit.text("ledger.excel"), href: "/cases/ledger.xlsx" + Links.query(base)))
            actions.append(ActionLink(visit.text("ledger.csv"), href: "/cases/ledger.csv" + Links.query(base), style: .quiet))
        }
        if visit.scope.may(AskForContacts.permission), asOf == nil {
            actions.append(
                ActionLink(visit.text("contact-list.ask"), href: "/contact-lists/new" + Links.query(filter.query), style: .quiet))
        }
        return actions + [ActionLink(visit.text("print"), href: "#", style: .quiet, prints: true)]
    }

    struct LedgerView: Sendable {
        var rows: [Case]
        var offices: [ID<Office>: String]
        var areas: [Area]
        var streets = Offer([])
        var officeOffer = Offer([])
    }

    static func table(_ visit: Visit, _ rows: [Case], _ seen: LedgerView) -> Table {
        let offices = seen.offices
        let areas = Dictionary(uniqueKeysWithValues: seen.areas.map { ($0.id, $0.name) })
        return Table(
            caption: visit.text("ledger.title"),
            columns: [
                Column(visit.text("case.title"), phone: .title),
                Column(visit.text("case.class"), phone: .plain), Column(visit.text("case.area"), phone: .plain),
                Column(visit.text("case.office")),
                Column(visit.text("case.state"), narrow: true, phone: .corner), Column(visit.text("case.filed-at"), narrow: true),
                Column(visit.text("case.due"), narrow: true), Column(visit.text("case.rating"), narrow: true, phone: .hidden),
            ],
            rows: rows.map { found in
                TableRow(
                    [
                        .link(found.title, href: visit.caseLink(found), note: found.number), .text(visit.className(found.caseClass)),
                        .text(areas[found.areaID] ?? ""), found.officeID.flatMap { offices[$0] }.map { .text($0) } ?? .nothing,
                        .badge(visit.stateBadge(found)), visit.date(found.filedAt),
                        visit.caseClock(found).map {
                            var chip = $0
                            chip.why = nil
                            return .clock(chip)
                        } ?? .nothing,
                        found.rating.map { .text(visit.name(of: "\($0)", in: "ratings")) } ?? .nothing,
                    ], href: visit.caseLink(found))
            },
            empty: EmptyState(
                title: visit.text("ledger.empty"), text: visit.text("ledger.empty.text"),
                action: ActionLink(visit.text("ledger.clear"), href: "/cases")))
    }

    private static func filters(
        _ visit: Visit, _ filter: CaseFilter, _ seen: LedgerView, _ base: [(name: String, value: String)]
    ) -> FilterBar {
        let all = Choice(value: "", label: visit.text("filter.all"))
        let classes = Set([filter.figures.caseClass].compactMap { $0 })
        var fields = [
            Field(.search, name: "q", label: visit.text("filter.words"), value: filter.text ?? "", width: .short),
            Field(
                .select, name: "state", label: visit.text("case.state"), value: filter.state?.rawValue ?? "",
                options: [all] + Case.State.allCases.map { Choice(value: $0.rawValue, label: visit.text("case.state.\($0.rawValue)")) },
                width: .short),
            Field(
                .select, name: "area", label: visit.text("case.area"), value: filter.figures.areaID?.description ?? "",
                offer: seen.streets, width: .short),
            Field(
                .select, name: "office", label: visit.text("case.office"), value: filter.figures.officeID?.description ?? "",
                offer: seen.officeOffer, width: .short),
            Field(.date, name: "from", label: visit.text("filter.from"), value: filter.figures.from?.iso ?? "", width: .short),
            Field(.date, name: "to", label: visit.text("filter.to"), value: filter.figures.to?.iso ?? "", width: .short),
            Field(
                .date, name: "as-of", label: visit.text("filter.as-of"), value: visit.asOfDay,
                width: .short),
        ]
        if !classes.isEmpty { fields.append(Field(.hidden, name: "class", label: "", value: filter.figures.caseClass ?? "")) }
        let moment = visit.asked("as-of").flatMap { Day(iso: $0) == nil ? try? visit.asOf() : nil }
        let chips = [
            ("rows", filter.condition.map { visit.language.textIfKnown("rows.\($0)") ?? $0 }),
            ("within", filter.within.map { visit.language.textIfKnown("rows.\($0)") ?? $0 }),
            ("class", filter.figures.caseClass.map { visit.className($0) }), ("as-of", moment.map { visit.moment($0, .full) }),
        ].compactMap { name, value in
            value.map {
                FilterChip(
                    label: visit.text("filter.\(name)"), value: $0, removeHref: "/cases" + Links.query(base.filter { $0.name != name }))
            }
        }
        return FilterBar(
            action: "/cases", fields: fields,
            hidden: [("rows", filter.condition), ("within", filter.within)].compactMap { name, value in value.map { HiddenField(name, $0) }
            },
            chips: chips, clearHref: "/cases")
    }
}
