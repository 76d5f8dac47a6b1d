import Store
import WorkingTime

/// Says yes or no to a change that somebody else proposed; yes is carried out at once.
package struct DecideChange: Verb {
    package static let permission: Permission = "subject.decide-change"
    package var changeID: ID<SubjectChange>
    package var applies: Bool
    /// What whoever proposed it is told; a refusal says why.
    package var answer: String
    /// Of a resident's request: who it is, and what is to be otherwise.
    package var subjectID: ID<SubjectRecord>?
    package var values: [String: String]?
    /// Something has changed since it was proposed, and it shall be carried out all the same.
    package var overrides: Bool?

    package init(
        changeID: ID<SubjectChange>, applies: Bool, answer: String = "", subjectID: ID<SubjectRecord>? = nil,
        values: [String: String]? = nil,
        overrides: Bool? = nil
    ) {
        self.changeID = changeID
        self.applies = applies
        self.answer = answer
        self.subjectID = subjectID
        self.values = values
        self.overrides = overrides
    }

    package func perform(at desk: Desk) throws -> Done {
        let change = try desk.findChange(changeID, for: Self.permission)
        guard change.kind != .erasure else { throw Problem(.conflict, "is-an-erasure", ["number": change.number]) }
        try desk.requireOthersHand(change)
        let answer = try desk.checkedText(answer, field: "answer", longest: 500, mayBeEmpty: applies && change.kind == .correction)
        var about = change.subjectID
        if applies {
            guard let proposal = try desk.proposal(of: change) else { throw Problem.notFound("subject-change") }
            guard let id = change.subjectID ?? subjectID else { throw Problem.field("subjectID", "required") }
            let found = try desk.findSubject(id, for: Self.permission)
            try found.require(.active, .ended, verb: Self.permission)
            about = found.id
            try carryOut(change, proposal, on: found, at: desk)
        }
        try desk.close(change, applies ? .applied : .rejected, answer, about: about)
        return Done()
    }

    private func carryOut(_ change: SubjectChange, _ proposal: Proposal, on found: SubjectRecord, at desk: Desk) throws {
        let kind = try desk.subjectKind(found.kind)
        let typed = change.kind == .request ? values ?? [:] : proposal.values
        // Of a request it may be all that somebody looked and found nothing wrong.
        if typed.isEmpty, proposal.areaCode == nil { return }
        let read = try desk.read(typed, of: kind, whole: false)
        if change.kind == .correction, overrides != true {
            let present = try desk.facts(of: found)
            let moved = typed.keys.filter { (present[$0]?.typed ?? "") != (proposal.before[$0] ?? "") }.sorted()
            guard moved.isEmpty else { throw Problem.fields(moved.map { FieldProblem($0, "changed-meanwhile") }) }
        }
        let area: Desk.Placing = try proposal.areaCode.map { .at(try desk.place($0, of: kind, for: Self.permission)) } ?? .asItIs
        _ = try desk.correct(
            found, of: kind, read, area, change.kind == .request ? .person : .desk, change.number)
    }
}

/// Says yes or no to an erasure that somebody else proposed. Yes cannot be taken back.
package struct DecideErasure: Verb {
    package static let permission: Permission = "subject.decide-erasure"
    package var changeID: ID<SubjectChange>
    package var applies: Bool
    package var answer: String

    package init(changeID: ID<SubjectChange>, applies: Bool, answer: String) {
        self.changeID = changeID
        self.applies = applies
        self.answer = answer
    }

    package func perform(at desk: Desk) throws -> Done {
        let change = try desk.findChange(changeID, for: Self.permission)
        guard change.kind == .erasure, let id = change.subjectID else {
            throw Problem(.conflict, "is-no-erasure", ["number": change.number])
        }
        try desk.requireOthersHand(change)
        let answer = try desk.checkedText(answer, field: "answer", longest: 500)
        if applies {
            let found = try desk.findSubject(id, for: Self.permission)
            try found.require(.active, .ended, verb: Self.permission)
            try desk.erase(found)
        }
        try desk.close(change, applies ? .applied : .rejected, answer, about: id)
        return Done()
    }
}

package struct ChangeDecided: Event {
    package static let name = "subject-change.decided"
    package var changeID: ID<SubjectChange>
    package var number: String
    package var state: SubjectChange.State
    package var subject: Subject { Subject("subject-change", changeID.uuid) }
}

extension Desk {
    fileprivate func requireOthersHand(_ change: SubjectChange) throws {
        guard change.state == .waiting else { throw Problem(.conflict, "change-decided", ["number": change.number]) }
        guard change.proposedBy == nil || change.proposedBy != scope.accountID else {
            throw Problem(.conflict, "own-proposal", ["number": change.number])
        }
    }

    fileprivate func close(_ change: SubjectChange, _ state: SubjectChange.State, _ answer: String, about: ID<SubjectRecord>?) throws {
        try writer.run(
            """
            UPDATE subject_changes SET state = \(state), answer = \(answer.isEmpty ? nil : answer), subject_id = \(about), decided_at = \(now),
              decided_by = \(scope.accountID)
            WHERE district = \(district) AND id = \(change.id)
            """)
        try record(ChangeDecided(changeID: change.id, number: change.number, state: state))
    }
}
