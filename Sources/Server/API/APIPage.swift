import Hummingbird
import Kernel
import Pages

/// The API for people: every verb and query with its fields.
struct APIPage: PageModel {
    var frame: Frame
    var head: PageHead
    var verbs: [Entry]
    var queries: [Entry]

    struct Entry: PageModel {
        var id: String
        var title: String
        var summary: String
        var permission: String
        var fields: Table
    }

    static func show(_ visit: Visit, queries: [APIQuery]) async throws -> Response {
        let verbs = visit.district.modules.verbs.filter { $0.audience != .timers }
        let page = APIPage(
            frame: visit.session == nil ? visit.publicFrame(visit.text("api.title")) : visit.frame(visit.text("api.title")),
            head: PageHead(
                title: visit.text("api.title"), intro: visit.text("api.description"),
                actions: [ActionLink("openapi.json", href: "/api/openapi.json")]),
            verbs: verbs.map { verb in
                Entry(
                    id: verb.name, title: "POST /api/verbs/\(verb.name)", summary: visit.language.textIfKnown("verb.\(verb.name)") ?? "",
                    permission: verb.audience == .everyone ? visit.text("matrix.everyone") : verb.permission.rawValue,
                    fields: fields(visit, verb.input))
            },
            queries: queries.map { query in
                Entry(
                    id: query.name, title: "GET \(query.path)", summary: query.parameters.joined(separator: ", "),
                    permission: query.permission.rawValue,
                    fields: fields(visit, query.output))
            })
        return try visit.page(page, "server/api")
    }

    private static func fields(_ visit: Visit, _ shape: JSONShape) -> Table {
        let list: [JSONShape.Field] = if case .object(let fields) = shape { fields } else { [] }
        return Table(
            caption: visit.text("api.fields"),
            columns: [
                Column(visit.text("api.field"), phone: .title), Column(visit.text("api.type")),
                Column(visit.text("api.required"), narrow: true),
            ],
            rows: list.map {
                TableRow([.text($0.name), .text(describe($0.shape)), .text($0.isRequired ? visit.text("yes") : visit.text("no"))])
            },
            empty: EmptyState(title: visit.text("api.no-fields")))
    }

    private static func describe(_ shape: JSONShape) -> String {
        switch shape {
        case .string(let format): format ?? "string"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .choice(let values): values.joined(separator: " | ")
        case .array(let element): "[\(describe(element))]"
        case .dictionary(let value): "{string: \(describe(value))}"
        case .object(let fields): "{" + fields.map { "\($0.name): \(describe($0.shape))" }.joined(separator: ", ") + "}"
        case .anything: "any"
        }
    }
}
