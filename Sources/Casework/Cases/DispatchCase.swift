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
        try desk.foreseeing { _ = try desk.orders(about: Subject("case", caseID.uuid)) }
        var found = try desk.findCase(caseID, for: Self.permission)
        try found.require(.registered, verb: Self.permission)
        let ask = try desk.checkedText(ask ?? "", field: "ask", longest: 500, mayBeEmpty: true)
        if let above = try desk.officeThatDecides(found) {
            throw Problem(.conflict, "decided-above", ["number": found.number, "office": above.name.zh])
        }
        if caseClass != nil || urgency != nil {
            found = try desk.classify(found, as: caseClass, urgency: urgency)
        }
        return try desk.dispatch(found, to: officeID, ask: ask, from: try desk.dispatchDesk().id)
    }
}

/// Names the office for a case that several gave back. Whoever is named here handles it, and may ask others to assist.
package struct DecideOffice: Verb {
    package static let permission: Permission = "case.decide-office"
    package var caseID: ID<Case>
    package var officeID: ID<Office>
    /// Told to the office.
    package var reason: String

    package init(caseID: ID<Case>, officeID: ID<Office>, reason: String) {
        self.caseID = caseID
        self.officeID = officeID
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> DispatchCase.Outcome {
        let found = try desk.findCase(caseID, for: Self.permission)
        try found.require(.registered, verb: Self.permission)
        guard let above = try desk.officeThatDecides(found) else {
            throw Problem(.conflict, "not-decided-above", ["number": found.number])
        }
        let reason = try desk.checkedText(reason, field: "reason", longest: 500)
        let outcome = try desk.dispatch(found, to: officeID, ask: reason, from: above.id)
        try desk.record(
            CaseOfficeDecided(caseID: found.id, office: try desk.findOffice(officeID).name.zh, by: above.name.zh, reason: reason))
        return outcome
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
        let repeats =
            item.code == found.caseClass
            ? found.repeats
            : try answeredBefore(
                class: item.code, area: findArea(found.areaID), latitude: found.latitude, longitude: found.longitude, at: found.filedAt)
        try change(found, "class = \(item.code), urgency = \(urgency), repeats = \(repeats)")
        try record(CaseClassified(caseID: found.id, from: found.caseClass, to: item.code, urgency: urgency))
        return try reload(found)
    }
}

extension Reading {
    /// The office above the dispatch desk where a case waits that was given back too often; nil where the desk has it.
    func officeThatDecides(_ found: Case) throws -> Office? {
        guard let waiting = try openOrder(about: found.subject), waiting.kind == "dispatch" else { return nil }
        let office = try findOffice(waiting.toOffice)
        return office.kind == pack.settings.returns.decidedBy ? office : nil
    }

    /// The office that the case's class names first for its place; nil where the pack names none.
    func usualOffice(for found: Case) throws -> Office? {
        let area = try findArea(found.areaID)
        for name in pack.classesByCode[found.caseClass]?.offices ?? [] {
            if let office = try officeIfAny(named: name, for: area) { return office }
        }
        return nil
    }

    /// Where a case waits that an office gave back: at the dispatch desk, or with the level above after the stated number of returns.
    func queueAfterReturn(_ found: Case) throws -> Office {
        let rules = pack.settings.returns
        let returns = try orders(about: found.subject).count { $0.kind == "handle" && $0.state == .returned }
        if returns >= rules.beforeDecision, let above = try offices(kind: rules.decidedBy).first { return above }
        return try dispatchDesk()
    }
}

extension Desk {
    /// Gives a case to an office that acts, with a date of the class's or the urgency's.
    fileprivate func dispatch(_ found: Case, to officeID: ID<Office>, ask: String, from: ID<Office>) throws -> DispatchCase.Outcome {
        let office = try findOffice(officeID)
        guard office.kind != "leadership" else { throw Problem.field("officeID", "not-an-executing-office") }
        let (waiting, assisting) = (try openOrder(about: found.subject), try openOrders(about: found.subject, kind: "assist"))
        if let waiting { try end(waiting, as: .closed) }
        // Whoever assisted leads now.
        for order in assisting where order.toOffice == office.id { try cancel(order) }
        let ownLimit = pack.classesByCode[found.caseClass]?.limit ?? pack.settings.defaultLimit
        let schedule = home.schedule(hours: office.hours)
        // Urgent is the shorter of the two.
        let isUrgent = found.urgency == "urgent"
        let hurries = isUrgent && schedule.after(happenedAt, pack.settings.urgentLimit) < schedule.after(happenedAt, ownLimit)
        let order = try issue(
            OrderDraft(
                kind: "handle", matter: found.subject, from: from, to: office, ask: ask.isEmpty ? found.title : ask,
                limit: hurries ? pack.settings.urgentLimit : ownLimit, acceptLimit: pack.settings.acceptLimit,
                ladder: isUrgent && pack.ladders["urgent"] != nil ? "urgent" : nil),
            areaPath: found.areaPath)
        try change(
            found,
            """
            state = 'dispatched', office_id = \(office.id), due_at = \(order.dueAt),
            dispatched_at = COALESCE(dispatched_at, \(happenedAt)), respond_by = COALESCE(respond_by, \(order.acceptBy))
            """)
        try record(
            CaseDispatched(caseID: found.id, office: office.name.zh, officeID: office.id, orderNumber: order.number, dueAt: order.dueAt))
        try notify(
            NoticeDraft(
                to: .office(office.id), matter: "order/\(order.id)/issued", text: "notice.order.issued",
                values: ["number": found.number, "title": found.title, "office": office.name.zh], href: "/cases/\(found.id)"))
        return DispatchCase.Outcome(orderID: order.id, dueAt: order.dueAt)
    }
}
