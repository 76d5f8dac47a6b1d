import Store
import WorkingTime

/// Takes every step of every ladder that has come due: unassigned orders first, then the longest overdue. Runs until none is
/// left, so that the most overdue can never hide behind newer ones.
package struct ClimbLadder: Verb {
    package static let permission: Permission = "order.climb-ladder"
    package static let audience = VerbAudience.timers
    /// How many orders one transaction handles.
    package static let batch = 500

    package init() {}

    package struct Outcome: Codable, Sendable {
        package var examined: Int
        package var steps: Int
    }

    package func perform(at desk: Desk) throws -> Outcome {
        let due = try desk.db.rows(
            """
            SELECT * FROM orders o
            WHERE o.district = \(desk.district) AND o.next_step_at IS NOT NULL AND o.next_step_at <= \(desk.now)
              AND o.mode = \(desk.scope.mode)
            ORDER BY o.to_account IS NOT NULL, o.next_step_at, o.id LIMIT \(Self.batch)
            """
        ).map(Order.init(row:))
        var steps = 0
        for order in due { steps += try climb(order, at: desk) }
        return Outcome(examined: due.count, steps: steps)
    }

    private func climb(_ order: Order, at desk: Desk) throws -> Int {
        let office = try desk.findOffice(order.toOffice)
        let clock = LadderClock(pack: desk.pack, schedule: desk.home.schedule(hours: office.hours))
        let deadline = order.deadline
        let ahead = clock.steps(
            ladder: order.ladder, from: deadline?.start ?? order.issuedAt, acceptBy: order.acceptBy, dueAt: order.dueAt,
            resumesAt: deadline?.resumesAt, accepted: order.acceptedAt != nil, taken: order.stepsTaken)
        let reached = ahead.prefix { $0.at <= desk.now }
        let supervised = reached.contains { $0.action == .supervise }
        let taken = order.stepsTaken + reached.map(\.code)
        try desk.changeOrder(
            """
            UPDATE orders SET steps_taken = \(taken.joined(separator: ",")), next_step_at = \(ahead.dropFirst(reached.count).first?.at),
              supervised_at = COALESCE(supervised_at, \(supervised ? desk.now : nil)), \(revisedAt: desk.now.microseconds)
            WHERE district = \(desk.district) AND id = \(order.id)
            """)
        for step in reached {
            try desk.writer.run(
                """
                INSERT INTO order_escalations (district, order_id, office_id, step, action, at)
                VALUES (\(desk.district), \(order.id), \(office.id), \(step.code), \(step.action.rawValue), \(desk.now))
                ON CONFLICT (district, order_id, step, at) DO NOTHING
                """)
            try desk.record(
                OrderEscalated(
                    orderID: order.id, number: order.number, matter: order.matter, kind: order.kind, step: step.code,
                    action: step.action.rawValue, office: office.name.zh, dueAt: order.dueAt))
            try tell(step, of: order, office: office, at: desk)
        }
        return reached.count
    }

    private func tell(_ step: LadderClock.Step, of order: Order, office: Office, at desk: Desk) throws {
        let values = ["number": order.number, "office": office.name.zh, "ask": order.ask]
        let href = "/orders/\(order.id)"
        if let compartment = order.compartment {
            // Whoever else is above or supervises must not hear of it.
            for account in try desk.accountsOpening(compartment, besides: order.barredOffice) {
                try desk.notify(
                    NoticeDraft(
                        to: .account(account), matter: "order/\(order.id)/\(step.code)", text: "notice.order.\(step.action.rawValue)",
                        values: values, href: href, compartment: compartment))
            }
            return
        }
        func notice(to office: ID<Office>, _ key: String) throws {
            try desk.notify(
                NoticeDraft(to: .office(office), matter: "order/\(order.id)/\(step.code)", text: key, values: values, href: href))
        }
        switch step.action {
        case .remind: try notice(to: office.id, "notice.order.remind")
        case .superior: try notice(to: office.parentID ?? office.id, "notice.order.superior")
        case .name, .interview:
            try notice(to: office.id, "notice.order.\(step.action.rawValue)")
            try notice(to: office.parentID ?? office.id, "notice.order.\(step.action.rawValue)")
        case .supervise:
            for supervising in try desk.offices(kind: "supervision") { try notice(to: supervising.id, "notice.order.supervise") }
        }
    }
}

extension District {
    /// Climbs until no step is due, of live orders and then of drills, each by itself. The steps taken.
    @discardableResult
    package func climbLadders() async throws -> Int {
        var steps = 0
        for mode in Mode.allCases {
            var examined = ClimbLadder.batch
            while examined == ClimbLadder.batch {
                let outcome = try await perform(ClimbLadder(), as: .system("ladder", of: code, mode: mode))
                steps += outcome.steps
                examined = outcome.examined
            }
        }
        return steps
    }
}
