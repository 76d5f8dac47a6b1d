import HTTPTypes
import Hummingbird
import Kernel
import Pages
import Store
import WorkingTime

/// One tip, for whoever keeps the register: what it says (that it was read is on record), who looks into it, what was said to and fro.
struct TipPage: PageModel {
    var frame: Frame
    var head: PageHead
    var words: String?
    var finding: String?
    var photos: Photos?
    var facts: DefinitionList
    var messages: Timeline
    var contact: String?
    var forms: [FoldedForm]
    var timeline: Timeline

    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    static func photo(_ visit: Visit) async throws -> Response {
        let id: ID<Tip> = try visit.id()
        let hash = try visit.parameter("hash")
        let belongs = try await visit.read { try $0.photoHashes(of: try $0.findTip(id, for: OpenTip.permission)).contains(hash) }
        guard belongs else { throw Problem.notFound("photo") }
        return try await KeptPhotos.answer(hash, visit)
    }

    static func show(_ visit: Visit, problem: Problem?, contact: String? = nil) async throws -> Response {
        let id: ID<Tip> = try visit.id()
        _ = try await visit.read { try $0.findTip(id) }
        let words = visit.scope.may(OpenTip.permission) ? try await visit.district.perform(OpenTip(tipID: id), as: visit.scope) : nil
        let seen = try await visit.read { try TipView(id, in: $0) }
        let page = TipPage(visit, seen, words, problem: problem, contact: contact)
        return try visit.page(page, "tips/tip", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }

    private init(_ visit: Visit, _ seen: TipView, _ opened: TipWords?, problem: Problem?, contact: String?) {
        let tip = seen.tip
        let forms = TipForms.all(visit, seen, problem: problem)
        frame = visit.frame(
            tip.number, breadcrumbs: [Crumb(visit.text("nav.tips"), href: "/tip-register")],
            messages: problem.map { forms.contains(where: \.open) ? [] : [visit.refusal($0)] } ?? [])
        head = PageHead(
            title: TipWordsOfPack.category(visit, tip), above: tip.number, badge: TipWordsOfPack.badge(visit, tip),
            clock: visit.clock(
                due: tip.dueAt, isOpen: tip.state == .received || tip.state == .checking, doneAt: tip.foundAt, deadline: seen.order.deadline
            ))
        words = opened?.text
        finding = opened?.finding
        let items =
            opened == nil
            ? []
            : seen.photos.map {
                Photo(
                    thumbnail: "/tip-register/\(tip.id)/photos/\($0)", href: "/tip-register/\(tip.id)/photos/\($0)",
                    alt: visit.text("tip.photos"))
            }
        photos = items.isEmpty ? nil : Photos(items)
        facts = DefinitionList(
            [
                Definition(visit.text("tip.received-at"), visit.moment(tip.receivedAt, .full)),
                Definition(
                    visit.text("tip.channel"),
                    [TipWordsOfPack.channel(visit, tip), seen.point.map { "\($0.name)（\($0.place)）" }].compactMap { $0 }.joined(
                        separator: " · ")),
                seen.accusedOffice.map { Definition(visit.text("tip.office"), visit.words($0.name)) },
                opened?.accused.map { Definition(visit.text("tip.accused"), $0) },
                Definition(visit.text("tip.owner"), tip.ownerID.flatMap { seen.keepers[$0] } ?? visit.text("tip.owner.none")),
                Definition(visit.text("tip.due"), visit.moment(tip.dueAt, .full), note: seen.order.deadline.map { visit.explain($0) }),
                tip.finding.map { Definition(visit.text("tip.finding"), visit.text("tip.finding.\($0.rawValue)")) },
                tip.fedBackAt.map { Definition(visit.text("tip.fed-back"), visit.moment($0, .full)) },
                tip.struckAt.map { Definition(visit.text("tip.struck"), visit.moment($0, .full)) },
                seen.earlier.map { Definition(visit.text("tip.merged-into"), $0.number) },
            ].compactMap { $0 })
        messages = Timeline(
            seen.messages.map { message in
                TimelineEntry(
                    time: visit.moment(message.madeAt, .full), machine: visit.machine(message.madeAt), who: "",
                    sentence: visit.text(message.fromTipster ? "tip.tipster-said" : "tip.office-said"), quote: message.text)
            })
        self.contact = contact
        self.forms = forms
        timeline = Timeline(seen.feed.map { visit.timelineEntry($0) }.reversed())
    }
}

/// What is read for one tip.
struct TipView: Sendable {
    var tip: Tip
    var order: Order
    var point: IntakePoint?
    var accusedOffice: Office?
    var keepers: [ID<Account>: String]
    /// Those who may look into this one.
    var owners: [ID<Account>]
    var earlier: Tip?
    var messages: [TipMessage]
    var photos: [String]
    var feed: [JournalEntry]
    /// Those that it may be about.
    var offices: [Office]
    /// Others that it may be the same as, the newest first.
    var others: [Tip]

