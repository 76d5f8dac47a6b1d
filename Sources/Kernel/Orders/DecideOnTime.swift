import Store
package import WorkingTime

/// Grants what was asked about the time of an order, or does not.
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
        guard let asked = try desk.timeRequests(of: order).last, asked.state == .asked else {
            throw Problem(.conflict, "no-extension-asked", ["number": order.number])
        }
        try order.require(.issued, .accepted, verb: Self.permission)
        let isAsker = try desk.db.exists(
            """
            SELECT 1 FROM order_extensions
            WHERE district = \(desk.district) AND id = \(asked.id) AND asked_by = \(desk.scope.accountID)
            """)
        if isAsker || desk.scope.officeIDs.contains(order.toOffice) {
            throw Problem(.forbidden, "own-extension", ["number": order.number])
        }
        let answer = try desk.checkedText(answer ?? "", field: "answer", longest: 500, mayBeEmpty: grants)
        // A day that has come meanwhile holds nothing still.
        if grants, let until = asked.until, until <= desk.happenedAt {
            throw Problem(.conflict, "suspension-over", ["number": order.number])
        }
        try desk.writer.run(
            """
            UPDATE order_extensions SET state = \(grants ? TimeRequest.State.granted : .refused), answer = \(answer),
              decided_at = \(desk.happenedAt), decided_by = \(desk.scope.accountID)
            WHERE district = \(desk.district) AND id = \(asked.id)
            """)
        if grants {
            try desk.grant(asked, to: order)
        } else {
            try desk.record(OrderExtensionRefused(orderID: order.id, matter: order.matter, kind: order.kind, answer: answer))
        }
        try desk.notify(
            NoticeDraft(
                to: .office(order.toOffice), matter: "order/\(order.id)/extension-\(asked.id)-decided",
                text: grants ? "notice.order.time-granted" : "notice.order.time-refused",
                values: ["number": order.number, "title": order.ask, "answer": answer], href: "/orders/\(order.id)"))
        return Done()
    }
}

/// Ends a standstill before its day: what was awaited has come.
package struct ResumeOrder: Verb {
    package static let permission: Permission = "order.resume"
    package var orderID: ID<Order>
    package var reason: String

    package init(orderID: ID<Order>, reason: String) {
        self.orderID = orderID
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> Done {
        let order = try desk.findOrder(orderID, for: Self.permission)
        try order.require(.issued, .accepted, verb: Self.permission)
        guard let standstill = try desk.standstill(of: order) else {
            throw Problem(.conflict, "order-runs", ["number": order.number])
        }
        let reason = try desk.checkedText(reason, field: "reason", longest: 500)
        try desk.writer.run(
            "UPDATE order_extensions SET until = \(desk.happenedAt) WHERE district = \(desk.district) AND id = \(standstill.id)")
        let schedule = desk.home.schedule(hours: try desk.findOffice(order.toOffice).hours)
        if let known = order.deadline {
            let pauses = known.pauses.map { pause in
                var pause = pause
                if pause.to.map({ $0 > desk.happenedAt }) ?? true { pause.to = desk.happenedAt }
                return pause
            }
            try desk.set(schedule.deadline(from: known.start, limit: known.limit, pauses: pauses), of: order)
        }
        let dueAt = try desk.orderJustChanged(order.id).dueAt
        try desk.record(OrderResumed(orderID: order.id, matter: order.matter, kind: order.kind, reason: reason, dueAt: dueAt))
        return Done()
    }
}

extension Desk {
    fileprivate func grant(_ asked: TimeRequest, to order: Order) throws {
        let office = try findOffice(order.toOffice)
        let schedule = home.schedule(hours: office.hours)
        let deadline: Deadline
        switch (asked.until, order.deadline) {
        case (let until?, let known?):
            deadline = schedule.deadline(
                from: known.start, limit: known.limit, pauses: known.pauses + [Pause(from: happenedAt, to: until, reason: asked.reason)])
        case (let until?, nil):
            deadline = schedule.deadline(from: until, limit: .workingHours(0))
        case (nil, let known):
            if let known, case .workingDays(let days) = known.limit {
                // One limit, counted from where the first one was: what it says is still one sentence.
                deadline = schedule.deadline(from: known.start, limit: .workingDays(days + asked.days), pauses: known.pauses)
            } else {
                deadline = schedule.deadline(from: order.dueAt, limit: .workingDays(asked.days))
            }
        }
        try set(deadline, of: order)
        try record(
            OrderExtended(
                orderID: order.id, matter: order.matter, kind: order.kind, office: office.name.zh, what: asked.kind, days: asked.days,
                until: asked.until, reason: asked.reason, dueAt: deadline.due ?? order.dueAt))
    }

    /// Gives an order to one person, with another limit where one is named.
    /// - Returns: when it is due.
    package func hand(_ order: Order, to account: ID<Account>, limit: Limit?) throws -> Instant {
        try order.require(.issued, .accepted, verb: "order.accept")
        try changeOrder(
            """
            UPDATE orders SET state = 'accepted', to_account = \(account), accepted_at = COALESCE(accepted_at, \(happenedAt)),
              \(revisedAt: now.microseconds)
            WHERE district = \(district) AND id = \(order.id)
            """)
        let handed = try orderJustChanged(order.id)
        let schedule = home.schedule(hours: try findOffice(order.toOffice).hours)
        if let deadline = limit.map({ schedule.deadline(from: happenedAt, limit: $0) }) ?? handed.deadline { try set(deadline, of: handed) }
        return try orderJustChanged(order.id).dueAt
    }

    /// Another date for an order that is being worked on. Its ladder begins again, but for what was said about taking it.
    fileprivate func set(_ deadline: Deadline, of order: Order) throws {
        let dueAt = deadline.due ?? order.dueAt
        let schedule = home.schedule(hours: try findOffice(order.toOffice).hours)
        let aboutTaking = Set((pack.ladders[order.ladder]?.steps ?? []).filter { $0.from == .acceptBy }.map(\.code))
        let taken = order.stepsTaken.filter(aboutTaking.contains)
        let step = LadderClock(pack: pack, schedule: schedule).next(
            ladder: order.ladder, from: deadline.start, acceptBy: order.acceptBy, dueAt: dueAt, resumesAt: deadline.resumesAt,
            accepted: order.state == .accepted, taken: taken)
        try changeOrder(
            """
            UPDATE orders SET due_at = \(dueAt), deadline = \(try JSON.encode(deadline)), steps_taken = \(taken.joined(separator: ",")), next_step_at = \(step?.at),
              \(revisedAt: now.microseconds)
            WHERE district = \(district) AND id = \(order.id)
            """)
    }
}

extension Deadline {
    /// When it runs again after its last standstill; nil where it never stood still.
    var resumesAt: Instant? { pauses.compactMap(\.to).max() }
}
