import HTTPTypes
import Hummingbird
import Kernel
import Pages

/// What class and office requests like this one had: beside the dispatch form, after the page, which does not wait. A press puts one into
/// the form; whoever dispatches decides.
struct LikelyPage: PageModel {
    struct Choice: PageModel {
        /// The field of the dispatch form that it is for.
        var field: String
        var value: String
        var label: String
    }

    var frame: Frame
    var head: PageHead
    var classes: [Choice]
    var offices: [Choice]
    var isEmpty: Bool

    static func show(_ visit: Visit, _ suggestions: ClassSuggestions) async throws -> Response {
        let id: ID<Case> = try visit.id()
        let (found, names) = try await visit.read { reading in
            (
                try reading.findCase(id),
                try reading.officeNames(in: visit.language.code)
            )
        }
        let told = suggestions.suggestion(for: found.title + "\n" + found.text, in: visit.district)
        let pack = visit.district.pack
        let classes = (told?.classes ?? []).compactMap { code in
            pack.classesByCode[code].map { Choice(field: "class", value: code, label: "\(code) \(visit.words($0.name))") }
        }
        let offices = (told?.offices ?? []).compactMap { id in names[id].map { Choice(field: "office", value: "\(id)", label: $0) } }
        return try visit.page(
            LikelyPage(
                frame: visit.frame(visit.text("likely.title"), breadcrumbs: [Crumb(found.number, href: "/cases/\(found.id)")]),
                head: PageHead(title: visit.text("likely.title"), above: found.number, intro: visit.text("likely.intro")),
                classes: classes, offices: offices, isEmpty: classes.isEmpty && offices.isEmpty), "casework/likely")
    }
}
