import Hummingbird
import Kernel
import Pages
import Store
import WorkingTime

/// The steps an addressee takes with an order, from wherever it is shown.
enum OrderForms {
    static func accept(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "order.accepted") { _ = try await visit.perform(AcceptOrder(orderID: $0)) }
    }

    static func giveBack(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "order.returned") {
            _ = try await visit.perform(ReturnOrder(orderID: $0, reason: visit.typed["reason"] ?? "", text: visit.typed["text"]))
        }
    }

    static func transfer(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "order.transferred") {
            _ = try await visit.perform(
                TransferOrder(orderID: $0, toOffice: try visit.typed.required("toOffice"), reason: visit.typed["reason"] ?? ""))
        }
    }

    static func reply(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "order.replied") {
            _ = try await visit.perform(ReplyToOrder(orderID: $0, text: visit.typed["text"] ?? ""))
        }
    }

    static func askExtension(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "order.extension-asked") {
            guard let days = visit.typed["days"].flatMap({ Int($0) }) else { throw Problem.field("days", "required") }
            _ = try await visit.perform(AskExtension(orderID: $0, days: days, reason: visit.typed["reason"] ?? ""))
        }
    }

    static func decideExtension(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "order.extension-decided") {
            guard let grants = visit.typed["grants"] else { throw Problem.field("grants", "required") }
            _ = try await visit.perform(DecideExtension(orderID: $0, grants: grants == "yes", answer: visit.typed["answer"]))
        }
    }

    static func askSuspension(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "order.extension-asked") {
            guard let kind = visit.typed["kind"] else { throw Problem.field("kind", "required") }
            _ = try await visit.perform(
                AskSuspension(
                    orderID: $0, until: try visit.typed.day("until"), reason: visit.typed["reason"] ?? "", parks: kind == "park"))
        }
    }

    static func resume(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "order.resumed") {
            _ = try await visit.perform(ResumeOrder(orderID: $0, reason: visit.typed["reason"] ?? ""))
        }
    }

    static func recall(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "order.recalled") {
            _ = try await visit.perform(RecallOrder(orderID: $0, reason: visit.typed["reason"] ?? ""))
        }
    }

    static func sendBack(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "order.sent-back") {
            _ = try await visit.perform(SendBackOrder(orderID: $0, reason: visit.typed["reason"] ?? ""))
        }
    }

    static func close(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "order.closed") { _ = try await visit.perform(CloseOrder(orderID: $0)) }
    }

    /// Back to where the form stood; a refusal is said on the order's own page, with what was typed.
    private static func step(_ visit: Visit, done: String, _ work: (ID<Order>) async throws -> Void) async throws -> Response {
        let id: ID<Order> = try visit.id()
        return try await visit.answering {
            try await work(id)
            return .seeOther(SignIn.safeTarget(visit.typed["back"] ?? "/orders/\(id)") + "?done=\(done)")
        } refused: { problem in
            try await OrderPage.show(visit, problem: problem)
        }
    }
}

/// One order on a page of its own: letters live here; an order about a case leads to the case.
struct OrderPage: PageModel {
    var frame: Frame
    var head: PageHead
    var ask: String
    var facts: DefinitionList
    var reply: String?
    var actions: [Action]
    var timeline: Timeline

