import Hummingbird
import Kernel
import Pages

/// Filing for somebody: the phone desk, the counter, a grid worker at the door. The receipt code is read out or printed.
enum NewCasePage {
    static func show(_ visit: Visit) async throws -> Response {
        try page(visit, try await form(visit))
    }

    static func send(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            if let id: ID<Case> = try visit.typed.id("join") { return try await join(visit, id) }
            let photos = try await KeptPhotos.keep(try visit.checkedPhotos("photos"), visit)
            let typed = visit.typed
            let outcome = try await visit.perform(
                FileCase(
                    channel: typed["channel"] ?? "", caseClass: typed["class"], urgency: typed["urgency"], title: typed["title"],
                    text: typed["text"] ?? "", areaCode: typed["area"], address: typed["address"],
                    latitude: typed["address_lat"].flatMap(Double.init), longitude: typed["address_lng"].flatMap(Double.init),
                    contact: Contact(name: typed["name"], phone: typed["phone"]), photos: photos))
            return try receipt(visit, number: outcome.number, code: outcome.receipt, caseID: outcome.caseID)
        } refused: { problem in
            try page(visit, visit.refused(try await form(visit), staffNames(problem)), status: problem.status)
        }
    }

    /// Whoever calls about what somebody called about before is one more reporter of that case, not another case.
    private static func join(_ visit: Visit, _ id: ID<Case>) async throws -> Response {
        let typed = visit.typed
        let outcome = try await visit.perform(
            JoinCase(
                caseID: id, channel: typed["channel"] ?? "", text: typed["text"] ?? "",
                contact: Contact(name: typed["name"], phone: typed["phone"])))
        return try receipt(visit, number: outcome.number, code: outcome.receipt, caseID: id)
    }

    private static func staffNames(_ problem: Problem) -> Problem {
        var problem = problem.renamed
        for index in problem.fields.indices where problem.fields[index].field == "tile" { problem.fields[index].field = "class" }
        return problem
    }

    /// The code is shown here once; it can be printed for whoever stands at the desk.
    private static func receipt(_ visit: Visit, number: String, code: String, caseID: ID<Case>) throws -> Response {
        let page = ReceiptSlip(
            frame: visit.frame(visit.text("slip.title")),
            head: PageHead(
                title: visit.text("slip.title"), above: number, intro: visit.text("slip.intro"),
                actions: [
                    ActionLink(visit.text("slip.open"), href: "/cases/\(caseID)", style: .primary),
                    ActionLink(visit.text("slip.another"), href: "/cases/new"),
                    ActionLink(visit.text("print"), href: "#", style: .quiet, prints: true),
                ]),
            number: number, code: code, qr: "/r/\(code)/qr.svg", label: visit.text("receipt.code"),
            address: visit.absolute("/r/\(code)"))
        return try visit.page(page, "casework/slip")
    }

    private static func form(_ visit: Visit) async throws -> Form {
        let areas = try await visit.read { reading -> [Choice] in
            let reachable = reading.scope.areaPaths("case.file")
            let whole = reading.scope.reachesDistrict("case.file") || reading.scope.ownOnly("case.file")
            let places = try reading.areas().filter { place in
                ["street", "community", "grid"].contains(place.level) && (whole || reachable.contains { place.path.hasPrefix($0) })
            }
            let names = Dictionary(uniqueKeysWithValues: places.map { ($0.id, $0.name) })
            return [Choice(value: "", label: "—")]
                + places.map { place in
                    Choice(
                        value: place.code,
                        label: [place.parentID.flatMap { names[$0] }, place.name].compactMap { $0 }.joined(separator: " · "))
                }
        }
        let pack = visit.district.pack
        return Form(
            action: "/cases/new",
            groups: [
                FieldGroup(fields: [
                    Field(
                        .radios, name: "channel", label: visit.text("case.channel"), value: "phone", required: true,
                        options: visit.choices("channels").filter { ["phone", "walk-in", "proxy", "inspection"].contains($0.value) }),
                    Field(
                        .textarea(rows: 6), name: "text", label: visit.text("new.text"), required: true, width: .full,
                        maxlength: pack.settings.textLength),
                    Field(
                        .text, name: "title", label: visit.text("case.title"), hint: visit.text("new.title.hint"), width: .full,
                        maxlength: 80),
                    Field(
                        .select, name: "class", label: visit.text("case.class"),
                        offer: visit.classOffer(after: visit.text("new.class-later")),
                        width: .full),
                    Field(
                        .radios, name: "urgency", label: visit.text("case.urgency"), value: "normal", options: visit.choices("urgencies")),
                ]),
                FieldGroup(
                    title: visit.text("report.where"),
                    fields: [
                        Field(.select, name: "area", label: visit.text("report.area"), options: areas),
                        Field(
                            .place, name: "address", label: visit.text("report.address"), width: .full, maxlength: 200,
                            ground: visit.placeGround),
                        Field(.photos, name: "photos", label: visit.text("report.photos")),
                    ]
                        + (visit.scope.may(JoinCase.permission)
                            ? [
                                Field(
                                    .suggestions(
                                        source: "/cases/alike",
                                        of: ["text", "title", "class", "area", "address", "address_lat", "address_lng"]),
                                    name: "join", label: "")
                            ] : [])),
                FieldGroup(
                    title: visit.text("report.contact"), hint: visit.text("new.contact.hint"),
                    fields: [
                        Field(.text, name: "name", label: visit.text("report.name"), width: .short, autocomplete: "off", maxlength: 40),
                        Field(.phone, name: "phone", label: visit.text("report.phone"), width: .short, autocomplete: "off", maxlength: 20),
                    ]),
            ], submit: visit.text("new.submit"), csrf: visit.csrf, hidden: [visit.requestField], draft: "new-case")
    }

    private static func page(_ visit: Visit, _ form: Form, status: Int = 200) throws -> Response {
        try visit.page(
            FormPage(
                frame: visit.frame(visit.text("new.title"), breadcrumbs: [Crumb(visit.text("nav.cases"), href: "/cases")], map: true),
                head: PageHead(title: visit.text("new.title"), intro: visit.text("new.intro")), form: form),
            "pages/form-page", status: HTTPResponseStatus(rawValue: status))
    }
}

struct ReceiptSlip: PageModel {
    var frame: Frame
    var head: PageHead
    var number: String
    var code: String
    var qr: String
    var label: String
    var address: String
}
