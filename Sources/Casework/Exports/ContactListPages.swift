import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Pages
import Sheets
import Store
import WorkingTime

/// Lists of contacts: asking for one from the ledger, deciding, taking the workbook once.
enum ContactListPages {
    private static let shown = 100

    // MARK: asking

    static func new(_ visit: Visit) async throws -> Response { try await asking(visit, problem: nil) }

    private static func ids(_ visit: Visit) async throws -> [ID<Case>] {
        let filter = try CaseFilter(visit)
        let most = visit.district.pack.settings.contactLists.most
        return try await visit.read { reading in
            try reading.contactable(filter, limit: most + 1)
        }
    }

    private static func asking(_ visit: Visit, problem: Problem?) async throws -> Response {
        let query = try CaseFilter(visit).query
        let count = try await ids(visit).count
        let most = visit.district.pack.settings.contactLists.most
        var form = Form(
            action: "/contact-lists/new" + Links.query(query),
            fields: [
                Field(
                    .textarea(rows: 3), name: "purpose", label: visit.text("contact-list.purpose"),
                    hint: visit.text("contact-list.purpose.hint"), required: true, width: .full, maxlength: 200)
            ], submit: visit.text("contact-list.ask"), csrf: visit.csrf, hidden: [visit.requestField])
        if let problem { form = visit.refused(form, problem) }
        let key = count == 0 ? "contact-list.none" : count > most ? "contact-list.too-many" : "contact-list.about"
        return try visit.page(
            FormPage(
                frame: visit.frame(
                    visit.text("contact-list.ask"), breadcrumbs: [Crumb(visit.text("ledger.title"), href: "/cases" + Links.query(query))]),
                head: PageHead(
                    title: visit.text("contact-list.ask"),
                    intro: visit.text(key, ["count": visit.language.number(count), "most": "\(most)"])),
                form: (1...most).contains(count) ? form : nil),
            "pages/form-page", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }

    static func ask(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            let id = try await visit.perform(AskForContacts(caseIDs: try await ids(visit), purpose: visit.typed["purpose"] ?? ""))
            return .seeOther("/contact-lists/\(id)?done=contact-list.asked")
        } refused: {
            try await asking(visit, problem: $0)
        }
    }

    // MARK: looking and deciding

