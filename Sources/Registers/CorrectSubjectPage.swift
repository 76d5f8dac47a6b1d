import Hummingbird
import Kernel
import Pages

/// Correcting: the form shows what is known, and only what is another afterwards is written down.
enum CorrectSubjectPage {
    static func show(_ visit: Visit) async throws -> Response {
        let (found, fields) = try await known(visit)
        return try page(visit, found, try await form(visit, found, fields))
    }

    static func send(_ visit: Visit) async throws -> Response {
        let (found, fields) = try await known(visit)
        return try await visit.answering {
            let areaCode = visit.typed["area"]
            let isMoved = try await visit.read { reading in
                try found.areaID.map { try reading.findArea($0).code } != areaCode
            }
            _ = try await visit.perform(
                CorrectSubject(
                    subjectID: found.id, values: try await fields.typed(changed: true), areaCode: isMoved ? areaCode ?? "" : nil,
                    source: visit.typedSource, note: visit.typed["from"]))
            return .seeOther("/subjects/\(found.id)?done=subject.corrected")
        } refused: { problem in
            try page(
                visit, found, visit.refused(try await form(visit, found, await fields.keepingPhotos()), problem), status: problem.status)
        }
    }

    private static func known(_ visit: Visit) async throws -> (SubjectRecord, SubjectFields) {
        let id: ID<SubjectRecord> = try visit.id()
        return try await visit.read { reading in
            let found = try reading.findSubject(id, for: CorrectSubject.permission)
            return (found, try SubjectFields(visit, try visit.kind(found.kind), facts: try reading.facts(of: found), in: reading))
        }
    }

    private static func form(_ visit: Visit, _ found: SubjectRecord, _ fields: SubjectFields) async throws -> Form {
        let area = try await SubjectFields.areaQuestion(visit, CorrectSubject.permission, kind: fields.kind, selected: found.areaID)
        return Form(
            action: "/subjects/\(found.id)/correction",
            groups: [
                FieldGroup(fields: fields.questions + [area]),
                FieldGroup(title: visit.text("subject.whence"), fields: SubjectFields.sourceQuestion(visit)),
            ], submit: visit.text("manage.subject-correct"), cancel: Crumb(visit.text("cancel"), href: "/subjects/\(found.id)"),
            csrf: visit.csrf, hidden: [visit.requestField] + fields.hidden)
    }

    private static func page(_ visit: Visit, _ found: SubjectRecord, _ form: Form, status: Int = 200) throws -> Response {
        let title = visit.text("subject.correct.title", ["title": found.title])
        return try visit.page(
            FormPage(
                frame: visit.frame(
                    title, breadcrumbs: [Crumb(found.title, href: "/subjects/\(found.id)")],
                    map: form.hasMap),
                head: PageHead(title: title, above: found.number, intro: visit.text("subject.correct.intro")), form: form),
            "pages/form-page", status: HTTPResponseStatus(rawValue: status))
    }
}
