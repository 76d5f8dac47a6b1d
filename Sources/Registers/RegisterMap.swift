import Hummingbird
import Kernel
import Pages

/// Where the subjects of a register are: those that the same address shows as a list.
enum RegisterMap {
    /// More than that are a blot, and slow on a telephone.
    private static let most = 3000

    static func show(_ visit: Visit) async throws -> Response {
        let kind = try visit.kind(try visit.parameter("kind"))
        let filter = try RegisterPage.filter(visit, kind)
        let seen = try await visit.read(asOf: try visit.asOf()) { reading in
            guard let field = reading.fields(of: kind).first(where: { $0.kind == .place }) else { throw Problem.notFound("page") }
            return (
                places: try reading.places(filter, field, limit: most + 1), schemes: reading.openSchemes(of: kind.code),
                areas: try RegisterPage.areas(visit, in: reading)
            )
        }
        let points = seen.places.prefix(most).compactMap { found in
            MapPoint(found.place, label: found.title, href: "/subjects/\(found.id)", note: found.number)
        }
        let path = "/registers/\(kind.code)"
        let query = Links.query(RegisterPage.query(visit))
        let title = visit.text("register.map.of", ["kind": visit.words(kind.name)])
        let count = visit.language.number(points.count)
        return try visit.page(
            Page(
                frame: visit.frame(
                    title,
                    breadcrumbs: [
                        Crumb(visit.text("nav.registers"), href: "/registers"), Crumb(visit.words(kind.name), href: path + query),
                    ], map: true),
                head: PageHead(
                    title: title,
                    intro: visit.text(seen.places.count > most ? "register.map.most" : "register.map.count", ["count": count]),
                    actions: [ActionLink(visit.text("register.list"), href: path + query)]),
                filters: RegisterPage.filters(visit, path + "/map", filter, schemes: seen.schemes, areas: seen.areas),
                map: visit.map(title, id: "register", points: points)), "registers/map")
    }

    private struct Page: PageModel {
        var frame: Frame
        var head: PageHead
        var filters: FilterBar
        var map: MapBlock
    }
}

extension MapPoint {
    /// Nil for what is no place.
    init?(_ value: FieldValue, label: String, tone: Tone = .neutral, href: String? = nil, note: String? = nil) {
        guard case .place(let latitude, let longitude, let datum) = value else { return nil }
        self.init(
            label: label, latitude: latitude, longitude: longitude, datum: datum.rawValue, tone: tone, href: href, note: note)
    }
}
