import Foundation
import Kernel
import WorkingTime
import Yams

extension Scenario {
    /// Reads a scenario; every mistake is reported with its line, at once.
    /// - Throws: `PackProblems`.
    package static func read(_ path: String) throws -> Scenario {
        let check = PackCheck()
        var scenario = Scenario()
        scenario.file = path
        if let node = PackNode.load(path, named: path, check: check) {
            ScenarioReader(check: check, zone: zone(of: node)).read(node, into: &scenario)
        } else if check.problems.isEmpty {
            check.note(file: path, line: 1, "missing", ["key": "scenario"])
        }
        guard check.problems.isEmpty else { throw PackProblems(problems: check.problems) }
        return scenario
    }

    /// Times without an offset are those of the place where the story begins.
    private static func zone(of node: PackNode) -> Zone {
        guard let start = node.string("start"), let sign = start.dropFirst(10).lastIndex(where: { "+-".contains($0) }) else {
            return .china
        }
        return Zone(String(start[sign...])) ?? .china
    }
}

private struct ScenarioReader {
    let check: PackCheck
    let zone: Zone

    func read(_ node: PackNode, into scenario: inout Scenario) {
        node.only("scenario", "pack", "start", "people", "steps", "expect")
        scenario.name = node.required("scenario")
        scenario.pack = node.required("pack")
        scenario.start = moment(node, "start") ?? missing(node, "start", Instant(microseconds: 0))
        scenario.people = node.list("people").map(person)
        let known = Set(scenario.people.map(\.login))
        scenario.steps = node.list("steps").map { step($0, people: known) }
        scenario.checks = node.list("expect").compactMap { self.check($0, people: known) }
    }

    private func missing<Value>(_ node: PackNode, _ key: String, _ harmless: Value) -> Value {
        if node.child(key) == nil { check.note(node, "missing", ["key": key]) }
        return harmless
    }

    private func person(_ node: PackNode) -> Scenario.Person {
        node.only("login", "name", "role", "office", "area")
        let login = node.required("login")
        return Scenario.Person(
            login: login, name: node.string("name") ?? login, role: node.required("role"), office: node.string("office"),
            area: node.string("area"))
    }

    private func step(_ node: PackNode, people: Set<String>) -> Scenario.Step {
        node.only("at", "as", "do", "with", "save", "expect", "refuse", "tick")
        let verb = node.string("do")
        if let verb, Modules.huying.verb(named: verb) == nil {
            check.note(node.child("do") ?? node, "unknown-verb", ["verb": verb])
        }
        if verb == nil, node.child("tick") == nil, node.child("at") == nil { check.note(node, "missing", ["key": "do"]) }
        if verb == nil {
            for key in ["with", "save", "expect", "refuse"] where node.child(key) != nil {
                check.note(node, "missing", ["key": "do"])
            }
        }
        return Scenario.Step(
            line: node.line, at: moment(node, "at"), tick: node.string("tick") == "true",
            person: person(named: node, among: people), verb: verb,
            input: node.child("with").map { ScenarioValue($0.node) } ?? .object([:]), save: node.string("save"),
            expected: expectations(node.child("expect")), refusal: node.string("refuse"))
    }

    private func check(_ node: PackNode, people: Set<String>) -> Scenario.Check? {
        let subject: Scenario.Check.Subject
        var expected: [Scenario.Expectation] = []
        if let code = node.string("figure") {
            node.only("figure", "as", "where", "value", "numerator", "denominator")
            subject = .figure(code: code, filter: node.child("where").map { ScenarioValue($0.node) } ?? .object([:]))
            expected = fields(node, "value", "numerator", "denominator")
        } else if let kind = ["case", "order"].first(where: { node.child($0) != nil }) {
            node.only(kind, "as", "is")
            subject = .found(kind: kind, id: node.required(kind))
            expected = expectations(node.child("is"))
        } else if let state = node.string("orders") {
            node.only("orders", "as", "count")
            subject = .orders(state: state)
            expected = fields(node, "count")
        } else if node.child("journal") != nil {
            node.only("journal", "as")
            subject = .journal
            expected = [Scenario.Expectation(line: node.line, path: "intact", value: .flag(node.string("journal") == "intact"))]
        } else {
            check.note(node, "missing", ["key": "figure, case, order, orders, journal"])
            return nil
        }
        return Scenario.Check(
            line: node.line, person: person(named: node, among: people), subject: subject, expected: expected)
    }

    private func fields(_ node: PackNode, _ keys: String...) -> [Scenario.Expectation] {
        let found = keys.compactMap { key in
            node.child(key).map { Scenario.Expectation(line: $0.line, path: key, value: ScenarioValue($0.node)) }
        }
        // A check that checks nothing is a slip.
        if found.isEmpty { check.note(node, "missing", ["key": keys.joined(separator: ", ")]) }
        return found
    }

    private func expectations(_ node: PackNode?) -> [Scenario.Expectation] {
        guard let mapping = node?.node.mapping else {
            if let node { check.note(node, "not-a-mapping") }
            return []
        }
        return mapping.map { key, value in
            Scenario.Expectation(line: key.mark?.line ?? 0, path: key.string ?? "", value: ScenarioValue(value))
        }
    }

    private func person(named node: PackNode, among people: Set<String>) -> String? {
        guard let login = node.string("as"), login != "resident" else { return nil }
        if !people.contains(login) { check.note(node.child("as") ?? node, "unknown-person", ["person": login]) }
        return login
    }

    private func moment(_ node: PackNode, _ key: String) -> Instant? {
        guard let text = node.string(key) else { return nil }
        let moment = Instant(text, in: zone)
        if moment == nil { check.note(node.child(key) ?? node, "not-a-time", ["text": text]) }
        return moment
    }
}
