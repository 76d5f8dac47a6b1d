package import Kernel
import Store
package import WorkingTime

/// Gives a case to an office, with a date in working time. The class may be corrected on the way.
package struct DispatchCase: Verb {
    package static let permission: Permission = "case.dispatch"
    package var caseID: ID<Case>
    package var officeID: ID<Office>
    package var caseClass: String?
    package var urgency: String?
    /// What is asked of the office, beyond the request itself.
    package var ask: String?

    package init(caseID: ID<Case>, officeID: ID<Office>, caseClass: String? = nil, urgency: String? = nil, ask: String? = nil) {
        self.caseID = caseID
        self.officeID = officeID
        self.caseClass = caseClass
        self.urgency = urgency
        self.ask = ask
    }

    package struct Outcome: Codable, Sendable {
        package var orderID: ID<Order>
        package var dueAt: Instant
    }

    package func perform(at desk: Desk) throws -> Outcome {
        var found = try desk.findCase(caseID, for: Self.permission)
        try found.require(.registered, verb: Self.permission)
        let office = try desk.findOffice(officeID)
        guard office.kind != "leadership" else { throw Problem.field("officeID", "not-an-executing-office") }
        let ask = try desk.checkedText(ask ?? "", field: "ask", longest: 500, mayBeEmpty: true)
        if caseClass != nil || urgency != nil {
            found = try desk.classify(found, as: caseClass, urgency: urgency)
        }
        if let waiting = try desk.openOrder(about: found.subject) {
            try desk.end(waiting, as: .closed)
        }
        let settings = desk.pack.settings
        let ownLimit = desk.pack.classesByCode[found.caseClass]?.limit ?? settings.defaultLimit
        let schedule = desk.home.schedule(hours: office.hours)
        // Urgent is the shorter of the two.
        let isUrgent = found.urgency == "urgent"
        let hurries =
            isUrgent
            && schedule.after(desk.happenedAt, settings.urgentLimit) < schedule.after(desk.happenedAt, ownLimit)
        let order = try desk.issue(
            OrderDraft(
                kind: "handle", matter: found.subject, from: try desk.dispatchDesk().id, to: office,
                ask: ask.isEmpty ? found.title : ask,
                limit: hurries ? settings.urgentLimit : ownLimit, acceptLimit: settings.acceptLimit,
                ladder: isUrgent && desk.pack.ladders["urgent"] != nil ? "urgent" : nil),
            areaPath: found.areaPath)
        try desk.change(
            found,
            """
            state = 'dispatched', office_id = \(office.id), due_at = \(order.dueAt),
            dispatched_at = COALESCE(dispatched_at, \(desk.happenedAt)), respond_by = COALESCE(respond_by, \(order.acceptBy))
            """)
        try desk.record(
            CaseDispatched(
                caseID: found.id, office: office.name.zh, officeID: office.id, orderNumber: order.number, dueAt: order.dueAt))
        try desk.notify(
            NoticeDraft(
                to: .office(office.id), matter: "order/\(order.id)/issued", text: "notice.order.issued",
                values: ["number": found.number, "title": found.title, "office": office.name.zh], href: "/cases/\(found.id)"))
        return Outcome(orderID: order.id, dueAt: order.dueAt)
    }
}

/// Corrects the class or the urgency of a case that still waits for dispatch.
package struct ClassifyCase: Verb {
    package static let permission: Permission = "case.classify"
    package var caseID: ID<Case>
    package var caseClass: String?
    package var urgency: String?

    package init(caseID: ID<Case>, caseClass: String? = nil, urgency: String? = nil) {
        self.caseID = caseID
        self.caseClass = caseClass
        self.urgency = urgency
    }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findCase(caseID, for: Self.permission)
        try found.require(.registered, .dispatched, .accepted, verb: Self.permission)
        _ = try desk.classify(found, as: caseClass, urgency: urgency)
        return Done()
    }
}

extension Desk {
    func classify(_ found: Case, as code: String?, urgency: String?) throws -> Case {
        let item = try caseClass(code ?? found.caseClass)
        let urgency = urgency ?? found.urgency
        guard pack.item(urgency, in: "urgencies") != nil else { throw Problem.field("urgency", "not-one-of-these") }
        guard item.code != found.caseClass || urgency != found.urgency else { return found }
        try change(found, "class = \(item.code), urgency = \(urgency)")
        try record(CaseClassified(caseID: found.id, from: found.caseClass, to: item.code, urgency: urgency))
        return try reload(found)
    }
}
