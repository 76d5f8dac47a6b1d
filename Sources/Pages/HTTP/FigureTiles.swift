package import Kernel
import WorkingTime

// Computed figures as pages show them: each opens its rows, as of its moment.
extension Visit {
    /// Any figure as a tile; it leads to the rows of its numerator, or of all it counts.
    package func tile(
        _ definition: Pack.IndicatorDefinition, _ figure: IndicatorFigure, _ base: [(name: String, value: String)], _ path: String
    ) -> Figure {
        let note = figure.numerator.map { "\(language.number($0)) / \(language.number(figure.denominator))" }
        let late: Set<String> = ["overdue-cases", "overdue-orders", "zero-delay"]
        let isLate = late.contains(definition.code) && (figure.value ?? 0) > 0
        return Figure(
            label: words(definition.name), value: figureText(figure),
            unit: figure.value == nil ? nil : figure.unit == "percent" ? "%" : figure.unit == "days" ? text("unit.days") : nil,
            href: rows(of: definition, figure, base, path), note: note ?? definition.note.map { words($0) },
            badge: isLate ? Badge(text("case.state.overdue"), .late) : nil)
    }

    /// Where the rows behind a figure are.
    package func rows(
        of definition: Pack.IndicatorDefinition, _ figure: IndicatorFigure, _ base: [(name: String, value: String)], _ path: String
    ) -> String {
        path + Links.query(base + definition.rowsQuery + [(name: "as-of", value: figure.asOf.iso(in: site.zone))])
    }

    package func figureText(_ figure: IndicatorFigure) -> String {
        guard let value = figure.value else { return "—" }
        return figure.unit == "count" ? language.number(Int(value)) : language.number(value, decimals: 1)
    }
}

extension Pack.IndicatorDefinition {
    /// What names, in an address, the rows that the figure counts: the numerator within its denominator.
    package var rowsQuery: [(name: String, value: String)] {
        numerator.map { [(name: "rows", value: $0), (name: "within", value: denominator)] } ?? [(name: "rows", value: denominator)]
    }
}
