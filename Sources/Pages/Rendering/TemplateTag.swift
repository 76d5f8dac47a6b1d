import Foundation

/// One tag of a template, with the tags inside it, and where it stands.
struct TemplateTag: Sendable {
    enum Kind: Sendable {
        case variable, section, inverted, partial, dynamicPartial, parent, block
    }

    var kind: Kind
    /// The variable, partial or block it names, without transforms: `count(rows)` names `rows`.
    var name: String
    /// What stands between the braces, and must stand in the closing tag.
    var spelling: String
    var template: String
    var line: Int
    var inside: [TemplateTag] = []
}

/// Reads the tags of a template, and says which are badly closed.
struct TemplateReader {
    private let template: String
    private var problems: [String] = []
    private var open: [TemplateTag]

    static func tags(of text: String, template: String) throws -> [TemplateTag] {
        var reader = TemplateReader(template: template)
        reader.read(text)
        guard reader.problems.isEmpty else { throw RenderingProblem(reader.problems) }
        return reader.open[0].inside
    }

    private init(template: String) {
        self.template = template
        open = [TemplateTag(kind: .block, name: "", spelling: "", template: template, line: 0)]
    }

    private mutating func read(_ text: String) {
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var rest = line
            while let start = rest.range(of: "{{") {
                let triple = rest[start.upperBound...].hasPrefix("{")
                guard let end = rest[start.upperBound...].range(of: triple ? "}}}" : "}}") else {
                    problems.append("\(template):\(number + 1) a tag is not closed")
                    break
                }
                let inside = rest[start.upperBound..<end.lowerBound].drop { $0 == "{" }
                take(String(inside), line: number + 1)
                rest = rest[end.upperBound...]
            }
        }
        for tag in open.dropFirst() {
            problems.append("\(template):\(tag.line) '\(tag.spelling)' is never closed")
        }
    }

    private mutating func take(_ text: String, line: Int) {
        let mark = text.first ?? " "
        let spelling = String("#^/><$&".contains(mark) ? text.dropFirst() : text[...]).filter { $0 != " " }
        func tag(_ kind: TemplateTag.Kind) -> TemplateTag {
            TemplateTag(
                kind: kind, name: kind == .partial || kind == .parent ? spelling : Self.variable(in: spelling),
                spelling: spelling, template: template, line: line)
        }
        switch mark {
        case "!", "%": break
        case "=": problems.append("\(template):\(line) changing the delimiters is not done here")
        case "#": open.append(tag(.section))
        case "^": open.append(tag(.inverted))
        case "<": open.append(tag(.parent))
        case "$": open.append(tag(.block))
        case ">": add(spelling.hasPrefix("*") ? tag(.dynamicPartial) : tag(.partial))
        case "/": close(spelling, line: line)
        default: add(tag(.variable))
        }
    }

    private mutating func close(_ spelling: String, line: Int) {
        guard open.count > 1, open[open.count - 1].spelling == spelling else {
            problems.append("\(template):\(line) '/\(spelling)' closes nothing that is open here")
            return
        }
        add(open.removeLast())
    }

    private mutating func add(_ tag: TemplateTag) {
        open[open.count - 1].inside.append(tag)
    }

    /// `count(rows)` → `rows`, `*partial` → `partial`.
    private static func variable(in spelling: String) -> String {
        let inner = spelling.split(separator: "(", omittingEmptySubsequences: false).last ?? ""
        return String(inner.prefix { $0 != ")" }.drop { $0 == "*" })
    }
}
