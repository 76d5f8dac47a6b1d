import Edges
import HTTPTypes
import Hummingbird
import Kernel
import Pages
import Sealing
import WorkingTime

/// What a tip's receipt opens: how far it is, what was said, and a way to answer. Nobody is asked who they are.
struct TipReceiptPage: PageModel {
    var frame: Frame
    var head: PageHead
    var code: String
    var qr: String
    var isNew: Bool
    var steps: Steps
    var facts: DefinitionList
    var timeline: Timeline
    var answering: Form?
    var reopening: Form?

    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil, form: nil) }

    /// The way in by typing the code.
    static func find(_ visit: Visit) async throws -> Response {
        if let typed = visit.asked("code") {
            if let code = ReceiptCode.normalise(typed) { return .seeOther("/t/\(code)") }
            return try finding(visit, problem: Problem.field("code", "receipt-typo"))
        }
        return try finding(visit, problem: nil)
    }

    static func qr(_ visit: Visit) async throws -> Response {
        guard let code = ReceiptCode.normalise(try visit.parameter("code")) else { throw Problem.notFound("page") }
        return .bytes(Array(try QRCode.svg(visit.absolute("/t/\(code)")).utf8), type: "image/svg+xml")
    }

    static func answer(_ visit: Visit) async throws -> Response {
        try await change(visit, form: "messages", done: "tip.answered") { code, district in
            _ = try await district.perform(
                AnswerTip(receipt: code, text: visit.typed["text"] ?? ""), as: .visitor(of: district.code),
                request: try visit.typed.requestID())
        }
    }

    static func reopen(_ visit: Visit) async throws -> Response {
        try await change(visit, form: "reopening", done: "tip.reopened") { code, district in
            _ = try await district.perform(
                ReopenTip(receipt: code, reason: visit.typed["reason"] ?? ""), as: .visitor(of: district.code),
                request: try visit.typed.requestID())
        }
    }

    private static func change(
        _ visit: Visit, form: String, done: String, _ work: (String, District) async throws -> Void
    ) async throws -> Response {
        let code = try visit.parameter("code")
        return try await visit.answering {
            try visit.countChange()
            try await work(code, visit.district)
            return .seeOther("/t/\(code)?done=\(done)")
        } refused: { problem in
            try await show(visit, problem: problem, form: form)
        }
    }

    private static func show(_ visit: Visit, problem: Problem?, form: String?) async throws -> Response {
        guard let code = ReceiptCode.normalise(try visit.parameter("code")) else {
            return try finding(visit, problem: Problem.field("code", "receipt-typo"))
        }
        let seen = try await visit.district.read(as: .visitor(of: visit.district.code)) { reading in
            let tip = try reading.findTip(receipt: code)
            return (tip: tip, words: try reading.words(of: tip), messages: try reading.messages(of: tip))
        }
        let page = TipReceiptPage(visit, code: code, seen.tip, seen.words, seen.messages, problem: problem, form: form)
        return try visit.page(page, "tips/receipt", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }

    private init(
        _ visit: Visit, code: String, _ tip: Tip, _ words: TipWords, _ messages: [TipMessage], problem: Problem?, form: String?
    ) {
        frame = visit.publicFrame(visit.text("tip.receipt.title", ["number": tip.number]))
        head = PageHead(title: visit.text("tip.receipt.title", ["number": tip.number]), intro: visit.text("tip.receipt.intro"))
        self.code = code
        qr = "/t/\(code)/qr.svg"
        isNew = visit.asked("done") == "tip.received"
        if isNew { frame.messages = [] }
        let reached: Int =
            switch tip.state {
            case .received: 1
            case .checking: 2
            case .handled: 3
            case .struckOff, .merged: 5
            }
        steps = Steps(
            label: visit.text("receipt.steps"),
            steps: ["received", "checking", "handled", "struck-off"].enumerated().map { index, name in
                Step(visit.text("tip.step.\(name)"), state: index + 1 < reached ? .done : index + 1 == reached ? .current : .todo)
            })
        facts = DefinitionList([
            Definition(visit.text("tip.received-at"), visit.moment(tip.receivedAt, .full)),
            Definition(visit.text("tip.kind"), TipWordsOfPack.category(visit, tip)),
            Definition(visit.text("tip.text"), words.text),
        ])
        timeline = Timeline(
            messages.map { message in
                TimelineEntry(
                    time: visit.moment(message.madeAt, .full), machine: visit.machine(message.madeAt), who: "",
                    sentence: visit.text(message.fromTipster ? "tip.you-said" : "tip.office-said"), quote: message.text)
            })
        func refusing(_ name: String, _ made: Form) -> Form {
            guard let problem, form == name else { return made }
            return visit.refused(made, problem)
        }
        answering = refusing(
            "messages",
            Form(
                action: "/t/\(code)/messages",
                fields: [
                    Field(.textarea(rows: 4), name: "text", label: visit.text("tip.say"), required: true, width: .full, maxlength: 2000)
                ], submit: visit.text("tip.send"), csrf: visit.csrf, hidden: [visit.requestField]))
        reopening =
            tip.state == .struckOff
            ? refusing(
                "reopening",
                Form(
                    action: "/t/\(code)/reopening",
                    fields: [
                        Field(
                            .textarea(rows: 3), name: "reason", label: visit.text("tip.reopen.reason"), required: true, width: .full,
                            maxlength: 500)
                    ], submit: visit.text("tip.reopen"), csrf: visit.csrf, hidden: [visit.requestField])) : nil
    }

    private static func finding(_ visit: Visit, problem: Problem?) throws -> Response {
        var form = Form(
            action: "/t", method: "get",
            fields: [
                Field(
                    .text, name: "code", label: visit.text("follow.code"), hint: visit.text("follow.hint"),
                    value: visit.asked("code") ?? visit.parameters["code"] ?? "", required: true, width: .short, autocomplete: "off")
            ], submit: visit.text("follow.submit"))
        if let problem {
            form = form.refused(
                typed: ["code": [visit.asked("code") ?? visit.parameters["code"] ?? ""]], problems: problem.sentences(in: visit.language))
        }
        return try visit.page(
            FormPage(
                frame: visit.publicFrame(visit.text("tip.follow")),
                head: PageHead(title: visit.text("tip.follow"), intro: visit.text("tip.follow.intro")), form: form),
            "pages/public-form-page", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }
}

/// How the codes of a tip read.
enum TipWordsOfPack {
    static func category(_ visit: Visit, _ tip: Tip) -> String { name(visit, tip.category, "tip-categories") }
    static func channel(_ visit: Visit, _ tip: Tip) -> String { name(visit, tip.channel, "tip-channels") }

    static func name(_ visit: Visit, _ code: String, _ list: String) -> String {
        visit.district.pack.item(code, in: list).map { visit.words($0.name) } ?? code
    }

    static func badge(_ visit: Visit, _ tip: Tip) -> Badge {
        if tip.isOverdue(at: visit.now) { return Badge(visit.text("case.state.overdue"), .late) }
        let tone: Tone =
            switch tip.state {
            case .received: .near
            case .checking: .intime
            case .handled: .accent
            case .struckOff: .done
            case .merged: .neutral
            }
        return Badge(visit.text("tip.state.\(tip.state.rawValue)"), tone)
    }
}
