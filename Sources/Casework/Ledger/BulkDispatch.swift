import Hummingbird
import Kernel
import Pages
import WorkingTime

/// Many cases given out at once. Each goes by itself: one that somebody else has taken meanwhile keeps none of the others back, and the
/// page that follows says of every one what became of it.
enum BulkDispatch {
    /// No more than stand on one page of the desk.
    private static let most = LedgerPage.rowsPerPage

    /// The office field of one case on the page of review.
    private static func field(_ id: ID<Case>) -> String { "office.\(id)" }

    static func send(_ visit: Visit) async throws -> Response {
        let ids = Array(Set(visit.typed.all("case").compactMap { ID<Case>($0) })).sorted { "\($0)" < "\($1)" }
        guard !ids.isEmpty, ids.count <= most else { throw Problem(.invalid, "nothing-selected", ["most": "\(most)"]) }
        if visit.typed["how"] == "review" { return try await review(visit, ids) }
        let sending = visit.typed["_request"] ?? ""
        var outcomes: [(id: ID<Case>, problem: Problem?)] = []
        for id in ids {
            do {
                let office: ID<Office> = try visit.typed.id(field(id)) ?? visit.typed.required("office")
                _ = try await visit.perform(
                    DispatchCase(caseID: id, officeID: office), request: try RequestID("\(sending)-\(id)"))
                outcomes.append((id, nil))
            } catch let problem as Problem { outcomes.append((id, problem)) }
        }
        return try await told(visit, outcomes)
    }

    /// Every case with the office that its class and place suggest, to be changed where it is wrong.
    private static func review(_ visit: Visit, _ ids: [ID<Case>]) async throws -> Response {
        let seen = try await visit.read { reading in
            (
                rows: try ids.map { id in
                    let found = try reading.findCase(id, for: DispatchCase.permission)
                    return (found: found, usual: try reading.usualOffice(for: found)?.id)
                },
                offices: try visit.dispatchOffer(loaded: true, in: reading)
            )
        }
        let fields = seen.rows.map { found, usual in
            Field(
                .select, name: field(found.id), label: "\(found.number) \(found.title)",
                hint: String(found.text.prefix(120)), value: usual?.description ?? "", required: true, offer: seen.offices, width: .full)
        }
        let form = Form(
            action: "/dispatch/selected", fields: fields, submit: visit.text("dispatch.review.submit", ["count": "\(ids.count)"]),
            csrf: visit.csrf, hidden: [visit.requestField] + ids.map { HiddenField("case", "\($0)") })
        return try visit.page(
            FormPage(
                frame: visit.frame(visit.text("dispatch.review"), breadcrumbs: [Crumb(visit.text("dispatch.title"), href: "/dispatch")]),
                head: PageHead(title: visit.text("dispatch.review"), intro: visit.text("dispatch.review.intro")), form: form),
            "pages/form-page")
    }

    private static func told(_ visit: Visit, _ outcomes: [(id: ID<Case>, problem: Problem?)]) async throws -> Response {
        let seen = try await visit.read { reading in
            (
                cases: outcomes.map { try? reading.findCase($0.id) },
                offices: try reading.officeNames(in: visit.language.code)
            )
        }
        let done = outcomes.count { $0.problem == nil }
        let rows = zip(outcomes, seen.cases).sorted { ($0.0.problem == nil ? 1 : 0) < ($1.0.problem == nil ? 1 : 0) }
        let table = Table(
            caption: visit.text("dispatch.told"),
            columns: [
                Column(visit.text("case.title"), phone: .title), Column(visit.text("dispatch.office")),
                Column(visit.text("dispatch.result")),
            ],
            rows: rows.map { outcome, found in
                let title: Cell = found.map { .link($0.title, href: visit.caseLink($0), note: $0.number) } ?? .muted("\(outcome.id)")
                let office: Cell = found?.officeID.flatMap { seen.offices[$0] }.map { .text($0) } ?? .nothing
                guard let problem = outcome.problem else {
                    return TableRow([title, office, .badge(Badge(visit.text("dispatch.told.done"), .done))])
                }
                let sentence = problem.wholeSentence(in: visit.language)
                return TableRow([title, office, .badge(Badge(visit.text("dispatch.told.not"), .late), note: sentence)], tone: .late)
            }, empty: EmptyState(title: visit.text("dispatch.empty")))
        let intro = visit.text("dispatch.told.intro", ["done": "\(done)", "left": "\(outcomes.count - done)"])
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("dispatch.told"), breadcrumbs: [Crumb(visit.text("dispatch.title"), href: "/dispatch")]),
                head: PageHead(
                    title: visit.text("dispatch.told"), intro: intro,
                    actions: [ActionLink(visit.text("dispatch.back"), href: "/dispatch", style: .primary)]), table: table),
            "pages/list-page")
    }
}
