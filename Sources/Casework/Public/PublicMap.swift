import Hummingbird
import Kernel
import Pages
import Store
import Synchronization
import WorkingTime

/// What everybody may know: how much is asked and done in each sub-district, and roughly where. No words, no addresses, no people.
struct PublicMapPage: PageModel {
    var frame: Frame
    var head: PageHead
    var map: MapBlock
    var counts: Table

    /// How far back it looks.
    private static let days = 30
    /// More points than that are a blot.
    private static let mostPoints = 300

    static func show(_ visit: Visit, kept: PublicFigures) async throws -> Response {
        let seen = try await kept.view(visit, days: days, points: mostPoints)
        let pack = visit.district.pack
        let names = Dictionary(uniqueKeysWithValues: seen.streets.map { ($0.id, $0.name) })
        let points = seen.points.compactMap { known -> MapPoint? in
            guard let place = known.place else { return nil }
            return MapPoint(
                label: visit.className(known.found.caseClass), latitude: place.latitude, longitude: place.longitude,
                datum: known.found.datum ?? "GCJ-02",
                tone: known.found.state.isOpen ? .near : .done,
                note: visit.text(known.found.state.isOpen ? "public-map.open" : "public-map.closed") + " · "
                    + visit.moment(known.found.filedAt, .date))
        }
        let number = { (count: Int) in visit.language.number(count) }
        let table = Table(
            caption: visit.text("public-map.counts"),
            columns: [
                Column(visit.text("case.area"), phone: .title), Column(visit.text("public-map.filed"), numeric: true),
                Column(visit.text("public-map.closed"), numeric: true), Column(visit.text("public-map.open"), numeric: true),
            ],
            rows: seen.counts.map {
                TableRow([
                    .text(names[$0.street] ?? ""), .number(number($0.filed)), .number(number($0.closed)),
                    .number(number($0.filed - $0.closed)),
                ])
            },
            totals: TableRow([
                .text(visit.text("public-map.all")), .number(number(seen.filed)), .number(number(seen.closed)),
                .number(number(seen.filed - seen.closed)),
            ]),
            empty: EmptyState(title: visit.text("public-map.none")))
        let title = visit.text("public-map.title", ["district": visit.words(pack.name)])
        return try visit.page(
            PublicMapPage(
                frame: visit.publicFrame(title, map: true),
                head: PageHead(
                    title: title, intro: visit.text("public-map.intro", ["days": "\(days)", "time": visit.moment(seen.at, .full)])),
                map: visit.map(title, id: "public-map", points: points),
                counts: table), "casework/public-map")
    }
}

/// The figures of the public map, counted anew once a minute, however many look.
final class PublicFigures: Sendable {
    struct View: Sendable {
        var at: Instant
        var streets: [Area]
        var counts: [(street: ID<Area>, filed: Int, closed: Int)]
        var filed: Int
        var closed: Int
        var points: [PublicCase]
    }

    private static let fresh = Span.minutes(1)
    private let last = Mutex<View?>(nil)

    func view(_ visit: Visit, days: Int, points: Int) async throws -> View {
        let now = visit.now
        if let known = last.withLock({ $0 }), now >= known.at, now - known.at < Self.fresh { return known }
        // As a stranger sees it, whoever asks first: what is kept is shown to everybody.
        let view = try await visit.district.read(as: .visitor(of: visit.district.code)) { try Self.count($0, days: days, points: points) }
        last.withLock { $0 = view }
        return view
    }

    private static func count(_ reading: Reading, days: Int, points: Int) throws -> View {
        let since = reading.now - .days(days)
        let streets = try reading.areas(named: [], andLevels: ["street"]).filter { !$0.isEnded }
        let rows = try reading.db.rows(
            """
            SELECT c.area_path AS path, count(*) AS filed, sum(CASE WHEN c.state IN ('closed', 'withdrawn') THEN 1 ELSE 0 END) AS closed
            FROM cases c WHERE c.district = \(reading.district) AND c.mode = 'live' AND c.filed_at >= \(since) GROUP BY c.area_path
            """
        ).map { row in
            (
                path: try row.get("path", as: String.self), filed: try row.get("filed", as: Int.self),
                closed: try row.get("closed", as: Int.self)
            )
        }
        let counts = streets.map { street in
            rows.filter { $0.path.hasPrefix(street.path) }.reduce((street: street.id, filed: 0, closed: 0)) {
                ($0.street, $0.filed + $1.filed, $0.closed + $1.closed)
            }
        }
        var filter = PublicCaseFilter()
        filter.from = since
        return View(
            at: reading.now, streets: streets, counts: counts.filter { $0.filed > 0 }.sorted { $0.filed > $1.filed },
            filed: rows.reduce(0) { $0 + $1.filed }, closed: rows.reduce(0) { $0 + $1.closed },
            points: try reading.publicCases(filter, limit: points))
    }
}
