/// Who entered a figure that cannot be computed, and as of when.
package struct Assertion: PageModel {
    package var source: String
    package var asOf: String

    package init(source: String, asOf: String) {
        self.source = source
        self.asOf = asOf
    }
}

/// A number that opens its rows. Partial: `pages/figure`.
package struct Figure: PageModel {
    package var label: String
    package var value: String
    package var unit: String?
    /// The rows behind it.
    package var href: String
    /// What it is made of, or how it compares: `412 / 435`.
    package var note: String?
    package var badge: Badge?
    /// Set when somebody entered it; it then looks different everywhere.
    package var asserted: Assertion?
    package var liveKey: String?

    package init(
        label: String, value: String, unit: String? = nil, href: String, note: String? = nil, badge: Badge? = nil,
        asserted: Assertion? = nil, liveKey: String? = nil
    ) {
        self.label = label
        self.value = value
        self.unit = unit
        self.href = href
        self.note = note
        self.badge = badge
        self.asserted = asserted
        self.liveKey = liveKey
    }
}

/// Figures side by side, with the moment they speak of. Partial: `pages/figures`.
package struct FigureBoard: PageModel {
    package var title: String?
    package var asOf: String?
    package var figures: [Figure]

    package init(title: String? = nil, asOf: String? = nil, figures: [Figure]) {
        self.title = title
        self.asOf = asOf
        self.figures = figures
    }
}

/// A row of numbers in a chart.
package struct ChartSeries: PageModel {
    package var label: String
    package var values: [Double]
    package var tone: Tone

    package init(label: String, values: [Double], tone: Tone = .accent) {
        self.label = label
        self.values = values
        self.tone = tone
    }
}

/// A chart, which is a table for those without script or sight. Partial: `pages/chart`.
package struct ChartBlock: PageModel {
    package enum Kind: Sendable { case bar, stacked, line }

    package let id: String
    package let title: String
    package let unit: String?
    package let table: Table
    /// What the script draws, safe inside a script element.
    package let json: String

    /// `numbers` writes a value for the table.
    package init(
        id: String, kind: Kind, title: String, unit: String? = nil, labelColumn: String, labels: [String],
        series: [ChartSeries], numbers: (Double) -> String
    ) {
        self.id = id
        self.title = title
        self.unit = unit
        let columns = [Column(labelColumn, phone: .title)] + series.map { Column($0.label, numeric: true) }
        let rows = labels.indices.map { index in
            TableRow([.text(labels[index])] + series.map { .number(numbers($0.values[index])) })
        }
        table = Table(caption: title, columns: columns, rows: rows, empty: EmptyState(title: title), wide: true)
        json = JSONText.object([
            ("kind", JSONText.string("\(kind)")), ("unit", JSONText.string(unit ?? "")),
            ("labels", JSONText.array(labels.map(JSONText.string))),
            (
                "series",
                JSONText.array(
                    series.map { one in
                        JSONText.object([
                            ("label", JSONText.string(one.label)), ("tone", JSONText.string("\(one.tone)")),
                            ("values", JSONText.array(one.values.map(JSONText.number))),
                        ])
                    })
            ),
        ])
    }
}
