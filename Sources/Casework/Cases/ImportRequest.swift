package import Kernel
import Store
package import WorkingTime

/// One row of somebody's ledger, replayed at its own times through the same verbs: filed, dispatched, answered. All of it or
/// nothing; the same row again changes nothing.
package struct ImportRequest: Verb {
    package static let permission: Permission = "import.row"
    package static let audience = VerbAudience.timers
    package var filing: FileCase
    package var filedAt: Instant
    package var officeID: ID<Office>
    package var reply: String?
    package var repliedAt: Instant?

    package init(filing: FileCase, filedAt: Instant, officeID: ID<Office>, reply: String? = nil, repliedAt: Instant? = nil) {
        self.filing = filing
        self.filedAt = filedAt
        self.officeID = officeID
        self.reply = reply
        self.repliedAt = repliedAt
    }

    package struct Outcome: Codable, Sendable {
        package var caseID: ID<Case>
        /// False where the row was there already.
        package var isNew: Bool
    }

    package func perform(at desk: Desk) throws -> Outcome {
        if let source = filing.sourceNumber, let id = try desk.caseIDIfAny(source: source) {
            return Outcome(caseID: id, isNew: false)
        }
        if let repliedAt, repliedAt < filedAt { throw Problem.field("repliedAt", "before-filed") }
        if filedAt > desk.now { throw Problem.field("filedAt", "in-the-future") }
        let filed = try desk.happening(at: filedAt) { try filing.perform(at: desk) }
        _ = try desk.happening(at: filedAt) {
            try DispatchCase(caseID: filed.caseID, officeID: officeID).perform(at: desk)
        }
        if let reply, let repliedAt {
            _ = try desk.happening(at: repliedAt) {
                try ResolveCase(caseID: filed.caseID, outcome: "explained", reply: reply).perform(at: desk)
            }
        }
        return Outcome(caseID: filed.caseID, isNew: true)
    }
}
