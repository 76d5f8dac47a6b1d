import Hummingbird
import Kernel
import Pages
import WorkingTime

/// What can be done with a subject, as forms on its page: fields in, a verb or problems out.
enum SubjectForms {
    static func all(_ visit: Visit, _ seen: SubjectView, _ kind: Pack.SubjectKind, problem: Problem?) -> [FoldedForm] {
        guard visit.asOf == nil else { return [] }
        let found = seen.found
        let path = "/subjects/\(found.id)"
        var forms: [FoldedForm?] = []
        func add(_ id: String, _ permission: Permission, _ last: String, _ fields: [Field], note: String? = nil, danger: Bool = false) {
            guard
                var folded = visit.folded(
                    id, permission, action: "\(path)/\(last)", fields: fields, problem: problem, danger: danger)
            else { return }
            folded.form.note = note
            forms.append(folded)
        }
        if found.state == .active {
            add(
                "subject-verify", VerifySubject.permission, "verification", verification(visit, seen),
                note: visit.text("subject.verify.note"))
            let relations = visit.district.pack.relations.filter { $0.from.contains(kind.code) }
            if !relations.isEmpty { add("subject-relate", RelateSubjects.permission, "relation", relation(visit, relations)) }
            let open = seen.relations.filter { $0.until == nil }
            if !open.isEmpty { add("subject-unrelate", EndRelation.permission, "relation-end", relationEnd(visit, seen, open)) }
            if !seen.schemes.isEmpty { add("subject-classify", ClassifySubject.permission, "classification", classification(visit, seen)) }
            let held = seen.held.filter { $0.until == nil }
            if !held.isEmpty {
                add("subject-declassify", EndClassification.permission, "classification-end", classificationEnd(visit, seen, held))
            }
        }
        let sealed = seen.fields.filter { $0.isSealed && seen.facts[$0.code] != nil }
        if !sealed.isEmpty, found.state != .merged {
            add(
                "subject-reveal", RevealFact.permission, "fact",
                [
                    Field(
                        .radios, name: "field", label: visit.text("subject.field"), value: sealed[0].code, required: true,
                        options: sealed.map { Choice(value: $0.code, label: visit.words($0.name)) }),
                    Field(.text, name: "purpose", label: visit.text("subject.purpose"), required: true, width: .full, maxlength: 200),
                ], note: visit.text("subject.reveal.note"))
        }
        if found.state == .active || found.state == .ended {
            add(
                "subject-erase", ProposeErasure.permission, "erasure", [reason(visit)], note: visit.text("subject.erase.note"), danger: true
            )
        }
        switch found.state {
        case .active:
            add(
                "subject-end", EndSubject.permission, "end",
                [reason(visit), day(visit, "on", "subject.end.on", today: true)], note: visit.text("subject.end.note"), danger: true)
        case .ended: add("subject-resume", ResumeSubject.permission, "resumption", [reason(visit)])
        case .merged:
            add("subject-unmerge", UnmergeSubjects.permission, "splitting", [reason(visit)], note: visit.text("subject.unmerge.note"))
        case .erased: break
        }
        return forms.compactMap { $0 }
    }

    private static func verification(_ visit: Visit, _ seen: SubjectView) -> [Field] {
        [
            Field(
                .checkboxes, name: "fields", label: visit.text("subject.verify.fields"),
                options: seen.fields.filter { seen.facts[$0.code] != nil }.map {
                    Choice(value: $0.code, label: visit.words($0.name), selected: true)
                }),
            SubjectFields.sourceQuestion(visit)[0],
        ]
    }

    private static func relation(_ visit: Visit, _ relations: [Pack.Relation]) -> [Field] {
        // Each relation has its own: which one is meant stands in the answer.
        let roles = relations.flatMap { relation in
            relation.roles.map { list in
                visit.district.pack.list(list).map {
                    Choice(value: "\(relation.code).\($0.code)", label: "\(visit.words(relation.name)) · \(visit.words($0.name))")
                }
            } ?? []
        }
        return [
            Field(
                .radios, name: "relation", label: visit.text("subject.relation"), value: relations[0].code, required: true,
                options: relations.map { Choice(value: $0.code, label: visit.words($0.name)) }),
            Field(
                .text, name: "to", label: visit.text("subject.other"), hint: visit.text("subject.other.hint"), required: true,
                autocomplete: "off", maxlength: 40),
        ]
            + (roles.isEmpty
                ? []
                : [
                    Field(
                        .select, name: "role", label: visit.text("subject.role"),
                        options: [Choice(value: "", label: visit.text("subject.role.none"))] + roles, width: .short)
                ]) + [day(visit, "since", "subject.begins", today: true)]
    }

    private static func relationEnd(_ visit: Visit, _ seen: SubjectView, _ open: [SubjectRelation]) -> [Field] {
        [
            Field(
                .radios, name: "which", label: visit.text("subject.relation"), value: "\(open[0].id)", required: true,
                options: open.map { relation in
                    let isFrom = relation.from == seen.found.id
                    let kind = visit.district.pack.relations.first { $0.code == relation.kind }
                    let other = seen.names.subjects[isFrom ? relation.to : relation.from]?.title ?? visit.text("subject.out-of-reach")
                    let name = kind.map { visit.words(isFrom ? $0.name : $0.reverse) } ?? relation.kind
                    return Choice(value: "\(relation.id)", label: "\(name) · \(other)")
                }),
            day(visit, "on", "subject.last-day", today: true),
        ]
    }

