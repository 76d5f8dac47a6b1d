import Sealing
import Store
import WorkingTime

/// Says that something should be otherwise in a register that one may look at, or knows the number from, and may not change.
package struct ProposeChange: Verb {
    package static let permission: Permission = "subject.propose"
    package var subjectID: ID<SubjectRecord>
    /// By field code, as somebody types them; empty takes a value away.
    package var values: [String: String]
    package var areaCode: String?
    /// How it is known.
    package var reason: String

    package init(subjectID: ID<SubjectRecord>, values: [String: String], areaCode: String? = nil, reason: String) {
        self.subjectID = subjectID
        self.values = values
        self.areaCode = areaCode
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> ProposedChange {
        let found = try desk.findSubject(subjectID, for: Self.permission)
        try found.require(.active, .ended, verb: Self.permission)
        let kind = try desk.subjectKind(found.kind)
        let read = try desk.read(values, of: kind, whole: false)
        let area = try areaCode.map { try desk.place($0, of: kind, for: Self.permission) }
        let before = try desk.facts(of: found).values
        // Whoever may not look must not learn by asking which value stands there.
        let isSeen = try desk.subjectIfAny(named: found.id.description) != nil
        var fields = read.filter { !isSeen || before[$0.field.code] != $0.value }.map(\.field.code)
        if let area, !isSeen || area?.id != found.areaID { fields.append("area") }
        guard !fields.isEmpty else { throw Problem.field("values", "nothing-is-changed") }
        let proposal = Proposal(
            values: values.filter { fields.contains($0.key) },
            before: Dictionary(uniqueKeysWithValues: fields.compactMap { code in before[code].map { (code, $0.typed) } }),
            areaCode: fields.contains("area") ? areaCode : nil,
            reason: try desk.checkedText(reason, field: "reason", longest: 500))
        return try desk.keep(proposal, .correction, about: found, fields: fields)
    }
}

/// Asks that all that is known of a subject goes: at its own wish, or because nothing says any longer why it is kept.
package struct ProposeErasure: Verb {
    package static let permission: Permission = "subject.propose-erasure"
    package var subjectID: ID<SubjectRecord>
    /// On what grounds.
    package var reason: String

    package init(subjectID: ID<SubjectRecord>, reason: String) {
        self.subjectID = subjectID
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> ProposedChange {
        let found = try desk.findSubject(subjectID, for: Self.permission)
        try found.require(.active, .ended, verb: Self.permission)
        let proposal = Proposal(reason: try desk.checkedText(reason, field: "reason", longest: 500))
        return try desk.keep(proposal, .erasure, about: found, fields: [])
    }
}

/// A resident says what is wrong with what the district has registered of them. Whoever holds the receipt is told what became of it.
package struct RequestChange: Verb {
    package static let permission: Permission = "subject.request"
    package static let audience: VerbAudience = .everyone
    package var name: String
    package var residentID: String?
    package var phone: String
    /// What is wrong, and how it should be.
    package var text: String

    package init(name: String, residentID: String? = nil, phone: String, text: String) {
        self.name = name
        self.residentID = residentID
        self.phone = phone
        self.text = text
    }

    package struct Outcome: Codable, Sendable {
        package var number: String
        package var receipt: String
    }

    package func perform(at desk: Desk) throws -> Outcome {
        if desk.scope.actor != .visitor { try desk.scope.require(Self.permission) }
        let kind = try desk.personKind()
        var values = [kind.title: name]
        let fields = kind.fieldCodes.compactMap { desk.pack.subjectFields[$0] }
        if let residentID, !residentID.isEmpty, let field = fields.first(where: { $0.kind == .residentID }) {
            values[field.code] = residentID
        }
        if let field = fields.first(where: { $0.kind == .phone }) { values[field.code] = phone }
        var problems: [FieldProblem] = []
        for (code, asked) in [(kind.title, "name")] + fields.filter({ $0.kind == .residentID }).map({ ($0.code, "residentID") })
            + fields.filter({ $0.kind == .phone }).map({ ($0.code, "phone") })
        {
            guard let field = desk.pack.subjectFields[code], let typed = values[code] else { continue }
            do {
                if try desk.read(typed, for: field, named: asked) == nil { problems.append(FieldProblem(asked, "required")) }
            } catch let problem as Problem where !problem.fields.isEmpty { problems += problem.fields }
        }
        if text.trimmedSpace.isEmpty { problems.append(FieldProblem("text", "required")) }
        guard problems.isEmpty else { throw Problem.fields(problems) }
        let proposal = Proposal(values: values, reason: try desk.checkedText(text, field: "text", longest: 1000), phone: phone)
        let receipt = ReceiptCode.make()
        let made = try desk.keep(proposal, .request, about: nil, fields: [], receipt: receipt)
        return Outcome(number: made.number, receipt: receipt)
    }
}

package struct ProposedChange: Codable, Sendable {
    package var changeID: ID<SubjectChange>
    package var number: String
}

package struct ChangeProposed: Event {
    package static let name = "subject-change.proposed"
    package var changeID: ID<SubjectChange>
    package var number: String
    package var kind: SubjectChange.Kind
    /// Codes of fields, with spaces; never what should stand there.
    package var fields: String
    package var subject: Subject { Subject("subject-change", changeID.uuid) }
}

extension Desk {
    fileprivate func keep(
        _ proposal: Proposal, _ kind: SubjectChange.Kind, about found: SubjectRecord?, fields: [String], receipt: String? = nil
    ) throws -> ProposedChange {
        let id: ID<SubjectChange> = newID()
        let number = try newNumber("change", at: happenedAt)
        let sealed = try home.keys.seal(try JSON.encode(proposal), context: "subject_changes.proposal/\(id)")
        try writer.run(
            """
            INSERT INTO subject_changes (district, id, number, kind, subject_id, fields, proposal, state, mode, proposed_at, proposed_by,
              office_id, receipt)
            VALUES (\(district), \(id), \(number), \(kind), \(found?.id), \(fields.joined(separator: " ")), \(sealed), 'waiting', \(scope.mode),
              \(now), \(scope.accountID), \(scope.duties.compactMap(\.officeID).first),
              \(receipt.map { home.keys.secretDigest($0, purpose: "change-receipt") }))
            """)
        try record(ChangeProposed(changeID: id, number: number, kind: kind, fields: fields.joined(separator: " ")))
        return ProposedChange(changeID: id, number: number)
    }
}

extension Reading {
    /// The kind of subjects that residents are: the first whose title is a person's name.
    package func personKind() throws -> Pack.SubjectKind {
        guard let kind = pack.subjectKinds.first(where: { pack.subjectFields[$0.title]?.kind == .personName }) else {
            throw Problem.notFound("kind")
        }
        return kind
    }
}
