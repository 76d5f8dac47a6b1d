/// An expression as it was written, before anybody asked what it means.
struct Syntax {
    indirect enum Kind {
        case number(Double)
        case text(String)
        case field(String)
        /// `.`, the answer itself.
        case current
        case call(String, [Syntax])
        case infix(String, Syntax, Syntax)
        case negated(Syntax)
    }

    var kind: Kind
    var position: Int
}

/// Reads the grammar of XPath 1.0 as XLSForm uses it: operators, functions, `${fields}` and `.`, no paths.
struct Parser {
    static let longest = 4000
    static let deepest = 60

    private let tokens: [Token]
    private var index = 0
    private var depth = 0

    static func parse(_ text: String) throws(ExpressionProblem) -> Syntax {
        guard text.unicodeScalars.count <= longest else { throw ExpressionProblem(.tooLong, at: longest, ["most": "\(longest)"]) }
        var parser = Parser(tokens: try Lexer.tokens(of: text))
        guard parser.token.kind != .end else { throw ExpressionProblem(.empty, at: 1) }
        let whole = try parser.expression(level: 0)
        guard parser.token.kind == .end else { throw parser.unexpected() }
        return whole
    }

    private init(tokens: [Token]) { self.tokens = tokens }

    private var token: Token { tokens[index] }

    /// From the loosest to the tightest.
    private static let levels: [Set<String>] = [
        ["or"], ["and"], ["=", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "div", "mod"],
    ]

    /// Deeper than one could mean is refused, and never reaches the end of the stack.
    private mutating func nested<Part>(
        _ body: (inout Parser) throws(ExpressionProblem) -> Part
    ) throws(ExpressionProblem) -> Part {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw ExpressionProblem(.tooDeep, at: token.position, ["most": "\(Self.deepest)"]) }
        return try body(&self)
    }

    private mutating func expression(level: Int) throws(ExpressionProblem) -> Syntax {
        guard level < Self.levels.count else { return try unary() }
        var left = try expression(level: level + 1)
        var height = 0
        while let sign = operatorHere, Self.levels[level].contains(sign) {
            // A long chain leans to the left and is as deep as it is long.
            height += 1
            guard height <= 200 else { throw ExpressionProblem(.tooDeep, at: token.position, ["most": "200"]) }
            let position = token.position
            index += 1
            left = Syntax(kind: .infix(sign, left, try expression(level: level + 1)), position: position)
        }
        return left
    }

    private var operatorHere: String? {
        switch token.kind {
        case .sign(let sign): sign
        case .name(let name) where ["and", "or", "div", "mod"].contains(name): name
        default: nil
        }
    }

    private mutating func unary() throws(ExpressionProblem) -> Syntax {
        guard token.kind == .sign("-") else { return try primary() }
        let position = token.position
        index += 1
        let negated = try nested { (parser) throws(ExpressionProblem) in try parser.unary() }
        return Syntax(kind: .negated(negated), position: position)
    }

    private mutating func primary() throws(ExpressionProblem) -> Syntax {
        let start = token
        switch start.kind {
        case .number(let number): return taken(.number(number))
        case .text(let text): return taken(.text(text))
        case .field(let name):
            let field = taken(.field(name))
            return try withoutPath(field)
        case .sign("."):
            let current = taken(.current)
            return try withoutPath(current)
        case .sign("("):
            index += 1
            let inner = try nested { (parser) throws(ExpressionProblem) in try parser.expression(level: 0) }
            try take(")")
            return try withoutPath(inner)
        case .name(let name):
            guard tokens[index + 1].kind == .sign("(") else {
                throw ExpressionProblem(.unsupportedPath, at: start.position, ["found": name])
            }
            index += 2
            let arguments = try nested { (parser) throws(ExpressionProblem) in try parser.arguments() }
            return try withoutPath(Syntax(kind: .call(name, arguments), position: start.position))
        case .sign("/"), .sign("//"), .sign(".."), .sign("*"), .sign("@"):
            throw ExpressionProblem(.unsupportedPath, at: start.position, ["found": start.shown])
        default: throw unexpected()
        }
    }

    private mutating func taken(_ kind: Syntax.Kind) -> Syntax {
        defer { index += 1 }
        return Syntax(kind: kind, position: token.position)
    }

    /// What follows may not walk on: `${a}/b`, `${a}[1]`.
    private func withoutPath(_ syntax: Syntax) throws(ExpressionProblem) -> Syntax {
        switch token.kind {
        case .sign("/"), .sign("//"), .sign("["):
            throw ExpressionProblem(.unsupportedPath, at: token.position, ["found": token.shown])
        default: return syntax
        }
    }

    private mutating func arguments() throws(ExpressionProblem) -> [Syntax] {
        var arguments: [Syntax] = []
        if token.kind == .sign(")") {
            index += 1
            return []
        }
        while true {
            arguments.append(try expression(level: 0))
            if token.kind == .sign(",") {
                index += 1
                continue
            }
            try take(")")
            return arguments
        }
    }

    private mutating func take(_ sign: String) throws(ExpressionProblem) {
        guard token.kind == .sign(sign) else { throw unexpected(sign) }
        index += 1
    }

    private func unexpected(_ wanted: String? = nil) -> ExpressionProblem {
        var values = ["found": token.shown]
        values["expected"] = wanted
        return ExpressionProblem(token.kind == .end ? .unexpectedEnd : .unexpected, at: token.position, values)
    }
}
