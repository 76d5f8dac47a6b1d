/// A rule as JSON, as the browser's `rules.js` reads it: `{"field": "age", "type": "number"}`, `{"apply": "+", "to": […]}`.
extension Rule: Codable {
    private enum Keys: String, CodingKey { case truth, number, text, date, missing, field, type, apply, to }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Keys.self)
        if let operation = try box.decodeIfPresent(Operation.self, forKey: .apply) {
            self = .apply(operation, try box.decode([Rule].self, forKey: .to))
        } else if let name = try box.decodeIfPresent(String.self, forKey: .field) {
            self = .field(name, try box.decode(ValueType.self, forKey: .type))
        } else if let truth = try box.decodeIfPresent(Bool.self, forKey: .truth) {
            self = .truth(truth)
        } else if let number = try box.decodeIfPresent(Double.self, forKey: .number) {
            self = .number(number)
        } else if let day = try box.decodeIfPresent(Int.self, forKey: .date) {
            self = .date(day)
        } else if let type = try box.decodeIfPresent(ValueType.self, forKey: .missing) {
            self = .missing(type)
        } else {
            self = .text(try box.decode(String.self, forKey: .text))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Keys.self)
        switch self {
        case .truth(let truth): try box.encode(truth, forKey: .truth)
        case .number(let number): try box.encode(number, forKey: .number)
        case .text(let text): try box.encode(text, forKey: .text)
        case .date(let day): try box.encode(day, forKey: .date)
        case .missing(let type): try box.encode(type, forKey: .missing)
        case .field(let name, let type):
            try box.encode(name, forKey: .field)
            try box.encode(type, forKey: .type)
        case .apply(let operation, let parts):
            try box.encode(operation, forKey: .apply)
            try box.encode(parts, forKey: .to)
        }
    }
}

extension Operation: Codable {}
extension ValueType: Codable {}
