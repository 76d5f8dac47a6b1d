import Kernel

/// What is wrong in a YAML file — a pack, settings, a scenario — with its place.
extension Words {
    static func sentence(for problem: PackProblem) -> String {
        "\(problem.file):\(problem.line): \(what(problem))."
    }

    private static func what(_ problem: PackProblem) -> String {
        func value(_ name: String) -> String { problem.values[name] ?? "" }
        let details = problem.values.filter { !["text", "known", "key"].contains($0.key) }.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return switch problem.code {
        case "cannot-read": "the file cannot be read; check its name and that it is yours"
        case "empty-file": "the file is empty"
        case "not-yaml": "this is not YAML; look for a missing quote, bracket or blank"
        case "unknown-key": "there is no key '\(value("key"))'. Known here: \(value("known"))"
        case "unknown-file": "nothing reads this file; check its name"
        case "key-twice": "\(value("key")) stands here twice"
        case "missing": "\(value("key")) is missing"
        case "twice": "\(value("code")) stands here a second time"
        case "not-a-mapping": "keys and values belong here"
        case "not-a-list": "a list belongs here"
        case "not-text": "a text belongs here"
        case "not-a-number": "'\(value("text"))' is no whole number"
        case "not-a-day": "'\(value("text"))' is no day; it looks like 2026-03-02"
        case "not-a-time": "'\(value("text"))' is no time; it looks like 2026-03-02 09:30"
        case "not-a-zone": "'\(value("text"))' is no time zone; it looks like +08:00"
        case "not-a-limit": "'\(value("text"))' is no limit; it looks like 2wh, 5wd, 24h or 15d"
        case "not-one-of": "'\(value("text"))' is none of \(value("known"))"
        case "not-a-step": "a step of a ladder needs from, offset and action"
        case "not-a-measure": "'\(value("text"))' is no measure; it looks like 'median answer-days'"
        case "not-office-hours": "these are no office hours: \(value("why"))"
        case "holiday-and-workday": "\(value("day")) is called a holiday and a working day"
        case "extends-itself": "a pack cannot extend itself"
        case "office-above-itself": "office \(value("office")) stands above itself"
        case "not-below-its-parent": "area \(value("area")) is not of a level below \(value("parent"))"
        case "numbering-without-number": "the pattern '\(value("pattern"))' of \(value("series")) has no {number}"
        case let code where code.hasPrefix("unknown-"): "there is no such \(code.dropFirst(8)) (\(details))"
        default: details.isEmpty ? problem.code : "\(problem.code) (\(details))"
        }
    }
}
