import Edges
import HTTPTypes
import Hummingbird
import Kernel
import Pages
import Sealing
import WorkingTime

/// What a receipt code opens: how the request stands, the answer, and the reporter's own say.
struct ReceiptPage: PageModel {
    var frame: Frame
    var head: PageHead
    var code: String
    var qr: String
    var isNew: Bool
    var newTitle: String
    var newText: String
    var steps: Steps
    var facts: DefinitionList
    var words: String
    var photos: Photos?
    var reply: Reply?
    var confirmation: Form?
    var reopening: Form?
    var note: Form?
    var withdrawal: Form?
    var timeline: Timeline
    /// Who opened the reporter's contact; nil where they left none.
    var looks: Timeline?

    struct Reply: PageModel {
        var outcome: Badge
        var text: String
        var by: String
        var photos: Photos?
    }

    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil, form: nil) }

    static func confirm(_ visit: Visit) async throws -> Response {
        try await change(visit, form: "confirmation", done: "case.confirmed") { key in
            guard let answered = visit.typed["answered"] else { throw Problem.field("answered", "required") }
            guard let solved = visit.typed["solved"] else { throw Problem.field("solved", "required") }
            _ = try await visit.perform(
                ConfirmCase(
                    key: key, answered: answered == "yes", solved: solved == "yes", rating: visit.typed["rating"].flatMap { Int($0) },
                    comment: visit.typed["comment"]))
        }
    }

    static func reopen(_ visit: Visit) async throws -> Response {
        try await change(visit, form: "reopening", done: "case.reopened") { key in
            _ = try await visit.perform(ReopenCase(key: key, reason: visit.typed["reason"] ?? ""))
        }
    }

    static func note(_ visit: Visit) async throws -> Response {
        try await change(visit, form: "note", done: "case.noted") { key in
            try visit.checkChange()
            // Nobody leaves pictures without a case to hang them on.
            if let receipt = key.receipt { _ = try await visit.read { try $0.findCase(receipt: receipt) } }
            let photos = try await KeptPhotos.keep(try visit.checkedPhotos("photos"), visit)
            _ = try await visit.perform(NoteCase(key: key, text: visit.typed["text"] ?? "", photos: photos))
        }
    }

    static func withdraw(_ visit: Visit) async throws -> Response {
        try await change(visit, form: "withdrawal", done: "case.withdrawn") { key in
            _ = try await visit.perform(WithdrawCase(key: key, reason: visit.typed["reason"]))
        }
    }

    static func photo(_ visit: Visit) async throws -> Response {
        let code = try visit.parameter("code")
        let hash = try visit.parameter("hash")
        let allowed = try await visit.read { reading in
            let found = try reading.findCase(receipt: code)
            return try reading.photosForReporter(of: found).contains { $0.hash == hash }
        }
        guard allowed else { throw Problem.notFound("photo") }
        return try await KeptPhotos.answer(hash, visit)
    }

    static func qr(_ visit: Visit) async throws -> Response {
        let code = try visit.parameter("code")
        guard let code = ReceiptCode.normalise(code) else { throw Problem.notFound("page") }
        return .bytes(Array(try QRCode.svg(visit.absolute("/r/\(code)")).utf8), type: "image/svg+xml")
    }

    private static func change(
        _ visit: Visit, form: String, done: String, _ work: (CaseKey) async throws -> Void
    ) async throws -> Response {
        let code = try visit.parameter("code")
        return try await visit.answering {
            try await work(CaseKey(receipt: code))
            return .seeOther("/r/\(code)?done=\(done)")
        } refused: { problem in
            try await show(visit, problem: problem, form: form)
        }
    }

    private static func show(_ visit: Visit, problem: Problem?, form: String?) async throws -> Response {
        let typed = try visit.parameter("code")
        guard let code = ReceiptCode.normalise(typed) else {
            return try await FollowPage.show(visit, problem: Problem.field("code", "receipt-typo"))
        }
        let seen = try await visit.read { try ReceiptView(code, in: $0) }
        let page = ReceiptPage(visit, code: code, seen, problem: problem, form: form)
        return try visit.page(page, "casework/receipt", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }

    private init(_ visit: Visit, code: String, _ seen: ReceiptView, problem: Problem?, form: String?) {
        let found = seen.found
        var unsaid = problem
        func refusing(_ name: String, _ made: Form) -> Form {
            guard let problem, form == name else { return made }
            unsaid = nil
            return visit.refused(made, problem)
        }
        frame = visit.publicFrame(visit.text("receipt.title", ["number": found.number]))
        let title = found.joined == nil ? found.title : visit.className(found.caseClass)
        head = PageHead(
            title: title, above: found.number, intro: found.joined.map { _ in visit.text("receipt.joined") },
            badge: Self.badge(visit, found))
        self.code = code
        qr = "/r/\(code)/qr.svg"
        isNew = visit.asked("done") == "case.filed"
        // The panel below says it better.
        if isNew { frame.messages = [] }
        newTitle = visit.text("receipt.new.title")
        newText = visit.text("receipt.new.text")
        steps = Self.steps(visit, found)
        facts = DefinitionList(
            [
                Definition(visit.text("case.filed-at"), visit.moment(found.filedAt, .full)),
                Definition(visit.text("case.class"), visit.className(found.caseClass)),
                Definition(
                    visit.text("case.place"),
                    [seen.area, found.joined == nil ? found.address : ""].filter { !$0.isEmpty }.joined(separator: " ")),
                found.officeID == nil ? nil : Definition(visit.text("case.office"), seen.office),
                seen.plan.map { plan in
                    Definition(
                        visit.text("case.plan"), plan.measures,
                        note: visit.text("plan.who-when", ["who": plan.who, "due": visit.day(plan.dueOn)]))
                },
                seen.parked.map { parked in
                    Definition(
                        visit.text("receipt.parked"), parked.reason,
                        note: visit.text("receipt.parked.until", ["until": parked.until.map { visit.moment($0, .date) } ?? ""]))
                },
                found.state == .dispatched || found.state == .accepted
                    ? found.dueAt.map { Definition(visit.text("receipt.promised"), visit.moment($0, .full)) } : nil,
            ].compactMap { $0 })
        // Whoever asked later reads what they said themselves; what others said and showed is theirs.
        words = found.joined?.text ?? found.text
        func gallery(_ stage: String) -> Photos? {
            visit.gallery(seen.photos.filter { $0.stage == stage }, below: "/r/\(code)")
        }
        photos = gallery("filed")
        reply = found.reply.map { text in
            Reply(
                outcome: Badge(visit.name(of: found.outcome, in: "outcomes"), .intime), text: text,
                by: visit.text(
                    "receipt.reply-by", ["office": seen.office, "time": found.resolvedAt.map { visit.moment($0, .full) } ?? ""]),
                photos: gallery("reply"))
        }
        confirmation =
            found.state == .resolved && found.joined == nil
            ? refusing("confirmation", ConfirmationForm.make(visit, action: "/r/\(code)/confirmation")) : nil
        let mayReopen =
            (found.state == .closed || found.state == .resolved && found.joined != nil)
            && (found.reopenUntil.map { visit.now <= $0 } ?? (found.state == .resolved))
        reopening =
            mayReopen
            ? refusing(
                "reopening",
                Form(
                    action: "/r/\(code)/reopening",
                    fields: [
                        Field(
                            .textarea(rows: 3), name: "reason", label: visit.text("reopen.reason"), required: true, width: .full,
                            maxlength: 500)
                    ],
                    submit: visit.text("reopen.submit"), csrf: visit.csrf, hidden: [visit.requestField],
                    note: found.reopenUntil.map { visit.text("reopen.until", ["time": visit.moment($0, .date)]) })) : nil
        note =
            found.state.isOpen
            ? refusing(
                "note",
                Form(
                    action: "/r/\(code)/notes",
                    fields: [
                        Field(
                            .textarea(rows: 3), name: "text", label: visit.text("note.public"), width: .full,
                            maxlength: visit.district.pack.settings.textLength),
                        Field(.photos, name: "photos", label: visit.text("report.photos")),
                    ], submit: visit.text("note.submit"), csrf: visit.csrf, hidden: [visit.requestField])) : nil
        withdrawal =
            found.state.isOpen && found.joined == nil
            ? refusing(
                "withdrawal",
                Form(
                    action: "/r/\(code)/withdrawal",
                    fields: [Field(.textarea(rows: 2), name: "reason", label: visit.text("withdraw.reason"), width: .full, maxlength: 500)],
                    submit: visit.text("withdraw.submit"), danger: true, csrf: visit.csrf, hidden: [visit.requestField],
                    note: visit.text("withdraw.note"))) : nil
        if let unsaid { frame.messages.append(visit.refusal(unsaid)) }
        looks =
            found.joined?.hasContact ?? found.hasContact
            ? visit.timeline(of: seen.looks) { _ in visit.text("receipt.contact") } : nil
        timeline = Timeline(
            seen.feed.filter { (found.joined == nil ? Self.publicEvents : Self.eventsForAll).contains($0.event) }.map {
                visit.timelineEntry($0, showsActor: false)
            }
                + seen.notes.map { note in
                    TimelineEntry(
                        time: visit.moment(note.madeAt, .full), machine: visit.machine(note.madeAt), who: note.author,
                        sentence: visit.text(note.author.isEmpty ? "note.by-reporter" : "note.by-office"), quote: note.text)
                })
    }

    /// In the words of the steps below it; that an office is late is the office's affair.
    private static func badge(_ visit: Visit, _ found: Case) -> Badge {
        switch found.state {
        case .withdrawn: Badge(visit.text("case.state.withdrawn"), .neutral)
        case .closed: Badge(visit.text("step.closed"), .done)
        default: Badge(visit.text("step.\(found.state.rawValue)"), .accent)
        }
    }

    /// What a reporter is told; the offices' own back and forth is not among it.
    private static let publicEvents: Set<String> = [
        "case.filed", "case.dispatched", "order.accepted", "case.planned", "case.resolved", "case.confirmed", "case.closed",
        "case.reopened",
        "case.withdrawn",
    ]

    /// Those that quote nobody but the office: for whoever asked for the same later.
    private static let eventsForAll: Set<String> = ["case.dispatched", "order.accepted", "case.resolved", "case.closed"]

    private static func steps(_ visit: Visit, _ found: Case) -> Steps {
        let reached: Int =
            switch found.state {
            case .registered: 0
            case .dispatched: 1
            case .accepted: 2
            case .resolved: 3
            case .closed, .withdrawn: 5
            }
        let names = ["registered", "dispatched", "accepted", "resolved", "closed"]
        return Steps(
            label: visit.text("receipt.steps"),
            steps: names.enumerated().map { index, name in
                Step(visit.text("step.\(name)"), state: index < reached ? .done : index == reached ? .current : .todo)
            })
    }
}

