import Expressions
import Hummingbird
import Kernel
import Pages
import WorkingTime

/// How many stand in a ledger, in all and by group, and as of when that was.
struct LedgerCounts: Sendable {
    var whole: Int
    var parts: [LedgerPart]
    var places: [ID<Area>: String]
    var at: Instant

    init(_ query: LedgerQuery, in reading: Reading) throws {
        var all = query
        all.part = nil
        whole = try reading.countLedger(all)
        parts = try reading.ledgerParts(query)
        places = if case .level(let level) = query.group { try reading.places(of: level).names } else { [:] }
        at = reading.asOf ?? reading.now
    }
}

/// One ledger: its rows as they are now or were, counted by group, with the condition and columns that somebody wants.
struct LedgerPage: PageModel {
    var frame: Frame
    var head: PageHead
    var filters: FilterBar
    var views: SavedViewBar?
    var groupName: String
    var parts: [Part]
    var hasParts: Bool
    var table: Table
    var pager: Pager
    var form: Form
    var isFormOpen: Bool

    struct Part: PageModel {
        var label: String
        var count: String
        var href: String
        var current: Bool
    }

    struct Source: Sendable {
        private static let rowsPerPage = 50
        /// Nobody turns so many pages; the workbook has them all.
        private static let mostPages = 200
        let counts: KeptAnswers<LedgerCounts>
        /// Who stands on a page; what is known of them is read for each look.
        let rows: KeptAnswers<[ID<SubjectRecord>]>
        let areas: AreaFilter

        func show(_ visit: Visit) async throws -> Response {
            let view = try LedgerView(visit)
            let asOf = try visit.asOf()
            let place = min(max(visit.asked("page").flatMap { Int($0) } ?? 1, 1), Self.mostPages)
            let base = LedgerView.query(visit)
            let part = visit.asked("part").map { [(name: "part", value: $0)] } ?? []
            let key = [visit.scope.reachKey("subject.view"), visit.path, Links.query(base)].joined(separator: ";")
            try await visit.read { try view.require(in: $0) }
            let ids = try await rows.answer([key, Links.query(part), "\(place)", "\(visit.district.changes)"].joined(separator: ";")) {
                try await visit.read(asOf: asOf) { reading in
                    try reading.ledger(
                        view.query, for: "subject.view", limit: Self.rowsPerPage + 1, offset: (place - 1) * Self.rowsPerPage)
                }
            }
            let seen = try await visit.read(asOf: asOf) { reading in
                let cells = try LedgerCells.read(visit, view, Array(ids.prefix(Self.rowsPerPage)), in: reading)
                return (
                    more: ids.count > Self.rowsPerPage, cells: cells,
                    // Somebody may have gone since.
                    ids: ids.prefix(Self.rowsPerPage).filter { cells.details.subjects[$0] != nil },
                    views: try reading.savedViews(of: view.path),
                    areas: try areas.offer(visit, in: reading),
                    groups: LedgerPage.groups(of: view.kind, in: reading), fields: reading.fields(of: view.kind),
                    schemes: reading.openSchemes(of: view.kind.code)
                )
            }
            let counts = try await counts.answer(key) {
                try await visit.read(asOf: asOf) { try LedgerCounts(view.query, in: $0) }
            }
            func page(_ number: Int) -> String { view.path + Links.query(base + part + (number > 1 ? [("page", "\(number)")] : [])) }
            let shown =
                view.query.part.flatMap { part in counts.parts.first { $0.value == part }?.count }
                ?? (view.query.part == nil ? counts.whole : 0)
            let parts = LedgerPage.parts(visit, view, counts, base)
            let model = LedgerPage(
                frame: visit.frame(
                    visit.words(view.ledger.name), breadcrumbs: [Crumb(visit.text("nav.ledgers"), href: "/ledgers")],
                    messages: LedgerPage.messages(visit, view, asOf)),
                head: LedgerPage.head(visit, view, base + part),
                filters: LedgerPage.filters(visit, view, seen.areas),
                views: SavedViews.bar(visit, view.path, query: base + part, seen.views),
                groupName: view.query.group.map { visit.name(of: $0) } ?? "",
                parts: parts, hasParts: !parts.isEmpty,
                table: Table(
                    caption: visit.words(view.ledger.name), columns: LedgerPage.columns(visit, view, base + part),
                    rows: seen.ids.map { seen.cells.row($0) },
                    empty: EmptyState(title: visit.text("ledgers.empty"), text: visit.text("ledgers.empty.text")),
                    wide: view.columns.count > 7),
                pager: Pager(
                    count: visit.text("register.counted", ["count": visit.language.number(shown)]),
                    previousHref: place > 1 ? page(place - 1) : nil, nextHref: seen.more && place < Self.mostPages ? page(place + 1) : nil),
                form: LedgerForm(visit: visit, view: view, groups: seen.groups, fields: seen.fields, schemes: seen.schemes).form,
                isFormOpen: view.problem != nil)
            return try visit.page(model, "registers/ledger", status: HTTPResponseStatus(rawValue: view.problem == nil ? 200 : 422))
        }
    }

