import Hummingbird
import Kernel
import Pages
import WorkingTime

/// What waits for one's offices: every order of every system, the most pressing first.
enum InboxPage {
    static let rowsPerPage = 50

    static func show(_ visit: Visit, kept: KeptParts) async throws -> Response {
        let offices = visit.scope.offices(by: "order.view", in: visit.district.pack)
        let notices = try await visit.read { try $0.notices(limit: 5) }
        let key = offices.map(\.description).sorted().joined(separator: ",")
        let parts = try await kept.parts(visit, seeing: ["order.view"], of: key, version: visit.version) {
            try await Self.parts($0, of: offices)
        }
        let page = InboxView(
            frame: visit.frame(visit.text("inbox.title")),
            head: PageHead(title: visit.text("inbox.title"), intro: visit.text("inbox.intro", ["name": visit.session?.account.name ?? ""])),
            orders: parts.above + parts.below, noticesTitle: visit.text("notices.recent"), notices: NoticesPage.timeline(visit, notices))
        return try visit.page(page, "workbench/inbox")
    }

    /// What waits for these offices: the same for all who work there.
    private static func parts(_ visit: Visit, of offices: [ID<Office>]) async throws -> KeptParts.Parts {
        let filter = visit.asked("state").flatMap(InboxFilter.init) ?? .open
        let mark = visit.asked("after").flatMap(mark)
        let seen = try await visit.read { reading in
            (
                rows: try reading.scope.may("order.view")
                    ? reading.inbox(state: filter, of: offices, after: mark, limit: rowsPerPage + 1) : [],
                counts: try reading.scope.may("order.view") ? reading.inboxCounts(of: offices) : [:],
                names: try reading.officeNames(in: visit.language.code)
            )
        }
        let rows = Array(seen.rows.prefix(rowsPerPage))
        let next =
            seen.rows.count > rowsPerPage
            ? rows.last.map { "/inbox" + Links.query([("state", filter.rawValue), ("after", "\($0.dueAt.microseconds)_\($0.id)")]) } : nil
        let tabs = Tabs(
            label: visit.text("inbox.title"),
            items: InboxFilter.allCases.map { state in
                NavItem(
                    label: visit.text("inbox.\(state.rawValue)"), href: "/inbox" + Links.query([("state", state.rawValue)]),
                    current: state == filter,
                    count: seen.counts[state].map { visit.language.number($0) }, late: state == .overdue && (seen.counts[state] ?? 0) > 0,
                    liveKey: "inbox.\(state.rawValue)")
            })
        let below = ListBelow(
            table: table(visit, rows, seen.names), pager: Pager(previousHref: mark == nil ? nil : "/inbox", nextHref: next))
        return .init(
            above: try visit.markup(ListAbove(tabs: tabs), "pages/list-above"), below: try visit.markup(below, "pages/list-below"))
    }

    static func mark(_ text: String) -> InboxMark? {
        let halves = text.split(separator: "_")
        guard halves.count == 2, let moment = Int64(halves[0]), let id = ID<Order>(String(halves[1])) else { return nil }
        return InboxMark(dueAt: Instant(microseconds: moment), id: id)
    }

    static func table(_ visit: Visit, _ rows: [Order], _ offices: [ID<Office>: String]) -> Table {
        Table(
            caption: visit.text("inbox.title"),
            columns: [
                Column(visit.text("order.ask"), phone: .title), Column(visit.text("order.kind"), narrow: true),
                Column(visit.text("order.to")),
                Column(visit.text("order.state"), narrow: true, phone: .corner), Column(visit.text("order.issued"), narrow: true),
                Column(visit.text("order.due"), narrow: true),
            ],
            rows: rows.map { order in
                let href = order.kind == "letter" ? "/orders/\(order.id)" : visit.site.link(to: order.matter) ?? "/orders/\(order.id)"
                return TableRow(
                    [
                        .link(order.ask, href: href, note: order.number), .text(visit.text("order.kind.\(order.kind)")),
                        .text(offices[order.toOffice] ?? ""), .badge(badge(visit, order)), visit.date(order.issuedAt),
                        order.state.isOpen ? .clock(visit.clock(due: order.dueAt)) : visit.date(order.dueAt),
                    ], href: href, tone: order.isOverdue(at: visit.now) ? .late : nil)
            }, empty: EmptyState(title: visit.text("inbox.empty"), text: visit.text("inbox.empty.text")))
    }

    static func badge(_ visit: Visit, _ order: Order) -> Badge {
        let tone: Tone =
            switch order.state {
            case .issued: .near
            case .accepted: .intime
            case .replied: .accent
            case .closed: .done
            case .returned, .transferred, .cancelled: .neutral
            }
        return order.isOverdue(at: visit.now)
            ? Badge(visit.text("case.state.overdue"), .late) : Badge(visit.text("order.state.\(order.state.rawValue)"), tone)
    }
}

struct InboxView: PageModel {
    var frame: Frame
    var head: PageHead
    /// What waits, as it is shown to all of the same offices.
    var orders: String
    var noticesTitle: String
    var notices: Timeline?
}

/// What the district told this person.
enum NoticesPage {
    static func show(_ visit: Visit) async throws -> Response {
        let notices = try await visit.read { try $0.notices(limit: 100) }
        let unread = notices.filter { !$0.isRead }.map(\.id)
        if !unread.isEmpty { _ = try await visit.district.perform(ReadNotices(notices: unread), as: visit.scope) }
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("notices.title")),
                head: PageHead(title: visit.text("notices.title"), intro: visit.text("notices.intro")), table: table(visit, notices)),
            "pages/list-page")
    }

    private static func table(_ visit: Visit, _ notices: [Notice]) -> Table {
        Table(
            caption: visit.text("notices.title"),
            columns: [
                Column(visit.text("notices.what"), phone: .title), Column(visit.text("notices.when"), narrow: true),
                Column(visit.text("notices.state"), narrow: true, phone: .corner),
            ],
            rows: notices.map { notice in
                TableRow(
                    [
                        .link(visit.text(notice.text, notice.values), href: notice.href, note: why(visit, notice)),
                        visit.date(notice.madeAt),
                        .badge(notice.isRead ? Badge(visit.text("notices.read"), .done) : Badge(visit.text("notices.unread"), .accent)),
                    ], href: notice.href)
            }, empty: EmptyState(title: visit.text("notices.none")))
    }

    /// Why this person was told.
    private static func why(_ visit: Visit, _ notice: Notice) -> String {
        guard let office = notice.toOffice, let duty = visit.scope.duties.first(where: { $0.officeID == office }) else {
            return visit.text("notices.why.own")
        }
        let role = visit.district.pack.rolesByCode[duty.role].map { visit.words($0.name) } ?? ""
        return visit.text("notices.why.office", ["office": duty.officeName ?? "", "role": role])
    }

    static func timeline(_ visit: Visit, _ notices: [Notice]) -> Timeline? {
        guard !notices.isEmpty else { return nil }
        return Timeline(
            notices.map {
                TimelineEntry(
                    time: visit.language.ago($0.madeAt.microseconds, now: visit.now.microseconds), machine: visit.machine($0.madeAt),
                    who: "",
                    sentence: visit.text($0.text, $0.values), tone: $0.isRead ? .neutral : .accent)
            })
    }
}
