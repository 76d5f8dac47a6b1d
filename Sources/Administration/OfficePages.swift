import Hummingbird
import Kernel
import Pages
import WorkingTime

/// The offices that orders are addressed to.
enum OfficePages {
    static func list(_ visit: Visit) async throws -> Response { try await list(visit, problem: nil) }

    private static func list(_ visit: Visit, problem: Problem?) async throws -> Response {
        let kind = visit.asked("kind")
        let offices = try await visit.read { try $0.offices() }
        let names = Dictionary(uniqueKeysWithValues: offices.map { ($0.id, visit.words($0.name)) })
        let kinds = Array(Set(offices.map(\.kind))).sorted()
        let shown = offices.filter { kind == nil || $0.kind == kind }
        let table = Table(
            caption: visit.text("offices.title"),
            columns: [
                Column(visit.text("office.name"), phone: .title), Column(visit.text("office.kind")), Column(visit.text("office.parent")),
                Column(visit.text("office.code")),
            ],
            rows: shown.map { office in
                TableRow(
                    [
                        .link(visit.words(office.name), href: "/offices/\(office.id)"), .text(kindName(visit, office.kind)),
                        .text(office.parentID.flatMap { names[$0] } ?? ""), .text(office.code),
                    ], href: "/offices/\(office.id)")
            }, empty: EmptyState(title: visit.text("offices.none")))
        let form = visit.folded(
            "office-add", "office.add", action: "/offices",
            fields: [
                Field(.text, name: "code", label: visit.text("office.code"), required: true, width: .short, maxlength: 60),
                Field(.text, name: "nameZh", label: visit.text("office.name"), required: true, maxlength: 60),
                Field(.text, name: "nameEn", label: visit.text("office.name-en"), maxlength: 100),
                Field(
                    .select, name: "kind", label: visit.text("office.kind"),
                    options: kinds.map { Choice(value: $0, label: kindName(visit, $0)) }, width: .short),
                Field(
                    .select, name: "parent", label: visit.text("office.parent"),
                    options: offices.map { Choice(value: $0.id.description, label: visit.words($0.name)) }),
            ], problem: problem)
        let page = ManagedPage(
            frame: visit.frame(visit.text("offices.title")),
            head: PageHead(title: visit.text("offices.title"), intro: visit.text("offices.intro", ["count": "\(offices.count)"])),
            tables: [TitledTable(title: visit.text("offices.title"), table: table)], forms: [form].compactMap { $0 })
        return try visit.managed(page, problem: problem)
    }

    static func kindName(_ visit: Visit, _ kind: String) -> String { visit.language.textIfKnown("office.kind.\(kind)") ?? kind }

    static func add(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            let id = try await visit.perform(
                AddOffice(
                    code: visit.typed["code"] ?? "", parent: try visit.typed.id("parent"), nameZh: visit.typed["nameZh"] ?? "",
                    nameEn: visit.typed["nameEn"], kind: visit.typed["kind"] ?? "department", areaID: nil))
            return .seeOther("/offices/\(id)?done=office.added")
        } refused: {
            try await list(visit, problem: $0)
        }
    }

    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    static func rename(_ visit: Visit) async throws -> Response {
        try await step(visit, "office.renamed") {
            _ = try await visit.perform(RenameOffice(officeID: $0, nameZh: visit.typed["nameZh"] ?? "", nameEn: visit.typed["nameEn"]))
        }
    }

    static func move(_ visit: Visit) async throws -> Response {
        try await step(visit, "office.moved") {
            _ = try await visit.perform(MoveOffice(officeID: $0, parent: try visit.typed.required("parent")))
        }
    }

    private static func step(_ visit: Visit, _ done: String, _ work: (ID<Office>) async throws -> Void) async throws -> Response {
        let id: ID<Office> = try visit.id()
        return try await visit.answering {
            try await work(id)
            return .seeOther("/offices/\(id)?done=\(done)")
        } refused: {
            try await show(visit, problem: $0)
        }
    }

    private static func show(_ visit: Visit, problem: Problem?) async throws -> Response {
        let id: ID<Office> = try visit.id()
        let seen = try await visit.read { reading in
            let duties = try reading.duties(at: id)
            return (
                office: try reading.findOffice(id), offices: try reading.offices(),
                people: try duties.map { ($0, try reading.findAccount($0.accountID)) },
                feed: try reading.feed(of: Subject("office", id.uuid))
            )
        }
        let office = seen.office
        let path = "/offices/\(id)"
        let hours = visit.district.pack.hours[office.hours]?.description ?? ""
        let forms = [
            visit.folded(
                "office-rename", "office.rename", action: "\(path)/name",
                fields: [
                    Field(.text, name: "nameZh", label: visit.text("office.name"), value: office.name.zh, required: true, maxlength: 60),
                    Field(.text, name: "nameEn", label: visit.text("office.name-en"), value: office.name.en, maxlength: 100),
                ], problem: problem),
            visit.folded(
                "office-move", "office.move", action: "\(path)/parent",
                fields: [
                    Field(
                        .select, name: "parent", label: visit.text("office.parent"), value: office.parentID?.description ?? "",
                        options: seen.offices.filter { $0.id != id }.map { Choice(value: $0.id.description, label: visit.words($0.name)) })
                ], problem: problem),
        ].compactMap { $0 }
        let table = Table(
            caption: visit.text("office.people"),
            columns: [Column(visit.text("account.name"), phone: .title), Column(visit.text("duty.role"))],
            rows: seen.people.map { duty, account in
                TableRow([
                    visit.scope.may("account.view") ? .link(account.name, href: "/accounts/\(account.id)") : .text(account.name),
                    .text(visit.district.pack.rolesByCode[duty.role].map { visit.words($0.name) } ?? duty.role),
                ])
            }, empty: EmptyState(title: visit.text("office.no-people")))
        let parent = office.parentID.flatMap { id in seen.offices.first { $0.id == id } }
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(visit.words(office.name), breadcrumbs: [Crumb(visit.text("offices.title"), href: "/offices")]),
                head: PageHead(title: visit.words(office.name), above: kindName(visit, office.kind)),
                facts: DefinitionList(
                    [
                        Definition(visit.text("office.code"), office.code),
                        Definition(visit.text("office.parent"), parent.map { visit.words($0.name) } ?? "—"),
                        Definition(visit.text("office.hours"), hours),
                    ], columns: true), tables: [TitledTable(title: visit.text("office.people"), table: table)], forms: forms,
                timeline: Timeline(seen.feed.map { visit.timelineEntry($0) }.reversed())), problem: problem)
    }
}
