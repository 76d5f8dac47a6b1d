/// One column: its heading, how its cells look, how wide it is.
package struct SheetColumn: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// Never a number: whatever is put here is written as a string (ids, phones, codes).
        case text
        /// Thousands are grouped; digits after the point as given.
        case number(decimals: Int = 0)
        /// A number with as many digits as it has.
        case general
        /// 0.153 shows as 15.3%.
        case percent(decimals: Int = 1)
        case date
        case dateTime
        case link
    }

    package var title: String
    package var kind: Kind
    /// In characters of the default font; a Chinese character takes two.
    package var width: Double

    /// What may be chosen in its cells; Excel takes up to 255 characters of them, and nothing else is then typed by mistake.
    package var choices: [String]

    package init(_ title: String, _ kind: Kind = .text, width: Double? = nil, choices: [String] = []) {
        self.title = title
        self.kind = kind
        self.choices = choices
        self.width = width ?? kind.usualWidth
    }
}

/// One sheet: its tab, the lines above the table, its columns.
package struct SheetLayout: Sendable, Equatable {
    /// Made legal when written: forbidden characters become `_`, 31 characters at most, unique in the workbook.
    package var name: String
    /// Nil or empty: the table starts in the first row.
    package var title: String?
    /// Lines below the title, each across the whole table: who made it, as of when.
    package var subtitles: [String]
    /// As offices print their ledgers: the title in the middle, lines around every cell, long texts broken; no filter.
    package var isFormal: Bool
    package var columns: [SheetColumn]
    /// Stands at the foot of every printed page.
    package var footer: String?

    package init(
        name: String, title: String? = nil, subtitles: [String] = [], isFormal: Bool = false, columns: [SheetColumn], footer: String? = nil
    ) {
        self.name = name
        self.title = title
        self.subtitles = subtitles
        self.isFormal = isFormal
        self.columns = columns
        self.footer = footer
    }
}

/// How a row looks among the others.
package enum SheetRowStyle: Sendable {
    case plain
    /// Across the whole table, above the rows that belong together; its first cell is what it says.
    case section
    /// Sums.
    case total
    /// Across the whole table, below it: who signs.
    case line
}

extension SheetColumn.Kind {
    fileprivate var usualWidth: Double {
        switch self {
        case .text: 18
        case .number, .general: 12
        case .percent: 10
        case .date: 12
        case .dateTime: 20
        case .link: 24
        }
    }
}
