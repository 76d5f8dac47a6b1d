import Expressions
import World

/// Expressions of every kind that the checker takes, as somebody would write them.
struct RandomExpressions {
    var random: Seeded

    mutating func of(_ type: ValueType, depth: Int = 4) -> String {
        if depth == 0 || chance(6) { return leaf(type) }
        let d = depth - 1
        switch type {
        case .truth:
            switch pick(13) {
            case 0: return "(\(of(.truth, depth: d)) and \(of(.truth, depth: d)))"
            case 1: return "(\(of(.truth, depth: d)) or \(of(.truth, depth: d)))"
            case 2: return "not(\(of(.truth, depth: d)))"
            case 3, 4: return "\(of(.number, depth: d)) \(one(["=", "!=", "<", "<=", ">", ">="])) \(of(.number, depth: d))"
            case 5: return "\(of(.date, depth: d)) \(one(["=", "!=", "<", "<=", ">", ">="])) \(of(.date, depth: d))"
            case 6: return "\(of(.text, depth: d)) \(one(["=", "!="])) \(of(.text, depth: d))"
            case 7: return "\(of(one([.text, .number, .date]), depth: d)) \(one(["=", "!="])) ''"
            case 8: return "\(one(["contains", "starts-with", "ends-with"]))(\(of(.text, depth: d)), \(of(.text, depth: d)))"
            case 9:
                return
                    "regex(\(of(.text, depth: d)), '\(one(["[0-9]+", "\\d{2}.*", "(a|b|王)*", ".", "[^a-z]+-?", "\\S+\\s\\S+", "\\.?"]))')"
            case 10: return "selected(\(one(["${needs}", "${category}"])), \(of(.text, depth: d)))"
            case 11: return "boolean(\(of(one([.text, .number, .date, .truth]), depth: d)))"
            default: return "if(\(of(.truth, depth: d)), \(of(.truth, depth: d)), \(of(.truth, depth: d)))"
            }
        case .number:
            switch pick(13) {
            case 0, 1: return "(\(of(.number, depth: d)) \(one(["+", "-", "*", "div", "mod"])) \(of(.number, depth: d)))"
            case 2: return "-\(of(.number, depth: d))"
            case 3: return "\(one(["int", "abs", "round"]))(\(of(.number, depth: d)))"
            case 4: return "round(\(of(.number, depth: d)), \(pick(4)))"
            case 5: return "pow(\(of(.number, depth: d)), \(pick(4)))"
            case 6: return "\(one(["min", "max"]))(\(of(.number, depth: d)), \(of(.number, depth: d)), \(of(.number, depth: d)))"
            case 7: return "(\(of(.date, depth: d)) - \(of(.date, depth: d)))"
            case 8: return "number(\(of(one([.text, .truth, .date]), depth: d)))"
            case 9: return "string-length(\(of(one([.text, .number, .date]), depth: d)))"
            case 10: return "count-selected(${needs})"
            case 11: return "if(\(of(.truth, depth: d)), \(of(.number, depth: d)), '')"
            default: return "coalesce(\(of(.number, depth: d)), \(of(.number, depth: d)))"
            }
        case .date:
            switch pick(4) {
            case 0: return "(\(of(.date, depth: d)) \(one(["+", "-"])) \(of(.number, depth: d)))"
            case 1: return "if(\(of(.truth, depth: d)), \(of(.date, depth: d)), \(of(.date, depth: d)))"
            case 2: return "coalesce(\(of(.date, depth: d)), \(of(.date, depth: d)))"
            default: return leaf(.date)
            }
        case .text, .choice, .choices:
            switch pick(8) {
            case 0: return "concat(\(of(.text, depth: d)), \(of(one([.text, .number, .date, .truth]), depth: d)))"
            case 1: return "substr(\(of(.text, depth: d)), \(of(.number, depth: d)))"
            case 2: return "substr(\(of(.text, depth: d)), \(of(.number, depth: d)), \(of(.number, depth: d)))"
            case 3: return "\(one(["substring-before", "substring-after"]))(\(of(.text, depth: d)), \(of(.text, depth: d)))"
            case 4: return "string(\(of(one([.number, .date, .truth]), depth: d)))"
            case 5: return "format-date(\(of(.date, depth: d)), '\(one(["%Y-%m-%d", "%Y年%n月%e日", "%d/%m/%y", "日"]))')"
            case 6: return "if(\(of(.truth, depth: d)), \(of(.text, depth: d)), \(of(.text, depth: d)))"
            default: return "coalesce(\(of(.text, depth: d)), \(of(.text, depth: d)))"
            }
        }
    }

    private mutating func leaf(_ type: ValueType) -> String {
        switch type {
        case .truth: one(["true()", "false()", "${alone}"])
        case .number: one(["${age}", "${height}", "0", "1", "2.5", "80", "0.1", "1000000", "-3"])
        case .date: one(["${born}", "${moved}", "today()", "date('2024-02-29')", "date('1969-12-31')"])
        case .text, .choice, .choices:
            one(["${name}", "${note}", "${category}", "${needs}", "'food'", "'王'", "'12'", "' '", "'a'", "'-'", "'care'", "'3.50'"])
        }
    }

    private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    private mutating func chance(_ of: Int) -> Bool { pick(of) == 0 }
    private mutating func one<Item>(_ items: [Item]) -> Item { items.randomElement(using: &random)! }
}
