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

/// One template as written: Mustache tags, and `[[key]]` where the catalogue speaks.
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
                            "\(name):\(number + 1) '\(key)' chooses a word by a number, or has braces, which a template cannot take")
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
}
