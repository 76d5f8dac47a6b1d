import Kernel
import Store
import WorkingTime

/// Tips as a population: for those alone who keep the register.
struct TipPopulation: Population {
    let name = "tips"
    let rowsPath = "/tip-register"

    private static let conditions: [String: SQL] = [
        "received": "(1 = 1)",
        "from-phone": "t.channel = 'phone'",
        "from-points": "t.point_id IS NOT NULL",
        "verified": "t.finding = 'verified'",
        "partly": "t.finding = 'partly'",
        "unfounded": "t.finding = 'unfounded'",
        "found": "t.finding IS NOT NULL",
        "struck-off": "t.state = 'struck-off'",
        "merged": "t.state = 'merged'",
        "reopened": "t.reopened > 0",
    ]
    private static let timed = ["delayed", "open-overdue"]

    var conditionNames: [String] { Self.conditions.keys.sorted() + Self.timed }

    func source(_ reading: Reading) -> SQL { "FROM \(reading.table("tips")) t" }

    func visible(_ reading: Reading) throws -> SQL {
        .all(["t.district = \(reading.district)", "t.mode = 'live'", try reading.tipCondition("tip.view")])
    }

    func condition(_ name: String, _ reading: Reading) -> SQL? {
        let at = reading.asOf ?? reading.now
        return switch name {
        // Found after its limit, or open past it: nothing else is zero delay.
        case "delayed": "(t.found_at > t.due_at OR (t.state IN ('received', 'checking') AND t.due_at < \(at)))"
        case "open-overdue": "(t.state IN ('received', 'checking') AND t.due_at < \(at))"
        default: Self.conditions[name]
        }
    }

    func matches(_ filter: IndicatorFilter, _ reading: Reading) throws -> [SQL] {
        var conditions: [SQL] = []
        if let category = filter.caseClass { conditions.append("t.category = \(category)") }
        if let from = filter.from { conditions.append("t.received_at >= \(Instant(from, in: reading.pack.zone))") }
        if let to = filter.to { conditions.append("t.received_at < \(Instant(to.adding(days: 1), in: reading.pack.zone))") }
        return conditions
    }

    func duration(_ name: String) -> SQL? { name == "answer-days" ? "t.found_at - t.received_at" : nil }

    func key(for breakdown: Breakdown, _ reading: Reading) throws -> SQL { "t.category" }
}

/// What tips do when their orders move.
enum TipReactions {
    static let all: [Reaction] = [
        .on(OrderExtended.self, "tip-more-time") { event, desk in
            guard event.matter.kind == "tip" else { return }
            try desk.change(try desk.tipJustChanged(ID(event.matter.id)), "due_at = \(event.dueAt)")
        }
    ]
}
