import Foundation

/// Reads a template, line by line; what is wrong with it is said with file and line. Space at the ends of lines, and lines of
/// nothing but sections and partials, leave nothing in the page.
struct TemplateReader {
    private struct Open {
        var mark: Character
        var spelling: String
        var line: Int
        var nodes: [Template.Node] = []
    }

    private let template: String
    private var problems: [String] = []
    private var open: [Open]
    private var partials: [(name: String, line: Int)] = []

    static func read(_ text: String, as name: String) throws -> Template {
        var reader = TemplateReader(template: name)
        reader.read(text)
        guard reader.problems.isEmpty else { throw RenderingProblem(reader.problems) }
        return Template(name: name, nodes: reader.open[0].nodes, partials: reader.partials)
    }

    private init(template: String) {
        self.template = template
        open = [Open(mark: " ", spelling: "", line: 0)]
    }

    private mutating func read(_ text: String) {
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            if !trimmed.isEmpty { read(line: trimmed, number + 1) }
        }
        for left in open.dropFirst() { problems.append("\(template):\(left.line) '\(left.spelling)' is never closed") }
    }

    private mutating func read(line: Substring, _ number: Int) {
        var rest = line
        var shows = false
        while let start = rest.range(of: "{{") {
            if start.lowerBound > rest.startIndex {
                words(rest[..<start.lowerBound])
                shows = true
            }
            let triple = rest[start.upperBound...].hasPrefix("{")
            guard let end = rest[start.upperBound...].range(of: triple ? "}}}" : "}}") else {
                problems.append("\(template):\(number) a tag is not closed")
                return
            }
            if take(String(rest[start.upperBound..<end.lowerBound]), line: number) { shows = true }
            rest = rest[end.upperBound...]
        }
        if !rest.isEmpty {
            words(rest)
            shows = true
        }
        if shows { words("\n") }
    }

    private mutating func words(_ text: Substring) {
        if case .words(let before)? = open[open.count - 1].nodes.last {
            open[open.count - 1].nodes[open[open.count - 1].nodes.count - 1] = .words(before + text.utf8)
        } else {
            add(.words(Array(text.utf8)))
        }
    }

    /// - Returns: whether the tag shows something where it stands.
    private mutating func take(_ text: String, line: Int) -> Bool {
        let mark = text.first ?? " "
        let spelling = String("#^/><${".contains(mark) ? text.dropFirst() : text[...]).filter { $0 != " " }
        let place = "\(template):\(line)"
        switch mark {
        case "!": break
        case "=": problems.append("\(place) changing the delimiters is not done here")
        case "#", "^", "<", "$":
            open.append(Open(mark: mark, spelling: spelling, line: line))
            if mark == "<" { partials.append((spelling, line)) }
        case ">" where spelling.hasPrefix("*"): add(.chosenPartial(TemplateName(String(spelling.dropFirst()), place: place)))
        case ">":
            partials.append((spelling, line))
            add(.partial(spelling))
        case "/": close(spelling, line: line)
        case "{":
            add(.value(TemplateName(spelling, place: place), escaped: false))
            return true
        default:
            add(.value(TemplateName(spelling, place: place), escaped: true))
            return true
        }
        return false
    }

    private mutating func close(_ spelling: String, line: Int) {
        guard open.count > 1, open[open.count - 1].spelling == spelling else {
            problems.append("\(template):\(line) '/\(spelling)' closes nothing that is open here")
            return
        }
        let done = open.removeLast()
        let name = TemplateName(spelling, place: "\(template):\(done.line)")
        switch done.mark {
        case "#": add(.section(name, done.nodes))
        case "^": add(.inverted(name, done.nodes))
        case "$": add(.block(spelling, done.nodes))
        default:
            let blocks = done.nodes.compactMap { node in if case .block(let name, let inside) = node { (name, inside) } else { nil } }
            add(.layout(spelling, blocks: Dictionary(blocks) { first, _ in first }))
        }
    }

    private mutating func add(_ node: Template.Node) { open[open.count - 1].nodes.append(node) }
}