    private static func classification(_ visit: Visit, _ seen: SubjectView) -> [Field] {
        let choices = seen.schemes.flatMap { scheme in
            visit.district.pack.list(scheme.list).map { item in
                Choice(value: "\(scheme.code).\(item.code)", label: "\(visit.words(scheme.name)) · \(visit.words(item.name))")
            }
        }
        return [
            Field(
                .select, name: "class", label: visit.text("subject.code"), required: true,
                options: [Choice(value: "", label: visit.text("choose"))] + choices),
            Field(
                .text, name: "evidence", label: visit.text("subject.evidence"), hint: visit.text("subject.evidence.hint"), required: true,
                width: .full, maxlength: 500),
            day(visit, "since", "subject.begins", today: true),
        ]
    }

    private static func classificationEnd(_ visit: Visit, _ seen: SubjectView, _ held: [Classification]) -> [Field] {
        [
            Field(
                .radios, name: "which", label: visit.text("subject.code"), value: "\(held[0].id)", required: true,
                options: held.map { held in
                    let list = seen.schemes.first { $0.code == held.scheme }?.list ?? ""
                    return Choice(value: "\(held.id)", label: visit.name(of: held.code, in: list))
                }),
            day(visit, "on", "subject.last-day", today: true), reason(visit),
        ]
    }

    private static func reason(_ visit: Visit) -> Field {
        Field(.text, name: "reason", label: visit.text("subject.reason"), required: true, width: .full, maxlength: 200)
    }

    private static func day(_ visit: Visit, _ name: String, _ label: String, today: Bool) -> Field {
        Field(
            .date, name: name, label: visit.text(label), value: today ? visit.now.day(in: visit.site.zone).iso : "", required: true,
            width: .short)
    }

    // The steps themselves.

    static func verify(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "subject.verified") {
            let fields = visit.typed.all("fields")
            guard !fields.isEmpty else { throw Problem.field("fields", "required") }
            _ = try await visit.perform(VerifySubject(subjectID: $0, fields: fields, source: visit.typedSource))
        }
    }

    static func relate(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "subject.related") {
            guard let typed = visit.typed["to"] else { throw Problem.field("to", "required") }
            guard let other = try await visit.read({ try $0.subjectIfAny(named: typed) }) else {
                throw Problem.field("to", "no-such-subject", ["is": typed])
            }
            let relation = visit.typed["relation"] ?? ""
            let role = visit.typed["role"].map { $0.hasPrefix(relation + ".") ? String($0.dropFirst(relation.count + 1)) : $0 }
            _ = try await visit.perform(
                RelateSubjects(subjectID: $0, relation: relation, to: other.id, role: role, since: try visit.typed.day("since")))
        }
    }

    static func endRelation(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "subject.unrelated") { _ in
            _ = try await visit.perform(EndRelation(relationID: try visit.typed.required("which"), on: try visit.typed.day("on")))
        }
    }

    static func classify(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "subject.classified") {
            let parts = (visit.typed["class"] ?? "").split(separator: ".", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw Problem.field("class", "required") }
            do {
                _ = try await visit.perform(
                    ClassifySubject(
                        subjectID: $0, scheme: parts[0], code: parts[1], evidence: visit.typed["evidence"] ?? "",
                        since: try visit.typed.day("since")))
            } catch var problem as Problem {
                // The form asks for both in one.
                for index in problem.fields.indices where ["scheme", "code"].contains(problem.fields[index].field) {
                    problem.fields[index].field = "class"
                }
                throw problem
            }
        }
    }

    static func endClassification(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "subject.declassified") { _ in
            _ = try await visit.perform(
                EndClassification(
                    classificationID: try visit.typed.required("which"), on: try visit.typed.day("on"), reason: visit.typed["reason"] ?? "")
            )
        }
    }

    static func end(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "subject.ended") {
            _ = try await visit.perform(
                EndSubject(subjectID: $0, reason: visit.typed["reason"] ?? "", on: try visit.typed.day("on")))
        }
    }

    static func proposeErasure(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "subject-change.proposed") {
            _ = try await visit.perform(ProposeErasure(subjectID: $0, reason: visit.typed["reason"] ?? ""))
        }
    }

    static func resume(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "subject.resumed") {
            _ = try await visit.perform(ResumeSubject(subjectID: $0, reason: visit.typed["reason"] ?? ""))
        }
    }

    static func unmerge(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "subject.unmerged") {
            _ = try await visit.perform(UnmergeSubjects(subjectID: $0, reason: visit.typed["reason"] ?? ""))
        }
    }

    static func reveal(_ visit: Visit) async throws -> Response {
        let id: ID<SubjectRecord> = try visit.id()
        return try await visit.answering {
            let field = visit.typed["field"] ?? ""
            let value = try await visit.perform(RevealFact(subjectID: id, field: field, purpose: visit.typed["purpose"] ?? ""))
            return try await SubjectPage.show(visit, problem: nil, opened: (field, value))
        } refused: {
            try await SubjectPage.show(visit, problem: $0)
        }
    }

    private static func step(_ visit: Visit, done: String, _ work: (ID<SubjectRecord>) async throws -> Void) async throws -> Response {
        let id: ID<SubjectRecord> = try visit.id()
        return try await visit.answering {
            try await work(id)
            return .seeOther("/subjects/\(id)?done=\(done)")
        } refused: {
            try await SubjectPage.show(visit, problem: $0)
        }
    }
}
