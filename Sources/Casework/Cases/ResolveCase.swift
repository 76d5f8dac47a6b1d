package import Kernel
import Store
import WorkingTime

/// The office's answer: what came of it, in words the reporter can read. The case then waits for the reporter's own answer.
package struct ResolveCase: Verb {
    package static let permission: Permission = "case.resolve"
    package var caseID: ID<Case>
    /// A code of the pack's `outcomes`: solved, explained, referred, refused, duplicate, unfounded.
    package var outcome: String
    package var reply: String
    package var photos: [String]?
    /// Why the answer leaves though it does not pass a check that asks.
    package var despite: String?

    package init(caseID: ID<Case>, outcome: String, reply: String, photos: [String]? = nil, despite: String? = nil) {
        self.caseID = caseID
        self.outcome = outcome
        self.reply = reply
        self.photos = photos
        self.despite = despite
    }

    package func perform(at desk: Desk) throws -> Done {
        try desk.foreseeing { _ = try desk.orders(about: Subject("case", caseID.uuid)) }
        let found = try desk.findCase(caseID, for: Self.permission)
        try found.require(.dispatched, .accepted, verb: Self.permission)
        guard desk.pack.item(outcome, in: "outcomes") != nil else { throw Problem.field("outcome", "not-one-of-these") }
        let reply = try desk.checkedText(reply, field: "reply", longest: 8000)
        guard let order = try desk.openOrder(about: found.subject) else { throw Problem.notFound("order") }
        // The addressee answers, or an office above it; a look at the case is not enough.
        _ = try desk.findOrder(order.id, for: Self.permission)
        try desk.requireAssistanceGiven(to: found)
        let despite = try desk.checkedText(despite ?? "", field: "despite", longest: 200, mayBeEmpty: true)
        let draft = ReplyDraft(outcome: outcome, text: reply, photos: photos ?? [], about: found)
        let unpassed = try desk.checkReply(draft, of: found, order: order, despite: despite)
        try desk.reply(to: order, text: reply)
        try desk.remember(draft, of: found)
        let zone = desk.pack.zone
        let schedule = desk.home.schedule()
        let days = schedule.workingDays(between: found.filedAt.day(in: zone), and: desk.happenedAt.day(in: zone))
        try desk.change(
            found,
            """
            state = 'resolved', resolved_at = \(desk.happenedAt), working_days = \(days), outcome = \(outcome), reply = \(reply),
            resolved_by = \(desk.scope.accountID), responded_at = COALESCE(responded_at, \(desk.happenedAt)),
            confirm_by = \(schedule.after(desk.happenedAt, desk.pack.settings.silencePeriod)),
            answered = NULL, solved = NULL, rating = NULL, comment = NULL
            """)
        try desk.attach(photos ?? [], to: found.id, stage: "reply", isPublic: true)
        try desk.record(
            CaseResolved(
                caseID: found.id, outcome: outcome, reply: reply, office: try desk.findOffice(order.toOffice).name.zh,
                inTime: desk.happenedAt <= order.dueAt, unpassed: unpassed.isEmpty ? nil : unpassed,
                despite: unpassed.isEmpty ? nil : despite))
        return Done()
    }
}
