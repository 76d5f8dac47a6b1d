import Foundation
package import Store
package import WorkingTime

/// Compiles a rule to SQL, for whole populations. The same on both engines; what their own functions lack, `StoreFunctions` gives them.
///
/// Fields are columns as `ValueType` has them: numbers REAL, dates INTEGER (days since 1970), text TEXT, truths FLAG; missing is NULL.
package struct RuleSQL: Sendable {
    private let today: Int
    private let column: @Sendable (String) -> SQL
    private let holders: @Sendable (_ field: String, _ code: String?) -> SQL?

    /// - Parameter holders: the condition that a field `isElsewhere` has a code, or any; nil where the field is a column of its own.
    package init(
        today: Day, holders: @escaping @Sendable (_ field: String, _ code: String?) -> SQL? = { _, _ in nil },
        column: @escaping @Sendable (String) -> SQL
    ) {
        self.today = today.daysSinceEpoch
        self.holders = holders
        self.column = column
    }

    /// For WHERE: what is not known to be true is left out. Comparisons stay bare, so that indexes serve them.
    package func condition(_ rule: Rule) -> SQL {
        switch rule {
        case .apply(.and, let parts): .all(parts.map(condition))
        case .apply(.or, let parts): .any(parts.map(condition))
        case .apply(.equal, let parts) where bare(parts) != nil: bare(parts)!
        case .apply(.not, let parts) where held(parts) != nil: held(parts)!
        case .apply(let operation, let parts) where operation.isComparison && operation != .notEqual: comparison(operation, parts)
        default: value(rule)
        }
    }

    /// Never NULL for truths and texts; NULL is no number and no date.
    package func value(_ rule: Rule) -> SQL {
        switch rule {
        case .truth(let truth): truth ? "(1 = 1)" : "(1 = 0)"
        case .number(let number): "CAST(\(number) AS DOUBLE PRECISION)"
        case .text(let text): "CAST(\(text) AS TEXT)"
        case .date(let day): "CAST(\(day) AS BIGINT)"
        case .missing(let type): type == .date ? "CAST(NULL AS BIGINT)" : "CAST(NULL AS DOUBLE PRECISION)"
        case .field(let name, .truth): "(COALESCE(\(column(name)), 0) = 1)"
        case .field(let name, let type): type.isText ? "COALESCE(\(column(name)), '')" : column(name)
        case .apply(let operation, let parts): apply(operation, parts)
        }
    }

    /// `selected(${field}, 'code')`, and the inside of `not(${field} = '')`, of a field that is elsewhere.
    private func held(_ parts: [Rule]) -> SQL? {
        switch (parts[0], parts.count > 1 ? parts[1] : nil) {
        case (.field(let name, .choices), .text(let code)): holders(name, code)
        case (.apply(.isEmpty, let inner), nil):
            if case .field(let name, .choices) = inner[0] { holders(name, nil) } else { nil }
        default: nil
        }
    }

    /// A text field beside a text that is not empty: what is missing cannot be equal to it.
    private func bare(_ parts: [Rule]) -> SQL? {
        switch (parts[0], parts[1]) {
        case (.field(let name, let type), .text(let text)), (.text(let text), .field(let name, let type)):
            type.isText && !text.isEmpty ? "\(column(name)) = \(text)" : nil
        default: nil
        }
    }

    private func comparison(_ operation: Operation, _ parts: [Rule]) -> SQL {
        let (one, other) = (value(parts[0]), value(parts[1]))
        return switch operation {
        case .less: "(\(one) < \(other))"
        case .lessOrEqual: "(\(one) <= \(other))"
        case .greater: "(\(one) > \(other))"
        case .greaterOrEqual: "(\(one) >= \(other))"
        default: "(\(one) = \(other))"
        }
    }

    private func apply(_ operation: Operation, _ parts: [Rule]) -> SQL {
        // Made where it is used and not before: made for nothing at every level, it would take twice as long for each.
        lazy var a = value(parts[0])
        lazy var b = value(parts[1])
        switch operation {
        case .and: return .all(parts.map(value))
        case .or: return .any(parts.map(value))
        case .not: return "(NOT \(a))"
        case .choose: return "(CASE WHEN \(a) THEN \(b) ELSE \(value(parts[2])) END)"
        case .coalesce: return parts[0].type.isText ? "COALESCE(NULLIF(\(a), ''), \(b))" : "COALESCE(\(a), \(b))"
        case .isEmpty:
            if let held = held([.apply(.isEmpty, parts)]) { return "(NOT \(held))" }
            return parts[0].type.isText ? "(\(a) = '')" : "(\(a) IS NULL)"
        case .equal, .less, .lessOrEqual, .greater, .greaterOrEqual: return "COALESCE(\(comparison(operation, parts)), FALSE)"
        case .notEqual: return "(NOT COALESCE(\(comparison(.equal, parts)), FALSE))"
        case .add: return "(\(a) + \(b))"
        case .subtract: return "(\(a) - \(b))"
        case .multiply: return "(\(a) * \(b))"
        case .divide: return "(\(a) / NULLIF(\(b), 0))"
        case .remainder: return named(parts) { "(\($0[0]) - \($0[1]) * trunc(\($0[0]) / NULLIF(\($0[1]), 0)))" }
        case .negate: return "(- \(a))"
        case .truncate: return "trunc(\(a))"
        case .abs: return "abs(\(a))"
        case .round:
            let scale = (0..<whole(parts[1])).reduce(1.0) { scale, _ in scale * 10 }
            return "(floor(\(a) * CAST(\(scale) AS DOUBLE PRECISION) + 0.5) / CAST(\(scale) AS DOUBLE PRECISION))"
        case .power:
            return named([parts[0]]) { base in
                let one: SQL = "CASE WHEN \(base[0]) IS NOT NULL THEN CAST(1 AS DOUBLE PRECISION) END"
                return "((" + one + ")" + SQL((0..<whole(parts[1])).map { _ in " * \(base[0])" }) + ")"
            }
        case .least, .greatest:
            // Where one is missing, so is the answer.
            let all = SQL(parts.enumerated().map { ($0 > 0 ? " UNION ALL SELECT " : "SELECT ") + value($1) + " AS v0" })
            let best: SQL = operation == .least ? "min(v0)" : "max(v0)"
            return "(SELECT CASE WHEN count(v0) = \(parts.count) THEN \(best) END FROM (\(all)) q)"
        case .daysBetween: return "CAST(\(a) - \(b) AS DOUBLE PRECISION)"
        case .addDays:
            return named(parts) { part in
                let sum: SQL = "\(part[0]) + CAST(floor(\(part[1])) AS BIGINT)"
                return """
                    (CASE WHEN abs(\(part[1])) < 10000000 THEN CASE WHEN \(sum) BETWEEN \(Days.first) AND \(Days.last) THEN \(sum) END END)
                    """
            }
        case .dayNumber: return "CAST(\(a) AS DOUBLE PRECISION)"
        case .today: return "CAST(\(today) AS BIGINT)"
        case .formatDate: return formatted(parts[0], parts[1])
        case .numberOfText: return "number_of_text(\(a))"
        case .textOf: return asText(parts[0])
        case .length: return "CAST(length(\(a)) AS DOUBLE PRECISION)"
        case .countSelected:
            return named(parts) {
                "CAST(CASE WHEN \($0[0]) = '' THEN 0 ELSE length(\($0[0])) - length(replace(\($0[0]), ' ', '')) + 1 END AS DOUBLE PRECISION)"
            }
        case .concat: return "(" + SQL(parts.enumerated().map { ($0 > 0 ? " || " : "") + value($1) }) + ")"
        case .contains: return "(strpos(\(a), \(b)) > 0)"
        case .startsWith: return named(parts) { "(substr(\($0[0]), 1, length(\($0[1]))) = \($0[1]))" }
        case .endsWith:
            return named(parts) {
                "(length(\($0[0])) >= length(\($0[1])) AND substr(\($0[0]), length(\($0[0])) - length(\($0[1])) + 1) = \($0[1]))"
            }
        case .substring: return substring(parts)
        case .before:
            return named(parts) {
                "substr(\($0[0]), 1, CASE WHEN strpos(\($0[0]), \($0[1])) > 0 THEN CAST(strpos(\($0[0]), \($0[1])) AS INTEGER) - 1 ELSE 0 END)"
            }
        case .after:
            return named(parts) {
                "(CASE WHEN strpos(\($0[0]), \($0[1])) > 0 THEN substr(\($0[0]), strpos(\($0[0]), \($0[1])) + length(\($0[1]))) ELSE '' END)"
            }
        case .matches: return "matches_pattern(\(a), \(b))"
        case .selected:
            if let held = held(parts) { return held }
            return named(parts) {
                "(\($0[1]) <> '' AND strpos(\($0[1]), ' ') = 0 AND strpos(' ' || \($0[0]) || ' ', ' ' || \($0[1]) || ' ') > 0)"
            }
        }
    }

    /// Gives names to what stands more than once in the answer, so that the SQL grows with the rule and not with its depth.
    private func named(_ parts: [Rule], _ body: ([SQL]) -> SQL) -> SQL {
        let isPlain = parts.allSatisfy { if case .apply = $0 { false } else { true } }
        guard !isPlain else { return body(parts.map(value)) }
        let names: [SQL] = ["v1", "v2", "v3"]
        let columns = SQL(zip(parts, names).enumerated().map { ($0 > 0 ? ", " : "") + value($1.0) + " AS " + $1.1 })
        return "(SELECT \(body(Array(names.prefix(parts.count)))) FROM (SELECT \(columns)) q)"
    }

    private func whole(_ rule: Rule) -> Int { if case .number(let number) = rule { Int(number) } else { 0 } }

    private func asText(_ rule: Rule) -> SQL {
        switch rule.type {
        case .number: "COALESCE(plain_number(\(value(rule))), '')"
        case .date: "COALESCE(\(iso(value(rule))), '')"
        case .truth: "(CASE WHEN \(value(rule)) THEN 'true' ELSE 'false' END)"
        case .text, .choice, .choices: value(rule)
        }
    }

    private func iso(_ day: SQL) -> SQL { "date(\(day) * 86400, 'unixepoch')" }

    private func formatted(_ day: Rule, _ pattern: Rule) -> SQL {
        guard case .text(let text) = pattern, let parts = DatePattern(text)?.parts else { return "''" }
        return named([day]) { day in
            let iso = iso(day[0])
            let pieces: [SQL] = parts.map { part in
                switch part {
                case .plain(let text): " || CAST(\(text) AS TEXT)"
                case .year: " || substr(\(iso), 1, 4)"
                case .shortYear: " || substr(\(iso), 3, 2)"
                case .month: " || substr(\(iso), 6, 2)"
                case .day: " || substr(\(iso), 9, 2)"
                case .shortMonth: " || ltrim(substr(\(iso), 6, 2), '0')"
                case .shortDay: " || ltrim(substr(\(iso), 9, 2), '0')"
                }
            }
            return "(CASE WHEN \(day[0]) IS NULL THEN '' ELSE ''" + SQL(pieces) + " END)"
        }
    }

    private func substring(_ parts: [Rule]) -> SQL {
        named(parts) { part in
            let from = place(part[1])
            let to = part.count > 2 ? place(part[2]) : "length(\(part[0]))"
            return """
                COALESCE(CASE WHEN \(to) > \(from)
                  THEN substr(\(part[0]), CAST(\(from) AS INTEGER) + 1, CAST(\(to) - \(from) AS INTEGER)) END, '')
                """
        }
    }

    /// A place in a text: whole, not before its start, not beyond what any text has.
    private func place(_ number: SQL) -> SQL {
        "(CASE WHEN \(number) < 0 THEN 0 WHEN \(number) > 1000000 THEN 1000000 ELSE trunc(\(number)) END)"
    }
}

extension Operation {
    fileprivate var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }
}