/// What is read for a receipt.
struct ReceiptView: Sendable {
    var found: Case
    var area: String
    var office: String
    var plan: CasePlan?
    /// Set where it cannot be solved now: why, and when it is looked at again.
    var parked: TimeRequest?
    var photos: [CasePhoto]
    var notes: [CaseNote]
    var feed: [JournalEntry]
    var looks: [Look]

    init(_ code: String, in reading: Reading) throws {
        found = try reading.findCase(receipt: code)
        area = try reading.findArea(found.areaID).name
        office = try found.officeID.map { try reading.findOffice($0).name.zh } ?? ""
        plan = try reading.plan(of: found.id)
        if let order = try reading.openOrder(about: found.subject), let standstill = try reading.standstill(of: order) {
            parked = standstill.kind == .park ? standstill : nil
        }
        photos = try reading.photosForReporter(of: found)
        notes = try reading.notesForReporter(of: found)
        feed = try reading.feed(of: found.id)
        looks = try reading.looks(at: found)
    }
}

/// The two questions and the rating; the same for the reporter and for whoever calls back.
enum ConfirmationForm {
    static func make(_ visit: Visit, action: String) -> Form {
        let yesNo = [Choice(value: "yes", label: visit.text("yes")), Choice(value: "no", label: visit.text("no"))]
        return Form(
            action: action,
            fields: [
                Field(.radios, name: "answered", label: visit.text("confirm.answered"), required: true, options: yesNo),
                Field(.radios, name: "solved", label: visit.text("confirm.solved"), required: true, options: yesNo),
                Field(
                    .radios, name: "rating", label: visit.text("confirm.rating"),
                    options: visit.district.pack.list("ratings").map { Choice(value: $0.code, label: visit.words($0.name)) }),
                Field(.textarea(rows: 2), name: "comment", label: visit.text("confirm.comment"), width: .full, maxlength: 500),
            ], submit: visit.text("confirm.submit"), csrf: visit.csrf, hidden: [visit.requestField], note: visit.text("confirm.note"))
    }
}

