package import Kernel
import Store

/// Two cases about one thing become one: the duplicate's reporter follows the other case with the receipt they have.
package struct MergeCases: Verb {
    package static let permission: Permission = "case.merge"
    /// The duplicate.
    package var caseID: ID<Case>
    package var into: ID<Case>

    package init(caseID: ID<Case>, into: ID<Case>) {
        self.caseID = caseID
        self.into = into
    }

    package func perform(at desk: Desk) throws -> Done {
        let duplicate = try desk.findCase(caseID, for: Self.permission)
        let target = try desk.findCase(into, for: Self.permission)
        guard duplicate.id != target.id else { throw Problem.field("into", "same-case") }
        try duplicate.require(.registered, .dispatched, .accepted, verb: Self.permission)
        try target.require(.registered, .dispatched, .accepted, .resolved, verb: Self.permission)
        if let order = try desk.openOrder(about: duplicate.subject) {
            try desk.cancel(order, reason: "merged")
        }
        try desk.endAssistance(of: duplicate, needed: false)
        // Whoever had joined the duplicate goes along.
        try desk.writer.run(
            "UPDATE case_reporters SET case_id = \(target.id) WHERE district = \(desk.district) AND case_id = \(duplicate.id)")
        let id: ID<CaseReporter> = desk.newID()
        try desk.writer.run(
            """
            INSERT INTO case_reporters (district, id, case_id, from_case, channel, text, joined_at, joined_by)
            VALUES (\(desk.district), \(id), \(target.id), \(duplicate.id), \(duplicate.channel), \(duplicate.text), \(desk.happenedAt),
              \(desk.scope.accountID))
            """)
        // Closed on the word of whoever compared them; never resolved, so it counts in no rate of answers.
        try desk.change(
            duplicate,
            "state = 'closed', closing = 'checked', outcome = 'duplicate', due_at = NULL, closed_at = \(desk.happenedAt)")
        try desk.record(CaseMerged(caseID: duplicate.id, into: target.id, number: target.number))
        try desk.record(CaseJoined(caseID: target.id, reporterID: id, channel: duplicate.channel, number: duplicate.number))
        return Done()
    }
}

/// Takes a merged case out again: it was not the same thing after all. It waits for dispatch as on its first day.
package struct SplitCase: Verb {
    package static let permission: Permission = "case.split"
    package var caseID: ID<Case>

    package init(caseID: ID<Case>) { self.caseID = caseID }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findCase(caseID, for: Self.permission)
        guard let merger = try desk.merger(of: found.id) else {
            throw Problem(.conflict, "case-not-merged", ["number": found.number])
        }
        try desk.writer.run("DELETE FROM case_reporters WHERE district = \(desk.district) AND id = \(merger.id)")
        let queue = try desk.dispatchDesk()
        let area = try desk.findArea(found.areaID)
        let dueAt = try desk.queueForDispatch(found.id, title: found.title, areaPath: area.path, at: queue)
        try desk.change(
            found,
            """
            state = 'registered', closing = NULL, outcome = NULL, closed_at = NULL, office_id = NULL, due_at = \(dueAt)
            """)
        try desk.record(CaseSplit(caseID: found.id))
        return Done()
    }
}
