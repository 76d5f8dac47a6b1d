package import Kernel
import Store
import WorkingTime

/// Takes a case up again within the window that the district keeps. The office gets it back with a new clock.
package struct ReopenCase: Verb {
    package static let permission: Permission = "case.reopen"
    package static let audience = VerbAudience.everyone
    package var key: CaseKey
    package var reason: String

    package init(key: CaseKey, reason: String) {
        self.key = key
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findCase(key, for: Self.permission)
        try found.require(.resolved, .closed, verb: Self.permission)
        if found.isMerged { throw Problem(.conflict, "case-is-merged", ["number": found.number]) }
        if let until = found.reopenUntil, desk.happenedAt > until {
            throw Problem(.conflict, "reopen-window-over", ["number": found.number, "until": until.iso(in: desk.pack.zone)])
        }
        try desk.reopen(found, reason: try desk.checkedText(reason, field: "reason", longest: 500))
        return Done()
    }
}

/// The reporter no longer needs it, or asks that it be dropped.
package struct WithdrawCase: Verb {
    package static let permission: Permission = "case.withdraw"
    package static let audience = VerbAudience.everyone
    package var key: CaseKey
    package var reason: String?

    package init(key: CaseKey, reason: String? = nil) {
        self.key = key
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findCase(key, for: Self.permission)
        try found.require(.registered, .dispatched, .accepted, .resolved, verb: Self.permission)
        try desk.requireFirstReporter(of: found)
        // An office that is late must not make the case go away.
        if key.receipt != nil { try desk.requireIndependent(of: found, byReceipt: true, verb: Self.permission) }
        let reason = try desk.checkedText(reason ?? "", field: "reason", longest: 500, mayBeEmpty: true)
        if let order = try desk.openOrder(about: found.subject) { try desk.cancel(order, reason: reason) }
        try desk.endAssistance(of: found, needed: false)
        if let order = try desk.lastOrder(about: found.subject, kind: "handle"), order.state == .replied { try desk.close(order) }
        try desk.change(found, "state = 'withdrawn', closed_at = \(desk.happenedAt), confirm_by = NULL")
        try desk.record(CaseWithdrawn(caseID: found.id, reason: reason))
        return Done()
    }
}

extension Desk {
    func reopen(_ found: Case, reason: String) throws {
        guard let order = try lastOrder(about: found.subject, kind: "handle") else { throw Problem.notFound("order") }
        try sendBack(order, reason: reason)
        let again = try orderJustChanged(order.id)
        // The reaction to the order has taken the case back to the office.
        try change(found, "reopened = reopened + 1")
        try record(CaseReopened(caseID: found.id, reason: reason, dueAt: again.dueAt))
        try notify(
            NoticeDraft(
                to: .office(again.toOffice), matter: "case/\(found.id)/reopened-\(found.reopened + 1)", text: "notice.case.reopened",
                values: ["number": found.number, "title": found.title, "reason": reason], href: "/cases/\(found.id)"))
    }
}
