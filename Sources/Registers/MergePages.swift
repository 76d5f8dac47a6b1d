import Hummingbird
import Kernel
import Pages

/// Two entries that may be the same: listed with what speaks for it, shown side by side, made one.
enum MergePages {
    static func list(_ visit: Visit) async throws -> Response {
        let id: ID<SubjectRecord> = try visit.id()
        let (found, alike) = try await visit.read { reading in
            let found = try reading.findSubject(id, for: MergeSubjects.permission)
            let area = try found.areaID.map { try reading.findArea($0) }
            let sketch = SubjectSketch(found, try reading.facts(of: found), area: area)
            return (found, try AlikeList(try reading.alikeSubjects(sketch), in: reading))
        }
        return try visit.page(
            AlikePage(
                frame: visit.frame(visit.text("subject.alike"), breadcrumbs: [Crumb(found.title, href: "/subjects/\(id)")]),
                head: PageHead(title: found.title, above: found.number, intro: visit.text("subject.alike.intro")),
                alike: AlikeEntries(visit, alike) { "/subjects/\(id)/alike/\($0.id)" }, isEmpty: alike.found.isEmpty),
            "registers/alike-page")
    }

    static func compare(_ visit: Visit) async throws -> Response { try await page(visit, problem: nil) }

    static func merge(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            let (id, other): (ID<SubjectRecord>, ID<SubjectRecord>) = (try visit.id(), try visit.id("other"))
            // Which of the two goes on, and which values it takes from the other.
            let stays = visit.typed["stays"] == "\(other)" ? other : id
            let goes = stays == id ? other : id
            let (_, facts) = try await both(visit)
            let takes = facts[goes]?.values.keys.sorted().filter { visit.typed["take-\($0)"] == "\(goes)" } ?? []
            _ = try await visit.perform(MergeSubjects(subjectID: goes, into: stays, takes: takes))
            return .seeOther("/subjects/\(stays)?done=subject.merged")
        } refused: { problem in
            try await page(visit, problem: problem)
        }
    }

    private static func both(_ visit: Visit) async throws -> (found: [SubjectRecord], facts: [ID<SubjectRecord>: SubjectFacts]) {
        let ids: [ID<SubjectRecord>] = [try visit.id(), try visit.id("other")]
        return try await visit.read { reading in
            let found = try ids.map { try reading.findSubject($0, for: MergeSubjects.permission) }
            guard found[0].kind == found[1].kind, ids[0] != ids[1] else { throw Problem.notFound("subject") }
            return (found, try reading.facts(of: found))
        }
    }

    private static func page(_ visit: Visit, problem: Problem?) async throws -> Response {
        let (found, facts) = try await both(visit)
        let kind = try visit.kind(found[0].kind)
        let names = try await visit.read { try $0.names(for: found, Array(facts.values)) }
        let label = { (one: SubjectRecord) in "\(one.title)（\(one.number)）" }
        let fields = SubjectFields(visit, kind).fields.compactMap { field -> Field? in
            let values = found.map { facts[$0.id]?[field.code] }
            guard let first = values[0], let second = values[1], first != second else { return nil }
            return Field(
                .radios, name: "take-\(field.code)", label: visit.words(field.name), value: "\(found[0].id)",
                options: zip(found, [first, second]).map { one, value in
                    Choice(value: "\(one.id)", label: visit.shown(value, of: field, names: names), hint: one.number)
                })
        }
        let stays = Field(
            .radios, name: "stays", label: visit.text("subject.merge.stays"), value: "\(found[0].id)", required: true,
            options: found.map { Choice(value: "\($0.id)", label: label($0)) })
        var form = Form(
            action: "/subjects/\(found[0].id)/alike/\(found[1].id)",
            groups: [FieldGroup(fields: [stays])]
                + (fields.isEmpty ? [] : [FieldGroup(title: visit.text("subject.merge.which"), fields: fields)]),
            submit: visit.text("manage.subject-merge"), cancel: Crumb(visit.text("cancel"), href: "/subjects/\(found[0].id)/alike"),
            csrf: visit.csrf, hidden: [visit.requestField], note: visit.text("subject.merge.note"))
        if let problem { form = visit.refused(form, problem) }
        let table = comparison(visit, kind, found, facts, names)
        return try visit.page(
            MergePage(
                frame: visit.frame(
                    visit.text("subject.compare"), breadcrumbs: [Crumb(found[0].title, href: "/subjects/\(found[0].id)")]),
                head: PageHead(title: visit.text("subject.compare"), intro: visit.text("subject.compare.intro")), table: table, form: form),
            "registers/merge", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }

    /// What both say, side by side; what differs is marked.
    private static func comparison(
        _ visit: Visit, _ kind: Pack.SubjectKind, _ found: [SubjectRecord], _ facts: [ID<SubjectRecord>: SubjectFacts],
        _ names: SubjectNames
    ) -> Table {
        let known = kind.fieldCodes.compactMap { visit.district.pack.subjectFields[$0] }.filter { field in
            found.contains { facts[$0.id]?[field.code] != nil }
        }
        var rows = known.map { field -> TableRow in
            let values = found.map { facts[$0.id]?[field.code] }
            let differ = values[0] != nil && values[1] != nil && values[0] != values[1]
            return TableRow(
                [.muted(visit.words(field.name))] + values.map { $0.map { .text(visit.shown($0, of: field, names: names)) } ?? .nothing }
                    + [differ ? .badge(Badge(visit.text("subject.differs"), .near)) : .nothing])
        }
        rows.append(
            TableRow(
                [.muted(visit.text("subject.area"))]
                    + found.map { $0.areaID.flatMap { names.areas[$0] }.map { .text($0) } ?? .nothing } + [.nothing]))
        return Table(
            caption: visit.text("subject.compare"),
            columns: [Column(visit.text("subject.field"), narrow: true)]
                + found.map { Column("\($0.title) \($0.number)") } + [Column("", narrow: true)],
            rows: rows, empty: EmptyState(title: visit.text("subject.nothing-known")), wide: true)
    }
}

private struct AlikePage: PageModel {
    var frame: Frame
    var head: PageHead
    var alike: AlikeEntries
    var isEmpty: Bool
}

private struct MergePage: PageModel {
    var frame: Frame
    var head: PageHead
    var table: Table
    var form: Form
}