    init(_ id: ID<Tip>, in reading: Reading) throws {
        tip = try reading.findTip(id)
        order = try reading.order(of: tip)
        point = try tip.pointID.map { try reading.findIntakePoint($0) }
        accusedOffice = try tip.accusedOffice.map { try reading.findOffice($0) }
        keepers = try reading.tipKeepers()
        owners = try reading.accountsOpening(Tip.compartment, besides: tip.accusedOffice)
        // Which may be about this person's own office, though this one is not.
        earlier = tip.mergedInto.flatMap { try? reading.findTip($0) }
        let opens = reading.scope.may(OpenTip.permission)
        messages = opens ? try reading.messages(of: tip) : []
        photos = try reading.photoHashes(of: tip)
        feed = try reading.feed(of: tip.subject)
        offices = reading.scope.may(CorrectAccusedOffice.permission) ? try reading.offices() : []
        others = []
        if reading.scope.may(MergeTip.permission), tip.state == .received || tip.state == .checking {
            others = try reading.db.rows(
                """
                SELECT * FROM tips t WHERE t.district = \(reading.district) AND t.mode = \(reading.scope.mode) AND t.id <> \(tip.id)
                  AND t.state <> 'merged' AND t.category = \(tip.category) AND \(reading.tipCondition(MergeTip.permission))
                ORDER BY t.received_at DESC LIMIT 20
                """
            ).map(Tip.init(row:))
        }
    }
}

/// The steps of a tip as forms: fields in, a verb or problems out.
enum TipForms {
    static func all(_ visit: Visit, _ seen: TipView, problem: Problem?) -> [FoldedForm] {
        let tip = seen.tip
        let path = "/tip-register/\(tip.id)"
        var forms: [FoldedForm?] = []
        func add(_ id: String, _ permission: Permission, _ last: String, _ fields: [Field], pressing: Bool = false, note: String? = nil) {
            guard var folded = visit.folded(id, permission, action: "\(path)/\(last)", fields: fields, problem: problem) else { return }
            folded.form.note = note
            folded.open = folded.open || pressing && problem == nil
            forms.append(folded)
        }
        let long = { (name: String, key: String, longest: Int) in
            Field(.textarea(rows: 4), name: name, label: visit.text(key), required: true, width: .full, maxlength: longest)
        }
        if tip.state == .received || tip.state == .checking {
            add(
                "tip-assign", AssignTip.permission, "owner",
                [
                    Field(
                        .select, name: "owner", label: visit.text("tip.owner"), required: true,
                        options: [Choice(value: "", label: visit.text("choose"))]
                            + seen.owners.map { Choice(value: "\($0)", label: seen.keepers[$0] ?? "", selected: $0 == tip.ownerID) }),
                    Field(.text, name: "limit", label: visit.text("tip.limit"), hint: visit.text("tip.limit.hint"), width: .short),
                ], pressing: tip.state == .received)
        }
        if tip.state == .checking {
            add(
                "tip-find", RecordTipFinding.permission, "finding",
                [
                    Field(
                        .radios, name: "finding", label: visit.text("tip.finding"), required: true,
                        options: Tip.Finding.allCases.map { Choice(value: $0.rawValue, label: visit.text("tip.finding.\($0.rawValue)")) }),
                    long("text", "tip.finding.text", visit.district.pack.settings.textLength),
                ], pressing: tip.ownerID == visit.scope.accountID)
        }
        if tip.state != .merged {
            add(
                "tip-tell", TellTipster.permission, "messages",
                [long("text", "tip.tell.text", 2000)]
                    + (tip.state == .handled
                        ? [
                            Field(
                                .checkboxes, name: "feedback", label: visit.text("tip.tell.what"),
                                options: [Choice(value: "yes", label: visit.text("tip.tell.feedback"), selected: true)])
                        ] : []),
                pressing: tip.state == .handled && tip.fedBackAt == nil)
        }
        if tip.state == .handled {
            add("tip-strike", StrikeOffTip.permission, "striking", [], pressing: tip.fedBackAt != nil, note: visit.text("tip.strike.note"))
            add("tip-send-back", SendBackTip.permission, "sending-back", [long("reason", "send-back.reason", 500)])
        }
        if tip.state == .struckOff { add("tip-reopen", ReopenTip.permission, "reopening", [long("reason", "tip.reopen.reason", 500)]) }
        if !seen.others.isEmpty {
            add(
                "tip-merge", MergeTip.permission, "merger",
                [
                    Field(
                        .select, name: "into", label: visit.text("tip.merge.into"), required: true,
                        options: [Choice(value: "", label: visit.text("choose"))]
                            + seen.others.map { Choice(value: "\($0.id)", label: "\($0.number) · \(visit.moment($0.receivedAt, .date))") })
                ])
        }
        add(
            "tip-office", CorrectAccusedOffice.permission, "office",
            [
                Field(
                    .select, name: "office", label: visit.text("tip.office"), hint: visit.text("tip.office.hint"),
                    options: TipFields.offices(visit, seen.offices, chosen: tip.accusedOffice), width: .full)
            ], note: visit.text("tip.office.note"))
        if tip.hasContact {
            add(
                "tip-reveal", RevealTipster.permission, "contact",
                [Field(.text, name: "purpose", label: visit.text("tip.reveal.purpose"), required: true, width: .full, maxlength: 200)])
        }
        return forms.compactMap { $0 }
    }

