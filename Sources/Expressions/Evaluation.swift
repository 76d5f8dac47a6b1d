import Store
package import WorkingTime

/// Works a rule out in memory, for one record.
package struct Evaluation {
    private let today: Int
    private let field: (String) -> Value

    /// - Parameters:
    ///   - today: the district's day.
    ///   - field: what the record holds; `.none` or the empty text where it holds nothing.
    package init(today: Day, field: @escaping (String) -> Value) {
        self.today = today.daysSinceEpoch
        self.field = field
    }

    package func truth(_ rule: Rule) -> Bool { if case .truth(let truth) = value(rule) { truth } else { false } }

    package func value(_ rule: Rule) -> Value {
        switch rule {
        case .truth(let truth): .truth(truth)
        case .number(let number): .number(number)
        case .text(let text): .text(text)
        case .date(let day): .date(day)
        case .missing: .none
        case .field(let name, let type): Self.kept(field(name), as: type)
        case .apply(let operation, let arguments): apply(operation, arguments)
        }
    }

    /// A record that lacks a field holds nothing in it.
    private static func kept(_ value: Value, as type: ValueType) -> Value {
        switch (type, value) {
        case (_, .none): type.isText ? .text("") : type == .truth ? .truth(false) : .none
        default: value
        }
    }

    private func number(_ rule: Rule) -> Double? {
        switch value(rule) {
        case .number(let number): number
        case .date(let day): Double(day)
        default: nil
        }
    }

    private func text(_ rule: Rule) -> String { value(rule).plainText }

    private func apply(_ operation: Operation, _ parts: [Rule]) -> Value {
        switch operation {
        case .and: .truth(truth(parts[0]) && truth(parts[1]))
        case .or: .truth(truth(parts[0]) || truth(parts[1]))
        case .not: .truth(!truth(parts[0]))
        case .choose: value(truth(parts[0]) ? parts[1] : parts[2])
        case .coalesce: given(parts[0]) ?? value(parts[1])
        case .isEmpty: .truth(given(parts[0]) == nil)
        case .equal: .truth(areEqual(parts[0], parts[1]))
        case .notEqual: .truth(!areEqual(parts[0], parts[1]))
        case .less: compared(parts, by: <)
        case .lessOrEqual: compared(parts, by: <=)
        case .greater: compared(parts, by: >)
        case .greaterOrEqual: compared(parts, by: >=)
        case .add, .subtract, .multiply, .divide, .remainder, .negate, .truncate, .round, .abs, .power, .least, .greatest:
            arithmetic(operation, parts.map(number)).map(Value.number) ?? .none
        case .daysBetween: number(parts[0]).flatMap { one in number(parts[1]).map { .number(one - $0) } } ?? .none
        case .addDays:
            number(parts[0]).flatMap { day in
                number(parts[1]).flatMap { Days.adding($0.rounded(.down), to: Int(day)).map(Value.date) }
            } ?? .none
        case .dayNumber: number(parts[0]).map(Value.number) ?? .none
        case .today: .date(today)
        case .formatDate: .text(number(parts[0]).flatMap { day in DatePattern(text(parts[1]))?.text(of: Int(day)) } ?? "")
        case .numberOfText: Value.number(of: text(parts[0])).map(Value.number) ?? .none
        case .textOf: .text(text(parts[0]))
        case .length: .number(Double(text(parts[0]).unicodeScalars.count))
        case .countSelected: .number(Double(codes(parts[0]).count))
        case .concat: .text(parts.map(text).joined())
        case .contains: .truth(Scalars(text(parts[0])).index(of: Scalars(text(parts[1]))) != nil)
        case .startsWith: .truth(Scalars(text(parts[0])).starts(with: Scalars(text(parts[1]))))
        case .endsWith: .truth(Scalars(text(parts[0])).reversed().starts(with: Scalars(text(parts[1])).reversed()))
        case .substring: .text(substring(parts))
        case .before, .after: .text(around(parts, after: operation == .after))
        case .matches: .truth(StoreFunctions.matches(text(parts[0]), text(parts[1])))
        case .selected: .truth(codes(parts[0]).contains(text(parts[1])))
        }
    }

    /// Nil where nothing was answered.
    private func given(_ rule: Rule) -> Value? {
        switch value(rule) {
        case .none, .text(""): nil
        case let value: value
        }
    }

    /// What is missing equals nothing, not even what is missing too; texts are compared code by code.
    private func areEqual(_ one: Rule, _ other: Rule) -> Bool {
        switch (value(one), value(other)) {
        case (.none, _), (_, .none): false
        case (.text(let one), .text(let other)): one.utf8.elementsEqual(other.utf8)
        case (let one, let other): one == other
        }
    }

    private func compared(_ parts: [Rule], by order: (Double, Double) -> Bool) -> Value {
        guard let one = number(parts[0]), let other = number(parts[1]) else { return .truth(false) }
        return .truth(order(one, other))
    }

    /// Nil as soon as one part is missing, and where there is no answer.
    private func arithmetic(_ operation: Operation, _ parts: [Double?]) -> Double? {
        let numbers = parts.compactMap { $0 }
        guard numbers.count == parts.count, let first = numbers.first else { return nil }
        let second = numbers.count > 1 ? numbers[1] : 0
        switch operation {
        case .add: return first + second
        case .subtract: return first - second
        case .multiply: return first * second
        case .divide: return second == 0 ? nil : first / second
        case .remainder: return second == 0 ? nil : first - second * (first / second).rounded(.towardZero)
        case .negate: return -first
        case .truncate: return first.rounded(.towardZero)
        case .round:
            let scale = (0..<Int(second)).reduce(1.0) { scale, _ in scale * 10 }
            return (first * scale + 0.5).rounded(.down) / scale
        case .abs: return Swift.abs(first)
        case .power: return (0..<Int(second)).reduce(1.0) { power, _ in power * first }
        case .least: return numbers.min()
        case .greatest: return numbers.max()
        default: return nil
        }
    }

    private func codes(_ rule: Rule) -> [String] { text(rule).split(separator: " ").map(String.init) }

    private func substring(_ parts: [Rule]) -> String {
        let all = Scalars(text(parts[0]))
        guard let from = number(parts[1]) else { return "" }
        var to = Double(all.count)
        if parts.count > 2 {
            guard let given = number(parts[2]) else { return "" }
            to = min(to, given.rounded(.towardZero))
        }
        let start = max(0, from.rounded(.towardZero))
        return start < to ? String(all[Int(start)..<Int(to)]) : ""
    }

    /// What stands before the first occurrence of a part, or after it.
    private func around(_ parts: [Rule], after: Bool) -> String {
        let (all, part) = (Scalars(text(parts[0])), Scalars(text(parts[1])))
        guard let index = all.index(of: part) else { return "" }
        return after ? String(all[(index + part.count)...]) : String(all[..<index])
    }
}

/// Dates of the years 1 to 9999; further away is none.
enum Days {
    static let first = -719_162
    static let last = 2_932_896

    static func adding(_ days: Double, to day: Int) -> Int? {
        guard Swift.abs(days) < 10_000_000 else { return nil }
        let sum = day + Int(days)
        return (first...last).contains(sum) ? sum : nil
    }
}

/// Text as code points: what both databases and the browser count.
typealias Scalars = [Unicode.Scalar]

extension Scalars {
    init(_ text: String) { self = Array(text.unicodeScalars) }

    func index(of part: Scalars) -> Int? {
        guard part.count <= count else { return nil }
        return (0...(count - part.count)).first { self[$0..<$0 + part.count].elementsEqual(part) }
    }
}

extension String {
    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = UnicodeScalarView()
        for scalar in scalars { view.append(scalar) }
        self = String(view)
    }
}
