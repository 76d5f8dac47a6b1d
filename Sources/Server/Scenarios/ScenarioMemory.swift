import Kernel

/// What a scenario knows while it is played: outcomes that were saved, and the ids of offices, areas and people.
struct ScenarioMemory: Sendable {
    let places: ScenarioPlaces
    var saved: [String: ScenarioValue] = [:]

    init(places: ScenarioPlaces) { self.places = places }

    /// A name that stands for nothing.
    struct Unknown: Error {
        var reference: String
    }

    /// With `${name.path}`, `office:code`, `area:code` and `account:login` replaced by what they stand for.
    func filled(_ value: ScenarioValue) throws -> ScenarioValue {
        switch value {
        case .text(let text): try filled(text)
        case .list(let items): .list(try items.map(filled))
        case .object(let fields): .object(try fields.mapValues(filled))
        default: value
        }
    }

    private func filled(_ text: String) throws -> ScenarioValue {
        for (prefix, id) in [
            ("office:", places.offices[String(text.dropFirst(7))]?.description),
            ("area:", places.areas[String(text.dropFirst(5))]?.description),
            ("account:", places.accounts[String(text.dropFirst(8))]?.description),
        ] where text.hasPrefix(prefix) {
            guard let id else { throw Unknown(reference: text) }
            return .text(id)
        }
        // A reference alone keeps the kind of what it stands for.
        if text.hasPrefix("${"), text.hasSuffix("}"), !text.dropFirst(2).contains("$") {
            return try value(of: String(text.dropFirst(2).dropLast()))
        }
        var result = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "${"), let close = rest[open.upperBound...].firstIndex(of: "}") {
            result += rest[..<open.lowerBound]
            if case .text(let part) = try value(of: String(rest[open.upperBound..<close])) { result += part }
            rest = rest[rest.index(after: close)...]
        }
        return .text(result + rest)
    }

    private func value(of reference: String) throws -> ScenarioValue {
        let parts = reference.split(separator: ".", maxSplits: 1)
        guard let name = parts.first, let known = saved[String(name)] else { throw Unknown(reference: "${\(reference)}") }
        let value = known.part(parts.count > 1 ? String(parts[1]) : ".")
        guard value != .none else { throw Unknown(reference: "${\(reference)}") }
        return value
    }
}
