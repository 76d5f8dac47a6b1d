package import Kernel
import Store
import WorkingTime

/// The reporter's two answers — was it answered, is it solved — with a rating of one to five. Given by receipt code, or asked for by
/// somebody who calls back and did not handle the case.
package struct ConfirmCase: Verb {
    package static let permission: Permission = "case.confirm"
    package static let audience = VerbAudience.everyone
    package var key: CaseKey
    package var answered: Bool
    package var solved: Bool
    package var rating: Int?
    package var comment: String?

    package init(key: CaseKey, answered: Bool, solved: Bool, rating: Int? = nil, comment: String? = nil) {
        self.key = key
        self.answered = answered
        self.solved = solved
        self.rating = rating
        self.comment = comment
    }

    package struct Outcome: Codable, Sendable {
        package var state: Case.State
    }

    package func perform(at desk: Desk) throws -> Outcome {
        let found = try desk.findCase(key, for: Self.permission)
        try found.require(.resolved, verb: Self.permission)
        try desk.requireFirstReporter(of: found)
        // Also with a receipt: whoever registered a case for a resident and then handled it holds one.
        try desk.requireIndependent(of: found, byReceipt: key.receipt != nil, verb: Self.permission)
        if let rating, !(1...5).contains(rating) { throw Problem.field("rating", "not-one-of-these") }
        if solved && !answered { throw Problem.field("answered", "solved-but-not-answered") }
        return try take(found, at: desk)
    }

    /// What follows from the reporter's two answers, once it is clear that they are the reporter's.
    func take(_ found: Case, at desk: Desk) throws -> Outcome {
        let comment = try desk.checkedText(comment ?? "", field: "comment", longest: 500, mayBeEmpty: true)
        try desk.change(found, "answered = \(answered), solved = \(solved), rating = \(rating), comment = \(comment)")
        try desk.record(
            CaseConfirmed(
                caseID: found.id, answered: answered, solved: solved, rating: rating, comment: comment,
                by: key.receipt == nil ? "call-back" : "reporter"))
        if reopens(found) {
            let reason = comment.isEmpty ? (answered ? "not-solved" : "not-answered") : comment
            try desk.reopen(try desk.reload(found), reason: reason)
            return Outcome(state: .accepted)
        }
        try desk.close(try desk.reload(found), as: .confirmed)
        return Outcome(state: .closed)
    }

    /// "Solved" that is not goes back to the office. An explanation or referral that was given and understood may close,
    /// though nothing is solved: it is counted as answered, not as solved.
    private func reopens(_ found: Case) -> Bool {
        !answered || (!solved && found.outcome == "solved")
    }
}
