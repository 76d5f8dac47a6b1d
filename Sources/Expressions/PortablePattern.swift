/// The regular expressions that mean the same in memory, on both databases, in the browser and in ODK: literals, `.`, classes, groups,
/// `|`, repeats, and the shorthands `\d \w \s`. Written out so that nobody's own idea of a digit or a line comes in.
struct PortablePattern {
    /// The pattern in the form that all of them read; it is matched against the whole text.
    let text: String

    private static let mostRepeats = 255

    /// Nil where it uses anything else, or repeats a group that repeats: that can take for ever.
    init?(_ pattern: String) {
        var reader = PatternReader(rest: Array(pattern.unicodeScalars)[...])
        if reader.rest.first == "^" { reader.rest.removeFirst() }
        if reader.rest.last == "$", reader.rest.dropLast().last != "\\" { reader.rest.removeLast() }
        guard pattern.unicodeScalars.count <= 500, let text = reader.alternatives(depth: 0)?.text, reader.rest.isEmpty else { return nil }
        self.text = text
    }

    private struct PatternReader {
        typealias Part = (text: String, repeats: Bool)
        var rest: ArraySlice<Unicode.Scalar>

        mutating func alternatives(depth: Int) -> Part? {
            guard depth < 20 else { return nil }
            var whole: Part = ("", false)
            while true {
                guard let one = sequence(depth: depth) else { return nil }
                whole = (whole.text + one.text, whole.repeats || one.repeats)
                guard rest.first == "|" else { return whole }
                rest.removeFirst()
                whole.text += "|"
            }
        }

        private mutating func sequence(depth: Int) -> Part? {
            var whole: Part = ("", false)
            while let next = rest.first, next != "|", next != ")" {
                guard let atom = atom(depth: depth), let repeated = repeated(atom) else { return nil }
                whole = (whole.text + repeated.text, whole.repeats || repeated.repeats)
            }
            return whole
        }

        private mutating func atom(depth: Int) -> Part? {
            let first = rest.removeFirst()
            switch first {
            case "(":
                if rest.starts(with: "?:".unicodeScalars) { rest.removeFirst(2) } else if rest.first == "?" { return nil }
                guard let inner = alternatives(depth: depth + 1), rest.popFirst() == ")" else { return nil }
                return ("(?:\(inner.text))", inner.repeats)
            case "[": return set().map { ($0, false) }
            case ".": return ("[^\\n\\r]", false)
            case "\\": return escape().map { ($0.isSet ? "[\($0.text)]" : Self.plain($0.text.unicodeScalars.first!), false) }
            case "*", "+", "?", "{", "}", "]", "^", "$": return nil
            default: return (Self.plain(first), false)
            }
        }

        /// `\d` as the set's content; anything else that may be escaped as itself.
        private mutating func escape() -> (text: String, isSet: Bool)? {
            switch rest.popFirst() {
            case "d": ("0-9", true)
            case "D": ("^0-9", true)
            case "w": ("A-Za-z0-9_", true)
            case "W": ("^A-Za-z0-9_", true)
            case "s": (" \\t\\n\\r", true)
            case "S": ("^ \\t\\n\\r", true)
            case let sign? where sign.isASCII && !sign.properties.isAlphabetic && !("0"..."9").contains(sign): (String(sign), false)
            default: nil
            }
        }

        private mutating func set() -> String? {
            var content = ""
            if rest.first == "^" {
                content = "^"
                rest.removeFirst()
            }
            let start = content.count
            while let next = rest.popFirst() {
                switch next {
                case "]": return content.count > start ? "[\(content)]" : nil
                case "[", "&": return nil
                case "\\":
                    guard let escaped = escape(), !escaped.text.hasPrefix("^") || !escaped.isSet else { return nil }
                    content += escaped.isSet ? escaped.text : Self.inSet(escaped.text.unicodeScalars.first!)
                case "-" where content.count > start && rest.first != "]" && rest.first != nil:
                    guard rest.first != "[", rest.first != "\\" else { return nil }
                    content += "-"
                default: content += Self.inSet(next)
                }
            }
            return nil
        }

        private mutating func repeated(_ atom: Part) -> Part? {
            guard let sign = rest.first, ["*", "+", "?", "{"].contains(sign) else { return atom }
            rest.removeFirst()
            var suffix = String(sign)
            if sign == "{" {
                var digits = ""
                while let next = rest.popFirst(), next != "}" { digits.unicodeScalars.append(next) }
                let bounds = digits.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
                guard let least = bounds.first ?? nil, bounds.count <= 2, least <= PortablePattern.mostRepeats else { return nil }
                if bounds.count == 2, !digits.hasSuffix(",") {
                    guard let most = bounds[1], least <= most, most <= PortablePattern.mostRepeats else { return nil }
                }
                suffix += digits + "}"
            }
            // Neither lazy nor possessive: whole texts match or do not.
            guard !atom.repeats || sign == "?", rest.first.map({ ["*", "+", "?", "{"].contains($0) }) != true else { return nil }
            return (atom.text + suffix, true)
        }

        private static func plain(_ scalar: Unicode.Scalar) -> String {
            "\\^$.*+?()[]{}|/".unicodeScalars.contains(scalar) ? "\\\(scalar)" : String(scalar)
        }

        private static func inSet(_ scalar: Unicode.Scalar) -> String {
            "\\]^-[".unicodeScalars.contains(scalar) ? "\\\(scalar)" : String(scalar)
        }
    }
}
