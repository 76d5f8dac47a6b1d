import Store
package import WorkingTime

/// A figure that cannot be computed here and is stated by somebody, with its source. It looks different wherever it is shown.
package struct AssertedFigure: Sendable {
    package var id: ID<AssertedFigure>
    package var name: String
    package var value: String
    package var unit: String
    /// 余, 近, 约 and the like, as printed; empty for an exact figure.
    package var qualifier: String
    package var source: String
    package var asOf: Day
    package var by: String

    init(row: Row) throws {
        id = try row.get("id")
        name = try row.get("name")
        value = try row.get("value")
        unit = try row.get("unit")
        qualifier = try row.get("qualifier")
        source = try row.get("source")
        asOf = Day(daysSinceEpoch: try row.get("as_of_day"))
        by = try row.get("stated_by")
    }
}

package struct FigureAsserted: Event {
    package static let name = "figure.asserted"
    package var figureID: ID<AssertedFigure>
    package var name: String
    package var value: String
    package var source: String
    package var subject: Subject { Subject("figure", figureID.uuid) }
}

package struct AssertFigure: Verb {
    package static let permission: Permission = "indicator.assert"
    package var name: String
    package var value: String
    package var unit: String
    package var qualifier: String?
    package var source: String
    package var asOf: Day

    package init(name: String, value: String, unit: String, qualifier: String? = nil, source: String, asOf: Day) {
        self.name = name
        self.value = value
        self.unit = unit
        self.qualifier = qualifier
        self.source = source
        self.asOf = asOf
    }

    package func perform(at desk: Desk) throws -> ID<AssertedFigure> {
        let name = try desk.checkedText(name, field: "name", longest: 60)
        let value = try desk.checkedText(value, field: "value", longest: 30)
        guard value.contains(where: \.isNumber) else { throw Problem.field("value", "not-a-number") }
        let source = try desk.checkedText(source, field: "source", longest: 200)
        let id: ID<AssertedFigure> = desk.newID()
        let by = if case .account(_, let name) = desk.scope.actor { name } else { "" }
        try desk.writer.run(
            """
            INSERT INTO asserted_figures (district, id, name, value, unit, qualifier, source, as_of_day, stated_by, stated_at)
            VALUES (\(desk.district), \(id), \(name), \(value), \(unit), \(qualifier ?? ""), \(source), \(asOf.daysSinceEpoch),
              \(by), \(desk.now))
            """)
        try desk.record(FigureAsserted(figureID: id, name: name, value: value, source: source))
        return id
    }
}

extension Reading {
    package func assertedFigures() throws -> [AssertedFigure] {
        try db.rows("SELECT * FROM asserted_figures WHERE district = \(district) ORDER BY as_of_day DESC, name")
            .map(AssertedFigure.init(row:))
    }
}
