package import Store
package import WorkingTime

/// One addressee, one ask, one due time, one reply: the only carrier of who does what by when.
package struct Order: Sendable {
    package enum State: String, ClosedList, SQLConvertible {
        /// Issued, and nobody has taken it yet.
        case issued
        case accepted
        case replied
        /// Given back to whoever issued it.
        case returned
        /// Handed to another office, whose own order follows.
        case transferred
        case closed
        /// No longer needed.
        case cancelled

        /// Waiting for the addressee: what the ladder looks at.
        package var isOpen: Bool { self == .issued || self == .accepted }
    }

    package var id: ID<Order>
    package var number: String
    package var kind: String
    package var matter: Subject
    package var fromOffice: ID<Office>?
    package var toOffice: ID<Office>
    package var toAccount: ID<Account>?
    package var ask: String
    package var state: State
    package var issuedAt: Instant
    package var acceptBy: Instant?
    package var dueAt: Instant
    /// How `dueAt` came about, as it is stored; few who look at an order ask why.
    var deadlineText: String?
    package var ladder: String
    package var acceptedAt: Instant?
    package var repliedAt: Instant?
    package var reply: String?
    package var reason: String?
    package var closedAt: Instant?
    package var previous: ID<Order>?
    package var nextStepAt: Instant?
    /// Codes of the ladder's steps taken, in order.
    package var stepsTaken: [String]
    package var supervisedAt: Instant?
    package var mode: Mode
    /// Shut to everybody whose role does not open it; and to the people of `barredOffice`, which it is about.
    package var compartment: String?
    package var barredOffice: ID<Office>?
    /// What a letter rests on, in words.
    package var basis: String?
    var version: Int

    package init(row: Row) throws {
        id = try row.get("id")
        number = try row.get("number")
        kind = try row.get("kind")
        matter = Subject(try row.get("matter_kind"), try row.get("matter_id"))
        fromOffice = try row.get("from_office")
        toOffice = try row.get("to_office")
        toAccount = try row.get("to_account")
        ask = try row.get("ask")
        state = try row.get("state")
        issuedAt = try row.get("issued_at")
        acceptBy = try row.get("accept_by")
        dueAt = try row.get("due_at")
        deadlineText = try row.get("deadline")
        ladder = try row.get("ladder")
        acceptedAt = try row.get("accepted_at")
        repliedAt = try row.get("replied_at")
        reply = try row.get("reply")
        reason = try row.get("reason")
        closedAt = try row.get("closed_at")
        previous = try row.get("previous_id")
        nextStepAt = try row.get("next_step_at")
        stepsTaken = try row.get("steps_taken", as: String.self).split(separator: ",").map(String.init)
        supervisedAt = try row.get("supervised_at")
        mode = try row.get("mode")
        compartment = try row.get("compartment")
        barredOffice = try row.get("barred_office")
        basis = try row.get("basis")
        version = try row.get("version")
    }

    package var deadline: Deadline? { deadlineText.flatMap { try? JSON.decode(Deadline.self, $0) } }

    package func isOverdue(at now: Instant) -> Bool { state.isOpen && now > dueAt }

    /// What waits at the dispatch desk leaves it by being dispatched; a call-back, an after-care check or a tip by what comes of it. None
    /// of them is passed on, given back or taken back.
    func requireHandedOut(verb: Permission) throws {
        guard kind == "handle" || isAnsweredByItself, compartment == nil else {
            throw Problem(.conflict, "order-state", ["number": number, "state": state.rawValue, "verb": verb.rawValue])
        }
    }

    /// What a matter answers in its own way is not answered here: a case by its outcome, an after-care check by what was found.
    package var isAnsweredByItself: Bool { kind == "letter" || kind == "assist" }

    func requireAnswer(verb: Permission) throws {
        guard isAnsweredByItself else { throw Problem(.conflict, "answer-the-case", ["number": number]) }
    }

    /// Which verbs the state allows; who may call them is the permission's affair.
    package func require(_ states: State..., verb: Permission) throws {
        guard states.contains(state) else {
            throw Problem(.conflict, "order-state", ["number": number, "state": state.rawValue, "verb": verb.rawValue])
        }
    }
}
