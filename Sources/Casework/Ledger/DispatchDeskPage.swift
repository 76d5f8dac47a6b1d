import Hummingbird
import Kernel
import Pages
import Store
import WorkingTime

/// The dispatch desk: what nobody has yet, the longest waiting first.
enum DispatchDeskPage {
    static func show(_ visit: Visit) async throws -> Response {
        let mark = visit.asked("after").flatMap(LedgerMark.init)
        let seen = try await visit.read { reading in
            (
                rows: try reading.waitingForDispatch(after: mark, limit: LedgerPage.rowsPerPage + 1),
                areas: Dictionary(uniqueKeysWithValues: try reading.areas().map { ($0.id, $0.name) }),
                offices: try visit.dispatchOffer(loaded: true, in: reading)
            )
        }
        let rows = Array(seen.rows.prefix(LedgerPage.rowsPerPage))
        let next =
            seen.rows.count > LedgerPage.rowsPerPage ? rows.last.map { "/dispatch" + Links.query([("after", LedgerMark($0).text)]) } : nil
        let table = Table(
            caption: visit.text("dispatch.title"),
            columns: [
                Column(visit.text("case.title"), phone: .title), Column(visit.text("case.class")), Column(visit.text("case.area")),
                Column(visit.text("case.channel")), Column(visit.text("case.filed-at"), narrow: true),
                Column(visit.text("dispatch.due"), narrow: true, phone: .corner),
            ],
            rows: rows.map { found in
                TableRow(
                    [
                        .link(found.title, href: visit.caseLink(found), note: found.number), .text(visit.className(found.caseClass)),
                        .text(seen.areas[found.areaID] ?? ""), .text(visit.name(of: found.channel, in: "channels")),
                        visit.date(found.filedAt),
                        found.dueAt.map { .clock(visit.clock(due: $0)) } ?? .nothing,
                    ], href: visit.caseLink(found), value: "\(found.id)", name: found.number,
                    tone: found.isOverdue(at: visit.now) ? .late : nil)
            },
            empty: EmptyState(title: visit.text("dispatch.empty"), text: visit.text("dispatch.empty.text")),
            bulk: BulkActions(
                action: "/dispatch/selected", csrf: visit.csrf, name: "case",
                fields: [
                    Field(
                        .select, name: "office", label: visit.text("dispatch.office"),
                        offer: seen.offices)
                ],
                hidden: [visit.requestField],
                submits: [
                    SubmitButton(visit.text("dispatch.selected"), name: "how", value: "office"),
                    SubmitButton(visit.text("dispatch.review"), name: "how", value: "review"),
                ]))
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("dispatch.title")),
                head: PageHead(title: visit.text("dispatch.title"), intro: visit.text("dispatch.intro"), keys: visit.text("dispatch.keys")),
                table: table, pager: Pager(previousHref: mark == nil ? nil : "/dispatch", nextHref: next)),
            "pages/list-page")
    }
}

extension DispatchDeskPage {
    /// The one that waits longest behind the case one comes from, or the longest of all; the desk where none waits.
    static func next(_ visit: Visit) async throws -> Response {
        let from = visit.asked("after").flatMap { ID<Case>($0) }
        let next = try await visit.read { reading -> Case? in
            let mark = from.flatMap { try? reading.findCase($0) }.map { LedgerMark($0) }
            return try reading.waitingForDispatch(after: mark, limit: 1).first ?? reading.waitingForDispatch(after: nil, limit: 1).first
        }
        return .seeOther(next.map { visit.caseLink($0) } ?? "/dispatch")
    }
}

extension Reading {
    func waitingForDispatch(after mark: LedgerMark?, limit: Int) throws -> [Case] {
        try db.rows(
            """
            SELECT c.* FROM cases c
            WHERE c.district = \(district) AND c.mode = \(scope.mode) AND c.state = 'registered' AND \(caseCondition("case.dispatch"))
              AND (c.filed_at, c.id) > (\(mark?.filedAt ?? Instant(microseconds: 0)), \(mark?.id ?? ID("00000000-0000-0000-0000-000000000000")!))
            ORDER BY c.filed_at, c.id LIMIT \(limit)
            """
        ).map(Case.init(row:))
    }
}
