import Hummingbird
import Kernel
import Pages
import WorkingTime

/// One subject: what is known of it, from whom and since when; what it hangs together with; what it was put down as; what happened.
struct SubjectPage: PageModel {
    var frame: Frame
    var head: PageHead
    /// A field that was just opened, in full.
    var opened: Callout?
    var facts: DefinitionList
    var photos: Photos?
    var map: MapBlock?
    var relations: Table
    var classifications: Table?
    /// Of other modules.
    var panels: [SubjectPanel] = []
    var forms: [FoldedForm]
    var timeline: Timeline

    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    /// - Parameter opened: a field that the person has just been shown, and its value.
    static func show(_ visit: Visit, problem: Problem?, opened: (field: String, value: String)? = nil) async throws -> Response {
        let id: ID<SubjectRecord> = try visit.id()
        let seen = try await visit.read(asOf: try visit.asOf()) { try SubjectView(id, in: $0) }
        // Whoever was merged lives on in another one; what was says so.
        var page = try SubjectPage(visit, seen, problem: problem, opened: opened)
        if problem == nil {
            for panel in visit.site.modules.flatMap(\.subjectPanels) {
                if let panel = try await panel(visit, seen.found) { page.panels.append(panel) }
            }
        }
        return try visit.page(page, "registers/subject", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }

    private init(_ visit: Visit, _ seen: SubjectView, problem: Problem?, opened: (field: String, value: String)?) throws {
        let found = seen.found
        let kind = try visit.kind(found.kind)
        let forms = SubjectForms.all(visit, seen, kind, problem: problem)
        map = Self.map(visit, seen)
        frame = visit.frame(
            found.title,
            breadcrumbs: [
                Crumb(visit.text("nav.registers"), href: "/registers"), Crumb(visit.words(kind.name), href: "/registers/\(kind.code)"),
            ],
            messages: problem.map { forms.contains(where: \.open) ? [] : [visit.refusal($0)] } ?? [], map: map != nil)
        let isOpen = found.state == .active || found.state == .ended
        var actions: [ActionLink] = []
        if isOpen, visit.scope.may(CorrectSubject.permission) {
            actions.append(ActionLink(visit.text("manage.subject-correct"), href: "/subjects/\(found.id)/correction", style: .primary))
        }
        if isOpen, visit.scope.may(MergeSubjects.permission) {
            actions.append(ActionLink(visit.text("subject.alike"), href: "/subjects/\(found.id)/alike"))
        }
        let into = found.mergedInto.flatMap { seen.names.subjects[$0] }
        head = PageHead(
            title: found.title, above: found.number,
            intro: into.map { visit.text("subject.merged-into", ["number": $0.number]) }
                ?? visit.asOf.map { visit.text("subject.as-of", ["moment": visit.moment($0, .full)]) },
            badge: visit.badge(found), actions: actions)
        self.opened = opened.map { opened in
            Callout(
                opened.value, title: visit.district.pack.subjectFields[opened.field].map { visit.words($0.name) } ?? opened.field,
                tone: .accent)
        }
        facts = Self.facts(visit, seen, kind)
        photos = Self.photos(visit, seen)
        relations = Self.relations(visit, seen)
        classifications = seen.schemes.isEmpty ? nil : Self.classifications(visit, seen)
        self.forms = forms
        timeline = Timeline(seen.feed.reversed().map { visit.timelineEntry($0) })
    }

    /// Each value with who said it when, and whether it is time to ask again.
    private static func facts(_ visit: Visit, _ seen: SubjectView, _ kind: Pack.SubjectKind) -> DefinitionList {
        func fact(_ code: String, _ label: String, _ value: String, fresh: Limit? = nil) -> Definition {
            guard let statement = seen.statements.first(where: { $0.fields.contains(code) }) else { return Definition(label, value) }
            let isStale = fresh.map { visit.district.schedule().after(statement.statedAt, $0) < (visit.asOf ?? visit.now) } == true
            return Definition(
                label, value,
                note: [visit.source(statement.source), visit.moment(statement.statedAt, .date), statement.note].filter { !$0.isEmpty }
                    .joined(separator: " · "),
                badge: isStale ? Badge(visit.text("subject.stale"), .near) : nil)
        }
        let known = seen.fields.filter { $0.kind != .photo }.compactMap { field in
            seen.facts[field.code].map { value in
                fact(field.code, visit.words(field.name), visit.shown(value, of: field, names: seen.names), fresh: field.fresh)
            }
        }
        let area = seen.found.areaID.flatMap { seen.names.areas[$0] }.map { fact("area", visit.text("subject.area"), $0) }
        return DefinitionList(known + [area].compactMap { $0 })
    }

    private static func photos(_ visit: Visit, _ seen: SubjectView) -> Photos? {
        let photos = seen.fields.filter { $0.kind == .photo }.compactMap { field -> Photo? in
            guard case .text(let hash) = seen.facts[field.code] else { return nil }
            let asOf = Links.query(visit.asked("as-of").map { [("as-of", $0)] } ?? [])
            let path = "/subjects/\(seen.found.id)/photos/\(hash)" + asOf
            return Photo(thumbnail: path, href: path, alt: visit.words(field.name))
        }
        return photos.isEmpty ? nil : Photos(photos)
    }

    /// A picture that is one of its facts as they are looked at.
    static func photo(_ visit: Visit) async throws -> Response {
        let id: ID<SubjectRecord> = try visit.id()
        let hash = try visit.parameter("hash")
        let isTheirs = try await visit.read(asOf: try visit.asOf()) { reading in
            let facts = try reading.facts(of: try reading.findSubject(id))
            return facts.values.contains { code, value in reading.pack.subjectFields[code]?.kind == .photo && value == .text(hash) }
        }
        guard isTheirs else { throw Problem.notFound("photo") }
        return try await KeptPhotos.answer(hash, visit)
    }

    private static func map(_ visit: Visit, _ seen: SubjectView) -> MapBlock? {
        let points = seen.fields.compactMap { field in
            seen.facts[field.code].flatMap { MapPoint($0, label: seen.found.title, tone: .accent, note: visit.words(field.name)) }
        }
        return points.isEmpty ? nil : visit.map(visit.text("register.map"), id: "place", points: points)
    }

    private static func relations(_ visit: Visit, _ seen: SubjectView) -> Table {
        Table(
            caption: visit.text("subject.relations"),
            columns: [
                Column(visit.text("subject.relation"), narrow: true, phone: .plain), Column(visit.text("subject.other"), phone: .title),
                Column(visit.text("subject.role"), narrow: true), Column(visit.text("subject.period"), narrow: true),
            ],
            rows: seen.relations.map { relation in
                let isFrom = relation.from == seen.found.id
                let kind = visit.district.pack.relations.first { $0.code == relation.kind }
                let other = seen.names.subjects[isFrom ? relation.to : relation.from]
                return TableRow(
                    [
                        .muted(kind.map { visit.words(isFrom ? $0.name : $0.reverse) } ?? relation.kind),
                        other.map { .link($0.title, href: "/subjects/\($0.id)", note: $0.number) }
                            ?? .muted(visit.text("subject.out-of-reach")),
                        relation.role.map { .text(visit.name(of: $0, in: kind?.roles ?? "")) } ?? .nothing,
                        .text(period(visit, relation.since, relation.until)),
                    ])
            }, empty: EmptyState(title: visit.text("subject.no-relations")))
    }

    private static func classifications(_ visit: Visit, _ seen: SubjectView) -> Table {
        Table(
            caption: visit.text("subject.classified"),
            columns: [
                Column(visit.text("subject.scheme"), narrow: true, phone: .plain), Column(visit.text("subject.code"), phone: .title),
                Column(visit.text("subject.evidence")), Column(visit.text("subject.period"), narrow: true),
                Column(visit.text("subject.review"), narrow: true),
            ],
            rows: seen.held.map { held in
                let scheme = seen.schemes.first { $0.code == held.scheme }
                let isDue = held.until == nil && held.reviewOn.map { $0 <= visit.now.day(in: visit.site.zone) } == true
                return TableRow([
                    .muted(scheme.map { visit.words($0.name) } ?? held.scheme), .text(visit.name(of: held.code, in: scheme?.list ?? "")),
                    .text(held.evidence, note: held.decidedBy.flatMap { seen.people[$0] }), .text(period(visit, held.since, held.until)),
                    held.until != nil
                        ? .nothing
                        : held.reviewOn.map { day in
                            isDue ? .badge(Badge(visit.text("subject.review.due"), .near), note: visit.day(day)) : .text(visit.day(day))
                        } ?? .nothing,
                ])
            }, empty: EmptyState(title: visit.text("subject.not-classified")))
    }

    private static func period(_ visit: Visit, _ since: Day, _ until: Day?) -> String {
        visit.text(until == nil ? "subject.since" : "subject.from-to", ["from": visit.day(since), "to": until.map { visit.day($0) } ?? ""])
    }
}

extension Visit {
    /// The moment looked at; nil is now.
    var asOf: Instant? { (try? asOf()) ?? nil }
}

/// Everything that a subject's page shows.
struct SubjectView: Sendable {
    var found: SubjectRecord
    var fields: [Pack.SubjectField]
    var facts: SubjectFacts
    var statements: [Statement]
    var relations: [SubjectRelation]
    var held: [Classification]
    var schemes: [Pack.Scheme]
    var names: SubjectNames
    /// Who decided.
    var people: [ID<Account>: String] = [:]
    var feed: [JournalEntry]

    init(_ id: ID<SubjectRecord>, in reading: Reading) throws {
        let found = try reading.findSubject(id)
        self.found = found
        try reading.foreseeing {
            _ = (try reading.facts(of: found), try reading.statements(about: found), try reading.relations(of: found))
            _ = (try reading.classifications(of: found), try reading.feed(of: found.subject))
        }
        fields = reading.fields(of: try reading.subjectKind(found.kind))
        facts = try reading.facts(of: found)
        statements = try reading.statements(about: found)
        relations = try reading.relations(of: found)
        held = try reading.classifications(of: found)
        schemes = reading.openSchemes(of: found.kind)
        names = try reading.names(
            for: [found], [facts], and: Set(relations.flatMap { [$0.from, $0.to] } + [found.mergedInto].compactMap { $0 }))
        for account in Set(held.compactMap(\.decidedBy)) { people[account] = try reading.findAccount(account).name }
        feed = try reading.feed(of: found.subject)
    }
}