    struct Action: PageModel {
        var id: String
        var title: String
        var open: Bool
        var form: Form
    }

    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    static func show(_ visit: Visit, problem: Problem?) async throws -> Response {
        let id: ID<Order> = try visit.id()
        let seen = try await visit.read { reading in
            let order = try reading.findOrder(id)
            return (
                order: order, to: try reading.findOffice(order.toOffice), from: try order.fromOffice.map { try reading.findOffice($0) },
                feed: try reading.feed(of: Subject("order", order.id.uuid)), offices: try reading.offices(),
                times: try reading.times(of: order),
                held: try reading.ordersReached(by: "order.accept", about: order.matter).contains(order.id),
                recallable: reading.scope.may(RecallOrder.permission)
                    ? try reading.ordersReached(by: RecallOrder.permission, about: order.matter).contains(order.id) : false
            )
        }
        let order = seen.order
        if problem == nil, order.kind != "letter", let link = visit.site.link(to: order.matter) { return .seeOther(link) }
        var facts = [
            Definition(visit.text("order.kind"), visit.text("order.kind.\(order.kind)")),
            Definition(visit.text("order.to"), visit.words(seen.to.name)),
            Definition(visit.text("order.issued"), visit.moment(order.issuedAt, .full)),
            Definition(visit.text("order.due"), visit.moment(order.dueAt, .full), note: order.deadline.map { visit.explain($0) }),
        ]
        if let from = seen.from { facts.insert(Definition(visit.text("order.from"), visit.words(from.name)), at: 1) }
        if let basis = order.basis { facts.append(Definition(visit.text("letter.basis"), basis)) }
        if let by = order.acceptBy { facts.append(Definition(visit.text("order.accept-by"), visit.moment(by, .full))) }
        var steps = OrderSteps(visit, order).time(seen.times, holds: seen.held)
        if seen.recallable, order.state.isOpen { steps.append(OrderSteps(visit, order).recall()) }
        let actions = actions(visit, order, seen.offices, order.kind == "letter" ? steps : [], problem)
        let unsaid = actions.contains { $0.form.summary != nil } ? nil : problem
        let page = OrderPage(
            frame: visit.frame(
                order.number, breadcrumbs: [Crumb(visit.text("nav.orders"), href: "/orders")],
                messages: unsaid.map { [visit.refusal($0)] } ?? []),
            head: PageHead(
                title: order.ask, above: order.number, badge: InboxPage.badge(visit, order),
                clock: visit.clock(due: order.dueAt, isOpen: order.state.isOpen, doneAt: order.repliedAt, deadline: order.deadline),
                actions: order.kind == "letter"
                    ? [ActionLink(visit.text("letter.print"), href: "/orders/\(order.id)/print", style: .quiet)] : []),
            ask: order.ask, facts: DefinitionList(facts), reply: order.reply, actions: actions,
            timeline: Timeline(seen.feed.map { visit.timelineEntry($0) }.reversed()))
        return try visit.page(page, "workbench/order", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }

    private static func actions(_ visit: Visit, _ order: Order, _ offices: [Office], _ steps: [OrderSteps.Step], _ problem: Problem?)
        -> [Action]
    {
        var actions: [Action] = []
        func add(_ id: String, _ path: String, _ fields: [Field]) {
            let refusedHere = problem != nil && visit.path.hasSuffix("/" + path)
            var form = Form(
                action: "/orders/\(order.id)/\(path)", fields: fields, submit: visit.text("action.\(id)"), csrf: visit.csrf,
                hidden: [visit.requestField])
            if refusedHere, let problem { form = visit.refused(form, problem) }
            actions.append(
                Action(id: id, title: visit.text("action.\(id)"), open: refusedHere || actions.isEmpty && problem == nil, form: form))
        }
        let text = { (name: String, key: String, longest: Int) in
            Field(.textarea(rows: 4), name: name, label: visit.text(key), required: true, width: .full, maxlength: longest)
        }
        if order.state == .issued, visit.scope.may("order.accept") { add("accept", "acceptance", []) }
        if order.state.isOpen {
            if order.kind == "letter", visit.scope.may("order.reply") { add("reply", "reply", [text("text", "reply.text", 8000)]) }
            if visit.scope.may("order.transfer") {
                let choices =
                    [Choice(value: "", label: visit.text("choose"))]
                    + offices.filter { $0.id != order.toOffice }.map { Choice(value: $0.id.description, label: visit.words($0.name)) }
                add(
                    "transfer", "transfer",
                    [
                        Field(.select, name: "toOffice", label: visit.text("transfer.to"), required: true, options: choices, width: .full),
                        text("reason", "transfer.reason", 500),
                    ])
            }
            if visit.scope.may("order.return") {
                let reasons = visit.district.pack.list("return-reasons").map { Choice(value: $0.code, label: visit.words($0.name)) }
                add(
                    "return", "return",
                    [
                        Field(.radios, name: "reason", label: visit.text("return.reason"), required: true, options: reasons),
                        Field(.textarea(rows: 2), name: "text", label: visit.text("return.text"), width: .full, maxlength: 500),
                    ])
            }
        }
        for step in steps {
            let refusedHere = problem != nil && visit.path == step.form.action
            var form = step.form
            if refusedHere, let problem { form = visit.refused(form, problem) }
            actions.append(
                Action(id: step.id, title: visit.text("action.\(step.id)"), open: refusedHere || step.isPressing, form: form))
        }
        if order.state == .replied, order.kind == "letter" {
            if visit.scope.may("order.close") { add("close-order", "closure", []) }
            if visit.scope.may("order.send-back") { add("send-back", "sending-back", [text("reason", "send-back.reason", 500)]) }
        }
        return actions
    }
}

/// The ledger of orders, and the rows behind figures about them.
enum OrderLedger {
    static func show(_ visit: Visit) async throws -> Response {
        let kind = visit.asked("kind")
        let condition = visit.asked("rows")
        let issuer = visit.asked("by").flatMap { ID<Office>($0) }
        let filter = try visit.figureFilter()
        let before = visit.asked("before").flatMap(InboxPage.mark)
        let asOf = try visit.asOf()
        let limit = InboxPage.rowsPerPage
        let seen = try await visit.read(asOf: asOf) { reading in
            (
                rows: try reading.orderLedger(
                    filter, kind: kind, issuer: issuer, conditions: [condition, visit.asked("within")].compactMap { $0 }, before: before,
                    limit: limit + 1),
                offices: try reading.officeNames(in: visit.language.code),
                views: try reading.savedViews(of: "/orders")
            )
        }
        let rows = Array(seen.rows.prefix(limit))
        let base =
            filter.query
            + [
                ("kind", kind), ("by", issuer?.description), ("rows", condition), ("within", visit.asked("within")),
                ("as-of", visit.asked("as-of")),
            ].compactMap {
                name, value in value.map { (name: name, value: $0) }
            }
        let next =
            seen.rows.count > limit
            ? rows.last.map { "/orders" + Links.query(base + [("before", "\($0.issuedAt.microseconds)_\($0.id)")]) } : nil
        let tabs = Tabs(
            label: visit.text("nav.orders"),
            items: [nil, "handle", "assist", "letter", "after-care"].map { one in
                NavItem(
                    label: visit.text("orders.\(one ?? "all")"), href: "/orders" + Links.query(one.map { [("kind", $0)] } ?? []),
                    current: one == kind)
            })
        let messages = asOf.map { [Callout(visit.text("ledger.as-of", ["time": visit.moment($0, .full)]), tone: .near)] } ?? []
        let actions = visit.scope.may("order.issue") ? [ActionLink(visit.text("nav.letter"), href: "/letters/new", style: .primary)] : []
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("nav.orders"), messages: messages),
                head: PageHead(
                    title: visit.text("nav.orders"), intro: condition.map { visit.language.textIfKnown("rows.\($0)") ?? $0 },
                    actions: actions),
                tabs: tabs, views: SavedViews.bar(visit, "/orders", query: base, seen.views),
                table: InboxPage.table(visit, rows, seen.offices),
                pager: Pager(previousHref: before == nil ? nil : "/orders" + Links.query(base), nextHref: next)),
            "pages/list-page")
    }
}

