package import Kernel

/// Events say that something happened to a tip, never what it says: the journal is read by people who may not.
package struct TipReceived: Event {
    package static let name = "tip.received"
    package var tipID: ID<Tip>
    package var subject: Subject { Subject("tip", tipID.uuid) }
}

package struct TipAssigned: Event {
    package static let name = "tip.assigned"
    package var tipID: ID<Tip>
    package var owner: ID<Account>
    package var subject: Subject { Subject("tip", tipID.uuid) }
}

package struct TipFound: Event {
    package static let name = "tip.found"
    package var tipID: ID<Tip>
    package var what: Tip.Finding
    package var subject: Subject { Subject("tip", tipID.uuid) }
}

package struct TipSentBack: Event {
    package static let name = "tip.sent-back"
    package var tipID: ID<Tip>
    package var reason: String
    package var subject: Subject { Subject("tip", tipID.uuid) }
}

package struct TipsterTold: Event {
    package static let name = "tip.told"
    package var tipID: ID<Tip>
    /// Whether it is the outcome.
    package var isFeedback: Bool
    package var subject: Subject { Subject("tip", tipID.uuid) }
}

package struct TipAnswered: Event {
    package static let name = "tip.answered"
    package var tipID: ID<Tip>
    package var subject: Subject { Subject("tip", tipID.uuid) }
}

package struct TipStruckOff: Event {
    package static let name = "tip.struck-off"
    package var tipID: ID<Tip>
    package var subject: Subject { Subject("tip", tipID.uuid) }
}

package struct TipReopened: Event {
    package static let name = "tip.reopened"
    package var tipID: ID<Tip>
    package var subject: Subject { Subject("tip", tipID.uuid) }
}

package struct TipMerged: Event {
    package static let name = "tip.merged"
    package var tipID: ID<Tip>
    package var into: ID<Tip>
    package var subject: Subject { Subject("tip", tipID.uuid) }
}

/// It was about another office, or none; which one only the register says.
package struct TipOfficeCorrected: Event {
    package static let name = "tip.office-corrected"
    package var tipID: ID<Tip>
    package var subject: Subject { Subject("tip", tipID.uuid) }
}

/// Somebody read what a tip says.
package struct TipOpened: Event {
    package static let name = "tip.opened"
    package var tipID: ID<Tip>
    package var subject: Subject { Subject("tip", tipID.uuid) }
}

package struct TipsterRevealed: Event {
    package static let name = "tip.revealed"
    package var tipID: ID<Tip>
    package var purpose: String
    package var subject: Subject { Subject("tip", tipID.uuid) }
}

package struct IntakePointAdded: Event {
    package static let name = "intake-point.added"
    package var pointID: ID<IntakePoint>
    package var pointName: String
    package var subject: Subject { Subject("intake-point", pointID.uuid) }
}

package struct IntakePointClosed: Event {
    package static let name = "intake-point.closed"
    package var pointID: ID<IntakePoint>
    package var pointName: String
    package var subject: Subject { Subject("intake-point", pointID.uuid) }
}