    static func list(_ visit: Visit) async throws -> Response {
        let lists = try await visit.read { try $0.contactLists(limit: shown) }
        let table = Table(
            caption: visit.text("contact-lists.title"),
            columns: [
                Column(visit.text("contact-list.number"), phone: .title), Column(visit.text("contact-list.asker")),
                Column(visit.text("contact-list.purpose"), phone: .plain), Column(visit.text("contact-list.count"), numeric: true),
                Column(visit.text("contact-list.asked-at"), narrow: true),
                Column(visit.text("contact-list.state"), narrow: true, phone: .corner),
            ],
            rows: lists.map { list in
                TableRow(
                    [
                        .link(list.number, href: "/contact-lists/\(list.id)"), .text(list.asker), .text(list.purpose),
                        .number(visit.language.number(list.count)), visit.date(list.askedAt), .badge(badge(visit, list)),
                    ], href: "/contact-lists/\(list.id)")
            }, empty: EmptyState(title: visit.text("contact-lists.none"), text: visit.text("contact-lists.none.text")))
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("contact-lists.title")),
                head: PageHead(title: visit.text("contact-lists.title"), intro: visit.text("contact-lists.intro")), table: table),
            "pages/list-page")
    }

    private static func badge(_ visit: Visit, _ list: ContactList) -> Badge {
        let isOver = list.state == .granted && !list.mayBeTaken(at: visit.now)
        let tone: Tone =
            switch list.state {
            case .asked: .near
            case .granted: isOver ? .neutral : .accent
            case .refused, .taken: .neutral
            }
        return Badge(visit.text("contact-list.state.\(isOver ? "over" : list.state.rawValue)"), tone)
    }

    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    private static func show(_ visit: Visit, problem: Problem?) async throws -> Response {
        let id: ID<ContactList> = try visit.id()
        let seen = try await visit.read { reading in
            let list = try reading.findContactList(id)
            return (
                list: list, cases: try reading.cases(of: list, limit: shown),
                entries: try reading.feed(of: Subject("contact-list", id.uuid))
            )
        }
        let list = seen.list
        let isOwn = list.askedBy == visit.scope.accountID
        var facts = [
            Definition(visit.text("contact-list.asker"), list.asker), Definition(visit.text("contact-list.purpose"), list.purpose),
            Definition(visit.text("contact-list.count"), visit.language.number(list.count)),
            Definition(visit.text("contact-list.asked-at"), visit.moment(list.askedAt, .full)),
        ]
        if let decider = list.decider {
            facts.append(Definition(visit.text("contact-list.decider"), decider, note: list.decidedAt.map { visit.moment($0, .full) }))
        }
        if let answer = list.answer, !answer.isEmpty { facts.append(Definition(visit.text("contact-list.answer"), answer)) }
        if let takeBy = list.takeBy { facts.append(Definition(visit.text("contact-list.take-by"), visit.moment(takeBy, .full))) }
        if let taken = list.takenAt { facts.append(Definition(visit.text("contact-list.taken-at"), visit.moment(taken, .full))) }
        var actions: [ActionLink] = []
        if isOwn, list.mayBeTaken(at: visit.now), visit.scope.may(TakeContacts.permission) {
            actions.append(
                ActionLink(
                    visit.text("contact-list.take"), href: "/contact-lists/\(id)/file", style: .primary, posting: Posting(csrf: visit.csrf))
            )
        }
        let table = Table(
            caption: visit.text("contact-list.cases"),
            columns: [
                Column(visit.text("case.title"), phone: .title), Column(visit.text("case.class")),
                Column(visit.text("case.state"), narrow: true, phone: .corner), Column(visit.text("case.filed-at"), narrow: true),
            ],
            rows: seen.cases.map { found in
                TableRow(
                    [
                        .link(found.title, href: visit.caseLink(found), note: found.number), .text(visit.className(found.caseClass)),
                        .badge(visit.stateBadge(found)), visit.date(found.filedAt),
                    ], href: visit.caseLink(found))
            }, empty: EmptyState(title: visit.text("ledger.empty")))
        let deciding =
            list.state == .asked && !isOwn
            ? visit.folded(
                "contact-list-decide", DecideOnContacts.permission, action: "/contact-lists/\(id)/decision",
                fields: [
                    Field(
                        .radios, name: "grants", label: visit.text("contact-list.decision"), required: true,
                        options: [
                            Choice(value: "yes", label: visit.text("contact-list.grant")),
                            Choice(value: "no", label: visit.text("contact-list.refuse")),
                        ]),
                    Field(.textarea(rows: 2), name: "answer", label: visit.text("contact-list.answer"), width: .full, maxlength: 200),
                ], problem: problem) : nil
        let page = ManagedPage(
            frame: visit.frame(list.number, breadcrumbs: [Crumb(visit.text("contact-lists.title"), href: "/contact-lists")]),
            head: PageHead(
                title: list.number, above: visit.text("contact-lists.title"), intro: isOwn ? visit.text("contact-list.take.intro") : nil,
                badge: badge(visit, list), actions: actions),
            facts: DefinitionList(facts, columns: true), tables: [TitledTable(title: visit.text("contact-list.cases"), table: table)],
            forms: [deciding].compactMap(\.self), timeline: Timeline(seen.entries.map { visit.timelineEntry($0) }.reversed()))
        return try visit.managed(page, problem: problem)
    }

    static func decide(_ visit: Visit) async throws -> Response {
        let id: ID<ContactList> = try visit.id()
        return try await visit.answering {
            guard let grants = visit.typed["grants"] else { throw Problem.field("grants", "required") }
            _ = try await visit.perform(DecideOnContacts(listID: id, grants: grants == "yes", answer: visit.typed["answer"]))
            return .seeOther("/contact-lists/\(id)?done=contact-list.decided")
        } refused: {
            try await show(visit, problem: $0)
        }
    }

    // MARK: taking

    /// The workbook: whose it is, what for and by whose leave stands above it and in every row, so that a page torn out still says it.
    static func take(_ visit: Visit) async throws -> Response {
        let id: ID<ContactList> = try visit.id()
        let list = try await visit.read { try $0.findContactList(id) }
        let taken = try await visit.perform(TakeContacts(listID: id))
        let mark = visit.text(
            "contact-list.mark",
            [
                "number": list.number, "asker": "\(list.asker)（\(visit.session?.account.login ?? "")）", "purpose": list.purpose,
                "decider": list.decider ?? "", "at": visit.moment(visit.now, .full),
            ])
        return try await visit.workbook(list.number) { writer in
            try writer.startSheet(
                SheetLayout(
                    name: visit.text("contact-lists.title"), title: mark,
                    columns: [
                        SheetColumn(visit.text("case.number"), .text, width: 20), SheetColumn(visit.text("case.title"), .text, width: 40),
                        SheetColumn(visit.text("contact.name"), .text), SheetColumn(visit.text("contact.phone"), .text),
                        SheetColumn(visit.text("contact.mail"), .text, width: 26),
                        SheetColumn(visit.text("contact-list.watermark"), .text, width: 34),
                    ], footer: mark))
            let inRow = "\(list.number) · \(list.asker) · \(visit.moment(visit.now, .full))"
            for line in taken.lines {
                try writer.append([
                    .text(line.number), .text(line.title), .text(line.contact.name ?? ""), .text(line.contact.phone ?? ""),
                    .text(line.contact.mail ?? ""), .text(inRow),
                ])
            }
        }
    }
}

extension Reading {
    /// Those cases of the ledger whose reporters left a contact that the person may ask for.
    fileprivate func contactable(_ filter: CaseFilter, limit: Int) throws -> [ID<Case>] {
        let condition = SQL.all([
            try ledgerCondition(filter), try caseCondition(AskForContacts.permission), "c.contact IS NOT NULL",
        ])
        return try db.values(
            "SELECT c.id FROM \(table("cases")) c WHERE \(condition) ORDER BY c.filed_at, c.id LIMIT \(limit)", as: ID<Case>.self)
    }
}
