import Hummingbird
import Kernel
import Pages
import WorkingTime

/// The trees of units: all of one, with what is below each; and one unit, with the rows behind its figures.
enum TreePages {
    private static let mostUnits = 500
    private static let mostPeople = 200

    static func list(_ visit: Visit) async throws -> Response {
        let trees = visit.district.pack.trees
        let counts = try await visit.read { reading in try trees.map { try reading.unitTree($0).units.count } }
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("nav.trees")),
                head: PageHead(title: visit.text("nav.trees"), intro: visit.text("trees.intro")),
                table: Table(
                    caption: visit.text("nav.trees"),
                    columns: [
                        Column(visit.text("nav.trees"), phone: .title), Column(visit.text("trees.units"), numeric: true, phone: .corner),
                        Column(visit.text("ledgers.note"), phone: .plain),
                    ],
                    rows: zip(trees, counts).map { tree, count in
                        let href = "/trees/\(tree.code)"
                        return TableRow(
                            [
                                .link(visit.words(tree.name), href: href), .number(visit.language.number(count), href: href),
                                tree.note.map { .muted(visit.words($0)) } ?? .nothing,
                            ], href: href)
                    }, empty: EmptyState(title: visit.text("trees.none")))), "pages/list-page")
    }

    static func show(_ visit: Visit) async throws -> Response {
        let tree = try tree(visit)
        let asOf = try visit.asOf()
        let seen = try await visit.read(asOf: asOf) { try $0.unitTree(tree) }
        let levels = visit.district.pack.subjectFields[tree.level]?.list ?? ""
        let count = Dictionary(grouping: seen.units.compactMap(\.level), by: { $0 }).mapValues(\.count)
        let summed = visit.district.pack.list(levels).compactMap { level in
            count[level.code].map { "\(visit.words(level.name)) \(visit.language.number($0))" }
        }
        var messages = asOf.map { [Callout(visit.text("ledgers.as-of", ["time": visit.moment($0, .full)]), tone: .near)] } ?? []
        if seen.units.count > mostUnits {
            messages.append(
                Callout(
                    visit.text(
                        "trees.more", ["count": visit.language.number(seen.units.count), "shown": visit.language.number(mostUnits)]),
                    tone: .accent))
        }
        return try visit.page(
            ListPage(
                frame: visit.frame(
                    visit.words(tree.name), breadcrumbs: [Crumb(visit.text("nav.trees"), href: "/trees")], messages: messages),
                head: PageHead(
                    title: visit.words(tree.name), intro: summed.isEmpty ? nil : summed.joined(separator: " · "),
                    actions: [ActionLink(visit.text("print"), href: "#", style: .quiet, prints: true)]),
                filters: FilterBar(
                    action: "/trees/\(tree.code)",
                    fields: [Field(.date, name: "as-of", label: visit.text("filter.as-of"), value: visit.asOfDay, width: .short)],
                    clearHref: "/trees/\(tree.code)"),
                table: table(visit, tree, Array(seen.units.prefix(mostUnits)), from: 0)), "pages/list-page")
    }

    /// One unit: what is below it, who belongs to all of that and what is looked after.
    static func unit(_ visit: Visit) async throws -> Response {
        let tree = try tree(visit)
        let id: ID<SubjectRecord> = try visit.id()
        let asOf = try visit.asOf()
        let seen = try await visit.read(asOf: asOf) { reading in
            let whole = try reading.unitTree(tree)
            guard let unit = whole[id] else { throw Problem.notFound("subject") }
            let some = try reading.subjects(named: unit.members.union(unit.serves).union([unit.above].compactMap { $0 }))
            return (unit: unit, under: whole.under(id), subjects: some, names: try reading.names(for: Array(some.values), []))
        }
        func rows(_ ids: Set<ID<SubjectRecord>>) -> [SubjectRecord] {
            ids.compactMap { seen.subjects[$0] }.sorted { $0.number < $1.number }
        }
        func list(_ key: String, _ found: [SubjectRecord]) -> TitledTable {
            TitledTable(
                title: visit.text(key) + "  " + visit.language.number(found.count),
                table: Table(
                    caption: visit.text(key),
                    columns: [
                        Column(visit.text("subject.title"), phone: .title),
                        Column(visit.text("register.kind"), narrow: true, phone: .corner),
                        Column(visit.text("subject.area"), phone: .plain),
                    ],
                    rows: found.prefix(mostPeople).map { one in
                        TableRow(
                            [
                                .link(one.title, href: "/subjects/\(one.id)", note: one.number),
                                .text((try? visit.kind(one.kind)).map { visit.words($0.name) } ?? ""),
                                one.areaID.flatMap { seen.names.areas[$0] }.map { .text($0) } ?? .nothing,
                            ], href: "/subjects/\(one.id)")
                    }, empty: EmptyState(title: visit.text("ledgers.empty"))))
        }
        let members = rows(seen.unit.members)
        let query = Links.query(visit.asked("as-of").map { [("as-of", $0)] } ?? [])
        let above = seen.unit.above.flatMap { seen.subjects[$0] }
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(
                    seen.unit.found.title,
                    breadcrumbs: [Crumb(visit.words(tree.name), href: "/trees/\(tree.code)" + query)]
                        + (above.map { [Crumb($0.title, href: "/trees/\(tree.code)/\($0.id)" + query)] } ?? []),
                    messages: asOf.map { [Callout(visit.text("ledgers.as-of", ["time": visit.moment($0, .full)]), tone: .near)] } ?? []),
                head: PageHead(
                    title: seen.unit.found.title, above: seen.unit.found.number,
                    actions: [ActionLink(visit.text("subject.page"), href: "/subjects/\(id)", style: .quiet)]),
                tables: [
                    TitledTable(title: visit.text("trees.below"), table: table(visit, tree, seen.under, from: seen.unit.depth)),
                    list("trees.members", members), list("trees.serves", rows(seen.unit.serves)),
                ],
                note: members.count > mostPeople
                    ? Callout(
                        visit.text(
                            "trees.people", ["count": visit.language.number(members.count), "shown": visit.language.number(mostPeople)]),
                        tone: .accent) : nil))
    }

    private static func tree(_ visit: Visit) throws -> Pack.Tree {
        guard let tree = visit.district.pack.trees.first(where: { $0.code == (try? visit.parameter("code")) }) else {
            throw Problem.notFound("page")
        }
        return tree
    }

    private static func table(_ visit: Visit, _ tree: Pack.Tree, _ units: [UnitTree.Unit], from depth: Int) -> Table {
        let list = visit.district.pack.subjectFields[tree.level]?.list ?? ""
        let query = Links.query(visit.asked("as-of").map { [("as-of", $0)] } ?? [])
        return Table(
            caption: visit.words(tree.name),
            columns: [
                Column(visit.text("trees.unit"), phone: .title), Column(visit.text("trees.level"), narrow: true),
                Column(visit.text("trees.below"), phone: .plain), Column(visit.text("trees.members"), numeric: true),
                Column(visit.text("trees.serves"), numeric: true),
            ],
            rows: units.map { unit in
                let href = "/trees/\(tree.code)/\(unit.found.id)" + query
                let below = visit.district.pack.list(list).compactMap { level in
                    unit.below[level.code].map { "\(visit.words(level.name)) \(visit.language.number($0))" }
                }
                return TableRow(
                    [
                        .link(unit.found.title, href: href, depth: unit.depth - depth),
                        .text(unit.level.map { visit.name(of: $0, in: list) } ?? ""),
                        below.isEmpty ? .nothing : .text(below.joined(separator: " · ")),
                        unit.members.isEmpty ? .nothing : .number(visit.language.number(unit.members.count), href: href),
                        unit.serves.isEmpty ? .nothing : .number(visit.language.number(unit.serves.count), href: href),
                    ], href: href)
            }, empty: EmptyState(title: visit.text("trees.none"), text: visit.text("trees.none.text")))
    }
}
