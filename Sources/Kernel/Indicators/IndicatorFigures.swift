package import Store
package import WorkingTime

/// A computed figure: it knows its formula, its parts and its moment, and where its rows are.
package struct IndicatorFigure: Codable, Sendable {
    package var code: String
    package var version: Int
    package var unit: String
    /// Rows that meet the numerator among those that meet the denominator; nil for plain counts and durations.
    package var numerator: Int?
    package var denominator: Int
    /// Per cent for `percent`, days for `days`, the count for `count`; nil where nothing can be divided.
    package var value: Double?
    package var asOf: Instant
}

extension IndicatorFigure {
    /// Of a part that has no row.
    package init(nothingOf definition: Pack.IndicatorDefinition, asOf moment: Instant) {
        self.init(
            code: definition.code, version: definition.version, unit: definition.unit,
            numerator: definition.numerator == nil ? nil : 0, denominator: 0, value: definition.unit == "count" ? 0 : nil, asOf: moment)
    }
}

extension Reading {
    /// The figures of a population in one pass over its rows.
    package func figures(
        _ definitions: [Pack.IndicatorDefinition], filter: IndicatorFilter = IndicatorFilter()
    ) throws -> [IndicatorFigure] {
        var result: [String: IndicatorFigure] = [:]
        for (name, group) in Dictionary(grouping: definitions, by: \.of) {
            let population = try population(named: name)
            let row = try db.first(
                """
                SELECT \(try columns(of: group, population)) \(population.source(self)) WHERE \(try rowsIn(population, filter))
                """)
            guard let row else { continue }
            for (index, definition) in group.enumerated() {
                result[definition.code] = try figure(definition, in: row, index, population, filter)
            }
        }
        return definitions.compactMap { result[$0.code] }
    }

    /// The figures for each office, class or area; keys as text. Durations are left out: they need a pass of their own.
    package func figures(
        _ definitions: [Pack.IndicatorDefinition], by breakdown: Breakdown, filter: IndicatorFilter = IndicatorFilter()
    ) throws -> [(key: SQLValue, figures: [IndicatorFigure])] {
        guard let first = definitions.first else { return [] }
        let population = try population(named: first.of)
        let counted = definitions.filter { $0.of == first.of && $0.measure == nil }
        guard !counted.isEmpty else { return [] }
        let key = try population.key(for: breakdown, self)
        let rows = try db.rows(
            """
            SELECT \(key) AS k, \(try columns(of: counted, population)) \(population.source(self))
            WHERE \(try rowsIn(population, filter)) GROUP BY \(key) ORDER BY 2 DESC
            """)
        return try rows.map { row in
            (
                row[raw: "k"] ?? .null,
                try counted.enumerated().map { try figure($0.element, in: row, $0.offset, population, filter) }
            )
        }
    }

    private func population(named name: String) throws -> any Population {
        guard let population = home.modules.population(named: name) else { throw Problem.notFound("population") }
        return population
    }

    /// Which rows a filter leaves, of those the person may count. Drills are never among them.
    package func rowsIn(_ population: any Population, _ filter: IndicatorFilter) throws -> SQL {
        .all([try population.visible(self)] + (try population.matches(filter, self)))
    }

    package func condition(_ name: String, in population: any Population) throws -> SQL {
        guard let condition = population.condition(name, self) else { throw Problem.notFound("condition") }
        return condition
    }

    private func columns(of definitions: [Pack.IndicatorDefinition], _ population: any Population) throws -> SQL {
        var columns: [SQL] = []
        for (index, definition) in definitions.enumerated() {
            if index > 0 { columns.append(", ") }
            let denominator = try condition(definition.denominator, in: population)
            columns.append("count(*) FILTER (WHERE \(denominator)) AS \(SQL.column("d", index))")
            if let numerator = definition.numerator {
                columns.append(
                    ", count(*) FILTER (WHERE \(denominator) AND \(try condition(numerator, in: population))) AS \(SQL.column("n", index))")
            }
        }
        return SQL(columns)
    }

    private func figure(
        _ definition: Pack.IndicatorDefinition, in row: Row, _ index: Int, _ population: any Population,
        _ filter: IndicatorFilter
    ) throws -> IndicatorFigure {
        let denominator: Int = try row.get("d\(index)")
        let numerator: Int? = definition.numerator == nil ? nil : try row.get("n\(index)")
        let value: Double? =
            switch definition.unit {
            case "percent": denominator == 0 ? nil : Double(numerator ?? 0) * 100 / Double(denominator)
            case "days": try percentile(definition, count: denominator, population, filter)
            default: Double(numerator ?? denominator)
            }
        return IndicatorFigure(
            code: definition.code, version: definition.version, unit: definition.unit, numerator: numerator,
            denominator: denominator, value: value, asOf: asOf ?? now)
    }

    /// The median (mean of the two in the middle) or the 90th percentile (nearest rank), in days.
    private func percentile(
        _ definition: Pack.IndicatorDefinition, count: Int, _ population: any Population, _ filter: IndicatorFilter
    ) throws -> Double? {
        guard count > 0, let duration = definition.duration.flatMap(population.duration) else { return nil }
        let (offset, limit) = definition.measure == "p90" ? ((count * 9 + 9) / 10 - 1, 1) : ((count - 1) / 2, 2 - count % 2)
        let lengths = try db.values(
            """
            SELECT \(duration) \(population.source(self))
            WHERE \(try rowsIn(population, filter)) AND \(try condition(definition.denominator, in: population))
            ORDER BY 1 LIMIT \(limit) OFFSET \(offset)
            """, as: Int64.self)
        guard !lengths.isEmpty else { return nil }
        return Double(lengths.reduce(0, +)) / Double(lengths.count) / 86_400_000_000
    }
}

extension IndicatorFigure {
    /// The same figure over two parts of the district together.
    package func adding(_ other: IndicatorFigure) -> IndicatorFigure {
        var sum = self
        sum.denominator += other.denominator
        sum.numerator = numerator.map { $0 + (other.numerator ?? 0) }
        switch unit {
        case "percent": sum.value = sum.denominator == 0 ? nil : Double(sum.numerator ?? 0) * 100 / Double(sum.denominator)
        default: sum.value = Double(sum.numerator ?? sum.denominator)
        }
        return sum
    }
}
