package import Store
package import WorkingTime

/// What may be said of an order when it is issued.
package struct OrderDraft: Sendable {
    package var id: ID<Order>?
    package var kind: String
    package var matter: Subject
    package var fromOffice: ID<Office>?
    package var to: Office
    package var ask: String
    package var limit: Limit
    package var acceptLimit: Limit?
    package var ladder: String?
    package var previous: ID<Order>?
    package var numbering: String
    package var compartment: String?
    package var barredOffice: ID<Office>?
    package var basis: String?

    package init(
        kind: String, matter: Subject, from: ID<Office>? = nil, to: Office, ask: String, limit: Limit,
        acceptLimit: Limit? = nil, ladder: String? = nil, previous: ID<Order>? = nil, numbering: String = "order",
        compartment: String? = nil, barredOffice: ID<Office>? = nil, basis: String? = nil
    ) {
        self.kind = kind
        self.matter = matter
        fromOffice = from
        self.to = to
        self.ask = ask
        self.limit = limit
        self.acceptLimit = acceptLimit
        self.ladder = ladder
        self.previous = previous
        self.numbering = numbering
        self.compartment = compartment
        self.barredOffice = barredOffice
        self.basis = basis
    }
}

/// What becomes known when an order is issued.
package struct IssuedOrder: Sendable {
    package var id: ID<Order>
    package var number: String
    package var acceptBy: Instant?
    package var dueAt: Instant
}

extension Reading {
    /// An order the person may see: addressed to an office in reach or in an area in reach, and live or a drill as they are.
    package func findOrder(_ id: ID<Order>, for permission: Permission = "order.view") throws -> Order {
        guard
            let row = try db.first(
                "SELECT * FROM \(table("orders")) o WHERE o.district = \(district) AND o.id = \(id) AND o.mode = \(scope.mode) AND \(orderCondition(permission))"
            )
        else { throw Problem.notFound("order") }
        return try Order(row: row)
    }

    /// What the office does that issued an order, not the one it is addressed to.
    private static let ofIssuer: Set<Permission> = ["order.recall", "order.send-back", "order.close"]

    /// The part of all orders (`o`) that a permission reaches.
    package func orderCondition(_ permission: Permission) throws -> SQL {
        // Whom it is about is what is known today, whatever time is looked back to.
        let barred: SQL =
            asOf == nil ? "o.barred_office" : "(SELECT n.barred_office FROM orders n WHERE n.district = o.district AND n.id = o.id)"
        let open = try compartmentCondition("o.compartment", barring: barred)
        if scope.reachesDistrict(permission) { return open }
        var ways: [SQL] = []
        let paths = scope.officePaths(permission)
        if !paths.isEmpty {
            let end: SQL = Self.ofIssuer.contains(permission) ? "o.from_office" : "o.to_office"
            ways.append("\(end) IN \(list: try officesInReach(paths))")
        }
        let areas = scope.areaPaths(permission)
        if !areas.isEmpty { ways.append(TreePath.condition("o.area_path", underAny: areas)) }
        if scope.ownOnly(permission), let account = scope.accountID { ways.append("o.to_account = \(account)") }
        return .all([open, .any(ways)])
    }

    package func orders(about matter: Subject) throws -> [Order] {
        if let seen = ordersSeen[matter] { return seen }
        let found = try db.rows(
            """
            SELECT * FROM \(table("orders")) o
            WHERE o.district = \(district) AND o.matter_kind = \(matter.kind) AND o.matter_id = \(matter.id) ORDER BY o.issued_at, o.number
            """
        ).map(Order.init(row:))
        // Verbs and pages look at them several times; they are changed by `Desk.changeOrder` alone.
        if !db.isForeseeing { ordersSeen[matter] = found }
        return found
    }

    /// The one that moves a matter; others may assist it, or look after it.
    package func openOrder(about matter: Subject) throws -> Order? {
        try orders(about: matter).last { ["dispatch", "handle", "letter"].contains($0.kind) && $0.state.isOpen }
    }

    /// Those about a matter that a permission reaches.
    package func ordersReached(by permission: Permission, about matter: Subject) throws -> Set<ID<Order>> {
        try ordersReached(by: [permission], about: matter)[permission] ?? []
    }

    /// The same of several permissions, asked at once; nothing for those that the person does not have.
    package func ordersReached(by permissions: [Permission], about matter: Subject) throws -> [Permission: Set<ID<Order>>] {
        let held = permissions.filter(scope.may)
        guard !held.isEmpty else { return [:] }
        let parts = try held.enumerated().map { number, permission -> SQL in
            """
            SELECT o.id, CAST(\(number) AS BIGINT) AS held FROM orders o
            WHERE o.district = \(district) AND o.matter_id = \(matter.id) AND \(try orderCondition(permission))
            """
        }
        var reached: [Permission: Set<ID<Order>>] = [:]
        for row in try db.rows(parts.dropFirst().reduce(parts[0]) { $0 + " UNION ALL " + $1 }) {
            reached[held[try row.get("held")], default: []].insert(try row.get("id"))
        }
        return reached
    }

