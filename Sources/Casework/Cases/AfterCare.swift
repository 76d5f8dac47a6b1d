package import Kernel
import Store
package import WorkingTime

/// Has somebody look again, on a later day, whether what was solved is still solved.
package struct PlanAfterCare: Verb {
    package static let permission: Permission = "case.plan-after-care"
    package var caseID: ID<Case>
    package var on: Day
    package var ask: String
    /// Who looks; the office that handled it where nobody else is named.
    package var officeID: ID<Office>?

    package init(caseID: ID<Case>, on: Day, ask: String, officeID: ID<Office>? = nil) {
        self.caseID = caseID
        self.on = on
        self.ask = ask
        self.officeID = officeID
    }

    package func perform(at desk: Desk) throws -> ID<Order> {
        let found = try desk.findCase(caseID, for: Self.permission)
        try found.require(.resolved, .closed, verb: Self.permission)
        let ask = try desk.checkedText(ask, field: "ask", longest: 500)
        let days = on.daysSinceEpoch - desk.happenedAt.day(in: desk.pack.zone).daysSinceEpoch
        guard (1...3660).contains(days) else { throw Problem.field("on", "day-is-over") }
        guard let handled = try desk.lastOrder(about: found.subject, kind: "handle") else { throw Problem.notFound("order") }
        let office = try desk.findOffice(officeID ?? handled.toOffice)
        if !desk.scope.reachesDistrict(Self.permission) {
            // An office looks after what it handled, and sends nobody else.
            guard office.id == handled.toOffice else { throw Problem.field("officeID", "not-one-of-these") }
            _ = try desk.findOrder(handled.id, for: Self.permission)
        }
        guard office.kind != "leadership" else { throw Problem.field("officeID", "not-an-executing-office") }
        let order = try desk.issue(
            OrderDraft(
                kind: "after-care", matter: found.subject, from: desk.officeActing(by: Self.permission), to: office, ask: ask,
                limit: .days(days),
                previous: handled.id),
            areaPath: found.areaPath)
        try desk.record(CaseAfterCarePlanned(caseID: found.id, office: office.name.zh, on: on, ask: ask))
        return order.id
    }
}

/// What was seen when somebody looked again. Where it has not held, the case is open again.
package struct ReportAfterCare: Verb {
    package static let permission: Permission = "case.report-after-care"
    package var orderID: ID<Order>
    package var holds: Bool
    package var finding: String
    package var photos: [String]?

    package init(orderID: ID<Order>, holds: Bool, finding: String, photos: [String]? = nil) {
        self.orderID = orderID
        self.holds = holds
        self.finding = finding
        self.photos = photos
    }

    package func perform(at desk: Desk) throws -> Done {
        let order = try desk.findOrder(orderID, for: Self.permission)
        guard order.kind == "after-care" else { throw Problem(.conflict, "not-after-care", ["number": order.number]) }
        try order.require(.issued, .accepted, verb: Self.permission)
        let found = try desk.findCase(ID(order.matter.id), for: "case.view")
        let zone = desk.pack.zone
        // That it holds is known on the day, not before; that it does not, as soon as somebody sees it.
        if holds, desk.happenedAt.day(in: zone) < order.dueAt.day(in: zone) {
            throw Problem(.conflict, "after-care-too-early", ["number": order.number])
        }
        try desk.reply(to: order, text: finding)
        try desk.close(try desk.orderJustChanged(order.id))
        try desk.attach(photos ?? [], to: found.id, stage: "note", isPublic: false)
        try desk.record(CaseAfterCareDone(caseID: found.id, holds: holds, finding: finding))
        if !holds, found.state == .closed || found.state == .resolved { try desk.reopen(found, reason: finding) }
        return Done()
    }
}
