import WorkingTime

/// Finds out what every part of an expression is, and refuses what cannot mean anything.
package struct Checker {
    private let field: (String) -> FieldType?
    private let current: (name: String, type: FieldType)?

    /// - Parameter current: what `.` stands for, in a constraint.
    package init(current: (name: String, type: FieldType)? = nil, field: @escaping (String) -> FieldType?) {
        self.field = field
        self.current = current
    }

    /// - Parameter wanted: what it must come to; nil takes anything.
    package func check(_ text: String, as wanted: ValueType? = nil) throws(ExpressionProblem) -> Rule {
        let syntax = try Parser.parse(text)
        let rule = try read(syntax)
        if let wanted {
            guard rule.type == wanted || wanted.isText && rule.type.isText else { throw wrong(rule, wanted, syntax) }
        }
        if let name = elsewhere(rule) { throw ExpressionProblem(.onlySelected, at: 1, ["name": name]) }
        guard Magnitude(of: rule).isSafe else { throw ExpressionProblem(.tooGreat, at: 1) }
        return rule
    }

    /// A field of another table that is used as if it stood here.
    private func elsewhere(_ rule: Rule) -> String? {
        switch rule {
        case .field(let name, _): field(name)?.isElsewhere == true ? name : nil
        case .apply(.isEmpty, let parts) where parts[0].isField: nil
        case .apply(.selected, let parts) where parts[0].isField: elsewhere(parts[1])
        case .apply(_, let parts): parts.lazy.compactMap(elsewhere).first
        default: nil
        }
    }

    private func read(_ syntax: Syntax) throws(ExpressionProblem) -> Rule {
        switch syntax.kind {
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .field(let name):
            guard let known = field(name) else { throw ExpressionProblem(.unknownField, at: syntax.position, ["name": name]) }
            return .field(name, known.type)
        case .current:
            guard let current else { throw ExpressionProblem(.noCurrent, at: syntax.position) }
            return .field(current.name, current.type.type)
        case .negated(let inner): return .apply(.negate, [try number(inner)])
        case .infix(let sign, let left, let right): return try infix(sign, left, right, at: syntax.position)
        case .call(let name, let arguments): return try call(name, arguments, at: syntax.position)
        }
    }

    // MARK: Operators

    private func infix(_ sign: String, _ left: Syntax, _ right: Syntax, at position: Int) throws(ExpressionProblem) -> Rule {
        switch sign {
        case "and", "or": return .apply(sign == "and" ? .and : .or, [try truth(left), try truth(right)])
        case "=", "!=": return try equality(negated: sign == "!=", left, right, at: position)
        case "<", "<=", ">", ">=":
            let (one, other) = try alike(left, right, at: position)
            guard one.type == .number || one.type == .date else { throw incomparable(one, other, at: position) }
            return .apply(Operation(rawValue: sign)!, [one, other])
        case "+":
            let (one, other) = (try read(left), try read(right))
            if one.type == .date { return .apply(.addDays, [one, try typed(other, .number, right)]) }
            if other.type == .date { return .apply(.addDays, [other, try typed(one, .number, left)]) }
            return .apply(.add, [try typed(one, .number, left), try typed(other, .number, right)])
        case "-":
            let (one, other) = (try read(left), try read(right))
            if one.type == .date, other.type == .date { return .apply(.daysBetween, [one, other]) }
            if one.type == .date { return .apply(.addDays, [one, .apply(.negate, [try typed(other, .number, right)])]) }
            return .apply(.subtract, [try typed(one, .number, left), try typed(other, .number, right)])
        case "*": return .apply(.multiply, [try number(left), try number(right)])
        case "div": return .apply(.divide, [try number(left), try number(right)])
        default: return .apply(.remainder, [try number(left), try number(right)])
        }
    }

    private func equality(negated: Bool, _ left: Syntax, _ right: Syntax, at position: Int) throws(ExpressionProblem) -> Rule {
        // `${x} = ''` asks whether anything was answered, whatever x is.
        for (one, other) in [(left, right), (right, left)] {
            if case .text("") = other.kind {
                let asked = try read(one)
                guard asked.type != .truth else { throw wrong(asked, .text, one) }
                let isEmpty = Rule.apply(.isEmpty, [asked])
                return negated ? .apply(.not, [isEmpty]) : isEmpty
            }
        }
        let (one, other) = try alike(left, right, at: position)
        return .apply(negated ? .notEqual : .equal, [one, other])
    }

    /// Both sides as one type: a literal becomes what it is compared with.
    private func alike(_ left: Syntax, _ right: Syntax, at position: Int) throws(ExpressionProblem) -> (Rule, Rule) {
        let (one, other) = (try read(left), try read(right))
        if let same = try literal(right, as: one, of: left) { return (one, same) }
        if let same = try literal(left, as: other, of: right) { return (same, other) }
        guard one.type == other.type || one.type.isText && other.type.isText else { throw incomparable(one, other, at: position) }
        return (one, other)
    }

    /// A literal as the type of what it stands beside; nil where it is none, or needs no change.
    private func literal(_ syntax: Syntax, as rule: Rule, of beside: Syntax) throws(ExpressionProblem) -> Rule? {
        switch (syntax.kind, rule.type) {
        case (.text(let text), .number): return Value.number(of: text).map { .number($0) }
        case (.text(let text), .date): return .date(try day(text, at: syntax.position))
        case (.text(let text), .choice): return .text(try code(text, of: beside, at: syntax.position))
        case (.number(let number), .choice):
            return .text(try code(Value.number(number).plainText, of: beside, at: syntax.position))
        default: return nil
        }
    }

    // MARK: Functions

    private func call(_ name: String, _ arguments: [Syntax], at position: Int) throws(ExpressionProblem) -> Rule {
        guard let function = Function.byName[name] else {
            throw ExpressionProblem(
                Function.unsupported.contains(name) ? .unsupportedFunction : .unknownFunction, at: position, ["name": name])
        }
        guard (function.least...function.most).contains(arguments.count) else {
            throw ExpressionProblem(
                .argumentCount, at: position,
                ["name": function.form, "found": "\(arguments.count)", "least": "\(function.least)", "most": "\(function.most)"])
        }
        switch name {
        case "true", "false": return .truth(name == "true")
        case "not": return .apply(.not, [try truth(arguments[0])])
        case "boolean": return try boolean(arguments[0])
        case "if": return try choice(.choose, [try truth(arguments[0])], arguments[1], arguments[2], at: position)
        case "coalesce": return try choice(.coalesce, [], arguments[0], arguments[1], at: position)
        case "number": return try numberOf(arguments[0])
        case "int": return .apply(.truncate, [try number(arguments[0])])
        case "abs": return .apply(.abs, [try number(arguments[0])])
        case "round":
            let places = arguments.count > 1 ? try whole(arguments[1], within: 0...9) : 0
            return .apply(.round, [try number(arguments[0]), .number(Double(places))])
        case "pow": return .apply(.power, [try number(arguments[0]), .number(Double(try whole(arguments[1], within: 0...10)))])
        case "min", "max": return .apply(name == "min" ? .least : .greatest, try each(arguments, number))
        case "string": return try text(arguments[0])
        case "string-length": return .apply(.length, [try text(arguments[0])])
        case "concat": return .apply(.concat, try each(arguments, text))
        case "contains", "starts-with", "ends-with", "substring-before", "substring-after":
            return .apply(Operation(rawValue: name)!, try each(arguments, text))
        case "substr": return .apply(.substring, [try text(arguments[0])] + (try each(Array(arguments.dropFirst()), number)))
        case "regex": return .apply(.matches, [try text(arguments[0]), .text(try pattern(arguments[1]))])
        case "selected": return try selected(arguments[0], arguments[1])
        case "count-selected": return .apply(.countSelected, [try choices(arguments[0])])
        case "today": return .apply(.today, [])
        case "date":
            if case .text(let text) = arguments[0].kind { return .date(try day(text, at: arguments[0].position)) }
            return try date(arguments[0])
        case "format-date":
            guard case .text(let form) = arguments[1].kind else { throw ExpressionProblem(.notALiteral, at: arguments[1].position) }
            guard DatePattern(form) != nil else { throw ExpressionProblem(.badPattern, at: arguments[1].position, ["found": form]) }
            return .apply(.formatDate, [try date(arguments[0]), .text(form)])
        default: return .apply(.dayNumber, [try date(arguments[0])])
        }
    }

    private func each(
        _ arguments: [Syntax], _ read: (Syntax) throws(ExpressionProblem) -> Rule
    ) throws(ExpressionProblem) -> [Rule] {
        var rules: [Rule] = []
        for argument in arguments { rules.append(try read(argument)) }
        return rules
    }

    /// One of two values: both of one type, or one of them missing.
    private func choice(
        _ operation: Operation, _ condition: [Rule], _ first: Syntax, _ second: Syntax, at position: Int
    ) throws(ExpressionProblem) -> Rule {
        var (one, other) = (try read(first), try read(second))
        if other == .text(""), one.type == .number || one.type == .date { other = .missing(one.type) }
        if one == .text(""), other.type == .number || other.type == .date { one = .missing(other.type) }
        guard one.type == other.type || one.type.isText && other.type.isText else { throw incomparable(one, other, at: position) }
        return .apply(operation, condition + [one, other])
    }

    private func boolean(_ argument: Syntax) throws(ExpressionProblem) -> Rule {
        let rule = try read(argument)
        switch rule.type {
        case .truth: return rule
        case .number: return .apply(.notEqual, [.apply(.coalesce, [rule, .number(0)]), .number(0)])
        default: return .apply(.not, [.apply(.isEmpty, [rule])])
        }
    }

    private func numberOf(_ argument: Syntax) throws(ExpressionProblem) -> Rule {
        let rule = try read(argument)
        switch rule.type {
        case .number: return rule
        case .truth: return .apply(.choose, [rule, .number(1), .number(0)])
        case .date: return .apply(.dayNumber, [rule])
        default: return .apply(.numberOfText, [rule])
        }
    }

    private func selected(_ list: Syntax, _ wanted: Syntax) throws(ExpressionProblem) -> Rule {
        let rule = try choices(list)
        if case .text(let text) = wanted.kind { return .apply(.selected, [rule, .text(try code(text, of: list, at: wanted.position))]) }
        return .apply(.selected, [rule, try text(wanted)])
    }

    // MARK: What an argument must be

    private func truth(_ syntax: Syntax) throws(ExpressionProblem) -> Rule { try typed(syntax, .truth) }
    private func number(_ syntax: Syntax) throws(ExpressionProblem) -> Rule { try typed(syntax, .number) }
    private func date(_ syntax: Syntax) throws(ExpressionProblem) -> Rule { try typed(syntax, .date) }

    private func typed(_ syntax: Syntax, _ wanted: ValueType) throws(ExpressionProblem) -> Rule {
        try typed(try read(syntax), wanted, syntax)
    }

    /// What was read already is not read again: each level would double the work.
    private func typed(_ rule: Rule, _ wanted: ValueType, _ syntax: Syntax) throws(ExpressionProblem) -> Rule {
        guard rule.type == wanted else { throw wrong(rule, wanted, syntax) }
        return rule
    }

    /// Anything but a truth reads as text.
    private func text(_ syntax: Syntax) throws(ExpressionProblem) -> Rule {
        let rule = try read(syntax)
        return rule.type.isText ? rule : .apply(.textOf, [rule])
    }

    private func choices(_ syntax: Syntax) throws(ExpressionProblem) -> Rule {
        let rule = try read(syntax)
        guard rule.type == .choices || rule.type == .choice else { throw wrong(rule, .choices, syntax) }
        return rule
    }

    private func whole(_ syntax: Syntax, within range: ClosedRange<Int>) throws(ExpressionProblem) -> Int {
        guard case .number(let number) = syntax.kind, let whole = Int(exactly: number), range.contains(whole) else {
            throw ExpressionProblem(
                .notALiteral, at: syntax.position, ["least": "\(range.lowerBound)", "most": "\(range.upperBound)"])
        }
        return whole
    }

    private func pattern(_ syntax: Syntax) throws(ExpressionProblem) -> String {
        guard case .text(let text) = syntax.kind else { throw ExpressionProblem(.notALiteral, at: syntax.position) }
        guard let portable = PortablePattern(text) else { throw ExpressionProblem(.badPattern, at: syntax.position, ["found": text]) }
        return portable.text
    }

    private func day(_ text: String, at position: Int) throws(ExpressionProblem) -> Int {
        guard let day = Day(iso: text) else { throw ExpressionProblem(.notADate, at: position, ["found": text]) }
        return day.daysSinceEpoch
    }

    /// A code that the list of that field has.
    private func code(_ text: String, of syntax: Syntax, at position: Int) throws(ExpressionProblem) -> String {
        let type: FieldType? =
            switch syntax.kind {
            case .field(let name): field(name)
            case .current: current?.type
            default: nil
            }
        guard let codes = type?.codes, !codes.contains(text) else { return text }
        throw ExpressionProblem(.notACode, at: position, ["found": text, "expected": codes.sorted().prefix(12).joined(separator: ", ")])
    }

    private func wrong(_ rule: Rule, _ wanted: ValueType, _ syntax: Syntax) -> ExpressionProblem {
        ExpressionProblem(.wrongType, at: syntax.position, ["found": rule.type.rawValue, "expected": wanted.rawValue])
    }

    private func incomparable(_ one: Rule, _ other: Rule, at position: Int) -> ExpressionProblem {
        ExpressionProblem(.cannotCompare, at: position, ["found": one.type.rawValue, "expected": other.type.rawValue])
    }
}
