/// SQL text with its values. Interpolated values are bound, never pasted; a `String` variable is not an `SQL`, so
/// `rows(text)` does not compile and `rows("… \(text) …")` binds the text.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    enum Part: Sendable {
        case text(String)
        case value(SQLValue)
    }

    var parts: [Part]

    package init(stringLiteral value: String) {
        parts = [.text(value)]
    }

    package init(stringInterpolation: StringInterpolation) {
        parts = stringInterpolation.parts
    }

    package init(_ pieces: [SQL]) {
        parts = pieces.flatMap(\.parts)
    }

    /// Nothing at all: for optional clauses.
    package static let empty = SQL([])

    package var isEmpty: Bool { parts.isEmpty }

    package struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(interpolationCount * 2 + 1)
        }

        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { parts.append(.text(literal)) }
        }

        package mutating func appendInterpolation(_ value: some SQLConvertible) {
            parts.append(.value(value.sqlValue))
        }

        /// `nil` is bound as NULL.
        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
            parts.append(.value(value?.sqlValue ?? .null))
        }

        package mutating func appendInterpolation(value: SQLValue) {
            parts.append(.value(value))
        }

        package mutating func appendInterpolation(_ fragment: SQL) {
            parts.append(contentsOf: fragment.parts)
        }

        /// `IN (…)` lists; an empty list matches nothing.
        package mutating func appendInterpolation(list values: some Collection<some SQLConvertible>) {
            if values.isEmpty {
                parts.append(.text("(NULL)"))
                return
            }
            parts.append(.text("("))
            for (index, value) in values.enumerated() {
                if index > 0 { parts.append(.text(", ")) }
                parts.append(.value(value.sqlValue))
            }
            parts.append(.text(")"))
        }

        /// The `SET` part that every change of a revised table carries; without it the database refuses the change.
        package mutating func appendInterpolation(revisedAt microseconds: Int64) {
            parts.append(.text("version = version + 1, since = "))
            parts.append(.value(.integer(microseconds)))
        }
    }

    package static func + (left: SQL, right: SQL) -> SQL {
        SQL([left, right])
    }

    /// `a AND b AND c`; no condition is true.
    package static func all(_ conditions: [SQL]) -> SQL {
        joined(conditions, by: " AND ", none: "(1 = 1)")
    }

    /// `a OR b OR c`; no condition is false.
    package static func any(_ conditions: [SQL]) -> SQL {
        joined(conditions, by: " OR ", none: "(1 = 0)")
    }

    static func joined(_ conditions: [SQL], by separator: String, none: SQL, in brackets: (String, String) = ("(", ")")) -> SQL {
        guard !conditions.isEmpty else { return none }
        var parts: [Part] = [.text(brackets.0)]
        for (index, condition) in conditions.enumerated() {
            if index > 0 { parts.append(.text(separator)) }
            parts.append(contentsOf: condition.parts)
        }
        parts.append(.text(brackets.1))
        var result = SQL.empty
        result.parts = parts
        return result
    }

    /// A revised table as it was known at a moment; `nil` is now.
    package static func table(_ name: StaticString, asOf microseconds: Int64?) -> SQL {
        revised(name.description, asOf: microseconds)
    }

    static func revised(_ name: String, asOf microseconds: Int64?) -> SQL {
        guard let microseconds else { return SQL(unchecked: name) }
        let all = SQL(unchecked: "\(name)_all")
        return "(SELECT * FROM \(all) WHERE since <= \(microseconds) AND \(microseconds) < until)"
    }

    /// A numbered column name, for answers whose width is known only at run time.
    package static func column(_ prefix: StaticString, _ number: Int) -> SQL {
        SQL(unchecked: "\(prefix)\(number)")
    }

    /// For names that the store itself makes (tables of a pack, past twins). Never for anything a person typed.
    init(unchecked text: String) {
        parts = [.text(text)]
    }

    /// The statement in an engine's dialect, and the values in order.
    func rendered(for dialect: Dialect) -> (text: String, values: [SQLValue]) {
        var text = ""
        var values: [SQLValue] = []
        // A statement is some hundreds of bytes, put together for each call.
        text.reserveCapacity(parts.reduce(0) { if case .text(let fragment) = $1 { $0 + fragment.utf8.count } else { $0 + 3 } })
        values.reserveCapacity(parts.count / 2)
        for part in parts {
            switch part {
            case .text(let fragment): text += fragment
            case .value(let value):
                values.append(value)
                text += dialect.placeholder(values.count)
            }
        }
        return (text, values)
    }
}

/// The two engines, for the few files that differ between them.
package enum Dialect: String, Sendable, CaseIterable {
    case sqlite, postgres

    func placeholder(_ number: Int) -> String {
        switch self {
        case .sqlite: "?"
        case .postgres: "$\(number)"
        }
    }
}
