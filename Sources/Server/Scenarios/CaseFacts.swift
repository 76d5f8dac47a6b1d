package import Casework
package import Kernel
package import WorkingTime

/// A case as programs see it: scenarios, the JSON API. The reporter's contact is never among it.
package struct CaseFacts: Codable, Sendable {
    package var id: ID<Case>
    package var number: String
    package var channel: String
    package var caseClass: String
    package var urgency: String
    package var title: String
    package var text: String
    /// Code of the area.
    package var area: String
    package var address: String
    package var state: Case.State
    /// Code of the office that has it.
    package var office: String?
    package var filedAt: Instant
    package var dispatchedAt: Instant?
    package var respondBy: Instant?
    package var respondedAt: Instant?
    package var dueAt: Instant?
    package var resolvedAt: Instant?
    /// Plain days from the day of filing to that of the answer.
    package var days: Int?
    package var workingDays: Int?
    package var outcome: String?
    package var reply: String?
    package var confirmBy: Instant?
    package var answered: Bool?
    package var solved: Bool?
    package var rating: Int?
    package var comment: String?
    package var closedAt: Instant?
    package var closing: Case.Closing?
    package var reopenUntil: Instant?
    package var reopened: Int
    package var sourceNumber: String?
}

extension Reading {
    /// Throws `not-found` for a case the person may not see.
    package func caseFacts(_ id: ID<Case>) throws -> CaseFacts {
        let found = try findCase(id)
        let zone = pack.zone
        return CaseFacts(
            id: found.id, number: found.number, channel: found.channel, caseClass: found.caseClass, urgency: found.urgency,
            title: found.title, text: found.text, area: try findArea(found.areaID).code, address: found.address,
            state: found.state, office: try found.officeID.map { try findOffice($0).code }, filedAt: found.filedAt,
            dispatchedAt: found.dispatchedAt, respondBy: found.respondBy, respondedAt: found.respondedAt, dueAt: found.dueAt,
            resolvedAt: found.resolvedAt,
            days: found.resolvedAt.map { found.filedAt.day(in: zone).distance(to: $0.day(in: zone)) },
            workingDays: found.workingDays, outcome: found.outcome, reply: found.reply, confirmBy: found.confirmBy,
            answered: found.answered, solved: found.solved, rating: found.rating, comment: found.comment,
            closedAt: found.closedAt, closing: found.closing, reopenUntil: found.reopenUntil, reopened: found.reopened,
            sourceNumber: found.sourceNumber)
    }
}
