/// A checked expression: every part has one type, every field is known. The one form that is evaluated in memory, compiled to SQL and
/// sent to the browser.
package indirect enum Rule: Hashable, Sendable {
    case truth(Bool)
    case number(Double)
    case text(String)
    /// Days since 1970-01-01.
    case date(Int)
    /// No number, no date: written `''`.
    case missing(ValueType)
    case field(String, ValueType)
    case apply(Operation, [Rule])

    package var type: ValueType {
        switch self {
        case .truth: .truth
        case .number: .number
        case .text: .text
        case .date: .date
        case .missing(let type), .field(_, let type): type
        case .apply(let operation, let arguments): operation.result(of: arguments)
        }
    }

    var isField: Bool { if case .field = self { true } else { false } }

    /// The same where some other rule is known to hold; nil where nothing is left to be asked.
    package func given(_ known: Rule) -> Rule? {
        if self == known { return nil }
        guard case .apply(.and, let parts) = self else { return self }
        let left = parts.compactMap { $0.given(known) }
        return left.count > 1 ? .apply(.and, left) : left.first
    }

    /// The fields it names.
    package var fields: Set<String> {
        switch self {
        case .field(let name, _): [name]
        case .apply(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.fields) }
        default: []
        }
    }
}

/// What is done with the arguments. The raw value is the name in JSON.
package enum Operation: String, Hashable, Sendable, CaseIterable {
    case and, or, not
    /// Condition, then, else.
    case choose = "if"
    /// The first that is not missing.
    case coalesce
    /// Nothing was answered.
    case isEmpty = "empty"
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "div"
    case remainder = "mod"
    case negate
    /// Towards zero.
    case truncate = "int"
    /// To so many places; halves go up.
    case round
    case abs
    /// By a whole exponent that stands in the expression.
    case power = "pow"
    case least = "min"
    case greatest = "max"
    /// Days between two dates.
    case daysBetween = "days-between"
    case addDays = "add-days"
    /// A date's days since 1970-01-01.
    case dayNumber = "decimal-date-time"
    case today
    /// A date by a pattern of `%Y %m %d %n %e %y`.
    case formatDate = "format-date"
    case numberOfText = "number"
    case textOf = "string"
    case length = "string-length"
    case concat
    case contains
    case startsWith = "starts-with"
    case endsWith = "ends-with"
    /// From an index that counts from 0 up to, not including, another.
    case substring = "substr"
    case before = "substring-before"
    case after = "substring-after"
    /// The whole text, by a pattern of the portable kind.
    case matches = "regex"
    case selected
    case countSelected = "count-selected"

    func result(of arguments: [Rule]) -> ValueType {
        switch self {
        case .and, .or, .not, .isEmpty, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contains, .startsWith,
            .endsWith,
            .matches, .selected:
            .truth
        case .add, .subtract, .multiply, .divide, .remainder, .negate, .truncate, .round, .abs, .power, .least, .greatest, .daysBetween,
            .dayNumber, .numberOfText, .length, .countSelected:
            .number
        case .addDays, .today: .date
        case .formatDate, .textOf, .concat, .substring, .before, .after: .text
        case .choose: Self.common(arguments[1].type, arguments[2].type)
        case .coalesce: Self.common(arguments[0].type, arguments[1].type)
        }
    }

    /// Two kinds of text together are text.
    static func common(_ one: ValueType, _ other: ValueType) -> ValueType { one == other ? one : .text }
}
