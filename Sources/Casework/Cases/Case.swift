import Foundation
package import Kernel
package import Store
package import WorkingTime

/// Something to be settled for someone, from the call to the confirmed outcome.
package struct Case: Sendable {
    package enum State: String, ClosedList, SQLConvertible {
        /// Has a number and a receipt; waits at the dispatch desk.
        case registered
        /// An office has the order and has not taken it yet.
        case dispatched
        case accepted
        /// The office has answered; the reporter is asked whether it is solved.
        case resolved
        case closed
        case withdrawn

        package var isOpen: Bool { self != .closed && self != .withdrawn }
    }

    /// On whose word a case was closed; the three are counted apart.
    package enum Closing: String, ClosedList, SQLConvertible {
        /// The reporter's.
        case confirmed
        /// Somebody's who checked and did not handle it.
        case checked
        /// Nobody's: the time to answer ran out.
        case silence
    }

    package var id: ID<Case>
    package var number: String
    package var channel: String
    package var caseClass: String
    package var urgency: String
    package var title: String
    package var text: String
    package var areaID: ID<Area>
    package var areaPath: String
    package var address: String
    package var latitude: Double?
    package var longitude: Double?
    package var datum: String?
    package var state: State
    package var officeID: ID<Office>?
    package var filedAt: Instant
    package var filedBy: ID<Account>?
    package var dispatchedAt: Instant?
    package var respondBy: Instant?
    package var respondedAt: Instant?
    package var dueAt: Instant?
    package var resolvedAt: Instant?
    package var workingDays: Int?
    package var outcome: String?
    package var reply: String?
    package var resolvedBy: ID<Account>?
    package var confirmBy: Instant?
    package var answered: Bool?
    package var solved: Bool?
    package var rating: Int?
    package var comment: String?
    package var closedAt: Instant?
    package var closing: Closing?
    package var reopenUntil: Instant?
    package var reopened: Int
    /// The answered case of the same class and place that this one came back after.
    package var repeats: ID<Case>?
    package var hasContact: Bool
    package var sourceNumber: String?
    package var mode: Mode
    var version: Int
    /// Set where the case was found by the receipt of somebody who asked for the same thing later.
    package var joined: CaseReporter?

    package var subject: Subject { Subject("case", id.uuid) }

    /// The columns of a list, where nobody reads the letters: most of a row is their text.
    static let inLists: SQL = """
        c.id, c.number, c.channel, c.class, c.urgency, c.title, '' AS text, c.area_id, c.area_path, c.address, c.latitude, c.longitude,
        c.datum, c.state, c.office_id, c.filed_at, c.filed_by, c.dispatched_at, c.respond_by, c.responded_at, c.due_at, c.resolved_at,
        c.working_days, c.outcome, NULL AS reply, c.resolved_by, c.confirm_by, c.answered, c.solved, c.rating, NULL AS comment,
        c.closed_at, c.closing, c.reopen_until, c.reopened, c.repeats, c.contact, c.source_number, c.mode, c.version
        """

    package init(row: Row) throws {
        id = try row.get("id")
        number = try row.get("number")
        channel = try row.get("channel")
        caseClass = try row.get("class")
        urgency = try row.get("urgency")
        title = try row.get("title")
        text = try row.get("text")
        areaID = try row.get("area_id")
        areaPath = try row.get("area_path")
        address = try row.get("address")
        latitude = try row.get("latitude")
        longitude = try row.get("longitude")
        datum = try row.get("datum")
        state = try row.get("state")
        officeID = try row.get("office_id")
        filedAt = try row.get("filed_at")
        filedBy = try row.get("filed_by")
        dispatchedAt = try row.get("dispatched_at")
        respondBy = try row.get("respond_by")
        respondedAt = try row.get("responded_at")
        dueAt = try row.get("due_at")
        resolvedAt = try row.get("resolved_at")
        workingDays = try row.get("working_days")
        outcome = try row.get("outcome")
        reply = try row.get("reply")
        resolvedBy = try row.get("resolved_by")
        confirmBy = try row.get("confirm_by")
        answered = try row.get("answered")
        solved = try row.get("solved")
        rating = try row.get("rating")
        comment = try row.get("comment")
        closedAt = try row.get("closed_at")
        closing = try row.get("closing")
        reopenUntil = try row.get("reopen_until")
        reopened = try row.get("reopened")
        repeats = try row.get("repeats")
        hasContact = try row.get("contact", as: [UInt8]?.self) != nil
        sourceNumber = try row.get("source_number")
        mode = try row.get("mode")
        version = try row.get("version")
    }

    /// Whether it may become part of another one: what was answered is asked about first.
    package var mayBeMerged: Bool { state.isOpen && state != .resolved }

    /// Whether it became part of another one.
    package var isMerged: Bool { state == .closed && resolvedAt == nil }

    /// Refuses a verb that the state does not allow; two people at once meet this, not a second close.
    package func require(_ states: State..., verb: Permission) throws {
        guard states.contains(state) else {
            throw Problem(.conflict, "case-state", ["number": number, "state": state.rawValue, "verb": verb.rawValue])
        }
    }

    package func isOverdue(at now: Instant) -> Bool {
        guard state.isOpen, state != .resolved, let dueAt else { return false }
        return now > dueAt
    }
}

/// Which case: staff name its id, a reporter has a receipt code.
package struct CaseKey: Codable, Sendable {
    package var id: ID<Case>?
    package var receipt: String?

    package init(id: ID<Case>) { self.id = id }
    package init(receipt: String) { self.receipt = receipt }
}
