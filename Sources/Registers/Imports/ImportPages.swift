import Foundation
import Hummingbird
import Kernel
import Pages
import Sheets
import WorkingTime

/// Sheets into a register: upload, name the columns, see what would become of every row, take it.
enum ImportPages {
    /// What a sheet may weigh.
    static let bodyLimit = 128 << 20

    // MARK: uploading

    static func start(_ visit: Visit) async throws -> Response { try await starting(visit, problem: nil) }

    private static func starting(_ visit: Visit, problem: Problem?) async throws -> Response {
        let kind = try visit.kind(try visit.parameter("kind"))
        let path = "/registers/\(kind.code)"
        let earlier = try await visit.read { try $0.imports(of: kind.code, limit: 20) }
        var form = Form(
            action: path + "/import",
            fields: [
                Field(
                    .file(types: ".xlsx,.csv"), name: "sheet", label: visit.text("import.file"), hint: visit.text("import.file.hint"),
                    required: true, width: .full)
            ], submit: visit.text("import.upload"), csrf: visit.csrf, hidden: [visit.requestField])
        if let problem { form = visit.refused(form, problem) }
        let table = Table(
            caption: visit.text("import.earlier"),
            columns: [
                Column(visit.text("import.name"), phone: .title), Column(visit.text("subject.state"), narrow: true, phone: .corner),
                Column(visit.text("import.rows"), numeric: true), Column(visit.text("import.made-at"), narrow: true),
            ],
            rows: earlier.map { found in
                TableRow(
                    [
                        .link(found.name, href: "/imports/\(found.id)"), .badge(badge(visit, found)),
                        .number(visit.language.number(found.rows)), visit.date(found.madeAt),
                    ], href: "/imports/\(found.id)")
            }, empty: EmptyState(title: visit.text("import.none")))
        let title = visit.text("import.title", ["kind": visit.words(kind.name)])
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(title, breadcrumbs: crumbs(visit, kind)),
                head: PageHead(
                    title: title, intro: visit.text("import.intro"),
                    actions: [ActionLink(visit.text("import.template"), href: path + "/template.xlsx", style: .quiet)]),
                tables: earlier.isEmpty ? [] : [TitledTable(title: visit.text("import.earlier"), table: table)],
                forms: [FoldedForm(id: "upload", title: visit.text("import.upload"), open: true, form: form)]), problem: problem)
    }

    static func upload(_ visit: Visit) async throws -> Response {
        let kind = try visit.kind(try visit.parameter("kind"))
        return try await visit.answering {
            guard let file = visit.typed.files.first(where: { $0.name == "sheet" }) else { throw Problem.field("sheet", "required") }
            let reading = try SheetReading(
                file, kind: kind.code, names: Set(columnNames(visit, kind).keys), district: visit.district, scope: visit.scope)
            return .seeOther("/imports/\(try await reading.begun())")
        } refused: {
            try await starting(visit, problem: $0)
        }
    }

    // MARK: one sheet

    static func show(_ visit: Visit) async throws -> Response { try await showing(visit, problem: nil) }

    private static func showing(_ visit: Visit, problem: Problem?) async throws -> Response {
        let id: ID<SheetImport> = try visit.id()
        let found = try await visit.read { try $0.findImport(id) }
        let kind = try visit.kind(found.kind)
        switch found.state {
        case .reading, .checking, .applying: return try working(visit, found, kind)
        case .ready: return try await naming(visit, found, kind, problem)
        case .checked where visit.asked("columns") != nil || visit.path.hasSuffix("/check"):
            return try await naming(visit, found, kind, problem)
        default: return try await told(visit, found, kind, problem)
        }
    }

    private static func working(_ visit: Visit, _ found: SheetImport, _ kind: Pack.SubjectKind) throws -> Response {
        let isRead = found.state != .reading
        let done = isRead ? min(found.rows, found.nextChunk * ImportSubjects.mostRows) : found.rows
        return try visit.page(
            ProgressPage(
                frame: visit.frame(found.name, breadcrumbs: crumbs(visit, kind), refresh: 2), head: PageHead(title: found.name),
                work: LongWork(
                    done: done, total: isRead ? found.rows : nil,
                    sentence: visit.text(
                        "import.\(found.state.rawValue)", ["done": visit.language.number(done), "all": visit.language.number(found.rows)]))),
            "pages/progress")
    }

    /// Which column is what: guessed from its name and from what the office said before.
    private static func naming(_ visit: Visit, _ found: SheetImport, _ kind: Pack.SubjectKind, _ problem: Problem?) async throws -> Response
    {
        let (sample, remembered) = try await visit.read { reading in
            (Array(try reading.rows(of: found, chunk: 0).prefix(3)), try reading.rememberedFields(found.header, of: found.kind))
        }
        let names = columnNames(visit, kind)
        let options =
            [Choice(value: "", label: visit.text("import.leave-out"))]
            + SubjectFields(visit, kind).fields.map { Choice(value: $0.code, label: visit.words($0.name)) } + [
                Choice(value: SheetColumns.area, label: visit.text("subject.area")),
                Choice(value: SheetColumns.number, label: visit.text("import.number")),
            ]
            + (SubjectFields(visit, kind).fields.contains { $0.kind == .place }
                ? FieldValue.Datum.allCases.flatMap { datum in
                    [(SheetColumns.longitude, "import.longitude"), (SheetColumns.latitude, "import.latitude")].map { code, label in
                        Choice(value: code + datum.rawValue, label: visit.text(label, ["datum": datum.rawValue]))
                    }
                } : [])
        var taken: Set<String> = []
        let fields = found.header.enumerated().map { column, header in
            let present = found.mapping.indices.contains(column) ? found.mapping[column] : nil
            let guess = present ?? remembered[header] ?? names[UploadedSheet.plain(header)] ?? ""
            let value = taken.insert(guess).inserted ? guess : ""
            let cells = sample.compactMap { $0.cells.indices.contains(column) ? $0.cells[column] : nil }.filter { !$0.isEmpty }
            return Field(
                .select, name: "column-\(column)",
                label: header.isEmpty ? visit.text("import.column", ["number": "\(column + 1)"]) : header,
                hint: cells.isEmpty ? nil : cells.joined(separator: " / "), value: value, options: options, width: .short)
        }
        var form = Form(
            action: "/imports/\(found.id)/check", fields: fields, submit: visit.text("import.check"), csrf: visit.csrf,
            hidden: [visit.requestField], note: visit.text("import.check.note"))
        if let problem { form = visit.refused(form, problem) }
        return try visit.page(
            FormPage(
                frame: visit.frame(found.name, breadcrumbs: crumbs(visit, kind)),
                head: PageHead(
                    title: found.name,
                    intro: visit.text("import.naming", ["rows": visit.language.number(found.rows), "kind": visit.words(kind.name)])),
                form: form),
            "pages/form-page", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }

    /// What became of it, or would; the first rows that are not simply taken, with the reasons.
    private static func told(_ visit: Visit, _ found: SheetImport, _ kind: Pack.SubjectKind, _ problem: Problem?) async throws -> Response {
        let remarks = try await visit.read { try RemarkedRow.first(100, of: found, in: $0) }
        let isTrial = found.state == .checked
        let facts = DefinitionList(
            [
                Definition(visit.text("import.rows"), visit.language.number(found.rows)),
                Definition(visit.text(isTrial ? "import.new.would" : "import.new"), visit.language.number(found.counts[.new] ?? 0)),
                Definition(
                    visit.text(isTrial ? "import.changed.would" : "import.changed"), visit.language.number(found.counts[.changed] ?? 0)),
                Definition(visit.text("import.same"), visit.language.number(found.counts[.same] ?? 0)),
                Definition(
                    visit.text("import.alike"), visit.language.number(found.counts[.alike] ?? 0), note: visit.text("import.alike.note")),
                Definition(visit.text("import.refused"), visit.language.number(found.counts[.refused] ?? 0)),
            ], columns: true)
        let table = Table(
            caption: visit.text("import.remarks"),
            columns: [
                Column(visit.text("import.row"), numeric: true, phone: .corner), Column(visit.text("import.what"), phone: .title),
                Column(visit.text("import.why")),
            ],
            rows: remarks.map { remark in
                TableRow([
                    .number("\(remark.row.number)"),
                    .text(remark.row.cells.filter { !$0.isEmpty }.prefix(3).joined(separator: " · ")),
                    .text(remark.sentences(visit, found, kind).map(\.sentence).joined(separator: " ")),
                ])
            }, empty: EmptyState(title: visit.text("import.no-remarks")))
        var forms: [FoldedForm] = []
        if isTrial {
            let alike = found.counts[.alike] ?? 0
            var form = Form(
                action: "/imports/\(found.id)/apply",
                fields: alike == 0
                    ? []
                    : [
                        Field(
                            .checkboxes, name: "alike", label: visit.text("import.alike"),
                            options: [Choice(value: "yes", label: visit.text("import.alike.take", ["count": "\(alike)"]))])
                    ], submit: visit.text("import.apply"), csrf: visit.csrf, hidden: [visit.requestField],
                note: visit.text("import.apply.note"))
            if let problem { form = visit.refused(form, problem) }
            forms.append(FoldedForm(id: "apply", title: visit.text("import.apply"), open: true, form: form))
        }
        if [.checked, .applied, .failed].contains(found.state) {
            forms.append(
                FoldedForm(
                    id: "drop", title: visit.text("import.drop"), open: false,
                    form: Form(
                        action: "/imports/\(found.id)/drop", fields: [], submit: visit.text("import.drop"), danger: true, csrf: visit.csrf,
                        hidden: [visit.requestField], note: visit.text("import.drop.note"))))
        }
        var actions: [ActionLink] = []
        if (found.counts[.refused] ?? 0) + (found.counts[.alike] ?? 0) > 0, found.state != .dropped {
            actions.append(ActionLink(visit.text("import.refused-sheet"), href: "/imports/\(found.id)/refused.xlsx"))
        }
        if isTrial { actions.append(ActionLink(visit.text("import.columns"), href: "/imports/\(found.id)?columns=yes", style: .quiet)) }
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(
                    found.name, breadcrumbs: crumbs(visit, kind),
                    messages: found.trouble.map { [Callout($0.problem.wholeSentence(in: visit.language), tone: .late)] } ?? []),
                head: PageHead(
                    title: found.name, intro: visit.text("import.state.\(found.state.rawValue).intro"), badge: badge(visit, found),
                    actions: actions),
                facts: found.state == .dropped ? nil : facts,
                tables: remarks.isEmpty ? [] : [TitledTable(title: visit.text("import.remarks"), table: table)], forms: forms),
            problem: problem)
    }

    static func check(_ visit: Visit) async throws -> Response {
        let id: ID<SheetImport> = try visit.id()
        return try await visit.answering {
            let found = try await visit.read { try $0.findImport(id) }
            _ = try await visit.perform(
                CheckSheet(importID: id, mapping: found.header.indices.map { visit.typed["column-\($0)"] ?? "" }))
            return .seeOther("/imports/\(id)")
        } refused: {
            try await showing(visit, problem: $0)
        }
    }

    static func apply(_ visit: Visit) async throws -> Response {
        let id: ID<SheetImport> = try visit.id()
        return try await visit.answering {
            _ = try await visit.perform(ApplySheet(importID: id, includesAlike: visit.typed["alike"] == "yes"))
            return .seeOther("/imports/\(id)")
        } refused: {
            try await showing(visit, problem: $0)
        }
    }

    static func drop(_ visit: Visit) async throws -> Response {
        let id: ID<SheetImport> = try visit.id()
        let found = try await visit.read { try $0.findImport(id) }
        _ = try await visit.perform(DropSheet(importID: id))
        return .seeOther("/registers/\(found.kind)/import?done=sheet.dropped")
    }

    // MARK: words

    private static func crumbs(_ visit: Visit, _ kind: Pack.SubjectKind) -> [Crumb] {
        [
            Crumb(visit.text("nav.registers"), href: "/registers"), Crumb(visit.words(kind.name), href: "/registers/\(kind.code)"),
            Crumb(visit.text("import.short"), href: "/registers/\(kind.code)/import"),
        ]
    }

    private static func badge(_ visit: Visit, _ found: SheetImport) -> Badge {
        let tone: Tone =
            switch found.state {
            case .applied: .done
            case .checked, .ready: .near
            case .failed: .late
            default: .neutral
            }
        return Badge(visit.text("import.state.\(found.state.rawValue)"), tone)
    }

    /// What a column may be called, in both languages, and the field that it then is.
    static func columnNames(_ visit: Visit, _ kind: Pack.SubjectKind) -> [String: String] {
        var names: [String: String] = [:]
        for language in Words.languages {
            let words = visit.site.language(language)
            names[UploadedSheet.plain(words.text("subject.area"))] = SheetColumns.area
            names[UploadedSheet.plain(words.text("import.number"))] = SheetColumns.number
        }
        for field in SubjectFields(visit, kind).fields {
            for name in [field.name.zh, field.name.en, field.code] { names[UploadedSheet.plain(name)] = field.code }
        }
        return names
    }
}
