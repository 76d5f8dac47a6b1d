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
struct LedgerPage {
    let counts: KeptAnswers<LedgerCounts>
    let kept: KeptParts

    private static let rowsPerPage = 50
    /// Nobody turns so many pages; the workbook has them all.
    private static let mostPages = 200

    func show(_ visit: Visit) async throws -> Response {
        let view = try LedgerView(visit)
        let asOf = try visit.asOf()
        let version = try await visit.registersVersion()
        let views = try await visit.read { try $0.savedViews(of: view.path) }
        let parts = try await kept.parts(visit, seeing: ["subject.view"], version: version) { try await self.parts($0, view, asOf) }
        return try visit.page(
            KeptPage(
                frame: visit.frame(
                    visit.words(view.ledger.name), breadcrumbs: [Crumb(visit.text("nav.ledgers"), href: "/ledgers")],
                    messages: Self.messages(visit, view, asOf)),
                views: SavedViews.bar(visit, view.path, query: LedgerView.query(visit) + Self.part(visit), views), parts),
            "pages/kept-page", status: HTTPResponseStatus(rawValue: view.problem == nil ? 200 : 422))
    }

    private func parts(_ visit: Visit, _ view: LedgerView, _ asOf: Instant?) async throws -> KeptParts.Parts {
        let place = min(max(visit.asked("page").flatMap { Int($0) } ?? 1, 1), Self.mostPages)
        let base = LedgerView.query(visit)
        let part = Self.part(visit)
        let seen = try await visit.read(asOf: asOf) { try Seen(visit, view, place: place, in: $0) }
        let key = [visit.scope.reachKey("subject.view"), visit.path, Links.query(base)].joined(separator: ";")
        let counts = try await counts.answer(key) { try await visit.read(asOf: asOf) { try LedgerCounts(view.query, in: $0) } }
        func page(_ number: Int) -> String { view.path + Links.query(base + part + (number > 1 ? [("page", "\(number)")] : [])) }
        let shown =
            view.query.part.flatMap { part in counts.parts.first { $0.value == part }?.count }
            ?? (view.query.part == nil ? counts.whole : 0)
        let parts = Self.parts(visit, view, counts, base)
        let above = ListAbove(head: Self.head(visit, view, base + part), filters: Self.filters(visit, view, seen.areas))
        let below = Below(
            groupName: view.query.group.map { visit.name(of: $0) } ?? "",
            parts: parts, hasParts: !parts.isEmpty,
            table: Table(
                caption: visit.words(view.ledger.name), columns: Self.columns(visit, view, base + part),
                rows: seen.ids.map { seen.cells.row($0) },
                empty: EmptyState(title: visit.text("ledgers.empty"), text: visit.text("ledgers.empty.text")),
                wide: view.columns.count > 7),
            pager: Pager(
                count: visit.text("register.counted", ["count": visit.language.number(shown)]),
                previousHref: place > 1 ? page(place - 1) : nil, nextHref: seen.hasMore && place < Self.mostPages ? page(place + 1) : nil),
            form: LedgerForm(visit: visit, view: view, groups: seen.groups, fields: seen.fields, schemes: seen.schemes).form,
            isFormOpen: view.problem != nil)
        return .init(above: try visit.markup(above, "pages/list-above"), below: try visit.markup(below, "registers/ledger"))
    }

    /// What stands on one page.
    private struct Seen: Sendable {
        var ids: [ID<SubjectRecord>]
        var hasMore: Bool
        var cells: LedgerCells
        var areas: Offer
        var groups: [Pack.LedgerGroup]
        var fields: [Pack.SubjectField]
        var schemes: [Pack.Scheme]

        init(_ visit: Visit, _ view: LedgerView, place: Int, in reading: Reading) throws {
            try view.require(in: reading)
            let found = try reading.ledger(view.query, for: "subject.view", limit: rowsPerPage + 1, offset: (place - 1) * rowsPerPage)
            ids = Array(found.prefix(rowsPerPage))
            hasMore = found.count > rowsPerPage
            cells = try LedgerCells(visit, view, ids, in: reading)
            areas = try RegisterPage.areas(visit, in: reading)
            groups = LedgerPage.groups(of: view.kind, in: reading)
            fields = reading.fields(of: view.kind)
            schemes = reading.openSchemes(of: view.kind.code)
        }
    }

    /// Below the views: counted by group, the rows, and how to make it one's own. Template: `registers/ledger`.
    private struct Below: PageModel {
        var groupName: String
        var parts: [Part]
        var hasParts: Bool
        var table: Table
        var pager: Pager
        var form: Form
        var isFormOpen: Bool
    }

    private struct Part: PageModel {
        var label: String
        var count: String
        var href: String
        var current: Bool
    }

    private static func part(_ visit: Visit) -> [(name: String, value: String)] { visit.asked("part").map { [("part", $0)] } ?? [] }

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
                RegisterPage.areaField(visit, view.query.filter, areas),
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
