import Store
package import WorkingTime

/// An office's request about the time of an order, and what was decided: somebody of another office decides, and how often an office
/// got it is limited and can be counted.
package struct TimeRequest: Sendable {
    package enum Kind: String, ClosedList, SQLConvertible {
        /// Some working days on top of the limit.
        case extend
        /// The limit stands still until a day: something is awaited that the office cannot hurry.
        case suspend
        /// It cannot be solved now: the limit stands still until it is looked at again, and the reporter reads why and when.
        case park
    }

    package enum State: String, ClosedList, SQLConvertible {
        case asked, granted, refused
    }

    package var id: ID<TimeRequest>
    package var orderID: ID<Order>
    package var kind: Kind
    /// Working days on top of the limit, or the plain days that it stands still.
    package var days: Int
    /// When the limit runs again; nil for an extension.
    package var until: Instant?
    package var reason: String
    package var state: State
    package var askedAt: Instant
    package var decidedAt: Instant?

    init(row: Row) throws {
        id = try row.get("id")
        orderID = try row.get("order_id")
        kind = try row.get("kind")
        days = try row.get("days")
        until = try row.get("until")
        reason = try row.get("reason")
        state = try row.get("state")
        askedAt = try row.get("asked_at")
        decidedAt = try row.get("decided_at")
    }
}

extension Pack {
    /// How much of one kind of time an office may be given.
    package struct TimeRules: Sendable {
        /// Working days of an extension, plain days of a standstill.
        package var longestDays: Int
        package var perOrder: Int
        /// Of an office's orders of a year, beyond the first few.
        package var percentPerYear: Int
        package var freePerYear: Int
    }
}

extension Reading {
    /// Oldest first.
    package func timeRequests(of order: Order) throws -> [TimeRequest] {
        try db.rows(
            "SELECT * FROM order_extensions WHERE district = \(district) AND order_id = \(order.id) ORDER BY asked_at, id"
        ).map(TimeRequest.init(row:))
    }

    /// The one that waits to be decided.
    package func pendingTimeRequest(of order: Order) throws -> TimeRequest? {
        try timeRequests(of: order).pending
    }

    /// The standstill that an order is in at this moment.
    package func standstill(of order: Order) throws -> TimeRequest? {
        try timeRequests(of: order).standstill(at: now)
    }

    /// Refuses what the rules leave no room for: twice at once, too often for this order, or for too many orders of the office.
    func requireTimeLeft(_ kind: TimeRequest.Kind, of order: Order) throws {
        guard let rules = pack.settings.timeRules[kind] else { return }
        let earlier = try timeRequests(of: order)
        if earlier.pending != nil { throw Problem(.conflict, "extension-asked", ["number": order.number]) }
        guard earlier.count(where: { $0.kind == kind && $0.state == .granted }) < rules.perOrder else {
            throw Problem(.conflict, "extension-again", ["number": order.number, "most": "\(rules.perOrder)"])
        }
        let since = now - .days(365)
        let all: Int =
            try db.value(
                "SELECT count(*) FROM orders WHERE district = \(district) AND to_office = \(order.toOffice) AND issued_at >= \(since) AND kind <> 'dispatch' AND compartment IS NULL"
            ) ?? 0
        let granted: Int =
            try db.value(
                """
                SELECT count(*) FROM order_extensions
                WHERE district = \(district) AND office_id = \(order.toOffice) AND state = 'granted' AND kind = \(kind)
                  AND asked_at >= \(since)
                """) ?? 0
        // The first few are free: a share of three orders says nothing.
        guard granted < rules.freePerYear || (granted + 1) * 100 <= rules.percentPerYear * all else {
            throw Problem(
                .conflict, "extension-share", ["percent": "\(rules.percentPerYear)", "granted": "\(granted)", "orders": "\(all)"])
        }
    }
}

extension [TimeRequest] {
    fileprivate var pending: TimeRequest? { last { $0.state == .asked } }

    fileprivate func standstill(at now: Instant) -> TimeRequest? {
        last { $0.state == .granted && $0.until.map { now < $0 } == true }
    }
}

/// What there is about the time of an order at this moment.
package struct OrderTimes: Sendable {
    package var pending: TimeRequest?
    package var standstill: TimeRequest?

    package init() {}
}

extension Reading {
    package func times(of order: Order) throws -> OrderTimes {
        var times = OrderTimes()
        guard order.state.isOpen else { return times }
        let requests = try timeRequests(of: order)
        times.pending = requests.pending
        times.standstill = requests.standstill(at: now)
        return times
    }
}
