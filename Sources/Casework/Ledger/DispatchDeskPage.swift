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
                areas: Dictionary(uniqueKeysWithValues: try reading.areas().map { ($0.id, $0.name) })
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
                    ], href: visit.caseLink(found), tone: found.isOverdue(at: visit.now) ? .late : nil)
            },
            empty: EmptyState(title: visit.text("dispatch.empty"), text: visit.text("dispatch.empty.text")))
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("dispatch.title")),
                head: PageHead(title: visit.text("dispatch.title"), intro: visit.text("dispatch.intro")),
                table: table, pager: Pager(previousHref: mark == nil ? nil : "/dispatch", nextHref: next)),
            "pages/list-page")
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