    static func assign(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "tip.assigned") {
            _ = try await visit.perform(AssignTip(tipID: $0, owner: try visit.typed.required("owner"), limit: visit.typed["limit"]))
        }
    }

    static func find(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "tip.found") {
            guard let finding = visit.typed["finding"].flatMap(Tip.Finding.init(rawValue:)) else {
                throw Problem.field("finding", "required")
            }
            _ = try await visit.perform(RecordTipFinding(tipID: $0, finding: finding, text: visit.typed["text"] ?? ""))
        }
    }

    static func tell(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "tip.told") {
            _ = try await visit.perform(
                TellTipster(tipID: $0, text: visit.typed["text"] ?? "", isFeedback: visit.typed["feedback"] == "yes"))
        }
    }

    static func sendBack(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "tip.sent-back") {
            _ = try await visit.perform(SendBackTip(tipID: $0, reason: visit.typed["reason"] ?? ""))
        }
    }

    static func strikeOff(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "tip.struck-off") { _ = try await visit.perform(StrikeOffTip(tipID: $0)) }
    }

    static func reopen(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "tip.reopened") {
            _ = try await visit.perform(ReopenTip(tipID: $0, reason: visit.typed["reason"] ?? ""))
        }
    }

    static func merge(_ visit: Visit) async throws -> Response {
        try await step(visit, done: "tip.merged") {
            _ = try await visit.perform(MergeTip(tipID: $0, into: try visit.typed.required("into")))
        }
    }

    /// Whoever put it down as about their own office sees no more of it.
    static func correctOffice(_ visit: Visit) async throws -> Response {
        let id: ID<Tip> = try visit.id()
        return try await visit.answering {
            _ = try await visit.perform(CorrectAccusedOffice(tipID: id, accusedOffice: try visit.typed.id("office")))
            let isSeen = try await visit.read { (try? $0.findTip(id)) != nil }
            return .seeOther("/tip-register\(isSeen ? "/\(id)" : "")?done=tip.office-corrected")
        } refused: {
            try await TipPage.show(visit, problem: $0.asTyped)
        }
    }

    static func reveal(_ visit: Visit) async throws -> Response {
        let id: ID<Tip> = try visit.id()
        return try await visit.answering {
            let contact = try await visit.perform(RevealTipster(tipID: id, purpose: visit.typed["purpose"] ?? ""))
            return try await TipPage.show(visit, problem: nil, contact: contact)
        } refused: {
            try await TipPage.show(visit, problem: $0)
        }
    }

    private static func step(_ visit: Visit, done: String, _ work: (ID<Tip>) async throws -> Void) async throws -> Response {
        let id: ID<Tip> = try visit.id()
        return try await visit.answering {
            try await work(id)
            return .seeOther("/tip-register/\(id)?done=\(done)")
        } refused: {
            try await TipPage.show(visit, problem: $0)
        }
    }
}