    /// Those of one kind that somebody is working on.
    package func openOrders(about matter: Subject, kind: String) throws -> [Order] {
        try orders(about: matter).filter { $0.kind == kind && $0.state.isOpen }
    }

    /// An office decides about what it asked others for, and not about a case that came through it; nobody about their own office's answer.
    func requireIssuer(of order: Order, for permission: Permission) throws {
        guard scope.reachesDistrict(permission) || order.isAnsweredByItself else { throw Problem.notFound("order") }
        if !scope.isSystem, scope.officeIDs.contains(order.toOffice) {
            throw Problem(.forbidden, "own-order", ["number": order.number])
        }
    }

    /// An office that was named by the level above, after others had given the matter back, does not give it back again.
    func requireNotDecided(_ order: Order) throws {
        if try isDecided(order) { throw Problem(.conflict, "order-decided", ["number": order.number]) }
    }

    /// Whether the level above the dispatch desk named its addressee.
    package func isDecided(_ order: Order) throws -> Bool {
        guard order.kind == "handle", let from = order.fromOffice else { return false }
        return try findOffice(from).kind == pack.settings.returns.decidedBy
    }

    package func lastOrder(about matter: Subject, kind: String) throws -> Order? {
        try db.first(
            """
            SELECT * FROM \(table("orders")) o
            WHERE o.district = \(district) AND o.matter_kind = \(matter.kind) AND o.matter_id = \(matter.id) AND o.kind = \(kind)
            ORDER BY o.issued_at DESC, o.state IN ('transferred', 'returned'), o.id DESC LIMIT 1
            """
        ).map(Order.init(row:))
    }

    /// When the next step of any ladder comes due; nil where none is ahead.
    package func nextLadderStep() throws -> Instant? {
        try db.value("SELECT min(next_step_at) FROM orders WHERE district = \(district) AND next_step_at IS NOT NULL", as: Instant?.self)
            ?? nil
    }

    /// What waits for the person's offices, most pressing first.
    /// - Parameter offices: only what is addressed to these, such as the person's own, however far they may see.
    package func inbox(
        state: InboxFilter = .open, of offices: [ID<Office>]? = nil, after: InboxMark? = nil, limit: Int
    ) throws -> [Order] {
        var conditions: [SQL] = [
            "o.district = \(district)", "o.mode = \(scope.mode)", try inboxCondition(offices),
        ]
        switch state {
        case .open: conditions.append("o.state IN ('issued', 'accepted')")
        case .unaccepted: conditions.append("o.state = 'issued'")
        case .overdue: conditions.append("o.state IN ('issued', 'accepted') AND o.due_at < \(now)")
        case .nearDue:
            conditions.append(
                "o.state IN ('issued', 'accepted') AND o.due_at >= \(now) AND o.due_at < \(home.nearLimit(at: now))")
        case .replied: conditions.append("o.state = 'replied'")
        case .supervised: conditions.append("o.supervised_at IS NOT NULL AND o.state IN ('issued', 'accepted')")
        }
        if let after { conditions.append("(o.due_at, o.id) > (\(after.dueAt), \(after.id))") }
        return try db.rows(
            "SELECT * FROM orders o WHERE \(SQL.all(conditions)) ORDER BY o.due_at, o.id LIMIT \(limit)"
        ).map(Order.init(row:))
    }

    /// Of one's own offices, without what is another desk's work there: who calls back does not dispatch.
    private func inboxCondition(_ offices: [ID<Office>]?) throws -> SQL {
        guard let offices else { return try orderCondition("order.view") }
        let others = [("dispatch", "case.dispatch"), ("call-back", "case.call-back")].filter { !scope.may(Permission(rawValue: $0.1)) }.map(
            \.0)
        return .all([
            try orderCondition("order.view"), "o.to_office IN \(list: offices)",
            others.isEmpty ? "(1 = 1)" : "o.kind NOT IN \(list: others)",
        ])
    }

    package func inboxCounts(of offices: [ID<Office>]? = nil) throws -> [InboxFilter: Int] {
        let soon = home.nearLimit(at: now)
        guard
            let row = try db.first(
                """
                SELECT count(*) AS open, count(*) FILTER (WHERE o.state = 'issued') AS unaccepted,
                  count(*) FILTER (WHERE o.due_at < \(now)) AS overdue,
                  count(*) FILTER (WHERE o.due_at >= \(now) AND o.due_at < \(soon)) AS near_due,
                  count(*) FILTER (WHERE o.supervised_at IS NOT NULL) AS supervised
                FROM orders o
                WHERE o.district = \(district) AND o.mode = \(scope.mode) AND o.state IN ('issued', 'accepted')
                  AND \(inboxCondition(offices))
                """)
        else { return [:] }
        return [
            .open: try row.get("open"), .unaccepted: try row.get("unaccepted"), .overdue: try row.get("overdue"),
            .nearDue: try row.get("near_due"), .supervised: try row.get("supervised"),
        ]
    }
}