    private static func head(_ visit: Visit, _ view: LedgerView, _ query: [(name: String, value: String)]) -> PageHead {
        var actions = [ActionLink(visit.text("print"), href: view.path + "/print" + Links.query(query), style: .quiet)]
        if visit.scope.may("subject.export") {
            actions.insert(ActionLink("Excel", href: view.path + "/export.xlsx" + Links.query(query), style: .primary), at: 0)
        }
        return PageHead(title: visit.words(view.ledger.name), intro: view.ledger.note.map { visit.words($0) }, actions: actions)
    }

    private static func messages(_ visit: Visit, _ view: LedgerView, _ asOf: Instant?) -> [Callout] {
        var messages: [Callout] = []
        if let problem = view.problem { messages.append(Callout(visit.sentence(about: problem, in: view.typedRule ?? ""), tone: .late)) }
        if let asOf { messages.append(Callout(visit.text("ledgers.as-of", ["time": visit.moment(asOf, .full)]), tone: .near)) }
        return messages
    }

    private static func parts(_ visit: Visit, _ view: LedgerView, _ counts: LedgerCounts, _ base: [(name: String, value: String)]) -> [Part]
    {
        guard let group = view.query.group, !counts.parts.isEmpty else { return [] }
        let all = Part(
            label: visit.text("filter.all"), count: visit.language.number(counts.whole), href: view.path + Links.query(base),
            current: view.query.part == nil)
        return [all]
            + counts.parts.map { part in
                Part(
                    label: visit.name(ofPart: part.value, in: group, counts.places), count: visit.language.number(part.count),
                    href: view.path + Links.query(base + [("part", part.value.isEmpty ? "-" : part.value)]),
                    current: view.query.part == part.value)
            }
    }

    /// A heading sorts by its column, once more the other way round.
    private static func columns(_ visit: Visit, _ view: LedgerView, _ query: [(name: String, value: String)]) -> [Column] {
        let rest = query.filter { $0.name != "sort" }
        let pack = visit.district.pack
        return view.columns.enumerated().map { index, column in
            let phone: PhonePlace = index == 0 ? .title : .line
            let heading = visit.heading(column, pack)
            guard case .field(let code) = column.content, pack.subjectFields[code]?.ruleType != nil else {
                if case .relation(_, _, .count) = column.content { return Column(heading, numeric: true, phone: phone) }
                return Column(heading, phone: phone)
            }
            let sorted = view.query.order == .field(code, descending: false)
            let isDown = view.query.order == .field(code, descending: true)
            return Column(
                heading, sortHref: view.path + Links.query(rest + [("sort", (sorted ? "-" : "") + code)]),
                sorted: sorted ? "ascending" : isDown ? "descending" : nil, phone: phone)
        }
    }

    private static func filters(_ visit: Visit, _ view: LedgerView, _ areas: Offer) -> FilterBar {
        return FilterBar(
            action: view.path,
            fields: [
                Field(.search, name: "q", label: visit.text("register.words"), value: view.query.filter.words ?? "", width: .short),
                AreaFilter.field(visit, view.query.filter, areas),
                Field(.date, name: "as-of", label: visit.text("filter.as-of"), value: visit.asOfDay, width: .short),
            ],
            hidden: LedgerView.query(visit).filter { ["where", "column", "group", "sort"].contains($0.name) }.map {
                HiddenField($0.name, $0.value)
            },
            clearHref: view.path)
    }

    /// What the rows of a kind can be counted by.
    private static func groups(of kind: Pack.SubjectKind, in reading: Reading) -> [Pack.LedgerGroup] {
        let pack = reading.pack
        let codes =
            pack.levels.map(\.code).filter { $0 != "district" } + reading.fields(of: kind).map(\.code)
            + reading.openSchemes(of: kind.code).map(\.code)
        return codes.compactMap { pack.ledgerGroup($0, of: kind) }
    }
}
