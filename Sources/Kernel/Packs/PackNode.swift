import Foundation
package import WorkingTime
package import Yams

/// What is wrong in a pack, with its place. `code` names the sentence (`problem.field.pack.<code>`).
package struct PackProblem: Error, Codable, Equatable, Sendable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var code: String
    package var values: [String: String]

    /// The same as the problem of a field, for whoever asked for the pack to be loaded.
    package var fieldProblem: FieldProblem {
        let place = "\(file):\(line)"
        let all = values.sorted { $0.key < $1.key }.map(\.value).joined(separator: ", ")
        return FieldProblem(
            place, "pack.\(code)", values.merging(["place": place, "values": all, "brace": "{number}"]) { own, _ in own })
    }

    package var description: String {
        let details = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        return "\(file):\(line): \(code)\(details.isEmpty ? "" : " ")\(details)"
    }
}

/// All that is wrong in a pack: somebody who mends it wants to see everything at once.
package struct PackProblems: Error, Sendable {
    package var problems: [PackProblem]

    package init(problems: [PackProblem]) { self.problems = problems }
}

/// Collects problems while a pack, or another YAML file of ours, is read.
package final class PackCheck {
    package private(set) var problems: [PackProblem] = []

    package init() {}

    package func note(_ node: PackNode, _ code: String, _ values: [String: String] = [:]) {
        problems.append(PackProblem(file: node.file, line: node.line, code: code, values: values))
    }

    /// Where each thing of the pack stands, so that what refers to nothing is reported at its own line.
    private var places: [String: (file: String, line: Int)] = [:]

    func place(_ thing: String, _ node: PackNode) { places[thing] = (node.file, node.line) }

    func note(at thing: String, _ code: String, _ values: [String: String] = [:]) {
        let place = places[thing] ?? ("pack.yaml", 1)
        note(file: place.file, line: place.line, code, values)
    }

    /// The nodes themselves, having noted those whose code another of the same file has.
    func once(_ nodes: [PackNode]) -> [PackNode] {
        var seen: Set<String> = []
        for node in nodes {
            guard let code = node.node.mapping?["code"]?.string else { continue }
            if !seen.insert(code).inserted { note(node, "twice", ["code": code]) }
        }
        return nodes
    }

    package func note(file: String, line: Int, _ code: String, _ values: [String: String] = [:]) {
        problems.append(PackProblem(file: file, line: line, code: code, values: values))
    }
}

