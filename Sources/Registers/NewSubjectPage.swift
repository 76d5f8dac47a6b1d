import Hummingbird
import Kernel
import Pages

/// Registering: whoever may be there already is shown first, each with what speaks for it.
enum NewSubjectPage {
    static func show(_ visit: Visit) async throws -> Response {
        let kind = try visit.kind(try visit.parameter("kind"))
        return try page(visit, kind, try await form(visit, SubjectFields(visit, kind), alike: []))
    }

    static func send(_ visit: Visit) async throws -> Response {
        let kind = try visit.kind(try visit.parameter("kind"))
        let fields = SubjectFields(visit, kind)
        return try await visit.answering {
            let values = try await fields.typed()
            if visit.typed["nobody"] != "yes" {
                let sketch = SubjectSketch(kind: kind.code, values: values, areaCode: visit.typed["area"])
                let alike = try await visit.read { try AlikeList($0.alikeSubjects(sketch), in: $0) }
                if !alike.found.isEmpty {
                    let form = try await form(visit, await fields.keepingPhotos(), alike: alike.found).filled(with: visit.typed.values)
                    return try page(visit, kind, form, alike: alike)
                }
            }
            let made = try await visit.perform(
                RegisterSubject(
                    kind: kind.code, areaCode: visit.typed["area"], values: values, source: visit.typedSource, note: visit.typed["from"]))
            return .seeOther("/subjects/\(made.subjectID)?done=subject.registered")
        } refused: { problem in
            try page(
                visit, kind, visit.refused(try await form(visit, await fields.keepingPhotos(), alike: []), problem), status: problem.status)
        }
    }

    private static func form(_ visit: Visit, _ fields: SubjectFields, alike: [SubjectLikeness]) async throws -> Form {
        let kind = fields.kind
        let nobody =
            alike.isEmpty
            ? []
            : [
                FieldGroup(
                    fields: [
                        Field(
                            .checkboxes, name: "nobody", label: visit.text("subject.alike.question"),
                            hint: visit.text("subject.alike.hint"),
                            options: [Choice(value: "yes", label: visit.text("subject.alike.nobody"))])
                    ])
            ]
        return Form(
            action: "/registers/\(kind.code)/new",
            groups: nobody + [
                FieldGroup(
                    fields: fields.questions + [
                        try await SubjectFields.areaQuestion(visit, RegisterSubject.permission, kind: kind)
                    ]),
                FieldGroup(title: visit.text("subject.whence"), fields: SubjectFields.sourceQuestion(visit)),
            ], submit: visit.text("register.submit"), csrf: visit.csrf, hidden: [visit.requestField] + fields.hidden,
            draft: "new-\(kind.code)")
    }

    private static func page(
        _ visit: Visit, _ kind: Pack.SubjectKind, _ form: Form, alike: AlikeList? = nil, status: Int = 200
    ) throws -> Response {
        let title = visit.text("register.new", ["kind": visit.words(kind.name)])
        let crumbs = [
            Crumb(visit.text("nav.registers"), href: "/registers"), Crumb(visit.words(kind.name), href: "/registers/\(kind.code)"),
        ]
        return try visit.page(
            NewSubject(
                frame: visit.frame(title, breadcrumbs: crumbs, map: form.hasMap),
                head: PageHead(title: title, intro: visit.text("register.new.intro")),
                alike: alike.map { AlikeEntries(visit, $0) }, form: form),
            "registers/new", status: HTTPResponseStatus(rawValue: status))
    }
}

private struct NewSubject: PageModel {
    var frame: Frame
    var head: PageHead
    var alike: AlikeEntries?
    var form: Form
}

/// What may be the same, with the names that it takes to show it.
struct AlikeList: Sendable {
    var found: [SubjectLikeness]
    var facts: [ID<SubjectRecord>: SubjectFacts]
    var names: SubjectNames

    init(_ found: [SubjectLikeness], in reading: Reading) throws {
        self.found = found
        facts = try reading.facts(of: found.map(\.found))
        names = try reading.names(for: found.map(\.found), Array(facts.values))
    }
}

/// The same as rows of a page. Partial: `registers/alike`.
struct AlikeEntries: PageModel {
    var title: String
    var entries: [Entry]

    struct Entry: PageModel {
        var href: String
        var title: String
        var number: String
        var what: String
        var why: String
        var likely: Badge?
    }

    /// - Parameter compare: where an entry leads; its own page, unless told otherwise.
    init(_ visit: Visit, _ list: AlikeList, compare: (SubjectRecord) -> String = { "/subjects/\($0.id)" }) {
        title = visit.text("subject.alike")
        entries = list.found.map { alike in
            let facts = list.facts[alike.found.id] ?? SubjectFacts()
            let fields = visit.district.pack.subjectKinds.first { $0.code == alike.found.kind }?.fieldCodes ?? []
            let known = fields.compactMap { code in
                visit.district.pack.subjectFields[code].flatMap { field in
                    facts[code].map { visit.shown($0, of: field, names: list.names) }
                }
            }
            let area = alike.found.areaID.flatMap { list.names.areas[$0] }
            return Entry(
                href: compare(alike.found), title: alike.found.title, number: alike.found.number,
                what: (known.dropFirst().prefix(4) + [area].compactMap { $0 }).joined(separator: " · "),
                why: alike.reasons.map { visit.text("subject.alike.\($0.rawValue)") }.joined(separator: visit.text("list.joint")),
                likely: alike.isLikely ? Badge(visit.text("subject.alike.likely"), .near) : nil)
        }
    }
}
