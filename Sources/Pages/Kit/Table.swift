/// Where a column goes when a row becomes a card on a phone.
package enum PhonePlace: String, Encodable, Sendable {
    /// The first line of the card.
    case title
    /// Beside the title, at the right.
    case corner
    /// A line of its own, without the name of the column.
    case plain
    /// A line with the name of the column before it.
    case line
    case hidden

    var name: String { rawValue }
}

/// One column of a table.
package struct Column: PageModel {
    package var label: String
    package var sortHref: String?
    /// `ascending`, `descending`, or nil when the table is not sorted by it.
    package var sorted: String?
    package var numeric: Bool
    /// No wider than its content.
    package var narrow: Bool
    package var phone: PhonePlace

    package init(
        _ label: String, sortHref: String? = nil, sorted: String? = nil, numeric: Bool = false, narrow: Bool = false,
        phone: PhonePlace = .line
    ) {
        self.label = label
        self.sortHref = sortHref
        self.sorted = sorted
        self.numeric = numeric
        self.narrow = narrow
        self.phone = phone
    }
}

/// One row of a table.
package struct TableRow: Sendable {
    let cells: [Cell]
    /// Where a click on the row leads; give the same address to a link cell.
    package let href: String?
    /// What the row's box sends in a table that can be selected from.
    package let value: String?
    /// What the box is called for those who cannot see the row.
    package let name: String?
    package let tone: Tone?
    /// The cells as HTML, made by the table.
    var markup = ""

    package init(_ cells: [Cell], href: String? = nil, value: String? = nil, name: String? = nil, tone: Tone? = nil) {
        self.cells = cells
        self.href = href
        self.value = value
        self.name = name ?? value
        self.tone = tone
    }
}

// The cells are in the markup already.
extension TableRow: Encodable {
    private enum CodingKeys: CodingKey { case href, value, name, tone, markup }
}

/// What can be done with the selected rows of a table.
package struct BulkActions: PageModel {
    package var action: String
    package var csrf: String
    /// The name of the boxes.
    package var name: String
    /// What is asked beside the buttons.
    package var fields: [Field]
    package var hidden: [HiddenField]
    package var submits: [SubmitButton]

    package init(
        action: String, csrf: String, name: String = "id", fields: [Field] = [], hidden: [HiddenField] = [], submits: [SubmitButton]
    ) {
        self.action = action
        self.csrf = csrf
        self.name = name
        self.fields = fields
        self.hidden = hidden
        self.submits = submits
    }
}

/// A table; on phones each row becomes a card. Partial: `pages/table`.
package struct Table: PageModel {
    package let caption: String
    package let showsCaption: Bool
    package let columns: [Column]
    package let rows: [TableRow]
    package let totals: TableRow?
    package let empty: EmptyState
    package let bulk: BulkActions?
    /// Stays a table on phones and scrolls sideways, as wide ledgers must.
    package let wide: Bool
    package let hasRows: Bool
    package let hasBulk: Bool

    package init(
        caption: String, showsCaption: Bool = false, columns: [Column], rows: [TableRow], totals: TableRow? = nil,
        empty: EmptyState, bulk: BulkActions? = nil, wide: Bool = false
    ) {
        self.caption = caption
        self.showsCaption = showsCaption
        self.columns = columns
        self.empty = empty
        self.bulk = bulk
        self.wide = wide
        hasRows = !rows.isEmpty
        hasBulk = bulk != nil
        let places = columns.map { $0.phone.name + ($0.numeric ? " number" : "") + ($0.narrow ? " narrow" : "") }
        let labels = columns.map { HTML.escape($0.label) }
        let placed = { (row: TableRow) in
            var row = row
            for (index, cell) in row.cells.enumerated() where index < places.count {
                row.markup += cell.markup(place: places[index], label: labels[index])
            }
            return row
        }
        self.rows = rows.map(placed)
        self.totals = totals.map(placed)
    }
}

/// The way to the next rows, by key, not by page number. Partial: `pages/pager`.
package struct Pager: PageModel {
    /// How many there are: `共 1,284 件`.
    package var count: String?
    package var previousHref: String?
    package var nextHref: String?

    package init(count: String? = nil, previousHref: String? = nil, nextHref: String? = nil) {
        self.count = count
        self.previousHref = previousHref
        self.nextHref = nextHref
    }
}

/// One filter that is on, and the address without it.
package struct FilterChip: PageModel {
    package var label: String
    package var value: String
    package var removeHref: String

    package init(label: String, value: String, removeHref: String) {
        self.label = label
        self.value = value
        self.removeHref = removeHref
    }
}

/// The filters of a list; all of them stand in its address. Partial: `pages/filters`.
package struct FilterBar: PageModel {
    package var action: String
    package var fields: [Field]
    package var hidden: [HiddenField]
    package var chips: [FilterChip]
    package var clearHref: String
    /// How many rows are left: `42 件`.
    package var result: String?
    package let hasChips: Bool
    /// How many are set, where any are: on a phone the fields are folded away.
    package let set: Int?

    package init(
        action: String, fields: [Field], hidden: [HiddenField] = [], chips: [FilterChip] = [], clearHref: String,
        result: String? = nil
    ) {
        self.action = action
        self.fields = fields
        self.hidden = hidden
        self.chips = chips
        self.clearHref = clearHref
        self.result = result
        hasChips = !chips.isEmpty
        let count = fields.count(where: \.isSet)
        set = count == 0 ? nil : count
    }
}
