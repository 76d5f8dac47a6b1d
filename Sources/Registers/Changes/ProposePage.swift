import Hummingbird
import Kernel
import Pages

/// Proposing a change of what one may not change oneself. Whoever may look at the subject sees what stands there; whoever only knows its
/// number fills in what they know.
enum ProposePage {
    static func show(_ visit: Visit) async throws -> Response {
        guard let number = visit.asked("number") else { return try asking(visit) }
        guard let (found, fields) = try await known(visit, number) else {
            return try asking(visit, problem: Problem.field("number", "no-such-subject", ["is": number]))
        }
        return try page(visit, found, try await form(visit, found, fields))
    }

    static func send(_ visit: Visit) async throws -> Response {
        let number = visit.typed["number"] ?? ""
        guard let (found, fields) = try await known(visit, number) else { throw Problem.notFound("subject") }
        return try await visit.answering {
            let isKnown = !fields.facts.values.isEmpty
            _ = try await visit.perform(
                ProposeChange(subjectID: found.id, values: try await fields.typed(changed: isKnown), reason: visit.typed["reason"] ?? ""))
            return .seeOther("/changes/new?done=subject-change.proposed")
        } refused: { problem in
            try page(
                visit, found, visit.refused(try await form(visit, found, await fields.keepingPhotos()), problem), status: problem.status)
        }
    }

    /// The subject that a number names, with what this person may know of it.
    private static func known(_ visit: Visit, _ number: String) async throws -> (SubjectRecord, SubjectFields)? {
        try await visit.read { reading in
            guard let found = try reading.subjectIfAny(named: number, for: ProposeChange.permission), found.state != .merged,
                found.state != .erased
            else { return nil }
            let isSeen = try reading.subjectIfAny(named: number) != nil
            let facts = isSeen ? try reading.facts(of: found) : SubjectFacts()
            return (found, try SubjectFields(visit, try visit.kind(found.kind), facts: facts, in: reading))
        }
    }

    private static func asking(_ visit: Visit, problem: Problem? = nil) throws -> Response {
        var form = Form(
            action: "/changes/new", method: "get",
            fields: [
                Field(
                    .text, name: "number", label: visit.text("subject.number"), hint: visit.text("change.new.number"), required: true,
                    autocomplete: "off", maxlength: 40)
            ], submit: visit.text("change.new.find"))
        if let problem { form = visit.refused(form, problem) }
        return try visit.page(
            FormPage(
                frame: visit.frame(visit.text("change.new")),
                head: PageHead(title: visit.text("change.new"), intro: visit.text("change.new.intro")),
                form: form), "pages/form-page", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }

    private static func form(_ visit: Visit, _ found: SubjectRecord, _ fields: SubjectFields) async throws -> Form {
        Form(
            action: "/changes/new",
            groups: [
                FieldGroup(fields: fields.facts.values.isEmpty ? fields.optionalQuestions : fields.questions),
                FieldGroup(
                    title: visit.text("subject.whence"),
                    fields: [
                        Field(
                            .textarea(rows: 2), name: "reason", label: visit.text("change.reason"), hint: visit.text("change.reason.hint"),
                            required: true, width: .full, maxlength: 500)
                    ]),
            ], submit: visit.text("change.new.send"), csrf: visit.csrf,
            hidden: [visit.requestField, HiddenField("number", found.number)] + fields.hidden)
    }

    private static func page(_ visit: Visit, _ found: SubjectRecord, _ form: Form, status: Int = 200) throws -> Response {
        try visit.page(
            FormPage(
                frame: visit.frame(visit.text("change.new"), map: form.hasMap),
                head: PageHead(title: visit.text("change.new"), above: found.number, intro: visit.text("change.new.intro")), form: form),
            "pages/form-page", status: HTTPResponseStatus(rawValue: status))
    }
}
