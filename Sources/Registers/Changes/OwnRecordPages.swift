import Hummingbird
import Kernel
import Pages
import Sealing

/// Where a resident says that what the district has of them is wrong, and reads with the receipt code what became of it. Nothing that is
/// registered is shown here: nobody has proved who they are.
enum OwnRecordPages {
    static func show(_ visit: Visit) async throws -> Response { try page(visit, form(visit)) }

    static func send(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            try visit.countChange()
            // Whoever is signed in is a resident here too.
            let made = try await visit.district.perform(
                RequestChange(
                    name: visit.typed["name"] ?? "", residentID: visit.typed["residentID"], phone: visit.typed["phone"] ?? "",
                    text: visit.typed["text"] ?? ""), as: .visitor(of: visit.district.code), request: try visit.typed.requestID())
            return .seeOther("/my-record/\(made.receipt)?done=subject-change.requested")
        } refused: { problem in
            try page(visit, visit.refused(form(visit), problem), status: problem.status)
        }
    }

    static func receipt(_ visit: Visit) async throws -> Response {
        guard let code = ReceiptCode.normalise(try visit.parameter("code")) else { throw Problem.notFound("receipt") }
        let (change, looks) = try await visit.district.read(as: .visitor(of: visit.district.code)) { reading in
            let change = try reading.findChange(receipt: code)
            return (change, try reading.looks(behind: change))
        }
        var facts = [
            Definition(visit.text("change.receipt"), code, note: visit.text("change.receipt.keep")),
            Definition(visit.text("change.at"), visit.moment(change.proposedAt, .full)),
            Definition(visit.text("change.how-far"), visit.text("change.told.\(change.state.rawValue)")),
        ]
        if let answer = change.answer { facts.append(Definition(visit.text("change.answer"), answer)) }
        return try visit.page(
            OwnRecordReceipt(
                frame: visit.publicFrame(visit.text("change.own")), head: PageHead(title: visit.text("change.own"), above: change.number),
                facts: DefinitionList(facts), looks: looks.map { Self.looks(visit, $0) }), "registers/own-record-receipt")
    }

    private static func looks(_ visit: Visit, _ looks: [Look]) -> OwnRecordReceipt.Looks {
        let timeline = visit.timeline(of: looks) { look in
            look.field.flatMap { visit.district.pack.subjectFields[$0] }.map { visit.words($0.name) } ?? ""
        }
        return OwnRecordReceipt.Looks(timeline: looks.isEmpty ? nil : timeline)
    }

    private static func form(_ visit: Visit) -> Form {
        Form(
            action: "/my-record",
            fields: [
                Field(
                    .text, name: "name", label: visit.text("change.own.name"), required: true, width: .short, autocomplete: "name",
                    maxlength: 60),
                Field(
                    .text, name: "residentID", label: visit.text("change.own.id"), hint: visit.text("change.own.id.hint"),
                    autocomplete: "off",
                    maxlength: 20),
                Field(.phone, name: "phone", label: visit.text("change.own.phone"), required: true, autocomplete: "tel", maxlength: 20),
                Field(
                    .textarea(rows: 4), name: "text", label: visit.text("change.own.text"), hint: visit.text("change.own.text.hint"),
                    required: true,
                    width: .full, maxlength: 1000),
            ], submit: visit.text("change.own.send"), csrf: visit.csrf, hidden: [visit.requestField], note: visit.text("change.own.note"))
    }

    private static func page(_ visit: Visit, _ form: Form, status: Int = 200) throws -> Response {
        try visit.page(
            FormPage(
                frame: visit.publicFrame(visit.text("change.own")),
                head: PageHead(title: visit.text("change.own"), intro: visit.text("change.own.intro")), form: form),
            "pages/public-form-page", status: HTTPResponseStatus(rawValue: status))
    }
}

private struct OwnRecordReceipt: PageModel {
    var frame: Frame
    var head: PageHead
    var facts: DefinitionList
    /// Nil until it is known who they are.
    var looks: Looks?

    struct Looks: PageModel {
        /// Nil where nobody has looked.
        var timeline: Timeline?
    }
}
