import Hummingbird
import Kernel
import Pages
import Store
import WorkingTime

/// The areas: one page per area with what lies below it, and what can be done with it from today on.
enum AreaPages {
    static func root(_ visit: Visit) async throws -> Response {
        let top = try await visit.read { try $0.areas().first }
        guard let top else {
            return try visit.managed(
                ManagedPage(
                    frame: visit.frame(visit.text("areas.title")),
                    head: PageHead(title: visit.text("areas.title"), intro: visit.text("areas.none")),
                    forms: [
                        visit.folded(
                            "area-add", "area.add", action: "/areas", fields: addFields(visit, nil, levels: visit.district.pack.levels),
                            problem: nil)
                    ].compactMap { $0 }))
        }
        return .seeOther("/areas/\(top.id)")
    }

    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    static func add(_ visit: Visit) async throws -> Response {
        try await step(visit, "area.added") { id in
            _ = try await visit.perform(
                AddArea(code: visit.typed["code"] ?? "", parent: id, level: visit.typed["level"] ?? "", name: visit.typed["name"] ?? ""))
        }
    }

    static func rename(_ visit: Visit) async throws -> Response {
        try await step(visit, "area.renamed") { _ = try await visit.perform(RenameArea(areaID: $0, name: visit.typed["name"] ?? "")) }
    }

    static func move(_ visit: Visit) async throws -> Response {
        try await step(visit, "area.moved") { _ = try await visit.perform(MoveArea(areaID: $0, parent: try await target(visit, "parent"))) }
    }

    static func merge(_ visit: Visit) async throws -> Response {
        try await step(visit, "area.merged") { _ = try await visit.perform(MergeAreas(areaID: $0, into: try await target(visit, "into"))) }
    }

    /// Two parts: the children ticked go to the second.
    static func split(_ visit: Visit) async throws -> Response {
        try await step(visit, "area.split") { id in
            let children = try await visit.read { try $0.children(of: id).map(\.id) }
            let second = Set(visit.typed.all("second").compactMap { ID<Area>($0) })
            _ = try await visit.perform(
                SplitArea(
                    areaID: id,
                    parts: [
                        .init(
                            code: visit.typed["code1"] ?? "", name: visit.typed["name1"] ?? "",
                            children: children.filter { !second.contains($0) }),
                        .init(
                            code: visit.typed["code2"] ?? "", name: visit.typed["name2"] ?? "",
                            children: children.filter { second.contains($0) }),
                    ]))
        }
    }

    /// Areas are named by code in forms: there are hundreds, too many for a list.
    private static func target(_ visit: Visit, _ field: String) async throws -> ID<Area> {
        guard let code = visit.typed[field] else { throw Problem.field(field, "required") }
        guard let area = try await visit.read({ try $0.areaIfAny(code: code) }), !area.isEnded else {
            throw Problem.field(field, "unknown-area")
        }
        return area.id
    }

    private static func step(_ visit: Visit, _ done: String, _ work: (ID<Area>) async throws -> Void) async throws -> Response {
        let id: ID<Area> = try visit.id()
        return try await visit.answering {
            try await work(id)
            return .seeOther("/areas/\(id)?done=\(done)")
        } refused: {
            try await show(visit, problem: $0)
        }
    }

    private static func addFields(_ visit: Visit, _ area: Area?, levels: [Pack.Level]) -> [Field] {
        [
            Field(
                .text, name: "code", label: visit.text("area.code"), value: area.map { $0.code } ?? "", required: true, width: .short,
                maxlength: 40),
            Field(.text, name: "name", label: visit.text("area.name"), required: true, maxlength: 60),
            Field(
                .select, name: "level", label: visit.text("area.level"), required: true,
                options: levels.map { Choice(value: $0.code, label: visit.words($0.name)) }, width: .short),
        ]
    }

