/// One flat object each, told apart by `reason`:
/// `{"reason": "issued", "at", "kind", "name"?}`, `{"reason": "skipped", "name"?, "from", "to"}`,
/// `{"reason": "makeUp", "day"}`, `{"reason": "paused", "pause"}`, `{"reason": "assumed", "year"}`,
/// `{"reason": "due", "at"}`, `{"reason": "suspended", "at"}`.
extension DeadlineReason: Codable {
    private enum Key: String, CodingKey { case reason, at, name, from, to, day, pause, year }
    private enum Word: String, Codable { case issued, skipped, makeUp, paused, assumed, due, suspended }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func value<Value: Decodable>(_ key: Key) throws -> Value { try container.decode(Value.self, forKey: key) }
        switch try container.decode(Word.self, forKey: .reason) {
        case .issued: self = .issued(try value(.at), try DayKind(from: decoder))
        case .skipped:
            let name = try container.decodeIfPresent(String.self, forKey: .name)
            self = .skipped(name: name, from: try value(.from), to: try value(.to))
        case .makeUp: self = .makeUp(try value(.day))
        case .paused: self = .paused(try value(.pause))
        case .assumed: self = .assumed(try value(.year))
        case .due: self = .due(try value(.at))
        case .suspended: self = .suspended(since: try value(.at))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        func put(_ word: Word) throws { try container.encode(word, forKey: .reason) }
        switch self {
        case .issued(let instant, let kind):
            try put(.issued)
            try container.encode(instant, forKey: .at)
            try kind.encode(to: encoder)
        case .skipped(let name, let from, let to):
            try put(.skipped)
            try container.encodeIfPresent(name, forKey: .name)
            try container.encode(from, forKey: .from)
            try container.encode(to, forKey: .to)
        case .makeUp(let day):
            try put(.makeUp)
            try container.encode(day, forKey: .day)
        case .paused(let pause):
            try put(.paused)
            try container.encode(pause, forKey: .pause)
        case .assumed(let year):
            try put(.assumed)
            try container.encode(year, forKey: .year)
        case .due(let instant):
            try put(.due)
            try container.encode(instant, forKey: .at)
        case .suspended(let instant):
            try put(.suspended)
            try container.encode(instant, forKey: .at)
        }
    }
}
