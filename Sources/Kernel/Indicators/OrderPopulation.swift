import Store
import WorkingTime

/// Orders as a population: accepted, replied and delayed ones.
struct OrderPopulation: Population {
    let name = "orders"
    let rowsPath = "/orders"
    var conditionNames: [String] {
        [
            "issued", "open", "accepted", "accepted-in-time", "replied", "replied-in-time", "overdue", "returned", "delayed", "extended",
            "suspended", "recalled",
        ]
    }

    func source(_ reading: Reading) -> SQL { "FROM \(reading.table("orders")) o" }

    func visible(_ reading: Reading) throws -> SQL {
        .all([
            "o.district = \(reading.district)", "o.mode = 'live'", "o.kind NOT IN ('dispatch', 'call-back')",
            try reading.orderCondition("indicator.view"),
        ])
    }

    func condition(_ name: String, _ reading: Reading) -> SQL? {
        let at = reading.asOf ?? reading.now
        return switch name {
        case "issued": "(1 = 1)"
        case "open": "o.state IN ('issued', 'accepted')"
        case "accepted": "o.accepted_at IS NOT NULL"
        case "accepted-in-time": "o.accepted_at <= COALESCE(o.accept_by, o.accepted_at)"
        case "replied": "o.replied_at IS NOT NULL"
        case "replied-in-time": "o.replied_at <= o.due_at"
        case "overdue": "(o.state IN ('issued', 'accepted') AND o.due_at < \(at))"
        case "returned": "o.state = 'returned'"
        case "recalled": "o.state = 'cancelled'"
        case "extended", "suspended":
            """
            EXISTS (SELECT 1 FROM order_extensions e WHERE e.district = o.district AND e.order_id = o.id AND e.state = 'granted'
              AND \(name == "extended" ? "e.kind = 'extend'" : "e.kind <> 'extend'" as SQL))
            """
        case "delayed": "(o.replied_at > o.due_at OR (o.state IN ('issued', 'accepted') AND o.due_at < \(at)))"
        default: nil
        }
    }

    func matches(_ filter: IndicatorFilter, _ reading: Reading) throws -> [SQL] {
        var conditions: [SQL] = []
        if let area = filter.areaID { conditions.append(TreePath.condition("o.area_path", underAny: try reading.paths(of: area))) }
        if let office = filter.officeID { conditions.append("o.to_office = \(office)") }
        if let from = filter.from { conditions.append("o.issued_at >= \(Instant(from, in: reading.pack.zone))") }
        if let to = filter.to { conditions.append("o.issued_at < \(Instant(to.adding(days: 1), in: reading.pack.zone))") }
        return conditions
    }

    func duration(_ name: String) -> SQL? { name == "answer-days" ? "o.replied_at - o.issued_at" : nil }

    func key(for breakdown: Breakdown, _ reading: Reading) throws -> SQL {
        switch breakdown {
        case .office: "o.to_office"
        case .caseClass: "o.kind"
        case .area: "o.area_path"
        }
    }
}
