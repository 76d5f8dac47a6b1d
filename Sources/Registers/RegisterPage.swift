import Hummingbird
import Kernel
import Pages

/// One register: its subjects with what is known of them at a glance.
struct RegisterPage {
    let counts: KeptAnswers<Int>
    let kept: KeptParts

    private static let rowsPerPage = 50

    func show(_ visit: Visit) async throws -> Response {
        let kind = try visit.kind(try visit.parameter("kind"))
        let version = try await visit.registersVersion()
        return try visit.page(
            KeptPage(
                frame: visit.frame(visit.words(kind.name), breadcrumbs: [Crumb(visit.text("nav.registers"), href: "/registers")]),
                try await kept.parts(visit, seeing: ["subject.view"], version: version) { try await parts($0, kind) }),
            "pages/kept-page")
    }

    private func parts(_ visit: Visit, _ kind: Pack.SubjectKind) async throws -> KeptParts.Parts {
        let filter = try Self.filter(visit, kind)
        let query = Self.query(visit)
        let asOf = try visit.asOf()
        let mark = visit.asked("after").flatMap(SubjectMark.init)
        let (seen, offer) = try await visit.read(asOf: asOf) { reading in
            (
                try Seen(filter, kind, after: mark, limit: Self.rowsPerPage, in: reading), try Self.areas(visit, in: reading)
            )
        }
        let key = [visit.scope.reachKey("subject.view"), kind.code, Links.query(query)].joined(separator: ";")
        var count = seen.count
        if mark == nil, count == nil {
            count = try await counts.answer(key) { try await visit.read(asOf: asOf) { try $0.countSubjects(filter) } }
        }
        let path = "/registers/\(kind.code)"
        let next = seen.hasMore ? seen.rows.last.map { path + Links.query(query + [("after", SubjectMark($0).text)]) } : nil
        let above = ListAbove(
            head: PageHead(title: visit.words(kind.name), actions: Self.actions(visit, kind, query, seen)),
            filters: Self.filters(visit, path, filter, schemes: seen.schemes, areas: offer))
        let below = ListBelow(
            table: Self.table(visit, kind, seen, isWhole: query.isEmpty),
            pager: Pager(
                count: count.map { visit.text("register.counted", ["count": visit.language.number($0)]) },
                previousHref: mark == nil ? nil : path + Links.query(query), nextHref: next))
        return .init(above: try visit.markup(above, "pages/list-above"), below: try visit.markup(below, "pages/list-below"))
    }

    /// What stands on one page.
    private struct Seen: Sendable {
        var rows: [SubjectRecord]
        var hasMore: Bool
        /// Where it is known without counting.
        var count: Int?
        var fields: [Pack.SubjectField]
        var hasPlaces: Bool
        var facts: [ID<SubjectRecord>: SubjectFacts]
        var names: SubjectNames
        var held: [ID<SubjectRecord>: [Classification]]
        var schemes: [Pack.Scheme]

        init(_ filter: SubjectFilter, _ kind: Pack.SubjectKind, after mark: SubjectMark?, limit: Int, in reading: Reading) throws {
            let found: [SubjectRecord]
            if filter.words != nil, mark == nil {
                (found, count) = try reading.subjectsSought(filter, limit: limit + 1)
            } else {
                found = try reading.subjects(filter, after: mark, limit: limit + 1)
            }
            rows = Array(found.prefix(limit))
            hasMore = found.count > limit
            fields = fieldsShown(of: kind, in: reading)
            hasPlaces = reading.fields(of: kind).contains { $0.kind == .place }
            let (shown, codes) = (rows, Set(fields.map(\.code)))
            try reading.foreseeing {
                _ = try reading.facts(of: shown, only: codes)
                _ = try reading.classifications(of: shown)
            }
            facts = try reading.facts(of: rows, only: codes)
            names = try reading.names(for: rows, Array(facts.values))
            held = try reading.classifications(of: rows)
            schemes = reading.openSchemes(of: kind.code)
        }
    }

    private static func table(_ visit: Visit, _ kind: Pack.SubjectKind, _ seen: Seen, isWhole: Bool) -> Table {
        Table(
            caption: visit.words(kind.name),
            columns: [Column(visit.text("subject.title"), phone: .title)] + seen.fields.map { Column(visit.words($0.name)) } + [
                Column(visit.text("subject.area"), phone: .plain),
                Column(visit.text("subject.classified"), phone: .plain),
            ],
            rows: seen.rows.map { found in
                let facts = seen.facts[found.id] ?? SubjectFacts()
                let held = (seen.held[found.id] ?? []).compactMap { held in
                    seen.schemes.first { $0.code == held.scheme }.map { visit.name(of: held.code, in: $0.list) }
                }
                return TableRow(
                    [.link(found.title, href: "/subjects/\(found.id)", note: found.number)]
                        + seen.fields.map { field in
                            facts[field.code].map { .text(visit.shown($0, of: field, names: seen.names)) } ?? .nothing
                        }
                        + [
                            found.areaID.flatMap { seen.names.areas[$0] }.map { .text($0) } ?? .nothing,
                            held.isEmpty ? .nothing : .text(held.joined(separator: visit.text("list.joint"))),
                        ], href: "/subjects/\(found.id)")
            },
            empty: EmptyState(
                title: visit.text(isWhole ? "register.empty" : "register.nothing"), text: visit.text("register.nothing.text"),
                action: registering(visit, kind, .secondary)))
    }

