import Edges
import HTTPTypes
import Hummingbird
import Kernel
import Pages
import Store
import WorkingTime

/// Posters with codes: where each hangs, what came in by it, and the sheet to print.
enum IntakePointsPage {
    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    static func add(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            let outcome = try await visit.perform(
                AddIntakePoint(
                    kind: visit.typed["kind"] ?? "", name: visit.typed["name"] ?? "", place: visit.typed["place"] ?? "",
                    officeID: try visit.typed.id("office")))
            return .seeOther("/intake-points/\(outcome.pointID)/poster")
        } refused: { problem in
            var problem = problem
            for index in problem.fields.indices where problem.fields[index].field == "officeID" { problem.fields[index].field = "office" }
            return try await show(visit, problem: problem)
        }
    }

    static func close(_ visit: Visit) async throws -> Response {
        let id: ID<IntakePoint> = try visit.id()
        return try await visit.answering {
            _ = try await visit.perform(CloseIntakePoint(pointID: id))
            return .seeOther("/intake-points?done=intake-point.closed")
        } refused: {
            try await show(visit, problem: $0)
        }
    }

    private static func show(_ visit: Visit, problem: Problem?) async throws -> Response {
        let seen = try await visit.read { reading in
            (
                points: try reading.intakePoints(), offices: try reading.offices(),
                counts: Dictionary(
                    uniqueKeysWithValues: try reading.tipsByPoint())
            )
        }
        let names = Dictionary(uniqueKeysWithValues: seen.offices.map { ($0.id, visit.words($0.name)) })
        let table = Table(
            caption: visit.text("nav.intake-points"),
            columns: [
                Column(visit.text("point.name"), phone: .title), Column(visit.text("point.kind"), narrow: true),
                Column(visit.text("point.place")), Column(visit.text("point.office")), Column(visit.text("point.opened"), narrow: true),
                Column(visit.text("point.tips"), numeric: true, phone: .corner),
            ],
            rows: seen.points.map { point in
                TableRow([
                    point.closedAt == nil
                        ? .link(point.name, href: "/intake-points/\(point.id)/poster")
                        : .text(point.name, note: visit.text("point.closed")),
                    .text(TipWordsOfPack.name(visit, point.kind, "intake-point-kinds")), .text(point.place),
                    .text(point.officeID.flatMap { names[$0] } ?? ""), visit.date(point.openedAt, .date),
                    .number("\(seen.counts[point.id] ?? 0)", href: "/tip-register" + Links.query([("point", "\(point.id)")])),
                ])
            }, empty: EmptyState(title: visit.text("points.none"), text: visit.text("points.none.text")))
        let form = visit.folded(
            "point-add", AddIntakePoint.permission, action: "/intake-points",
            fields: [
                Field(
                    .radios, name: "kind", label: visit.text("point.kind"), required: true,
                    options: visit.district.pack.list("intake-point-kinds").map { Choice(value: $0.code, label: visit.words($0.name)) }),
                Field(.text, name: "name", label: visit.text("point.name"), required: true, maxlength: 80),
                Field(.text, name: "place", label: visit.text("point.place"), required: true, width: .full, maxlength: 200),
                Field(
                    .select, name: "office", label: visit.text("point.office"), hint: visit.text("point.office.hint"),
                    options: [Choice(value: "", label: visit.text("point.office.none"))]
                        + seen.offices.map { Choice(value: "\($0.id)", label: visit.words($0.name)) }, width: .full),
            ], problem: problem)
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(visit.text("nav.intake-points")),
                head: PageHead(title: visit.text("nav.intake-points"), intro: visit.text("points.intro")),
                tables: [TitledTable(title: visit.text("nav.intake-points"), table: table)], forms: [form].compactMap { $0 }),
            problem: problem)
    }
}

extension Reading {
    /// How many tips came in by each poster, of those that this person may see.
    fileprivate func tipsByPoint() throws -> [(ID<IntakePoint>, Int)] {
        try db.rows(
            """
            SELECT t.point_id, count(*) AS tips FROM tips t
            WHERE t.district = \(district) AND t.mode = \(scope.mode) AND t.point_id IS NOT NULL AND \(tipCondition("tip.view"))
            GROUP BY t.point_id
            """
        ).map { (try $0.get("point_id"), try $0.get("tips")) }
    }
}

/// The sheet that is hung up: one sentence, one code.
struct PosterPage: PageModel {
    var frame: Frame
    var district: String
    var title: String
    var text: String
    var qr: String
    var address: String
    var name: String
    var hotline: String?
    var closing: Form

    static func show(_ visit: Visit) async throws -> Response {
        let id: ID<IntakePoint> = try visit.id()
        let point = try await visit.read { try $0.findIntakePoint(id) }
        return try visit.page(
            PosterPage(
                frame: visit.frame(point.name, breadcrumbs: [Crumb(visit.text("nav.intake-points"), href: "/intake-points")]),
                district: visit.words(visit.district.pack.name), title: visit.text("poster.title"), text: visit.text("poster.text"),
                qr: "/intake-points/\(point.id)/qr.svg", address: address(of: point, visit),
                name: "\(point.name) · \(point.place)", hotline: visit.district.pack.hotline,
                closing: Form(
                    action: "/intake-points/\(point.id)/closing", fields: [], submit: visit.text("point.close"), danger: true,
                    csrf: visit.csrf, hidden: [visit.requestField])), "tips/poster")
    }

    static func qr(_ visit: Visit) async throws -> Response {
        let id: ID<IntakePoint> = try visit.id()
        let point = try await visit.read { try $0.findIntakePoint(id) }
        return .bytes(Array(try QRCode.svg(address(of: point, visit)).utf8), type: "image/svg+xml")
    }

    private static func address(of point: IntakePoint, _ visit: Visit) -> String {
        visit.absolute("/tips" + Links.query([("point", point.code)]))
    }
}
