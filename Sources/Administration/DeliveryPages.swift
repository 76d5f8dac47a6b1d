import Hummingbird
import Kernel
import Pages
import WorkingTime

/// What left the house, or waits to: to whom, by which way, and what became of it.
enum DeliveryPages {
    private static let rowsPerPage = 100

    static func show(_ visit: Visit) async throws -> Response {
        let state = try visit.asked("state").map { text -> Message.State in
            guard let state = Message.State(rawValue: text) else { throw Problem.field("state", "not-one-of-these") }
            return state
        }
        let before = visit.asked("before").flatMap(Int64.init).map { Instant(microseconds: $0) }
        let seen = try await visit.read { reading in
            let rows = try reading.deliveries(state, before: before, limit: rowsPerPage + 1)
            return (rows: rows, names: try reading.accountNames(Set(rows.compactMap(\.accountID))))
        }
        let rows = Array(seen.rows.prefix(rowsPerPage))
        let query = state.map { [(name: "state", value: $0.rawValue)] } ?? []
        let next =
            seen.rows.count > rowsPerPage
            ? rows.last.map { "/deliveries" + Links.query(query + [("before", "\($0.madeAt.microseconds)")]) } : nil
        let table = Table(
            caption: visit.text("deliveries.title"),
            columns: [
                Column(visit.text("delivery.made"), narrow: true), Column(visit.text("delivery.to"), phone: .title),
                Column(visit.text("delivery.number")), Column(visit.text("delivery.channel"), narrow: true),
                Column(visit.text("delivery.state"), narrow: true, phone: .corner),
                Column(visit.text("delivery.tries"), numeric: true, phone: .hidden),
                Column(visit.text("delivery.sent"), narrow: true), Column(visit.text("delivery.note")),
            ],
            rows: rows.map { line in
                TableRow([
                    visit.date(line.madeAt, .full),
                    .text(line.accountID.flatMap { seen.names[$0] } ?? visit.text("delivery.reporter")), .text(line.number),
                    .text(visit.text("channel.\(line.channel.rawValue)")), .badge(badge(visit, line)),
                    .number("\(line.attempts)"), line.sentAt.map { visit.date($0) } ?? .nothing,
                    (held(visit, line) ?? line.failure).map { .muted($0) } ?? .nothing,
                ])
            }, empty: EmptyState(title: visit.text("deliveries.none"), text: visit.text("deliveries.none.text")))
        let tabs = Tabs(
            label: visit.text("deliveries.title"),
            items: [nil, Message.State.waiting, .sent, .givenUp].map { one in
                NavItem(
                    label: visit.text("delivery.tab.\(one?.rawValue ?? "all")"),
                    href: "/deliveries" + Links.query(one.map { [("state", $0.rawValue)] } ?? []), current: one == state)
            })
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("deliveries.title")),
                head: PageHead(title: visit.text("deliveries.title"), intro: visit.text("deliveries.intro")), tabs: tabs, table: table,
                pager: Pager(previousHref: before == nil ? nil : "/deliveries" + Links.query(query), nextHref: next)),
            "pages/list-page")
    }

    private static func badge(_ visit: Visit, _ line: Delivery) -> Badge {
        let tone: Tone =
            switch line.state {
            case .waiting: .near
            case .sent: .done
            case .givenUp: .late
            }
        return Badge(visit.text("delivery.state.\(line.state.rawValue)"), tone)
    }

    private static func held(_ visit: Visit, _ line: Delivery) -> String? {
        guard line.state == .waiting, let reason = line.heldFor, let at = line.nextTryAt else { return nil }
        return visit.text("delivery.held.\(reason)", ["time": visit.moment(at)])
    }
}

extension Reading {
    fileprivate func accountNames(_ ids: Set<ID<Account>>) throws -> [ID<Account>: String] {
        Dictionary(uniqueKeysWithValues: try ids.map { ($0, try findAccount($0).name) })
    }
}
