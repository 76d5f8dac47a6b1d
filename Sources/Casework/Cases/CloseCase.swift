package import Kernel
import Store
import WorkingTime

/// Closes a case on an independent check, where the reporter cannot be reached or there is none. What was found must be said.
package struct CloseCase: Verb {
    package static let permission: Permission = "case.close"
    package var caseID: ID<Case>
    /// What whoever checked saw.
    package var finding: String
    package var solved: Bool

    package init(caseID: ID<Case>, finding: String, solved: Bool) {
        self.caseID = caseID
        self.finding = finding
        self.solved = solved
    }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findCase(caseID, for: Self.permission)
        try found.require(.resolved, verb: Self.permission)
        try desk.requireIndependent(of: found, verb: Self.permission)
        let finding = try desk.checkedText(finding, field: "finding", longest: 500)
        guard solved || found.outcome != "solved" else { throw Problem.field("solved", "reopen-instead") }
        try desk.close(found, as: .checked, finding: finding)
        return Done()
    }
}

/// Closes what nobody answered within the stated time: counted apart, and never as solved.
package struct CloseSilentCases: Verb {
    package static let permission: Permission = "case.close-silent"
    package static let audience = VerbAudience.timers
    package static let batch = 200

    package init() {}

    package struct Outcome: Codable, Sendable {
        package var closed: Int
    }

    package func perform(at desk: Desk) throws -> Outcome {
        let silent = try desk.db.rows(
            """
            SELECT * FROM cases c WHERE c.district = \(desk.district) AND c.state = 'resolved' AND c.confirm_by <= \(desk.now)
              AND c.mode = \(desk.scope.mode)
            ORDER BY c.confirm_by LIMIT \(Self.batch)
            """
        ).map(Case.init(row:))
        // It closed when its time ran out, whenever that is noticed: a letter imported years later did not close today.
        for found in silent {
            try desk.happening(at: found.confirmBy ?? desk.now) { try desk.close(found, as: .silence) }
        }
        return Outcome(closed: silent.count)
    }
}

extension District {
    package func closeSilentCases() async throws {
        for mode in Mode.allCases {
            while try await perform(CloseSilentCases(), as: .system("silence", of: code, mode: mode)).closed == CloseSilentCases.batch {}
        }
    }
}

extension Desk {
    func close(_ found: Case, as closing: Case.Closing, finding: String = "") throws {
        let until = home.schedule().after(happenedAt, pack.settings.reopenWindow)
        try change(
            found,
            "state = 'closed', closed_at = \(happenedAt), closing = \(closing), reopen_until = \(until), confirm_by = NULL")
        if let order = try lastOrder(about: found.subject, kind: "handle"), order.state == .replied { try close(order) }
        try endAssistance(of: found, needed: true)
        try record(CaseClosed(caseID: found.id, closing: closing, finding: finding))
    }
}
