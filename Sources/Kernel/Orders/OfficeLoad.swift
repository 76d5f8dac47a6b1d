import Store
import Synchronization
package import WorkingTime

/// What lies with an office at this moment.
package struct OfficeLoad: Codable, Sendable {
    /// Accepted or not, answered not yet.
    package var open = 0
    package var overdue = 0

    package init() {}
}

/// What lies with every office that has anything, and when that was counted; nil where it was counted for one person alone.
package struct OfficeLoads: Sendable {
    package var byOffice: [ID<Office>: OfficeLoad]
    package var countedAt: Instant?
}

/// The loads last counted, for forms that name offices: a large district counts its open orders once in a while, not for each form.
final class KeptLoads: Sendable {
    private static let lifetime = Span.seconds(20)
    private let kept = Mutex<[Mode: OfficeLoads]>([:])

    func loads(in mode: Mode, at now: Instant, counting: () throws -> [ID<Office>: OfficeLoad]) rethrows -> OfficeLoads {
        if let known = kept.withLock({ $0[mode] }), let at = known.countedAt, now >= at, now - at < Self.lifetime { return known }
        let fresh = OfficeLoads(byOffice: try counting(), countedAt: now)
        kept.withLock { $0[mode] = fresh }
        return fresh
    }
}

extension Reading {
    /// The load of every office that has one, as it was some seconds ago at most: to choose an office by.
    package func recentLoadOfOffices() throws -> OfficeLoads {
        guard scope.reachesDistrict("indicator.view"), asOf == nil else { return OfficeLoads(byOffice: try loadOfOffices()) }
        return try home.keptLoads.loads(in: scope.mode, at: now) { try loadOfOffices() }
    }

    /// The load of every office that has one, as far as the person may count.
    package func loadOfOffices() throws -> [ID<Office>: OfficeLoad] {
        let rows = try db.rows(
            """
            SELECT o.to_office, count(*) AS open, count(*) FILTER (WHERE o.due_at < \(now)) AS overdue
            FROM orders o
            WHERE o.district = \(district) AND o.mode = \(scope.mode) AND o.state IN ('issued', 'accepted')
              AND o.kind NOT IN ('dispatch', 'call-back') AND \(orderCondition("indicator.view"))
            GROUP BY o.to_office
            """)
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                var load = OfficeLoad()
                load.open = try row.get("open")
                load.overdue = try row.get("overdue")
                return (try row.get("to_office"), load)
            })
    }
}
