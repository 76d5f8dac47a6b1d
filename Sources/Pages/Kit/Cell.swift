/// One cell of a table. Made by the functions named after what it holds.
///
/// Cells are the only part of the kit whose HTML is written in Swift: a page has hundreds, and a template would spend most of
/// its time on them.
package struct Cell: Sendable {
    private let content: String
    private let style: String

    private init(_ content: String, style: String = "") {
        self.content = content
        self.style = style
    }

    package static func text(_ text: String, note: String? = nil) -> Cell {
        Cell(HTML.escape(text) + small(note))
    }

    package static func link(_ text: String, href: String, note: String? = nil) -> Cell {
        Cell("<a href=\"\(HTML.escape(href))\">\(HTML.escape(text))</a>" + small(note))
    }

    /// A link in a tree, moved in by its depth.
    package static func link(_ text: String, href: String, depth: Int) -> Cell {
        guard depth > 0 else { return link(text, href: href) }
        return Cell("<span class=\"depth-\(min(depth, 5))\"><a href=\"\(HTML.escape(href))\">\(HTML.escape(text))</a></span>")
    }

    /// A number; with `href` it opens the rows behind it.
    package static func number(_ text: String, href: String? = nil) -> Cell {
        if let href { link(text, href: href) } else { .text(text) }
    }

    package static func date(_ text: String, machine: String) -> Cell {
        Cell(time(text, machine), style: " moment")
    }

    package static func badge(_ badge: Badge, note: String? = nil) -> Cell {
        Cell(mark(badge.word, badge.tone) + small(note))
    }

    package static func clock(_ clock: ClockChip) -> Cell {
        Cell(mark(clock.state, clock.tone) + " " + time(clock.due, clock.machine), style: " moment")
    }

    package static func muted(_ text: String) -> Cell {
        Cell(HTML.escape(text), style: " muted")
    }

    /// Nothing to say: a dash in the table, no line in the card of a phone.
    package static let nothing = Cell("—", style: " nothing muted")

    /// The cell in a column; `label` is already escaped.
    func markup(place: String, label: String) -> String {
        // Added up, not interpolated: a page has hundreds.
        var markup = "<td class=\""
        markup += place
        markup += style
        markup += "\" data-label=\""
        markup += label
        markup += "\">"
        markup += content
        markup += "</td>"
        return markup
    }

    private static func mark(_ word: String, _ tone: Tone) -> String {
        "<span class=\"badge \(tone.name)\">\(HTML.escape(word))</span>"
    }

    private static func time(_ text: String, _ machine: String) -> String {
        "<time datetime=\"\(HTML.escape(machine))\">\(HTML.escape(text))</time>"
    }

    private static func small(_ note: String?) -> String {
        note.map { "<small>\(HTML.escape($0))</small>" } ?? ""
    }
}