package enum InboxFilter: String, ClosedList {
    case open, unaccepted, overdue
    case nearDue = "near-due"
    case replied, supervised
}

/// Where a page of the inbox ended.
package struct InboxMark: Sendable {
    package var dueAt: Instant
    package var id: ID<Order>

    package init(dueAt: Instant, id: ID<Order>) {
        self.dueAt = dueAt
        self.id = id
    }
}

extension Desk {
    /// Gives an order: its number, its times in the addressee's own office hours, and the first step of its ladder.
    @discardableResult
    package func issue(_ draft: OrderDraft, areaPath: String, issuedAt: Instant? = nil) throws -> IssuedOrder {
        let at = issuedAt ?? happenedAt
        let schedule = home.schedule(hours: draft.to.hours)
        let deadline = schedule.deadline(from: at, limit: draft.limit)
        let acceptBy = draft.acceptLimit.map { schedule.after(at, $0) }
        let ladder = draft.ladder ?? pack.settings.ladder
        let dueAt = deadline.due ?? at
        let id = draft.id ?? newID(Order.self)
        let number = try newNumber(draft.numbering, at: at)
        let step = LadderClock(pack: pack, schedule: schedule).next(
            ladder: ladder, from: at, acceptBy: acceptBy, dueAt: dueAt, accepted: false, taken: [])
        try changeOrder(
            """
            INSERT INTO orders (district, id, number, kind, matter_kind, matter_id, area_path, from_office, to_office, ask, state,
              issued_at, accept_by, due_at, deadline, ladder, previous_id, next_step_at, steps_taken, compartment, barred_office, basis, mode,
              since)
            VALUES (\(district), \(id), \(number), \(draft.kind), \(draft.matter.kind), \(draft.matter.id), \(areaPath),
              \(draft.fromOffice), \(draft.to.id), \(draft.ask), 'issued', \(at), \(acceptBy), \(dueAt), \(try JSON.encode(deadline)),
              \(ladder), \(draft.previous), \(step?.at), '', \(draft.compartment), \(draft.barredOffice), \(draft.basis), \(scope.mode), \(now))
            """)
        try record(
            OrderIssued(
                orderID: id, number: number, kind: draft.kind, matter: draft.matter, toOffice: draft.to.id,
                to: draft.to.name.zh, ask: draft.ask, dueAt: dueAt))
        return IssuedOrder(id: id, number: number, acceptBy: acceptBy, dueAt: dueAt)
    }

    /// The one way in which an order is put down or changed: what was seen before it is old.
    func changeOrder(_ statement: SQL) throws {
        ordersSeen = [:]
        try writer.run(statement)
    }

    /// The order again after a change of ours; the scope was checked before it.
    package func orderJustChanged(_ id: ID<Order>) throws -> Order {
        guard let row = try db.first("SELECT * FROM orders o WHERE o.district = \(district) AND o.id = \(id)") else {
            throw Problem.notFound("order")
        }
        return try Order(row: row)
    }

    /// `二七-2026-000421`: the pattern is the pack's.
    package func newNumber(_ series: String, at moment: Instant) throws -> String {
        let year = moment.day(in: pack.zone).year
        let count = try writer.nextNumber(district: district, series: counted(series, in: year))
        return (scope.mode == .drill ? "演-" : "") + pack.number(count, series: series, year: year)
    }

    /// Announces that a new number will be taken; where it is not taken after all, there is a gap.
    package func foreseeNumber(_ series: String, at moment: Instant) throws {
        try writer.foreseeNumber(district: district, series: counted(series, in: moment.day(in: pack.zone).year))
    }

    /// A drill counts apart, so that the live numbers show no holes.
    private func counted(_ series: String, in year: Int) -> String { (scope.mode == .drill ? "drill-" : "") + "\(series)-\(year)" }
}

extension Pack {
    /// A number as people see it, by the pack's pattern of its series.
    package func number(_ number: Int64, series: String, year: Int) -> String {
        Numbering.fill(settings.numbering[series] ?? "{short}-{year}-{number:6}", short: short, year: year, number: number)
    }
}

enum Numbering {
    static func fill(_ pattern: String, short: String, year: Int, number: Int64) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        let values = ["short": short, "year": String(year), "number:6": padded, "number": digits]
        // What stands between braces is every second piece; an unknown name stays as it is.
        return pattern.split(separator: "{", omittingEmptySubsequences: false).enumerated().map { index, piece in
            guard index > 0, let end = piece.firstIndex(of: "}"), let value = values[String(piece[..<end])] else {
                return (index > 0 ? "{" : "") + piece
            }
            return value + piece[piece.index(after: end)...]
        }.joined()
    }
}
