import Store
import WorkingTime

/// What lies with an office at this moment.
package struct OfficeLoad: Codable, Sendable {
    /// Accepted or not, answered not yet.
    package var open = 0
    package var overdue = 0

    package init() {}
}

extension Reading {
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
