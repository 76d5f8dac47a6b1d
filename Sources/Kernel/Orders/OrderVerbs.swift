import Store
import WorkingTime

/// Takes an order: from now on a person answers for it.
package struct AcceptOrder: Verb {
    package static let permission: Permission = "order.accept"
    package var orderID: ID<Order>

    package init(orderID: ID<Order>) { self.orderID = orderID }

    package func perform(at desk: Desk) throws -> Done {
        let order = try desk.findOrder(orderID, for: Self.permission)
        try order.require(.issued, verb: Self.permission)
        let office = try desk.findOffice(order.toOffice)
        let clock = LadderClock(pack: desk.pack, schedule: desk.home.schedule(hours: office.hours))
        let deadline = order.deadline
        let next = clock.next(
            ladder: order.ladder, from: deadline?.start ?? order.issuedAt, acceptBy: order.acceptBy, dueAt: order.dueAt,
            resumesAt: deadline?.resumesAt, accepted: true, taken: order.stepsTaken)
        try desk.changeOrder(
            """
            UPDATE orders SET state = 'accepted', accepted_at = \(desk.happenedAt), to_account = \(desk.scope.accountID),
              next_step_at = \(next?.at), \(revisedAt: desk.now.microseconds)
            WHERE district = \(desk.district) AND id = \(order.id)
            """)
        try desk.record(
            OrderAccepted(
                orderID: order.id, matter: order.matter, kind: order.kind, office: office.name.zh,
                inTime: order.acceptBy.map { desk.happenedAt <= $0 } ?? true))
        return Done()
    }
}

/// Gives an order back to whoever issued it, with the reason.
package struct ReturnOrder: Verb {
    package static let permission: Permission = "order.return"
    package var orderID: ID<Order>
    /// A code of the pack's `return-reasons`.
    package var reason: String
    package var text: String?

    package init(orderID: ID<Order>, reason: String, text: String? = nil) {
        self.orderID = orderID
        self.reason = reason
        self.text = text
    }

    package func perform(at desk: Desk) throws -> Done {
        let order = try desk.findOrder(orderID, for: Self.permission)
        try order.require(.issued, .accepted, verb: Self.permission)
        try order.requireHandedOut(verb: Self.permission)
        try desk.requireNotDecided(order)
        guard let reason = desk.pack.item(reason, in: "return-reasons") else { throw Problem.field("reason", "not-one-of-these") }
        let text = try desk.checkedText(text ?? "", field: "text", longest: 500, mayBeEmpty: true)
        let sentence = [reason.name.zh, text].filter { !$0.isEmpty }.joined(separator: "：")
        try desk.end(order, as: .returned, reason: sentence)
        try desk.record(
            OrderReturned(
                orderID: order.id, matter: order.matter, kind: order.kind,
                office: try desk.findOffice(order.toOffice).name.zh, reason: sentence))
        return Done()
    }
}