/// Looking a request up by its receipt code.
enum FollowPage {
    static func form(_ visit: Visit) -> Form {
        Form(
            action: "/follow", method: "get",
            fields: [
                Field(
                    .text, name: "code", label: visit.text("follow.code"), hint: visit.text("follow.hint"),
                    value: visit.asked("code") ?? "", required: true, width: .short, autocomplete: "off")
            ],
            submit: visit.text("follow.submit"))
    }

    static func show(_ visit: Visit) async throws -> Response {
        guard let code = visit.asked("code") else { return try await show(visit, problem: nil) }
        guard let code = ReceiptCode.normalise(code) else {
            return try await show(visit, problem: Problem.field("code", "receipt-typo"))
        }
        return .seeOther("/r/\(code)")
    }

    static func show(_ visit: Visit, problem: Problem?) async throws -> Response {
        var form = form(visit)
        if let problem {
            let sentences = problem.sentences(in: visit.language)
            form = form.refused(typed: ["code": [visit.asked("code") ?? visit.parameters["code"] ?? ""]], problems: sentences)
        }
        return try visit.page(
            FormPage(
                frame: visit.publicFrame(visit.text("follow.title")),
                head: PageHead(title: visit.text("follow.title"), intro: visit.text("follow.intro")), form: form),
            "pages/public-form-page", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }
}
