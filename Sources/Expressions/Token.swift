/// A word or sign of an expression.
struct Token: Hashable {
    enum Kind: Hashable {
        case number(Double)
        case text(String)
        /// `${name}`
        case field(String)
        /// A function, or `and`, `or`, `div`, `mod` where an operator may stand.
        case name(String)
        case sign(String)
        case end
    }

    var kind: Kind
    /// Counted from 1.
    var position: Int

    /// As it is shown in a refusal.
    var shown: String {
        switch kind {
        case .number(let number): Value.number(number).plainText
        case .text(let text): "'\(text)'"
        case .field(let name): "${\(name)}"
        case .name(let name): name
        case .sign(let sign): sign
        case .end: ""
        }
    }
}

/// Cuts an expression into tokens. Full-width signs, as Excel's Chinese users type them, count as the plain ones outside of texts.
struct Lexer {
    private let scalars: [Unicode.Scalar]
    private var index = 0

    static func tokens(of text: String) throws(ExpressionProblem) -> [Token] {
        var lexer = Lexer(scalars: Array(text.unicodeScalars))
        var tokens: [Token] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    /// The scalar there, full-width signs made plain.
    private func scalar(_ offset: Int = 0) -> Unicode.Scalar? {
        guard index + offset < scalars.count else { return nil }
        let scalar = scalars[index + offset]
        switch scalar.value {
        case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0)
        case 0x3000, 0xA0: return " "
        default: return scalar
        }
    }

    private mutating func next() throws(ExpressionProblem) -> Token {
        while let space = scalar(), space.properties.isWhitespace { index += 1 }
        let position = index + 1
        guard let first = scalar() else { return Token(kind: .end, position: position) }
        switch first {
        case "'", "\"", "‘", "“", "’", "”": return Token(kind: .text(try text()), position: position)
        case "$": return Token(kind: .field(try field()), position: position)
        case "0"..."9": return Token(kind: .number(try number()), position: position)
        case "." where scalar(1).map { ("0"..."9").contains($0) } == true: return Token(kind: .number(try number()), position: position)
        case "≤", "≥", "≠":
            index += 1
            return Token(kind: .sign(["≤": "<=", "≥": ">=", "≠": "!="][first]!), position: position)
        case _ where Self.isNameStart(first): return Token(kind: .name(name()), position: position)
        default: return Token(kind: .sign(sign()), position: position)
        }
    }

    private mutating func text() throws(ExpressionProblem) -> String {
        let start = index
        let closing: Set<Unicode.Scalar> =
            switch scalars[index] {
            case "‘", "’": ["’", "‘"]
            case "“", "”": ["”", "“"]
            case "＇": ["＇"]
            case "＂": ["＂"]
            default: [scalars[index]]
            }
        index += 1
        var text = String.UnicodeScalarView()
        while index < scalars.count, !closing.contains(scalars[index]) {
            text.append(scalars[index])
            index += 1
        }
        guard index < scalars.count else { throw ExpressionProblem(.unfinishedText, at: start + 1) }
        index += 1
        return String(text)
    }

    private mutating func field() throws(ExpressionProblem) -> String {
        let start = index
        guard scalar(1) == "{" else { throw ExpressionProblem(.unfinishedField, at: start + 1) }
        index += 2
        var name = String.UnicodeScalarView()
        while let next = scalar(), next != "}" {
            if !next.properties.isWhitespace { name.append(next) }
            index += 1
        }
        guard scalar() == "}", !name.isEmpty else { throw ExpressionProblem(.unfinishedField, at: start + 1) }
        index += 1
        return String(name)
    }

    private mutating func number() throws(ExpressionProblem) -> Double {
        let start = index
        var digits = ""
        while let next = scalar(), ("0"..."9").contains(next) || next == "." {
            digits.unicodeScalars.append(next)
            index += 1
        }
        // As XPath has them: no exponents. Fifteen digits are what every back end keeps.
        guard let value = Double(digits), digits.count(where: { $0 != "." }) <= 15, scalar().map(Self.isNameStart) != true else {
            throw ExpressionProblem(.notANumber, at: start + 1, ["found": digits])
        }
        return value
    }

    private mutating func name() -> String {
        var name = String.UnicodeScalarView()
        while let next = scalar(), Self.isNameStart(next) || ("0"..."9").contains(next) || next == "-" || next == ":" || next == "." {
            name.append(next)
            index += 1
        }
        return String(name)
    }

    private mutating func sign() -> String {
        let two = [scalar(), scalar(1)].compactMap { $0 }.map(String.init).joined()
        let taken = ["<=", ">=", "!=", "..", "//", "::"].contains(two) ? two : String(two.unicodeScalars.prefix(1))
        index += taken.unicodeScalars.count
        return taken
    }

    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
}
