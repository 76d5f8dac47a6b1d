import Foundation
import Kernel
package import WorkingTime
import Yams

/// A value of a scenario: JSON, with numbers as they were written.
package indirect enum ScenarioValue: Equatable, Sendable {
    case none
    case flag(Bool)
    case number(Double, decimals: Int)
    case text(String)
    case list([ScenarioValue])
    case object([String: ScenarioValue])

    /// The part at a path such as `orders.0.dueAt`; `.` is the whole. What is not there is `none`.
    package func part(_ path: String) -> ScenarioValue {
        path.split(separator: ".").reduce(self) { value, key in
            switch value {
            case .object(let fields): fields[String(key)] ?? .none
            case .list(let items): Int(key).flatMap { items.indices.contains($0) ? items[$0] : nil } ?? .none
            default: .none
            }
        }
    }

    /// Whether what was found is what was expected: moments as moments, numbers to the decimals written.
    package func isMet(by found: ScenarioValue, in zone: Zone) -> Bool {
        switch (self, found) {
        case (.number(let wanted, let decimals), .number(let number, _)):
            let scale = pow(10, Double(decimals))
            return (number * scale).rounded() == (wanted * scale).rounded()
        case (.text(let wanted), .text(let text)):
            guard wanted != text else { return true }
            guard let moment = Instant(wanted, in: zone) else { return false }
            return moment == Instant(text, in: zone)
        case (.list(let wanted), .list(let items)):
            return wanted.count == items.count && zip(wanted, items).allSatisfy { $0.isMet(by: $1, in: zone) }
        case (.object(let wanted), .object(let fields)):
            return wanted.allSatisfy { $1.isMet(by: fields[$0] ?? .none, in: zone) }
        default: return self == found
        }
    }

    /// As it stands in a message.
    package var shown: String {
        switch self {
        case .none: "null"
        case .flag(let flag): "\(flag)"
        case .number(let number, _): number == number.rounded() ? "\(Int(number))" : "\(number)"
        case .text(let text): "\"\(text)\""
        case .list(let items): "[" + items.map(\.shown).joined(separator: ", ") + "]"
        case .object(let fields):
            "{" + fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.shown)" }.joined(separator: ", ") + "}"
        }
    }
}

extension ScenarioValue {
    /// Plain scalars are read as YAML reads them; what is quoted is text.
    init(_ node: Node) {
        switch node {
        case .mapping(let mapping):
            self = .object(
                Dictionary(mapping.map { ($0.key.string ?? "", ScenarioValue($0.value)) }, uniquingKeysWith: { _, last in last }))
        case .sequence(let sequence): self = .list(sequence.map(ScenarioValue.init))
        case .scalar(let scalar):
            let text = scalar.string
            if scalar.style != .plain {
                self = .text(text)
            } else if text.isEmpty || text == "null" || text == "~" {
                self = .none
            } else if text == "true" || text == "false" {
                self = .flag(text == "true")
            } else if let number = Double(text), text.allSatisfy({ "+-.0123456789".contains($0) }) {
                self = .number(number, decimals: text.split(separator: ".").dropFirst().first?.count ?? 0)
            } else {
                self = .text(text)
            }
        default: self = .none
        }
    }
}

extension ScenarioValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .none
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number, decimals: 0)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let items = try? container.decode([ScenarioValue].self) {
            self = .list(items)
        } else {
            self = .object(try container.decode([String: ScenarioValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .none: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .number(let number, _):
            if let whole = Int(exactly: number) { try container.encode(whole) } else { try container.encode(number) }
        case .text(let text): try container.encode(text)
        case .list(let items): try container.encode(items)
        case .object(let fields): try container.encode(fields)
        }
    }
}
