import Kernel
import Store
import WorkingTime

/// Cases as a population: the conditions that indicators are made of.
struct CasePopulation: Population {
    let name = "cases"
    let rowsPath = "/cases"
    var conditionNames: [String] { Self.conditions.keys.sorted() + Self.timed }

    /// Conditions that do not depend on the moment.
    private static let conditions: [String: SQL] = [
        "registered": "(1 = 1)",
        "dispatched": "c.dispatched_at IS NOT NULL",
        "responded": "c.responded_at IS NOT NULL",
        "responded-in-time": "c.responded_at <= COALESCE(c.respond_by, c.responded_at)",
        "resolved": "c.resolved_at IS NOT NULL",
        "resolved-in-time": "c.resolved_at <= c.due_at",
        "asked": "c.solved IS NOT NULL",
        "solved": "c.solved = 1",
        "answered": "(c.answered = 1 AND c.solved = 0)",
        "rated": "c.rating IS NOT NULL",
        "satisfied": "c.rating >= 3",
        // A merged case is the other one's affair: never answered itself.
        "closed": "(c.state = 'closed' AND c.resolved_at IS NOT NULL)",
        "closed-confirmed": "c.closing = 'confirmed'",
        "closed-checked": "(c.closing = 'checked' AND c.resolved_at IS NOT NULL)",
        "merged": "(c.state = 'closed' AND c.resolved_at IS NULL)",
        "closed-silence": "c.closing = 'silence'",
        "reopened": "c.reopened > 0",
        "repeated": "c.repeats IS NOT NULL",
        "withdrawn": "c.state = 'withdrawn'",
        "called-back": "EXISTS (SELECT 1 FROM case_call_backs b WHERE b.district = c.district AND b.case_id = c.id)",
        "reached": "EXISTS (SELECT 1 FROM case_call_backs b WHERE b.district = c.district AND b.case_id = c.id AND b.reached = 1)",
        "sample-solved": "EXISTS (SELECT 1 FROM case_call_backs b WHERE b.district = c.district AND b.case_id = c.id AND b.solved = 1)",
        "open": "c.state IN ('registered', 'dispatched', 'accepted', 'resolved')",
        "over-15-days": "c.resolved_at - c.filed_at > 1296000000000",
        "over-15-working-days": "c.working_days > 15",
    ]
    private static let timed = ["overdue-open", "near-due-open", "parked"]

    func source(_ reading: Reading) -> SQL { "FROM \(reading.table("cases")) c" }

    func visible(_ reading: Reading) throws -> SQL {
        .all(["c.district = \(reading.district)", "c.mode = 'live'", try reading.caseCondition("indicator.view")])
    }

    func condition(_ name: String, _ reading: Reading) -> SQL? {
        let at = reading.asOf ?? reading.now
        let unanswered: SQL = "c.state IN ('registered', 'dispatched', 'accepted')"
        return switch name {
        case "overdue-open": "(\(unanswered) AND c.due_at < \(at))"
        case "near-due-open": "(\(unanswered) AND c.due_at >= \(at) AND c.due_at < \(reading.home.nearLimit(at: at)))"
        case "parked":
            """
            (c.state = 'accepted' AND EXISTS (SELECT 1 FROM orders p JOIN order_extensions e ON e.district = p.district AND e.order_id = p.id
              WHERE p.district = c.district AND p.matter_id = c.id AND p.kind = 'handle' AND p.state = 'accepted' AND e.kind = 'park'
                AND e.state = 'granted' AND e.until > \(at)))
            """
        default: Self.conditions[name]
        }
    }

    func matches(_ filter: IndicatorFilter, _ reading: Reading) throws -> [SQL] {
        var conditions: [SQL] = []
        // By the path at filing, under any path the area has had: a boundary moved later does not move what happened before.
        if let area = filter.areaID { conditions.append(TreePath.condition("c.area_path", underAny: try reading.paths(of: area))) }
        if let office = filter.officeID { conditions.append("c.office_id = \(office)") }
        if let item = filter.caseClass { conditions.append("c.class = \(item)") }
        if let from = filter.from { conditions.append("c.filed_at >= \(Instant(from, in: reading.pack.zone))") }
        if let to = filter.to { conditions.append("c.filed_at < \(Instant(to.adding(days: 1), in: reading.pack.zone))") }
        return conditions
    }

    func duration(_ name: String) -> SQL? { name == "answer-days" ? "c.resolved_at - c.filed_at" : nil }

    func key(for breakdown: Breakdown, _ reading: Reading) throws -> SQL {
        switch breakdown {
        case .office: "c.office_id"
        case .caseClass: "c.class"
        // The path at filing; whoever shows it adds up what lies below.
        case .area: "c.area_path"
        }
    }
}
