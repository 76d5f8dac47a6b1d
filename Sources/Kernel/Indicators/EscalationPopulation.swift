import Store
package import WorkingTime

/// Steps of ladders that were taken: who was reminded, named, called in. Nobody typed any of them.
struct EscalationPopulation: Population {
    let name = "escalations"
    let rowsPath = "/escalations"
    var conditionNames: [String] { ["escalated"] + Pack.Ladder.Action.allCases.map(\.rawValue) }

    func source(_ reading: Reading) -> SQL {
        """
        FROM order_escalations e JOIN \(reading.table("orders")) o ON o.district = e.district AND o.id = e.order_id
          AND e.at <= \(reading.asOf ?? reading.now)
        """
    }

    func visible(_ reading: Reading) throws -> SQL {
        .all([
            "e.district = \(reading.district)", "o.district = e.district", "o.mode = 'live'", try reading.orderCondition("indicator.view"),
        ])
    }

    func condition(_ name: String, _ reading: Reading) -> SQL? {
        if name == "escalated" { return "(1 = 1)" }
        return Pack.Ladder.Action(rawValue: name).map { "e.action = \($0.rawValue)" }
    }

    func matches(_ filter: IndicatorFilter, _ reading: Reading) throws -> [SQL] {
        var conditions: [SQL] = []
        if let area = filter.areaID { conditions.append(TreePath.condition("o.area_path", underAny: try reading.paths(of: area))) }
        if let office = filter.officeID { conditions.append("e.office_id = \(office)") }
        if let from = filter.from { conditions.append("e.at >= \(Instant(from, in: reading.pack.zone))") }
        if let to = filter.to { conditions.append("e.at < \(Instant(to.adding(days: 1), in: reading.pack.zone))") }
        return conditions
    }

    func duration(_ name: String) -> SQL? { nil }

    func key(for breakdown: Breakdown, _ reading: Reading) throws -> SQL {
        switch breakdown {
        case .office: "e.office_id"
        case .caseClass: "o.kind"
        case .area: "o.area_path"
        }
    }
}

/// One step that was taken.
package struct Escalation: Codable, Sendable {
    package var orderID: ID<Order>
    package var number: String
    package var kind: String
    package var ask: String
    package var officeID: ID<Office>
    package var action: String
    package var at: Instant
    package var dueAt: Instant
}

extension Reading {
    /// The newest first.
    package func escalations(_ filter: IndicatorFilter, actions: [String], limit: Int) throws -> [Escalation] {
        let population = EscalationPopulation()
        var conditions = [try population.visible(self)] + (try population.matches(filter, self))
        if !actions.isEmpty { conditions.append("e.action IN \(list: actions)") }
        return try db.rows(
            """
            SELECT e.order_id, e.office_id, e.action, e.at, o.number, o.kind, o.ask, o.due_at \(population.source(self))
            WHERE \(SQL.all(conditions)) ORDER BY e.at DESC, o.number LIMIT \(limit)
            """
        ).map { row in
            Escalation(
                orderID: try row.get("order_id"), number: try row.get("number"), kind: try row.get("kind"), ask: try row.get("ask"),
                officeID: try row.get("office_id"), action: try row.get("action"), at: try row.get("at"), dueAt: try row.get("due_at"))
        }
    }
}
