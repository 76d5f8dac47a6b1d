package import WorkingTime

// The journal cannot be changed, so no name, number or address of a person ever stands in it: events name the fields, and the
// values are in the register's own history, from which they can be erased.

package struct SubjectRegistered: Event {
    package static let name = "subject.registered"
    package var subjectID: ID<SubjectRecord>
    package var kind: String
    package var number: String
    package var source: Statement.Source
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}

package struct SubjectCorrected: Event {
    package static let name = "subject.corrected"
    package var subjectID: ID<SubjectRecord>
    /// Codes of fields, with spaces; `area` is where it stands.
    package var fields: String
    package var source: Statement.Source
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}

package struct SubjectVerified: Event {
    package static let name = "subject.verified"
    package var subjectID: ID<SubjectRecord>
    package var fields: String
    package var source: Statement.Source
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}

package struct SubjectEnded: Event {
    package static let name = "subject.ended"
    package var subjectID: ID<SubjectRecord>
    package var reason: String
    package var on: Day
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}

package struct SubjectResumed: Event {
    package static let name = "subject.resumed"
    package var subjectID: ID<SubjectRecord>
    package var reason: String
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}

package struct FactRevealed: Event {
    package static let name = "subject.revealed"
    package var subjectID: ID<SubjectRecord>
    package var field: String
    package var purpose: String
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}

package struct SubjectsRelated: Event {
    package static let name = "subject.related"
    package var subjectID: ID<SubjectRecord>
    package var relation: String
    package var to: ID<SubjectRecord>
    package var from: Day
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}

package struct RelationEnded: Event {
    package static let name = "subject.unrelated"
    package var subjectID: ID<SubjectRecord>
    package var relation: String
    package var to: ID<SubjectRecord>
    package var on: Day
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}

package struct SubjectClassified: Event {
    package static let name = "subject.classified"
    package var subjectID: ID<SubjectRecord>
    package var scheme: String
    package var code: String
    package var from: Day
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}

package struct ClassificationEnded: Event {
    package static let name = "subject.declassified"
    package var subjectID: ID<SubjectRecord>
    package var scheme: String
    package var code: String
    package var on: Day
    package var reason: String
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}

package struct SubjectsMerged: Event {
    package static let name = "subject.merged"
    package var subjectID: ID<SubjectRecord>
    package var number: String
    package var from: ID<SubjectRecord>
    package var fromNumber: String
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}

package struct SubjectsUnmerged: Event {
    package static let name = "subject.unmerged"
    package var subjectID: ID<SubjectRecord>
    package var number: String
    package var from: ID<SubjectRecord>
    package var fromNumber: String
    package var reason: String
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}
