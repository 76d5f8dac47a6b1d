import Hummingbird
import Kernel
import Pages
import Store
import WorkingTime

/// The case file: what was asked, where it stands, what can be done now, and everything that happened.
struct CasePage: PageModel {
    var frame: Frame
    var head: PageHead
    var words: String
    var wordsTitle: String
    var photos: Photos?
    var facts: DefinitionList
    var contact: Contact?
    var reply: Reply?
    var actions: [Action]
    var orders: Table
    var ordersTitle: String
    var timelineTitle: String
    var timeline: Timeline
    var map: MapBlock?
    /// Where likely duplicates are told, for whoever may merge them: asked for after the page, which does not wait.
    var alikeHref: String?
    /// Where likely classes and offices are told, for whoever dispatches.
    var likelyHref: String?
    var reporters: Timeline?
    var merged: Merged?

    /// Of a case that became part of another one.
    struct Merged: PageModel {
        var note: Callout
        var split: Form?
    }

    struct Contact: PageModel {
        var title: String
        var facts: DefinitionList?
        var reveal: Form?
        var note: String?
    }

    struct Reply: PageModel {
        var title: String
        var outcome: Badge
        var text: String
        var photos: Photos?
        var confirmation: DefinitionList?
    }

    /// One thing that can be done, folded up until it is wanted; the most pressing stands open.
    struct Action: PageModel {
        var id: String
        var title: String
        var open: Bool
        var form: Form
    }

    static func show(_ visit: Visit) async throws -> Response {
        try await show(visit, refused: nil, problem: nil, revealed: nil)
    }

    /// The page again, after a form in it was refused (`form` names it) or a contact was opened.
    static func show(
        _ visit: Visit, refused form: String?, problem: Problem?, revealed: Casework.Contact?
    ) async throws -> Response {
        let id: ID<Case> = try visit.id()
        let seen = try await visit.read(asOf: try visit.asOf()) { try CaseView(id, for: visit, in: $0) }
        let page = CasePage(visit, seen, refused: form, problem: problem, revealed: revealed)
        return try visit.page(page, "casework/case", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }

    private init(_ visit: Visit, _ seen: CaseView, refused: String?, problem: Problem?, revealed: Casework.Contact?) {
        let found = seen.found
        frame = visit.frame(
            "\(found.number) \(found.title)", breadcrumbs: [Crumb(visit.text("nav.cases"), href: "/cases")], map: found.latitude != nil)
        head = PageHead(
            title: found.title, above: found.number, badge: visit.stateBadge(found),
            clock: visit.caseClock(found, order: seen.current),
            actions: Self.ways(visit, found))
        wordsTitle = visit.text("case.words")
        words = found.text
        func gallery(_ stage: String) -> Photos? {
            visit.gallery(seen.photos.filter { $0.stage == stage }, below: "/cases/\(found.id)")
        }
        photos = gallery("filed")
        facts = DefinitionList(CaseFacts.list(visit, seen))
        contact = Self.contact(visit, seen, revealed, refused: refused, problem: problem)
        reply = found.reply.map { text in
            Reply(
                title: visit.text("case.reply"), outcome: Badge(visit.name(of: found.outcome, in: "outcomes"), .intime), text: text,
                photos: gallery("reply"), confirmation: CaseFacts.confirmation(visit, found))
        }
        actions = CaseActions.all(visit, seen, problem: refused == "resolve" ? problem : nil).map { action in
            guard action.id == refused, let problem else { return action }
            var action = action
            action.open = true
            action.form = visit.refused(action.form, problem.renamed)
            return action
        }
        if let problem, let refused, refused != "contact" || contact?.reveal == nil, !actions.contains(where: { $0.id == refused }) {
            frame.messages.append(visit.refusal(problem))
        }
        let mayMerge =
            found.mayBeMerged && visit.scope.may(MergeCases.permission) && visit.asked("as-of") == nil
        likelyHref =
            found.state == .registered && seen.above == nil && visit.scope.may(DispatchCase.permission) && visit.asked("as-of") == nil
            ? "/cases/\(found.id)/likely" : nil
        alikeHref = mayMerge ? "/cases/\(found.id)/alike" : nil
        reporters = seen.reporters.isEmpty ? nil : CaseFacts.reporters(visit, seen.reporters)
        merged = seen.merger.map { target in
            Merged(
                note: Callout(visit.text("merged.note", ["number": target.number]), tone: .near),
                split: visit.scope.may(SplitCase.permission)
                    ? Form(
                        action: "/cases/\(found.id)/split", fields: [], submit: visit.text("split.submit"), csrf: visit.csrf,
                        hidden: [visit.requestField], note: visit.text("split.note")) : nil)
        }
        ordersTitle = visit.text("case.orders")
        orders = OrderRows.table(visit, seen.orders, offices: seen.offices, caption: visit.text("case.orders"))
        timelineTitle = visit.text("case.timeline")
        timeline = Timeline(CaseFacts.timeline(visit, seen))
        map = found.latitude.flatMap { latitude in
            found.longitude.map { longitude in
                visit.map(
                    visit.text("case.place"), id: "place",
                    points: [
                        MapPoint(
                            label: found.title, latitude: latitude, longitude: longitude, datum: found.datum ?? "GCJ-02", tone: .accent,
                            note: found.address)
                    ])
            }
        }
    }

    private static func contact(
        _ visit: Visit, _ seen: CaseView, _ revealed: Casework.Contact?, refused: String?, problem: Problem?
    ) -> Contact? {
        let others = seen.reporters.filter(\.hasContact)
        guard seen.found.hasContact || !others.isEmpty else { return nil }
        let title = visit.text("case.contact")
        if let revealed {
            return Contact(
                title: title,
                facts: DefinitionList(
                    [("report.name", revealed.name), ("report.phone", revealed.phone), ("contact.mail", revealed.mail)].compactMap {
                        key, value in
                        value.map { Definition(visit.text(key), $0) }
                    }), reveal: nil)
        }
        guard visit.scope.may("case.reveal") else {
            return Contact(title: title, note: visit.text("contact.sealed"))
        }
        var form = Form(
            action: "/cases/\(seen.found.id)/contact",
            fields: (others.isEmpty
                ? []
                : [
                    Field(
                        .select, name: "reporter", label: visit.text("contact.whose"),
                        options: (seen.found.hasContact ? [Choice(value: "", label: visit.text("contact.first"))] : [])
                            + others.map {
                                Choice(value: "\($0.id)", label: visit.text("contact.other", ["time": visit.moment($0.joinedAt)]))
                            }, width: .full)
                ]) + [
                    Field(
                        .text, name: "purpose", label: visit.text("contact.purpose"), hint: visit.text("contact.purpose.hint"),
                        required: true,
                        maxlength: 200)
                ],
            submit: visit.text("contact.reveal"), csrf: visit.csrf)
        if refused == "contact", let problem { form = visit.refused(form, problem) }
        return Contact(title: title, facts: nil, reveal: form)
    }
}

extension CasePage {
    /// Whoever gives out goes from one to the next without the way back over the desk.
    private static func ways(_ visit: Visit, _ found: Case) -> [ActionLink] {
        let print = ActionLink(visit.text("case.print"), href: "/cases/\(found.id)/print", style: .quiet)
        guard visit.scope.may(DispatchCase.permission), found.state == .registered || visit.asked("done") == "case.dispatched" else {
            return [print]
        }
        return [ActionLink(visit.text("case.next"), href: "/dispatch/next" + Links.query([("after", "\(found.id)")]), key: "n"), print]
    }
}
