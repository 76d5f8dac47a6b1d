package import Kernel
import Store
import WorkingTime

/// Asks other offices to assist the one that leads: each has an order and a clock of its own, and the lead alone answers the reporter.
package struct AskAssistance: Verb {
    package static let permission: Permission = "case.assist"
    package var caseID: ID<Case>
    package var officeIDs: [ID<Office>]
    package var ask: String
    /// `3wd`; the pack's where nothing is said.
    package var limit: String?

    package init(caseID: ID<Case>, officeIDs: [ID<Office>], ask: String, limit: String? = nil) {
        self.caseID = caseID
        self.officeIDs = officeIDs
        self.ask = ask
        self.limit = limit
    }

    package func perform(at desk: Desk) throws -> [ID<Order>] {
        let found = try desk.findCase(caseID, for: Self.permission)
        try found.require(.dispatched, .accepted, verb: Self.permission)
        guard let lead = try desk.openOrder(about: found.subject) else { throw Problem.notFound("order") }
        // Who assists does not ask others in the lead's name.
        _ = try desk.findOrder(lead.id, for: Self.permission)
        let ask = try desk.checkedText(ask, field: "ask", longest: 500)
        var limit = desk.pack.settings.assistLimit
        if let text = self.limit, !text.isEmpty {
            guard let typed = try? Limit(parsing: text) else { throw Problem.field("limit", "not-a-limit") }
            limit = typed
        }
        guard !officeIDs.isEmpty else { throw Problem.field("officeIDs", "required") }
        guard Set(officeIDs).count == officeIDs.count else { throw Problem.field("officeIDs", "twice") }
        let assisting = try desk.openOrders(about: found.subject, kind: "assist").map(\.toOffice) + [lead.toOffice]
        let orders = try officeIDs.map { id in
            let office = try desk.findOffice(id)
            guard office.kind != "leadership" else { throw Problem.field("officeIDs", "not-an-executing-office") }
            guard !assisting.contains(id) else { throw Problem.field("officeIDs", "works-on-it", ["office": office.name.zh]) }
            let order = try desk.issue(
                OrderDraft(
                    kind: "assist", matter: found.subject, from: lead.toOffice, to: office, ask: ask, limit: limit,
                    acceptLimit: desk.pack.settings.acceptLimit, previous: lead.id),
                areaPath: found.areaPath)
            try desk.notify(
                NoticeDraft(
                    to: .office(office.id), matter: "order/\(order.id)/issued", text: "notice.order.assist",
                    values: ["number": found.number, "title": found.title, "ask": ask], href: "/cases/\(found.id)"))
            return (order.id, office.name.zh)
        }
        try desk.record(
            CaseAssistanceAsked(caseID: found.id, offices: orders.map(\.1).joined(separator: "、"), ask: ask))
        return orders.map(\.0)
    }
}

/// What the lead office is told of those who assist it.
enum AssistanceReactions {
    static let all: [Reaction] = [
        .on(OrderReplied.self, "assistance-given") { event, desk in
            try tellLead(event.orderID, event.kind, "notice.assist.replied", event.office, event.reply, desk)
        },
        .on(OrderReturned.self, "assistance-refused") { event, desk in
            try tellLead(event.orderID, event.kind, "notice.assist.returned", event.office, event.reason, desk)
        },
    ]

    private static func tellLead(_ id: ID<Order>, _ kind: String, _ text: String, _ office: String, _ words: String, _ desk: Desk) throws {
        guard kind == "assist" else { return }
        let order = try desk.orderJustChanged(id)
        guard let lead = order.fromOffice else { return }
        try desk.notify(
            NoticeDraft(
                to: .office(lead), matter: "order/\(id)/\(order.state.rawValue)-\(desk.now.microseconds)", text: text,
                values: ["number": order.number, "office": office, "text": words], href: "/cases/\(ID<Case>(order.matter.id))"))
    }
}

extension Desk {
    /// One answer to the reporter: what was asked of others is in it, or was taken back.
    func requireAssistanceGiven(to found: Case) throws {
        let waiting = try openOrders(about: found.subject, kind: "assist")
        guard waiting.isEmpty else {
            let offices = try waiting.map { try findOffice($0.toOffice).name.zh }.joined(separator: "、")
            throw Problem(.conflict, "assistance-open", ["number": found.number, "offices": offices])
        }
    }

    /// The case is over: nobody assists it any more.
    /// - Parameter needed: the case was answered; otherwise it went away, and with it the question.
    func endAssistance(of found: Case, needed: Bool) throws {
        for order in try orders(about: found.subject) where order.kind == "assist" && (order.state.isOpen || order.state == .replied) {
            if needed || order.state == .replied { try close(order) } else { try cancel(order) }
        }
    }
}
