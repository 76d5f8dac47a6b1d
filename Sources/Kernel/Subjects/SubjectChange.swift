import Foundation
import Sealing
import Store
package import WorkingTime

/// What somebody says should be otherwise in the registers. Nothing changes until somebody else has looked at it and said yes.
package struct SubjectChange: Sendable {
    package enum Kind: String, ClosedList, SQLConvertible {
        /// Fields of one subject, proposed by somebody of the district.
        case correction
        /// All that is known of one subject is to go.
        case erasure
        /// A resident says what is wrong with what is registered of them; whom they mean is for the desk to find out.
        case request
    }

    package enum State: String, ClosedList, SQLConvertible {
        case waiting, applied, rejected
    }

    package var id: ID<SubjectChange>
    package var number: String
    package var kind: Kind
    package var subjectID: ID<SubjectRecord>?
    /// Codes of the fields that it is about.
    package var fields: [String]
    package var state: State
    package var proposedAt: Instant
    package var proposedBy: ID<Account>?
    package var officeID: ID<Office>?
    /// What whoever proposed it is told.
    package var answer: String?
    package var decidedAt: Instant?
    package var decidedBy: ID<Account>?
    let sealed: [UInt8]?

    package var subject: Subject { Subject("subject-change", id.uuid) }

    init(row: Row) throws {
        id = try row.get("id")
        number = try row.get("number")
        kind = try row.get("kind")
        subjectID = try row.get("subject_id")
        fields = try row.get("fields", as: String.self).split(separator: " ").map(String.init)
        state = try row.get("state")
        proposedAt = try row.get("proposed_at")
        proposedBy = try row.get("proposed_by")
        officeID = try row.get("office_id")
        answer = try row.get("answer")
        decidedAt = try row.get("decided_at")
        decidedBy = try row.get("decided_by")
        sealed = try row.get("proposal")
    }
}

/// What is proposed, in words and values. Kept sealed: it is about a person.
package struct Proposal: Codable, Sendable {
    /// By field code, as typed: what should stand there. Of a request, who they say they are.
    package var values: [String: String] = [:]
    /// What stood there when it was proposed: what has changed since is said to whoever decides.
    package var before: [String: String] = [:]
    package var areaCode: String?
    package var reason = ""
    /// Of a request: how they can be reached.
    package var phone: String?
}

extension Reading {
    /// Changes that wait or were decided, the longest waiting first; those of subjects that the permission reaches, and residents' requests
    /// for those who decide for the whole district.
    package func subjectChanges(_ state: SubjectChange.State, limit: Int, for permission: Permission = DecideChange.permission) throws
        -> [SubjectChange]
    {
        let order: SQL = state == .waiting ? "c.proposed_at, c.id" : "c.decided_at DESC, c.id"
        return try db.rows(
            """
            SELECT c.* FROM subject_changes c WHERE \(try changeCondition(permission)) AND c.state = \(state) ORDER BY \(order) LIMIT \(limit)
            """
        ).map(SubjectChange.init(row:))
    }

    package func countSubjectChanges(_ state: SubjectChange.State) throws -> Int {
        try db.value(
            "SELECT count(*) FROM subject_changes c WHERE \(try changeCondition(DecideChange.permission)) AND c.state = \(state)") ?? 0
    }

    package func findChange(_ id: ID<SubjectChange>, for permission: Permission = DecideChange.permission) throws -> SubjectChange {
        guard
            let row = try db.first("SELECT c.* FROM subject_changes c WHERE \(try changeCondition(permission)) AND c.id = \(id)")
        else { throw Problem.notFound("subject-change") }
        return try SubjectChange(row: row)
    }

    /// What a resident's receipt opens.
    package func findChange(receipt: String) throws -> SubjectChange {
        let digest = home.keys.secretDigest(receipt, purpose: "change-receipt")
        guard let row = try db.first("SELECT * FROM subject_changes WHERE district = \(district) AND receipt = \(digest)") else {
            throw Problem(.notFound, "receipt-unknown")
        }
        return try SubjectChange(row: row)
    }

    /// Nil where it was erased with what it was about.
    package func proposal(of change: SubjectChange) throws -> Proposal? {
        guard let sealed = change.sealed else { return nil }
        return try JSON.decode(Proposal.self, try home.keys.open(sealed, context: "subject_changes.proposal/\(change.id)"))
    }

    /// Changes `c` that a permission reaches: where the subject stands now.
    private func changeCondition(_ permission: Permission) throws -> SQL {
        let own: SQL = "c.district = \(district) AND c.mode = \(scope.mode)"
        // Whose area is the whole district decides on what has no place yet as well.
        if scope.reachesEveryArea(permission) { return own }
        return """
            \(own) AND EXISTS (SELECT 1 FROM subjects s WHERE s.district = c.district AND s.id = c.subject_id AND \(subjectCondition(permission)))
            """
    }
}
