package import Foundation

/// A folder of `*.mustache` files, whose templates are called `prefix/file`.
package struct TemplateFolder: Sendable {
    package var prefix: String
    package var url: URL

    package init(prefix: String, url: URL) {
        self.prefix = prefix
        self.url = url
    }

    func sources() throws -> [TemplateSource] {
        let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
        return try names.filter { $0.hasSuffix(".mustache") }.sorted().map { name in
            let text = try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
            return TemplateSource(name: prefix + "/" + name.dropLast(".mustache".count), text: text)
        }
    }
}

/// One template as written: tags of the template library, and `[[key]]` where the catalogue speaks.
struct TemplateSource: Sendable {
    var name: String
    var text: String

    /// The template in one language: each `[[key]]` is its escaped sentence, whose placeholders become tags.
    func spoken(in language: Language) throws -> String {
        var problems: [String] = []
        var lines: [String] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var spoken = ""
            var rest = line
            while let start = rest.range(of: "[["), let end = rest[start.upperBound...].range(of: "]]") {
                spoken += rest[..<start.lowerBound]
                let key = String(rest[start.upperBound..<end.lowerBound])
                if let sentence = language.sentences[key] {
                    if let template = Sentence(sentence).asTemplate {
                        spoken += template
                    } else {
                        problems.append(
                            "\(name):\(number + 1) '\(key)' chooses a word by a number, which a template cannot")
                    }
                } else {
                    problems.append("\(name):\(number + 1) \(language.code) has no sentence '\(key)'")
                }
                rest = rest[end.upperBound...]
            }
            lines.append(spoken + rest)
        }
        guard problems.isEmpty else { throw RenderingProblem(problems) }
        return lines.joined(separator: "\n")
    }

    /// What the template library compiles. Its closing tags refuse slashes, so a name is spelt with a full stop there; and
    /// it counts characters over and over when partials are indented, so no line is.
    static func compilable(_ text: String) -> String {
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "\t" } }.filter { !$0.isEmpty }
        let body = lines.map(withoutSlashes).joined(separator: "\n")
        return EscapedHTML.pragma + "\n" + body + "\n"
    }

    static func inner(_ name: String) -> String { name.replacingOccurrences(of: "/", with: ".") }

    private static func withoutSlashes(_ line: Substring) -> String {
        var result = ""
        var rest = line
        while let start = rest.range(of: "{{"), let end = rest[start.upperBound...].range(of: "}}") {
            result += rest[..<start.upperBound]
            let inside = rest[start.upperBound..<end.lowerBound]
            if let mark = inside.first, "></".contains(mark) {
                result += String(mark) + inner(String(inside.dropFirst()))
            } else {
                result += inside
            }
            result += "}}"
            rest = rest[end.upperBound...]
        }
        return result + rest
    }
}
