package import Kernel
import Store
package import WorkingTime

/// What somebody saw on site before anything was done: the finding, with photos. For the offices; the reporter reads the plan.
package struct SurveyCase: Verb {
    package static let permission: Permission = "case.survey"
    package var caseID: ID<Case>
    package var finding: String
    package var photos: [String]?

    package init(caseID: ID<Case>, finding: String, photos: [String]? = nil) {
        self.caseID = caseID
        self.finding = finding
        self.photos = photos
    }

    package func perform(at desk: Desk) throws -> ID<CaseNote> {
        let found = try desk.findCase(caseID, for: Self.permission)
        try found.require(.dispatched, .accepted, verb: Self.permission)
        // Whoever works on it now, leading or assisting.
        let reached = try desk.ordersReached(by: Self.permission, about: found.subject)
        guard try desk.orders(about: found.subject).contains(where: { $0.state.isOpen && $0.kind != "dispatch" && reached.contains($0.id) })
        else { throw Problem.notFound("order") }
        let finding = try desk.checkedText(finding, field: "finding", longest: desk.pack.settings.textLength)
        let id = try desk.addNote(finding, to: found, kind: .survey, isPublic: false, photos: photos ?? [])
        try desk.record(CaseSurveyed(caseID: found.id, noteID: id, photos: photos?.count ?? 0))
        return id
    }
}

/// What will be done, by whom, until when, at what cost. The reporter reads it. A later plan takes the place of an earlier one.
package struct PlanCase: Verb {
    package static let permission: Permission = "case.plan"
    package var caseID: ID<Case>
    package var measures: String
    /// Who does it, in words: a firm, volunteers, a team.
    package var who: String
    package var dueOn: Day
    /// In fen; nil where it costs nothing.
    package var cost: Int?

    package init(caseID: ID<Case>, measures: String, who: String, dueOn: Day, cost: Int? = nil) {
        self.caseID = caseID
        self.measures = measures
        self.who = who
        self.dueOn = dueOn
        self.cost = cost
    }

    package func perform(at desk: Desk) throws -> ID<CasePlan> {
        let found = try desk.findCase(caseID, for: Self.permission)
        try found.require(.dispatched, .accepted, verb: Self.permission)
        // The reporter reads it, so it is the lead's.
        guard let lead = try desk.openOrder(about: found.subject) else { throw Problem.notFound("order") }
        _ = try desk.findOrder(lead.id, for: Self.permission)
        let measures = try desk.checkedText(measures, field: "measures", longest: 2000)
        let who = try desk.checkedText(who, field: "who", longest: 200)
        guard dueOn >= desk.happenedAt.day(in: desk.pack.zone) else { throw Problem.field("dueOn", "day-is-over") }
        if let cost, cost < 0 { throw Problem.field("cost", "not-an-amount") }
        let id: ID<CasePlan> = desk.newID()
        try desk.writer.run(
            """
            INSERT INTO case_plans (district, id, case_id, measures, who, due_on, cost, made_at, made_by)
            VALUES (\(desk.district), \(id), \(found.id), \(measures), \(who), \(dueOn.daysSinceEpoch), \(cost), \(desk.happenedAt),
              \(desk.scope.accountID))
            """)
        try desk.record(CasePlanned(caseID: found.id, measures: measures, who: who, dueOn: dueOn, cost: cost))
        return id
    }
}

/// One plan of a case.
package struct CasePlan: Sendable {
    package var id: ID<CasePlan>
    package var measures: String
    package var who: String
    package var dueOn: Day
    /// In fen.
    package var cost: Int?
    package var madeAt: Instant

    init(row: Row) throws {
        id = try row.get("id")
        measures = try row.get("measures")
        who = try row.get("who")
        dueOn = Day(daysSinceEpoch: try row.get("due_on"))
        cost = try row.get("cost")
        madeAt = try row.get("made_at")
    }
}

extension Reading {
    /// The one in force; nil where nobody has planned anything.
    package func plan(of id: ID<Case>) throws -> CasePlan? {
        try db.first(
            "SELECT * FROM case_plans WHERE district = \(district) AND case_id = \(id) ORDER BY made_at DESC, id DESC LIMIT 1"
        ).map(CasePlan.init(row:))
    }
}
