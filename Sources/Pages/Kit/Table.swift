/// Where a column goes when a row becomes a card on a phone.
package enum PhonePlace: Sendable {
    /// The first line of the card.
    case title
    /// Beside the title, at the right.
    case corner
    /// A line of its own, without the name of the column.
    case plain
    /// A line with the name of the column before it.
    case line
    case hidden
}

/// One column of a table.
package struct Column: Sendable {
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

/// One cell. Made by the functions named after what it holds.
package struct Cell: Sendable {
    package let partial: String
    package let text: String
    package let href: String?
    /// A second, quieter line.
    package let note: String?
    package let machine: String?
    package let badge: Badge?
    package let clock: ClockChip?
    /// The name and place of its column, given by the table.
    package internal(set) var label = ""
    package internal(set) var place = ""

    private init(
        _ partial: String, _ text: String = "", href: String? = nil, note: String? = nil, machine: String? = nil,
        badge: Badge? = nil, clock: ClockChip? = nil
    ) {
        self.partial = partial
        self.text = text
        self.href = href
        self.note = note
        self.machine = machine
        self.badge = badge
        self.clock = clock
    }

    package static func text(_ text: String, note: String? = nil) -> Cell {
        Cell(note == nil ? "pages/cell-text" : "pages/cell-noted", text, note: note)
    }
    package static func link(_ text: String, href: String, note: String? = nil) -> Cell {
        Cell("pages/cell-link", text, href: href, note: note)
    }
    /// A number; with `href` it opens the rows behind it.
    package static func number(_ text: String, href: String? = nil) -> Cell {
        href == nil ? Cell("pages/cell-text", text) : Cell("pages/cell-link", text, href: href)
    }
    package static func date(_ text: String, machine: String) -> Cell {
        Cell("pages/cell-date", text, machine: machine)
    }
    package static func badge(_ badge: Badge) -> Cell { Cell("pages/cell-badge", badge: badge) }
    package static func clock(_ clock: ClockChip) -> Cell { Cell("pages/cell-clock", clock: clock) }
    package static func muted(_ text: String) -> Cell { Cell("pages/cell-muted", text) }
    package static let nothing = Cell("pages/cell-muted", "—")
}

/// One row of a table.
package struct TableRow: Sendable {
    package internal(set) var cells: [Cell]
    /// Where a click on the row leads; give the same address to a link cell.
    package var href: String?
    /// What the row's box sends in a table that can be selected from.
    package var value: String?
    package var tone: Tone?

    package init(_ cells: [Cell], href: String? = nil, value: String? = nil, tone: Tone? = nil) {
        self.cells = cells
        self.href = href
        self.value = value
        self.tone = tone
    }
}

/// What can be done with the selected rows of a table.
package struct BulkActions: Sendable {
    package var action: String
    package var csrf: String
    /// The name of the boxes.
    package var name: String
    package var submits: [SubmitButton]

    package init(action: String, csrf: String, name: String = "id", submits: [SubmitButton]) {
        self.action = action
        self.csrf = csrf
        self.name = name
        self.submits = submits
    }
}

/// A table; on phones each row becomes a card. Partial: `pages/table`.
package struct Table: Sendable {
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
        let places = columns.map { "\($0.phone)" + ($0.numeric ? " number" : "") + ($0.narrow ? " narrow" : "") }
        let placed = { (row: TableRow) in
            var row = row
            for index in row.cells.indices where index < columns.count {
                row.cells[index].label = columns[index].label
                row.cells[index].place = places[index]
            }
            return row
        }
        self.rows = rows.map(placed)
        self.totals = totals.map(placed)
    }
}

/// The way to the next rows, by key, not by page number. Partial: `pages/pager`.
package struct Pager: Sendable {
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
package struct FilterChip: Sendable {
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
package struct FilterBar: Sendable {
    package var action: String
    package var fields: [Field]
    package var hidden: [HiddenField]
    package var chips: [FilterChip]
    package var clearHref: String
    /// How many rows are left: `42 件`.
    package var result: String?
    package let hasChips: Bool

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
    }
}
