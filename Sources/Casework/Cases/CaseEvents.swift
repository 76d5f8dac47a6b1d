package import Kernel
package import WorkingTime

package struct CaseFiled: Event {
    package static let name = "case.filed"
    package var caseID: ID<Case>
    package var number: String
    package var channel: String
    package var caseClass: String
    package var area: String
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseClassified: Event {
    package static let name = "case.classified"
    package var caseID: ID<Case>
    package var from: String
    package var to: String
    package var urgency: String
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseDispatched: Event {
    package static let name = "case.dispatched"
    package var caseID: ID<Case>
    package var office: String
    package var officeID: ID<Office>
    package var orderNumber: String
    package var dueAt: Instant
    package var subject: Subject { Subject("case", caseID.uuid) }
}

/// The level above named the office, after others had given the case back.
package struct CaseOfficeDecided: Event {
    package static let name = "case.office-decided"
    package var caseID: ID<Case>
    package var office: String
    package var by: String
    package var reason: String
    package var subject: Subject { Subject("case", caseID.uuid) }
}

/// Other offices were asked to assist the one that leads.
package struct CaseAssistanceAsked: Event {
    package static let name = "case.assistance-asked"
    package var caseID: ID<Case>
    package var offices: String
    package var ask: String
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseNoted: Event {
    package static let name = "case.noted"
    package var caseID: ID<Case>
    package var noteID: ID<CaseNote>
    package var isPublic: Bool
    package var photos: Int
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseSurveyed: Event {
    package static let name = "case.surveyed"
    package var caseID: ID<Case>
    package var noteID: ID<CaseNote>
    package var photos: Int
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CasePlanned: Event {
    package static let name = "case.planned"
    package var caseID: ID<Case>
    package var measures: String
    package var who: String
    package var dueOn: Day
    /// In fen.
    package var cost: Int?
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseAfterCarePlanned: Event {
    package static let name = "case.after-care-planned"
    package var caseID: ID<Case>
    package var office: String
    package var on: Day
    package var ask: String
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseAfterCareDone: Event {
    package static let name = "case.after-care-done"
    package var caseID: ID<Case>
    package var holds: Bool
    package var finding: String
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseResolved: Event {
    package static let name = "case.resolved"
    package var caseID: ID<Case>
    package var outcome: String
    package var reply: String
    package var office: String
    package var inTime: Bool
    /// Codes of the checks that the answer did not pass, and why it left all the same.
    package var unpassed: [String]?
    package var despite: String?
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseConfirmed: Event {
    package static let name = "case.confirmed"
    package var caseID: ID<Case>
    package var answered: Bool
    package var solved: Bool
    package var rating: Int?
    package var comment: String
    /// By whom the answer came in: `reporter` or `call-back`.
    package var by: String
    package var subject: Subject { Subject("case", caseID.uuid) }
}

/// Somebody of the sample was called, or could not be reached.
package struct CaseCalledBack: Event {
    package static let name = "case.called-back"
    package var caseID: ID<Case>
    package var reached: Bool
    package var solved: Bool?
    package var rating: Int?
    package var comment: String
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseClosed: Event {
    package static let name = "case.closed"
    package var caseID: ID<Case>
    package var closing: Case.Closing
    package var finding: String
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseReopened: Event {
    package static let name = "case.reopened"
    package var caseID: ID<Case>
    package var reason: String
    package var dueAt: Instant?
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseWithdrawn: Event {
    package static let name = "case.withdrawn"
    package var caseID: ID<Case>
    package var reason: String
    package var subject: Subject { Subject("case", caseID.uuid) }
}

/// Somebody else asked for the same thing, or their case became part of this one (`number`).
package struct CaseJoined: Event {
    package static let name = "case.joined"
    package var caseID: ID<Case>
    package var reporterID: ID<CaseReporter>
    package var channel: String
    package var number: String?
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseMerged: Event {
    package static let name = "case.merged"
    package var caseID: ID<Case>
    package var into: ID<Case>
    /// Of the case it went into.
    package var number: String
    package var subject: Subject { Subject("case", caseID.uuid) }
}

package struct CaseSplit: Event {
    package static let name = "case.split"
    package var caseID: ID<Case>
    package var subject: Subject { Subject("case", caseID.uuid) }
}

/// Somebody opened the reporter's sealed contact, and said why.
package struct ContactRevealed: Event {
    package static let name = "contact.revealed"
    package var caseID: ID<Case>
    package var purpose: String
    /// Nil is the first reporter.
    package var reporterID: ID<CaseReporter>?
    package var subject: Subject { Subject("case", caseID.uuid) }
}
