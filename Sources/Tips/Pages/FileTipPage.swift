import HTTPTypes
import Hummingbird
import Kernel
import Pages

/// The fields of a tip, for a tipster at home or at a poster and for whoever takes one on the phone.
enum TipFields {
    static func groups(_ visit: Visit, offices: [Office], byKeeper: Bool) -> [FieldGroup] {
        let pack = visit.district.pack
        func choices(_ list: String) -> [Choice] {
            pack.list(list).map { Choice(value: $0.code, label: visit.words($0.name), hint: $0.note.map { visit.words($0) }) }
        }
        let channel =
            byKeeper
            ? [
                Field(
                    .select, name: "channel", label: visit.text("tip.channel"), required: true,
                    options: choices("tip-channels").filter { $0.value != "web" && $0.value != "point" })
            ] : []
        return [
            FieldGroup(
                fields: channel + [
                    Field(.radios, name: "category", label: visit.text("tip.category"), required: true, options: choices("tip-categories")),
                    Field(
                        .textarea(rows: 6), name: "text", label: visit.text("tip.text"), hint: visit.text("tip.text.hint"), required: true,
                        width: .full, maxlength: pack.settings.textLength),
                    Field(
                        .select, name: "office", label: visit.text("tip.office"), hint: visit.text("tip.office.hint"),
                        options: Self.offices(visit, offices), width: .full),
                    Field(.text, name: "accused", label: visit.text("tip.accused"), width: .full, maxlength: 200),
                    Field(.photos, name: "photos", label: visit.text("tip.photos"), hint: visit.text("tip.photos.hint")),
                ]),
            FieldGroup(
                title: visit.text("tip.contact.title"), hint: visit.text("tip.contact.hint"),
                fields: [Field(.text, name: "contact", label: visit.text("tip.contact"), width: .full, maxlength: 200)]),
        ]
    }

    static func offices(_ visit: Visit, _ offices: [Office], chosen: ID<Office>? = nil) -> [Choice] {
        [Choice(value: "", label: visit.text("tip.office.unknown"))]
            + offices.map { Choice(value: "\($0.id)", label: visit.words($0.name), selected: $0.id == chosen) }
    }

    static func filing(_ visit: Visit, photos: [String]) throws -> FileTip {
        FileTip(
            channel: visit.typed["channel"] ?? "web", point: visit.typed["point"], category: visit.typed["category"] ?? "",
            text: visit.typed["text"] ?? "", accusedOffice: try visit.typed.id("office"), accused: visit.typed["accused"],
            contact: visit.typed["contact"], photos: photos)
    }
}

extension Problem {
    /// A verb names its fields by its own terms.
    var asTyped: Problem {
        var problem = self
        for index in problem.fields.indices where problem.fields[index].field == "accusedOffice" { problem.fields[index].field = "office" }
        return problem
    }
}

/// Where anybody says that something is wrong. Whoever is signed in is a stranger here too: nobody's name goes with a tip.
enum FileTipPage {
    static func show(_ visit: Visit) async throws -> Response { try await page(visit, problem: nil) }

    static func send(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            try visit.checkChange()
            for name in ["category", "text"] where visit.typed[name] == nil { throw Problem.field(name, "required") }
            let photos = try await KeptPhotos.keep(try visit.checkedPhotos("photos"), visit)
            try visit.countChange()
            let outcome = try await visit.district.perform(
                try TipFields.filing(visit, photos: photos), as: .visitor(of: visit.district.code))
            return .seeOther("/t/\(outcome.receipt)?done=tip.received")
        } refused: { problem in
            try await page(visit, problem: problem.asTyped)
        }
    }

    private static func page(_ visit: Visit, problem: Problem?) async throws -> Response {
        let code = visit.typed["point"] ?? visit.asked("point")
        let seen = try await visit.district.read(as: .visitor(of: visit.district.code)) { reading in
            (
                point: try code.map { try reading.openIntakePoint(code: $0) },
                offices: try reading.offices().filter { $0.kind != "community-office" }
            )
        }
        var form = Form(
            action: "/tips", groups: TipFields.groups(visit, offices: seen.offices, byKeeper: false), submit: visit.text("tip.submit"),
            csrf: visit.csrf, hidden: seen.point.map { [HiddenField("point", $0.code)] } ?? [], note: visit.text("tip.submit.note"))
        if let problem { form = visit.refused(form, problem) }
        let intro = seen.point.map { visit.text("tip.at-point", ["name": $0.name, "place": $0.place]) } ?? visit.text("tip.intro")
        return try visit.page(
            FormPage(
                frame: visit.publicFrame(visit.text("tip.title")),
                head: PageHead(
                    title: visit.text("tip.title"), intro: intro,
                    actions: [ActionLink(visit.text("tip.follow"), href: "/t", style: .quiet)]), form: form),
            "pages/public-form-page", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }
}

/// Taking a tip for somebody on the phone or at the desk.
enum TakeTipPage {
    static func show(_ visit: Visit) async throws -> Response { try await page(visit, problem: nil) }

    static func send(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            let photos = try await KeptPhotos.keep(try visit.checkedPhotos("photos"), visit)
            let outcome = try await visit.perform(try TipFields.filing(visit, photos: photos))
            return try visit.page(
                TipSlip(
                    frame: visit.frame(outcome.number, breadcrumbs: [Crumb(visit.text("nav.tips"), href: "/tip-register")]),
                    head: PageHead(
                        title: visit.text("tip.taken"), above: outcome.number, intro: visit.text("tip.taken.intro"),
                        actions: [ActionLink(visit.text("tip.show"), href: "/tip-register/\(outcome.tipID)", style: .primary)]),
                    code: outcome.receipt, address: visit.absolute("/t")), "tips/tip-slip")
        } refused: { problem in
            try await page(visit, problem: problem.asTyped)
        }
    }

    private static func page(_ visit: Visit, problem: Problem?) async throws -> Response {
        let offices = try await visit.read { try $0.offices() }
        var form = Form(
            action: "/tip-register/new", groups: TipFields.groups(visit, offices: offices, byKeeper: true),
            submit: visit.text("tip.take"), csrf: visit.csrf)
        if let problem { form = visit.refused(form, problem) }
        return try visit.page(
            FormPage(
                frame: visit.frame(visit.text("tip.take"), breadcrumbs: [Crumb(visit.text("nav.tips"), href: "/tip-register")]),
                head: PageHead(title: visit.text("tip.take"), intro: visit.text("tip.take.intro")), form: form),
            "pages/form-page", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }
}

/// The receipt, to be read out or written down: it is shown once.
struct TipSlip: PageModel {
    var frame: Frame
    var head: PageHead
    var code: String
    var address: String
}
