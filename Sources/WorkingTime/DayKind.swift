/// What a day is to an office.
package enum DayKind: Hashable, Sendable {
    case workday
    case weekend
    /// A published day off, on whatever weekday it falls.
    case holiday(String)
    /// A Saturday or Sunday published as a working day (调休).
    case makeUpWorkday

    package var isWorking: Bool {
        switch self {
        case .workday, .makeUpWorkday: true
        case .weekend, .holiday: false
        }
    }
}

/// `{"kind": "workday" | "weekend" | "makeUpWorkday"}` or `{"kind": "holiday", "name": "清明节"}`.
extension DayKind: Codable {
    private enum Key: String, CodingKey { case kind, name }
    private enum Word: String, Codable { case workday, weekend, holiday, makeUpWorkday }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(Word.self, forKey: .kind) {
        case .workday: self = .workday
        case .weekend: self = .weekend
        case .makeUpWorkday: self = .makeUpWorkday
        case .holiday: self = .holiday(try container.decode(String.self, forKey: .name))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .workday: try container.encode(Word.workday, forKey: .kind)
        case .weekend: try container.encode(Word.weekend, forKey: .kind)
        case .makeUpWorkday: try container.encode(Word.makeUpWorkday, forKey: .kind)
        case .holiday(let name):
            try container.encode(Word.holiday, forKey: .kind)
            try container.encode(name, forKey: .name)
        }
    }
}