/// Hands an order to another office. The new office has a clock of its own.
package struct TransferOrder: Verb {
    package static let permission: Permission = "order.transfer"
    package var orderID: ID<Order>
    package var toOffice: ID<Office>
    package var reason: String

    package init(orderID: ID<Order>, toOffice: ID<Office>, reason: String) {
        self.orderID = orderID
        self.toOffice = toOffice
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> ID<Order> {
        let order = try desk.findOrder(orderID, for: Self.permission)
        try order.require(.issued, .accepted, verb: Self.permission)
        try order.requireHandedOut(verb: Self.permission)
        try desk.requireNotDecided(order)
        let reason = try desk.checkedText(reason, field: "reason", longest: 500)
        let target = try desk.findOffice(toOffice)
        guard target.id != order.toOffice else { throw Problem.field("toOffice", "same-office") }
        if order.kind == "handle", target.kind == "leadership" { throw Problem.field("toOffice", "not-an-executing-office") }
        let from = try desk.findOffice(order.toOffice)
        let areaPath: String =
            try desk.db.value(
                "SELECT area_path FROM orders WHERE district = \(desk.district) AND id = \(order.id)") ?? "/"
        try desk.end(order, as: .transferred, reason: reason)
        let limit = order.deadline?.limit ?? desk.pack.settings.defaultLimit
        let next = try desk.issue(
            OrderDraft(
                // Whoever issued it first goes on deciding about it: passing it on makes nobody the judge of what comes of it.
                kind: order.kind, matter: order.matter, from: order.fromOffice, to: target, ask: order.ask, limit: limit,
                acceptLimit: desk.pack.settings.acceptLimit, ladder: order.ladder, previous: order.id),
            areaPath: areaPath)
        try desk.record(
            OrderTransferred(
                orderID: order.id, matter: order.matter, kind: order.kind, from: from.name.zh, to: target.name.zh,
                toOffice: target.id, reason: reason))
        return next.id
    }
}

/// Answers an order that is not a case: a letter, a task.
package struct ReplyToOrder: Verb {
    package static let permission: Permission = "order.reply"
    package var orderID: ID<Order>
    package var text: String

    package init(orderID: ID<Order>, text: String) {
        self.orderID = orderID
        self.text = text
    }

    package func perform(at desk: Desk) throws -> Done {
        let order = try desk.findOrder(orderID, for: Self.permission)
        try order.requireAnswer(verb: Self.permission)
        try desk.reply(to: order, text: text)
        return Done()
    }
}

/// Refuses a reply: the order is open again, with its limit counted anew.
package struct SendBackOrder: Verb {
    package static let permission: Permission = "order.send-back"
    package var orderID: ID<Order>
    package var reason: String

    package init(orderID: ID<Order>, reason: String) {
        self.orderID = orderID
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> Done {
        let order = try desk.findOrder(orderID, for: Self.permission)
        try order.requireHandedOut(verb: Self.permission)
        try desk.requireIssuer(of: order, for: Self.permission)
        try order.require(.replied, verb: Self.permission)
        try desk.sendBack(order, reason: try desk.checkedText(reason, field: "reason", longest: 500))
        return Done()
    }
}

/// Takes a reply as done.
package struct CloseOrder: Verb {
    package static let permission: Permission = "order.close"
    package var orderID: ID<Order>

    package init(orderID: ID<Order>) { self.orderID = orderID }

    package func perform(at desk: Desk) throws -> Done {
        let order = try desk.findOrder(orderID, for: Self.permission)
        try order.requireAnswer(verb: Self.permission)
        try order.require(.replied, verb: Self.permission)
        try desk.close(order)
        return Done()
    }
}

/// Issues a letter 交办函 to one or more offices: one numbered order each, with its own clock.
package struct IssueLetter: Verb {
    package static let permission: Permission = "order.issue"
    package var toOffices: [ID<Office>]
    package var ask: String
    package var limit: String
    /// What the letter rests on, in words.
    package var basis: String?

    package init(toOffices: [ID<Office>], ask: String, limit: String, basis: String? = nil) {
        self.toOffices = toOffices
        self.ask = ask
        self.limit = limit
        self.basis = basis
    }

    package func perform(at desk: Desk) throws -> [ID<Order>] {
        let ask = try desk.checkedText(ask, field: "ask", longest: 2000)
        guard let limit = try? Limit(parsing: limit) else { throw Problem.field("limit", "not-a-limit") }
        guard !toOffices.isEmpty else { throw Problem.field("toOffices", "required") }
        guard Set(toOffices).count == toOffices.count else { throw Problem.field("toOffices", "twice") }
        let basis = try desk.checkedText(basis ?? "", field: "basis", longest: 200, mayBeEmpty: true)
        let letter: ID<Order> = desk.newID()
        return try toOffices.map { id in
            let office = try desk.findOffice(id)
            return try desk.issue(
                OrderDraft(
                    kind: "letter", matter: Subject("letter", letter.uuid), from: desk.officeActing(by: Self.permission), to: office,
                    ask: ask, limit: limit, acceptLimit: desk.pack.settings.acceptLimit,
                    ladder: desk.pack.ladders["letter"] == nil ? nil : "letter", numbering: "letter",
                    basis: basis.isEmpty ? nil : basis),
                areaPath: try office.areaID.map { try desk.findArea($0).path } ?? "/"
            ).id
        }
    }
}

extension Desk {
    /// The order leaves its addressee: no ladder any more.
    package func end(_ order: Order, as state: Order.State, reason: String? = nil) throws {
        try changeOrder(
            """
            UPDATE orders SET state = \(state), reason = \(reason), closed_at = \(happenedAt), next_step_at = NULL,
              \(revisedAt: now.microseconds)
            WHERE district = \(district) AND id = \(order.id)
            """)
    }

    /// Nobody needs it any more; what happened to its matter says why.
    package func cancel(_ order: Order, reason: String? = nil) throws {
        try end(order, as: .cancelled, reason: reason)
        try record(
            OrderCancelled(orderID: order.id, matter: order.matter, kind: order.kind, office: try findOffice(order.toOffice).name.zh))
    }

    /// Shuts the orders about a matter to the people of another office than before, or to no office's. What that office had goes to the keeper.
    /// - Parameter account: has none of it in hand any more.
    package func bar(_ office: ID<Office>?, from matter: Subject, keeper: Office, losing account: ID<Account>?) throws {
        for order in try orders(about: matter) {
            try changeOrder(
                """
                UPDATE orders SET barred_office = \(office), to_office = \(order.toOffice == office ? keeper.id : order.toOffice),
                  to_account = \(order.toAccount == account ? nil : order.toAccount), \(revisedAt: now.microseconds)
                WHERE district = \(district) AND id = \(order.id)
                """)
        }
    }

    package func reply(to order: Order, text: String) throws {
        try order.require(.issued, .accepted, verb: "order.reply")
        let text = try checkedText(text, field: "text", longest: 8000)
        try changeOrder(
            """
            UPDATE orders SET state = 'replied', reply = \(text), replied_at = \(happenedAt),
              accepted_at = COALESCE(accepted_at, \(happenedAt)), to_account = COALESCE(to_account, \(scope.accountID)),
              next_step_at = NULL, \(revisedAt: now.microseconds)
            WHERE district = \(district) AND id = \(order.id)
            """)
        try record(
            OrderReplied(
                orderID: order.id, matter: order.matter, kind: order.kind, office: try findOffice(order.toOffice).name.zh,
                reply: text, inTime: happenedAt <= order.dueAt))
    }

    package func sendBack(_ order: Order, reason: String) throws {
        let office = try findOffice(order.toOffice)
        let schedule = home.schedule(hours: office.hours)
        let limit = order.deadline?.limit ?? pack.settings.defaultLimit
        let deadline = schedule.deadline(from: happenedAt, limit: limit)
        let dueAt = deadline.due ?? happenedAt
        let step = LadderClock(pack: pack, schedule: schedule).next(
            ladder: order.ladder, from: happenedAt, acceptBy: nil, dueAt: dueAt, accepted: true, taken: [])
        try changeOrder(
            """
            UPDATE orders SET state = 'accepted', reason = \(reason), replied_at = NULL, closed_at = NULL, due_at = \(dueAt),
              deadline = \(try JSON.encode(deadline)), steps_taken = '', next_step_at = \(step?.at), \(revisedAt: now.microseconds)
            WHERE district = \(district) AND id = \(order.id)
            """)
        try record(
            OrderSentBack(
                orderID: order.id, matter: order.matter, kind: order.kind, office: office.name.zh, reason: reason, dueAt: dueAt))
    }

    package func close(_ order: Order) throws {
        try changeOrder(
            """
            UPDATE orders SET state = 'closed', closed_at = \(happenedAt), next_step_at = NULL, \(revisedAt: now.microseconds)
            WHERE district = \(district) AND id = \(order.id)
            """)
        try record(OrderClosed(orderID: order.id, matter: order.matter, kind: order.kind))
    }
}