/// A place in a YAML file. Reading a wrong kind notes a problem and goes on with a harmless value, so that one pass finds
/// every mistake.
package struct PackNode {
    package let file: String
    package let node: Node
    let check: PackCheck

    package var line: Int { node.mark?.line ?? 1 }

    package static func load(_ path: String, named file: String, check: PackCheck) -> PackNode? {
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            guard let node = try Yams.compose(yaml: text) else {
                check.note(file: file, line: 1, "empty-file")
                return nil
            }
            return PackNode(file: file, node: node, check: check)
        } catch let error as YamlError {
            let line: Int
            switch error {
            case .duplicatedKeysInMapping(let keys, let context):
                check.note(file: file, line: context.mark.line, "key-twice", ["key": keys.joined(separator: ", ")])
                return nil
            case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
                line = max(1, mark.line)
            default: line = 1
            }
            check.note(file: file, line: line, "not-yaml")
        } catch {
            check.note(file: file, line: 1, "cannot-read")
        }
        return nil
    }

    /// Unknown keys are mistakes: a typo must not silently change nothing.
    package func only(_ keys: String...) { allow(keys) }

    package func allow(_ keys: [String]) {
        guard let mapping = node.mapping else {
            check.note(self, "not-a-mapping")
            return
        }
        for (key, _) in mapping {
            let name = key.string ?? ""
            if !keys.contains(name) {
                check.note(
                    PackNode(file: file, node: key, check: check), "unknown-key",
                    ["key": name, "known": keys.joined(separator: ", ")])
            }
        }
    }

    package func child(_ key: String) -> PackNode? {
        guard let mapping = node.mapping, let found = mapping[Node(key)] else { return nil }
        if found.null != nil { return nil }
        return PackNode(file: file, node: found, check: check)
    }

    package func string(_ key: String) -> String? {
        guard let child = child(key) else { return nil }
        return child.text
    }

    package var text: String? {
        guard let scalar = node.scalar else {
            check.note(self, "not-text")
            return nil
        }
        return scalar.string
    }

    package func required(_ key: String) -> String {
        guard let value = string(key) else {
            check.note(self, "missing", ["key": key])
            return ""
        }
        return value
    }

    package func flag(_ key: String) -> Bool? {
        guard let child = child(key), let text = child.text else { return nil }
        guard let value = Bool(text) else {
            check.note(child, "not-one-of", ["text": text, "known": "true, false"])
            return nil
        }
        return value
    }

    package func integer(_ key: String) -> Int? {
        guard let child = child(key), let text = child.text else { return nil }
        guard let value = Int(text) else {
            check.note(child, "not-a-number", ["text": text])
            return nil
        }
        return value
    }

    /// `08:30`: the time since midnight.
    package func timeOfDay(_ key: String) -> Span? {
        guard let child = child(key), let text = child.text else { return nil }
        let parts = text.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) else {
            check.note(child, "not-a-time-of-day", ["text": text])
            return nil
        }
        return .hours(parts[0]) + .minutes(parts[1])
    }

    package func words(_ key: String) -> Words? {
        guard let child = child(key) else { return nil }
        if let text = child.node.scalar?.string { return Words(zh: text, en: text) }
        return child.wordsHere
    }

    /// `{zh: …, en: …}`; without English, the Chinese.
    package var wordsHere: Words {
        only("zh", "en")
        let zh = required("zh")
        return Words(zh: zh, en: string("en") ?? zh)
    }

    package func requiredWords(_ key: String) -> Words {
        guard let words = words(key) else {
            check.note(self, "missing", ["key": key])
            return Words(zh: "", en: "")
        }
        return words
    }

    package func list(_ key: String) -> [PackNode] {
        guard let child = child(key) else { return [] }
        guard let sequence = child.node.sequence else {
            check.note(child, "not-a-list")
            return []
        }
        return sequence.map { PackNode(file: file, node: $0, check: check) }
    }

    package func texts(_ key: String) -> [String] { list(key).compactMap(\.text) }

    /// Key and value, in file order.
    package var entries: [(key: String, value: PackNode)] {
        guard let mapping = node.mapping else {
            check.note(self, "not-a-mapping")
            return []
        }
        return mapping.map { ($0.key.string ?? "", PackNode(file: file, node: $0.value, check: check)) }
    }

    package func limit(_ key: String) -> Limit? {
        guard let child = child(key), let text = child.text else { return nil }
        do { return try Limit(parsing: text) } catch {
            check.note(child, "not-a-limit", ["text": text])
            return nil
        }
    }

    package func day(_ text: String) -> Day? {
        guard let day = Day(iso: text) else {
            check.note(self, "not-a-day", ["text": text])
            return nil
        }
        return day
    }

    package func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _: Choice.Type = Choice.self) -> Choice?
    where Choice.RawValue == String {
        guard let child = child(key), let text = child.text else { return nil }
        guard let value = Choice(rawValue: text) else {
            check.note(
                child, "not-one-of",
                ["text": text, "known": Choice.allCases.map(\.rawValue).joined(separator: ", ")])
            return nil
        }
        return value
    }
}

/// A name in both languages.
package struct Words: Codable, Hashable, Sendable {
    /// What the product speaks, the first one first.
    package static let languages = ["zh-Hans", "en"]

    package var zh: String
    package var en: String

    package init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    package func text(in language: String) -> String { language == "en" ? en : zh }
}