extension Reading {
    func orderLedger(
        _ filter: IndicatorFilter, kind: String?, issuer: ID<Office>? = nil, conditions names: [String], before: InboxMark?, limit: Int
    ) throws -> [Order] {
        var conditions: [SQL] = ["o.district = \(district)", "o.mode = \(scope.mode)", try orderCondition("order.view")]
        if let kind { conditions.append("o.kind = \(kind)") } else { conditions.append("o.kind NOT IN ('dispatch', 'call-back')") }
        if let issuer { conditions.append("o.from_office = \(issuer)") }
        if let population = home.modules.population(named: "orders") {
            conditions += try population.matches(filter, self)
            for name in names { conditions.append(try condition(name, in: population)) }
        }
        if let before { conditions.append("(o.issued_at, o.id) < (\(before.dueAt), \(before.id))") }
        return try db.rows(
            "SELECT o.* FROM \(table("orders")) o WHERE \(SQL.all(conditions)) ORDER BY o.issued_at DESC, o.id DESC LIMIT \(limit)"
        )
        .map(Order.init(row:))
    }
}

/// Writing a letter 交办函 to one or more offices.
enum LetterPage {
    static func show(_ visit: Visit) async throws -> Response { try page(visit, try await form(visit)) }

    static func send(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            let offices = try visit.typed.all("toOffices").map { text -> ID<Office> in
                guard let id = ID<Office>(text) else { throw Problem.field("toOffices", "not-one-of-these") }
                return id
            }
            _ = try await visit.perform(
                IssueLetter(
                    toOffices: offices, ask: visit.typed["ask"] ?? "", limit: visit.typed["limit"] ?? "", basis: visit.typed["basis"]))
            return .seeOther("/orders?kind=letter&done=letter.issued")
        } refused: { problem in
            try page(visit, visit.refused(try await form(visit), problem), status: problem.status)
        }
    }

    private static func form(_ visit: Visit) async throws -> Form {
        let offices = try await visit.read { try $0.offices() }.filter { $0.kind == "department" || $0.kind == "street-office" }
        return Form(
            action: "/letters/new",
            fields: [
                Field(.textarea(rows: 6), name: "ask", label: visit.text("letter.ask"), required: true, width: .full, maxlength: 2000),
                Field(
                    .text, name: "limit", label: visit.text("letter.limit"), hint: visit.text("letter.limit.hint"),
                    value: visit.text("letter.limit.usual"), required: true, width: .short),
                Field(.text, name: "basis", label: visit.text("letter.basis"), width: .full, maxlength: 200),
                Field(
                    .checkboxes, name: "toOffices", label: visit.text("letter.to"), required: true,
                    options: offices.map { Choice(value: $0.id.description, label: visit.words($0.name)) }),
            ], submit: visit.text("letter.submit"), csrf: visit.csrf, hidden: [visit.requestField], draft: "letter")
    }

    private static func page(_ visit: Visit, _ form: Form, status: Int = 200) throws -> Response {
        try visit.page(
            FormPage(
                frame: visit.frame(visit.text("letter.title"), breadcrumbs: [Crumb(visit.text("nav.orders"), href: "/orders")]),
                head: PageHead(title: visit.text("letter.title"), intro: visit.text("letter.intro")), form: form),
            "pages/form-page", status: HTTPResponseStatus(rawValue: status))
    }
}
