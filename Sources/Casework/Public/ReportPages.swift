import Hummingbird
import Kernel
import Pages
import Sealing

/// The front page: what is wrong, in twelve tiles, and a way to follow an earlier request.
struct FrontPage: PageModel {
    var frame: Frame
    var title: String
    var intro: String
    var tiles: [Tile]
    var follow: Form
    var hotline: String?

    struct Tile: PageModel {
        var label: String
        var mark: String
        var href: String
    }

    static func show(_ visit: Visit) async throws -> Response {
        let pack = visit.district.pack
        let page = FrontPage(
            frame: visit.publicFrame(visit.text("front.title")), title: visit.text("front.title"), intro: visit.text("front.intro"),
            tiles: pack.tiles.map { tile in
                Tile(label: visit.words(tile.name), mark: tile.iconWord, href: "/report" + Links.query([("tile", tile.code)]))
            },
            follow: FollowPage.form(visit), hotline: pack.hotline)
        return try visit.page(page, "casework/front")
    }
}

/// The form that a resident fills in: one page, no account, contact optional.
enum ReportPage {
    static func show(_ visit: Visit) async throws -> Response {
        try page(visit, try await form(visit))
    }

    static func send(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            guard visit.typed["text"] != nil else { throw Problem.field("text", "required") }
            try visit.checkChange()
            let photos = try visit.checkedPhotos("photos")
            let filing = try filing(visit, photos: try await KeptPhotos.keep(photos, visit))
            let outcome = try await visit.perform(filing)
            return .seeOther("/r/\(outcome.receipt)?done=case.filed")
        } refused: { problem in
            try page(visit, visit.refused(try await form(visit), problem.renamed), status: problem.status)
        }
    }

    private static func filing(_ visit: Visit, photos: [String]) throws -> FileCase {
        let typed = visit.typed
        let tile = visit.district.pack.tiles.first { $0.code == typed["tile"] }
        return FileCase(
            channel: "web", caseClass: tile?.classes.first, title: typed["title"], text: typed["text"] ?? "",
            areaCode: typed["area"], address: typed["address"], latitude: typed["address_lat"].flatMap(Double.init),
            longitude: typed["address_lng"].flatMap(Double.init),
            contact: Contact(name: typed["name"], phone: typed["phone"]), photos: photos)
    }

    private static func form(_ visit: Visit) async throws -> Form {
        let pack = visit.district.pack
        let areas = try await visit.read { try AreaChoices.communities(in: $0) }
        let tile = visit.asked("tile") ?? visit.typed["tile"]
        return Form(
            action: "/report",
            groups: [
                FieldGroup(fields: [
                    Field(
                        .select, name: "tile", label: visit.text("report.tile"), value: tile ?? "", required: true,
                        options: pack.tiles.map { Choice(value: $0.code, label: visit.words($0.name)) }),
                    Field(
                        .textarea(rows: 5), name: "text", label: visit.text("report.text"), hint: visit.text("report.text.hint"),
                        required: true, width: .full, maxlength: pack.settings.textLength),
                    Field(
                        .photos, name: "photos", label: visit.text("report.photos"),
                        hint: visit.text(
                            "report.photos.hint",
                            ["most": "\(pack.settings.photosPerNote)", "megabytes": "\(pack.settings.photoMegabytes)"])),
                ]),
                FieldGroup(
                    title: visit.text("report.where"),
                    fields: [
                        Field(
                            .select, name: "area", label: visit.text("report.area"), hint: visit.text("report.area.hint"), options: areas),
                        Field(
                            .place, name: "address", label: visit.text("report.address"), hint: visit.text("report.address.hint"),
                            width: .full, maxlength: 200, ground: visit.placeGround),
                    ]),
                FieldGroup(
                    title: visit.text("report.contact"), hint: visit.text("report.contact.hint"),
                    fields: [
                        Field(.text, name: "name", label: visit.text("report.name"), width: .short, autocomplete: "name", maxlength: 40),
                        Field(.phone, name: "phone", label: visit.text("report.phone"), width: .short, maxlength: 20),
                    ]),
            ],
            submit: visit.text("report.submit"), csrf: visit.csrf, hidden: [visit.requestField], note: visit.text("report.note"),
            draft: "report")
    }

    private static func page(_ visit: Visit, _ form: Form, status: Int = 200) throws -> Response {
        try visit.page(
            FormPage(
                frame: visit.publicFrame(visit.text("report.title"), map: true),
                head: PageHead(title: visit.text("report.title"), intro: visit.text("report.intro")), form: form),
            "pages/public-form-page", status: HTTPResponseStatus(rawValue: status))
    }
}

extension Problem {
    /// A verb names its fields by its own terms; the form's are shorter.
    var renamed: Problem {
        let names = [
            "contact.name": "name", "contact.phone": "phone", "contact.mail": "mail", "caseClass": "tile", "place": "address",
            "areaCode": "area",
        ]
        var problem = self
        for index in problem.fields.indices {
            problem.fields[index].field = names[problem.fields[index].field] ?? problem.fields[index].field
        }
        return problem
    }
}

/// Areas to choose from in forms.
enum AreaChoices {
    /// Communities under the names of their sub-districts.
    static func communities(in reading: Reading) throws -> [Choice] {
        let areas = try reading.areas()
        let names = Dictionary(uniqueKeysWithValues: areas.map { ($0.id, $0.name) })
        return [Choice(value: "", label: "—")]
            + areas.filter { $0.level == "community" }.map { area in
                Choice(value: area.code, label: [area.parentID.flatMap { names[$0] } ?? "", area.name].joined(separator: " · "))
            }
    }
}