    private static func show(_ visit: Visit, problem: Problem?) async throws -> Response {
        let id: ID<Area> = try visit.id()
        let seen = try await visit.read(asOf: try visit.asOf()) { reading in
            let area = try reading.findArea(id)
            return (
                area: area, lineage: try reading.lineage(of: area), children: try reading.children(of: id),
                feed: try reading.feed(of: Subject("area", id.uuid)), heir: try area.mergedInto.map { try reading.findArea($0) }
            )
        }
        let area = seen.area
        let levels = visit.district.pack.levels
        let below = levels.drop { $0.code != area.level }.dropFirst()
        let path = "/areas/\(id)"
        var forms: [FoldedForm?] = []
        if !area.isEnded {
            forms = [
                below.isEmpty
                    ? nil
                    : visit.folded(
                        "area-add", "area.add", action: "\(path)/areas", fields: addFields(visit, area, levels: Array(below)),
                        problem: problem),
                visit.folded(
                    "area-rename", "area.rename", action: "\(path)/name",
                    fields: [
                        Field(.text, name: "name", label: visit.text("area.new-name"), value: area.name, required: true, maxlength: 60)
                    ], problem: problem),
                area.parentID == nil
                    ? nil
                    : visit.folded(
                        "area-move", "area.move", action: "\(path)/parent",
                        fields: [
                            Field(
                                .text, name: "parent", label: visit.text("area.parent-code"), hint: visit.text("area.move.hint"),
                                required: true, width: .short)
                        ], problem: problem),
                area.parentID == nil
                    ? nil
                    : visit.folded(
                        "area-merge", "area.merge", action: "\(path)/merger",
                        fields: [
                            Field(
                                .text, name: "into", label: visit.text("area.into-code"), hint: visit.text("area.merge.hint"),
                                required: true, width: .short)
                        ], problem: problem, danger: true),
                area.parentID == nil
                    ? nil
                    : visit.folded(
                        "area-split", "area.split", action: "\(path)/split",
                        fields: [
                            Field(
                                .text, name: "code1", label: visit.text("area.first-code"), value: area.code, required: true, width: .short),
                            Field(.text, name: "name1", label: visit.text("area.first-name"), value: area.name, required: true),
                            Field(.text, name: "code2", label: visit.text("area.second-code"), required: true, width: .short),
                            Field(.text, name: "name2", label: visit.text("area.second-name"), required: true),
                            Field(
                                .checkboxes, name: "second", label: visit.text("area.to-second"),
                                options: seen.children.map { Choice(value: $0.id.description, label: $0.name) }),
                        ], problem: problem, danger: true),
            ]
        }
        let levelName = levels.first { $0.code == area.level }.map { visit.words($0.name) } ?? area.level
        let facts = [
            Definition(visit.text("area.level"), levelName), Definition(visit.text("area.code"), area.code),
            Definition(visit.text("area.since"), area.begunOn.iso),
            area.endedOn.map {
                Definition(visit.text("area.ended"), $0.iso, note: seen.heir.map { visit.text("area.merged-into", ["name": $0.name]) })
            },
        ].compactMap { $0 }
        let table = Table(
            caption: visit.text("areas.below"),
            columns: [
                Column(visit.text("area.name"), phone: .title), Column(visit.text("area.level")), Column(visit.text("area.code")),
                Column(visit.text("area.since")),
            ],
            rows: seen.children.map { child in
                TableRow(
                    [
                        .link(child.name, href: "/areas/\(child.id)"),
                        .text(levels.first { $0.code == child.level }.map { visit.words($0.name) } ?? ""),
                        .text(child.code), .text(child.begunOn.iso),
                    ], href: "/areas/\(child.id)")
            }, empty: EmptyState(title: visit.text("areas.nothing-below")))
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(area.name, breadcrumbs: seen.lineage.dropLast().map { Crumb($0.name, href: "/areas/\($0.id)") }),
                head: PageHead(
                    title: area.name, above: levelName, badge: area.isEnded ? Badge(visit.text("area.ended"), .neutral) : nil,
                    actions: visit.scope.may("ledger.view")
                        ? [ActionLink(visit.text("nav.cases"), href: "/cases" + Links.query([("area", "\(id)")]))] : []),
                facts: DefinitionList(facts, columns: true), tables: [TitledTable(title: visit.text("areas.below"), table: table)],
                forms: forms.compactMap { $0 }, timeline: Timeline(seen.feed.map { visit.timelineEntry($0) }.reversed())), problem: problem)
    }
}
