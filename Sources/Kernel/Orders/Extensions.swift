import Store
package import WorkingTime

/// An office's request for more time, and what was decided. More time is asked for while there is some left, with a reason; somebody
/// of another office decides; and how often an office got it can be counted.
package struct OrderExtension: Sendable {
    package enum State: String, ClosedList, SQLConvertible {
        case asked, granted, refused
    }

    package var id: ID<OrderExtension>
    package var orderID: ID<Order>
    /// Working days on top of the limit.
    package var days: Int
    package var reason: String
    package var state: State
    package var askedAt: Instant

    init(row: Row) throws {
        id = try row.get("id")
        orderID = try row.get("order_id")
        days = try row.get("days")
        reason = try row.get("reason")
        state = try row.get("state")
        askedAt = try row.get("asked_at")
    }
}

/// Asks for more time.
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
        let rules = desk.pack.settings.extensions
        let reason = try desk.checkedText(reason, field: "reason", longest: 500)
        guard (1...rules.longestDays).contains(days) else {
            throw Problem.field("days", "not-so-many-days", ["longest": "\(rules.longestDays)"])
        }
        // What is late already is not made punctual afterwards.
        guard desk.happenedAt <= order.dueAt else { throw Problem(.conflict, "extension-too-late", ["number": order.number]) }
        let earlier = try desk.extensions(of: order)
        if earlier.contains(where: { $0.state == .asked }) { throw Problem(.conflict, "extension-asked", ["number": order.number]) }
        guard earlier.count(where: { $0.state == .granted }) < rules.perOrder else {
            throw Problem(.conflict, "extension-again", ["number": order.number, "most": "\(rules.perOrder)"])
        }
        try desk.requireExtensionsLeft(for: order.toOffice)
        let id: ID<OrderExtension> = desk.newID()
        try desk.writer.run(
            """
            INSERT INTO order_extensions (district, id, order_id, office_id, days, reason, state, asked_at, asked_by)
            VALUES (\(desk.district), \(id), \(order.id), \(order.toOffice), \(days), \(reason), 'asked', \(desk.happenedAt),
              \(desk.scope.accountID))
            """)
        let office = try desk.findOffice(order.toOffice).name.zh
        try desk.record(
            OrderExtensionAsked(orderID: order.id, matter: order.matter, kind: order.kind, office: office, days: days, reason: reason))
        if let from = order.fromOffice {
            try desk.notify(
                NoticeDraft(
                    to: .office(from), matter: "order/\(order.id)/extension-\(id)", text: "notice.order.extension-asked",
                    values: ["number": order.number, "title": order.ask, "office": office, "days": "\(days)"], href: "/orders/\(order.id)"))
        }
        return Done()
    }
}

/// Grants more time, or does not.
package struct DecideExtension: Verb {
    package static let permission: Permission = "order.decide-extension"
    package var orderID: ID<Order>
    package var grants: Bool
    package var answer: String?

    package init(orderID: ID<Order>, grants: Bool, answer: String? = nil) {
        self.orderID = orderID
        self.grants = grants
        self.answer = answer
    }

    package func perform(at desk: Desk) throws -> Done {
        let order = try desk.findOrder(orderID, for: Self.permission)
        guard let asked = try desk.extensions(of: order).last, asked.state == .asked else {
            throw Problem(.conflict, "no-extension-asked", ["number": order.number])
        }
        try order.require(.issued, .accepted, verb: Self.permission)
        if desk.scope.officeIDs.contains(order.toOffice) { throw Problem(.forbidden, "own-extension", ["number": order.number]) }
        let answer = try desk.checkedText(answer ?? "", field: "answer", longest: 500, mayBeEmpty: grants)
        try desk.writer.run(
            """
            UPDATE order_extensions SET state = \(grants ? OrderExtension.State.granted : .refused), answer = \(answer),
              decided_at = \(desk.happenedAt), decided_by = \(desk.scope.accountID)
            WHERE district = \(desk.district) AND id = \(asked.id)
            """)
        if grants {
            try desk.extend(order, by: asked)
        } else {
            try desk.record(OrderExtensionRefused(orderID: order.id, matter: order.matter, kind: order.kind, answer: answer))
        }
        try desk.notify(
            NoticeDraft(
                to: .office(order.toOffice), matter: "order/\(order.id)/extension-\(asked.id)-decided",
                text: grants ? "notice.order.extended" : "notice.order.extension-refused",
                values: ["number": order.number, "title": order.ask, "days": "\(asked.days)", "answer": answer], href: "/orders/\(order.id)"
            ))
        return Done()
    }
}

extension Reading {
    /// Oldest first.
    package func extensions(of order: Order) throws -> [OrderExtension] {
        try db.rows(
            "SELECT * FROM order_extensions WHERE district = \(district) AND order_id = \(order.id) ORDER BY asked_at, id"
        ).map(OrderExtension.init(row:))
    }

    /// The one that waits to be decided.
    package func pendingExtension(of order: Order) throws -> OrderExtension? {
        try extensions(of: order).last { $0.state == .asked }
    }

    /// An office may have more time for a share of its orders of a year, and no more.
    fileprivate func requireExtensionsLeft(for office: ID<Office>) throws {
        let rules = pack.settings.extensions
        let since = now - .days(365)
        let all: Int =
            try db.value(
                "SELECT count(*) FROM orders WHERE district = \(district) AND to_office = \(office) AND issued_at >= \(since) AND kind <> 'dispatch'"
            )
            ?? 0
        let granted: Int =
            try db.value(
                """
                SELECT count(*) FROM order_extensions
                WHERE district = \(district) AND office_id = \(office) AND state = 'granted' AND asked_at >= \(since)
                """) ?? 0
        // The first few are free: a share of three orders says nothing.
        guard granted < rules.freePerYear || (granted + 1) * 100 <= rules.percentPerYear * all else {
            throw Problem(
                .conflict, "extension-share", ["percent": "\(rules.percentPerYear)", "granted": "\(granted)", "orders": "\(all)"])
        }
    }
}

extension Desk {
    fileprivate func extend(_ order: Order, by asked: OrderExtension) throws {
        let office = try findOffice(order.toOffice)
        let schedule = home.schedule(hours: office.hours)
        let deadline: Deadline
        if let known = order.deadline, case .workingDays(let days) = known.limit {
            // One limit, counted from where the first one was: what it says is still one sentence.
            deadline = schedule.deadline(from: known.start, limit: .workingDays(days + asked.days), pauses: known.pauses)
        } else {
            deadline = schedule.deadline(from: order.dueAt, limit: .workingDays(asked.days))
        }
        let dueAt = deadline.due ?? order.dueAt
        let step = LadderClock(pack: pack, schedule: schedule).next(
            ladder: order.ladder, from: happenedAt, acceptBy: order.acceptBy, dueAt: dueAt, accepted: order.state == .accepted, taken: [])
        try writer.run(
            """
            UPDATE orders SET due_at = \(dueAt), deadline = \(try JSON.encode(deadline)), steps_taken = '', next_step_at = \(step?.at),
              \(revisedAt: now.microseconds)
            WHERE district = \(district) AND id = \(order.id)
            """)
        try record(
            OrderExtended(
                orderID: order.id, matter: order.matter, kind: order.kind, office: office.name.zh, days: asked.days, reason: asked.reason,
                dueAt: dueAt))
    }
}
