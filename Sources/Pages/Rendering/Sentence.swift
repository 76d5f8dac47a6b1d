/// A catalogue sentence cut at its placeholders: `共 {count} 条`, `{count} {count|row|rows}`.
struct Sentence: Sendable {
    enum Part: Equatable, Sendable {
        case words(String)
        case value(String)
        case choice(String, one: String, many: String)
    }

    let parts: [Part]

    init(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { parts.append(.words(String(rest[..<open]))) }
            let inside = rest[rest.index(after: open)..<close].split(separator: "|", omittingEmptySubsequences: false)
                .map(String.init)
            parts.append(
                inside.count == 3
                    ? .choice(inside[0], one: inside[1], many: inside[2]) : .value(inside.joined(separator: "|")))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.words(String(rest))) }
        self.parts = parts
    }

    var names: Set<String> {
        Set(
            parts.compactMap { part in
                switch part {
                case .words: nil
                case .value(let name), .choice(let name, _, _): name
                }
            })
    }

    /// A placeholder without a value stays visible, so that the mistake is seen.
    func filled(with value: (String) -> String?) -> String {
        if parts.count == 1, case .words(let words) = parts[0] { return words }
        var text = ""
        for part in parts {
            switch part {
            case .words(let words): text += words
            case .value(let name): text += value(name) ?? "{\(name)}"
            case .choice(let name, let one, let many): text += value(name) == "1" ? one : many
            }
        }
        return text
    }

    /// The sentence inside a template: words escaped, each placeholder a tag of the same name. Nil when it has a choice, which only
    /// Swift can make, or braces that would be read as tags of its own.
    var asTemplate: String? {
        var template = ""
        for part in parts {
            switch part {
            case .words(let words):
                guard !words.contains("{"), !words.contains("}}") else { return nil }
                template += HTML.escape(words)
            case .value(let name):
                guard name.wholeMatch(of: /[A-Za-z][A-Za-z0-9._-]*/) != nil else { return nil }
                template += "{{\(name)}}"
            case .choice: return nil
            }
        }
        return template
    }
}
