/// One template in one language, ready to be filled: Mustache with sections, partials, and layouts with blocks.
struct Template: Sendable {
    indirect enum Node: Sendable {
        case words([UInt8])
        case value(TemplateName, escaped: Bool)
        case section(TemplateName, [Node])
        case inverted(TemplateName, [Node])
        case partial(String)
        /// The partial whose name the model holds.
        case chosenPartial(TemplateName)
        /// Stands in another template, and fills its blocks.
        case layout(String, blocks: [String: [Node]])
        case block(String, [Node])
    }

    var name: String
    var nodes: [Node]

    /// Each partial and layout it names, with the line.
    var partials: [(name: String, line: Int)] = []
}

/// What a tag names: `title`, `frame.title`, `.title` (of the nearest thing only), `.` (the thing itself), `first()`, `last()`
/// (whether it is so in its list).
struct TemplateName: Sendable {
    enum Kind: Sendable { case itself, nearest, climbing, first, last }

    let kind: Kind
    let path: [String]
    /// As it is written, and where: `casework/case:12`.
    let spelling: String
    let place: String

    init(_ spelling: String, place: String) {
        self.spelling = spelling
        self.place = place
        path = spelling.split(separator: ".").map(String.init)
        switch spelling {
        case ".": kind = .itself
        case "first()": kind = .first
        case "last()": kind = .last
        default: kind = spelling.hasPrefix(".") ? .nearest : .climbing
        }
    }
}