    private static func registering(_ visit: Visit, _ kind: Pack.SubjectKind, _ style: ActionStyle) -> ActionLink? {
        guard visit.scope.may(RegisterSubject.permission) else { return nil }
        return ActionLink(visit.text("register.new", ["kind": visit.words(kind.name)]), href: "/registers/\(kind.code)/new", style: style)
    }

    private static func actions(
        _ visit: Visit, _ kind: Pack.SubjectKind, _ query: [(name: String, value: String)], _ seen: Seen
    ) -> [ActionLink] {
        let path = "/registers/\(kind.code)"
        var actions = [registering(visit, kind, .primary)].compactMap { $0 }
        if visit.scope.may(ImportSubjects.permission) { actions.append(ActionLink(visit.text("import.short"), href: path + "/import")) }
        if seen.hasPlaces {
            actions.append(ActionLink(visit.text("register.map"), href: path + "/map" + Links.query(query)))
        }
        if visit.scope.may("subject.export") {
            actions.append(ActionLink("Excel", href: path + "/export.xlsx" + Links.query(query), style: .quiet))
        }
        return actions
    }

    /// Areas that a register or a ledger can be narrowed to.
    static func areas(_ visit: Visit, in reading: Reading) throws -> Offer {
        try visit.areaOffer(["district", "street", "community"], within: "subject.view", in: reading)
    }

    static func areaField(_ visit: Visit, _ filter: SubjectFilter, _ areas: Offer) -> Field {
        Field(
            .select, name: "area", label: visit.text("subject.area"), value: filter.areaID?.description ?? "", offer: areas, width: .short)
    }

    /// Beside the title: the first that say something in a line.
    private static func fieldsShown(of kind: Pack.SubjectKind, in reading: Reading) -> [Pack.SubjectField] {
        let told = reading.fields(of: kind).filter { field in
            field.code != kind.title && ![.photo, .place, .reference, .area].contains(field.kind)
                && !(field.kind == .text && field.longest > 200)
        }
        return Array(told.prefix(4))
    }

    static func filter(_ visit: Visit, _ kind: Pack.SubjectKind) throws -> SubjectFilter {
        var filter = SubjectFilter(kind: kind.code)
        filter.words = visit.asked("q")
        if let text = visit.asked("area") {
            guard let id = ID<Area>(text) else { throw Problem.field("area", "not-one-of-these") }
            filter.areaID = id
        }
        if let text = visit.asked("state") {
            guard let state = SubjectRecord.State(rawValue: text) else { throw Problem.field("state", "not-one-of-these") }
            filter.state = state
        }
        if let text = visit.asked("class") {
            let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
            (filter.scheme, filter.code) = (parts.first, parts.count > 1 ? parts[1] : nil)
        }
        return filter
    }

    static func query(_ visit: Visit) -> [(name: String, value: String)] {
        ["q", "area", "class", "state", "as-of"].compactMap { name in visit.asked(name).map { (name, $0) } }
    }

    static func filters(
        _ visit: Visit, _ path: String, _ filter: SubjectFilter, schemes: [Pack.Scheme], areas: Offer
    ) -> FilterBar {
        let all = Choice(value: "", label: visit.text("filter.all"))
        let held = schemes.flatMap { scheme in
            [Choice(value: scheme.code, label: visit.words(scheme.name))]
                + visit.district.pack.list(scheme.list).map {
                    Choice(value: "\(scheme.code).\($0.code)", label: "　" + visit.words($0.name))
                }
        }
        return FilterBar(
            action: path,
            fields: [
                Field(.search, name: "q", label: visit.text("register.words"), value: filter.words ?? "", width: .short),
                areaField(visit, filter, areas),
            ]
                + (held.isEmpty
                    ? []
                    : [
                        Field(
                            .select, name: "class", label: visit.text("subject.classified"), value: visit.asked("class") ?? "",
                            options: [all] + held, width: .short)
                    ]) + [
                    Field(
                        .select, name: "state", label: visit.text("subject.state"), value: filter.state?.rawValue ?? "",
                        options: SubjectRecord.State.allCases.map {
                            Choice(value: $0.rawValue, label: visit.text("subject.state.\($0.rawValue)"))
                        },
                        width: .short),
                    Field(.date, name: "as-of", label: visit.text("filter.as-of"), value: visit.asOfDay, width: .short),
                ], clearHref: path)
    }
}
