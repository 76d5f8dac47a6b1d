import Kernel
import Pages
import Store
import WorkingTime

/// What is read for the board.
struct BoardView: Sendable {
    struct Line: Sendable {
        /// Nil for the rows that have none.
        var name: Words?
        /// Its value in a filter.
        var filter: String
        var figures: [IndicatorFigure]
    }

    /// Tells one computing from another.
    let madeAt = ContinuousClock.now
    var definitions: [Pack.IndicatorDefinition]
    var figures: [IndicatorFigure]
    var rows: [Line]
    var streets: [Area]
    var months: [(name: String, filed: Int, resolved: Int)]
    var asserted: [AssertedFigure]
    var pathOf: [String: String] = ["cases": "/cases", "orders": "/orders", "escalations": "/escalations"]

    private static let columns = [
        "registered-cases", "open-cases", "near-due", "overdue-cases", "on-time-rate", "resolution-rate", "satisfaction-rate",
        "reopen-rate", "repeat-rate",
    ]

    init(_ filter: IndicatorFilter, _ breakdown: Breakdown, in reading: Reading) throws {
        let paths = pathOf
        definitions = reading.pack.indicators.filter { paths[$0.of] != nil }
        figures = try reading.figures(definitions, filter: filter)
        let areas = try reading.areas(includingEnded: true)
        streets = areas.filter { $0.level == "street" && !$0.isEnded }
        asserted = try reading.assertedFigures()
        let shown = definitions.filter { Self.columns.contains($0.code) }
        let lines = try reading.figures(shown, by: breakdown, filter: filter)
        switch breakdown {
        case .office:
            let names = Dictionary(uniqueKeysWithValues: try reading.offices().map { ($0.id, $0.name) })
            rows = lines.compactMap { line in
                guard let id = try? ID<Office>(sqlValue: line.key) else {
                    return Line(name: nil, filter: Visit.nothing, figures: line.figures)
                }
                return Line(name: names[id], filter: id.description, figures: line.figures)
            }
        case .caseClass:
            rows = lines.map { line in
                let code = (try? String(sqlValue: line.key)) ?? ""
                return Line(name: reading.pack.classesByCode[code]?.name ?? Words(zh: code, en: code), filter: code, figures: line.figures)
            }
        case .area:
            rows = Self.byStreet(lines, streets: areas.filter { $0.level == "street" })
        }
        months = try Self.months(filter, in: reading)
    }

    /// Cases lie at communities, grids and houses; the board adds them up to their sub-district.
    private static func byStreet(_ lines: [(key: SQLValue, figures: [IndicatorFigure])], streets: [Area]) -> [Line] {
        var sums: [String: [IndicatorFigure]] = [:]
        for line in lines {
            guard let path = try? String(sqlValue: line.key) else { continue }
            let street = streets.first { path.hasPrefix($0.path) }?.id.description ?? ""
            sums[street] = sums[street].map { zip($0, line.figures).map { $0.adding($1) } } ?? line.figures
        }
        let names = Dictionary(uniqueKeysWithValues: streets.map { ($0.id.description, $0.name) })
        return sums.map {
            Line(name: names[$0.key].map { Words(zh: $0, en: $0) }, filter: $0.key.isEmpty ? Visit.nothing : $0.key, figures: $0.value)
        }
        .sorted { ($0.figures.first?.denominator ?? 0) > ($1.figures.first?.denominator ?? 0) }
    }

    private static func months(_ filter: IndicatorFilter, in reading: Reading) throws -> [(name: String, filed: Int, resolved: Int)] {
        let today = (reading.asOf ?? reading.now).day(in: reading.pack.zone)
        let last = filter.to ?? today
        return try (0..<6).reversed().compactMap { back -> (name: String, filed: Int, resolved: Int)? in
            let index = last.year * 12 + last.month - 1 - back
            guard let from = Day(year: index / 12, month: index % 12 + 1, day: 1) else { return nil }
            let to = from.adding(days: Day.length(ofMonth: from.month, year: from.year) - 1)
            var month = filter
            month.from = from
            month.to = to
            let population = CasePopulation()
            let row = try reading.db.first(
                """
                SELECT count(*) AS filed, count(c.resolved_at) AS resolved \(population.source(reading))
                WHERE \(try reading.rowsIn(population, month))
                """)
            return (String(from.iso.prefix(7)), try row?.get("filed") ?? 0, try row?.get("resolved") ?? 0)
        }.drop { $0.filed == 0 }.map { $0 }
    }
}
