import Store
package import WorkingTime

/// Asks for more working days, while there are some left.
package struct AskExtension: Verb {
    package static let permission: Permission = "order.extend"
    package var orderID: ID<Order>
    /// Working days on top of the limit.
    package var days: Int
    package var reason: String

    package init(orderID: ID<Order>, days: Int, reason: String) {
        self.orderID = orderID
        self.days = days
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> Done {
        let order = try desk.findOrder(orderID, for: Self.permission)
        try order.requireHandedOut(verb: Self.permission)
        try order.require(.issued, .accepted, verb: Self.permission)
        try desk.askForTime(.extend, days: days, until: nil, reason: reason, field: "days", of: order)
        return Done()
    }
}

/// Asks that the limit stand still until a day: something is awaited, or the matter cannot be solved now and is to be looked at again.
package struct AskSuspension: Verb {
    package static let permission: Permission = "order.suspend"
    package var orderID: ID<Order>
    /// The limit runs again from the beginning of this day.
    package var until: Day
    package var reason: String
    /// Not solvable now: the reporter reads the reason and the day of review.
    package var parks: Bool?

    package init(orderID: ID<Order>, until: Day, reason: String, parks: Bool? = nil) {
        self.orderID = orderID
        self.until = until
        self.reason = reason
        self.parks = parks
    }

    package func perform(at desk: Desk) throws -> Done {
        let order = try desk.findOrder(orderID, for: Self.permission)
        try order.requireHandedOut(verb: Self.permission)
        // Whoever has not taken it has found nothing out yet.
        try order.require(.accepted, verb: Self.permission)
        let zone = desk.pack.zone
        try desk.askForTime(
            parks == true ? .park : .suspend, days: until.daysSinceEpoch - desk.happenedAt.day(in: zone).daysSinceEpoch,
            until: Instant(until, in: zone),
            reason: reason, field: "until", of: order)
        return Done()
    }
}

extension Desk {
    fileprivate func askForTime(
        _ kind: TimeRequest.Kind, days: Int, until: Instant?, reason: String, field: String, of order: Order
    ) throws {
        let reason = try checkedText(reason, field: "reason", longest: 500)
        let longest = pack.settings.timeRules[kind]?.longestDays ?? 0
        guard (1...max(1, longest)).contains(days) else {
            throw Problem.field(field, kind == .extend ? "not-so-many-days" : "not-so-far-a-day", ["longest": "\(longest)"])
        }
        // What is late already is not made punctual afterwards.
        guard happenedAt <= order.dueAt else { throw Problem(.conflict, "extension-too-late", ["number": order.number]) }
        try requireTimeLeft(kind, of: order)
        let id: ID<TimeRequest> = newID()
        try writer.run(
            """
            INSERT INTO order_extensions (district, id, order_id, office_id, kind, days, until, reason, state, asked_at, asked_by)
            VALUES (\(district), \(id), \(order.id), \(order.toOffice), \(kind), \(days), \(until), \(reason), 'asked', \(happenedAt),
              \(scope.accountID))
            """)
        let office = try findOffice(order.toOffice).name.zh
        try record(
            OrderExtensionAsked(
                orderID: order.id, matter: order.matter, kind: order.kind, office: office, what: kind, days: days, until: until,
                reason: reason))
        if let from = order.fromOffice {
            try notify(
                NoticeDraft(
                    to: .office(from), matter: "order/\(order.id)/extension-\(id)", text: "notice.order.time-asked",
                    values: ["number": order.number, "title": order.ask, "office": office, "reason": reason], href: "/orders/\(order.id)"))
        }
    }
}
