package import WorkingTime

/// The JSON form of a Codable type, found by decoding it: each field asked for is noted with its type. So the API's description
/// is derived from the verbs and cannot disagree with them.
package indirect enum JSONShape: Equatable, Sendable {
    case string(format: String?)
    case integer
    case number
    case boolean
    case choice([String])
    case array(JSONShape)
    case object([Field])
    case dictionary(JSONShape)
    case anything

    package struct Field: Equatable, Sendable {
        package var name: String
        package var shape: JSONShape
        package var isRequired: Bool
    }

    package static func of(_ type: any Decodable.Type) -> JSONShape {
        if let known = (type as? any KnownJSONShape.Type)?.jsonShape { return known }
        let note = ShapeNote()
        // Sample values satisfy plain types; a type that checks its input stops early, with its fields noted.
        _ = try? type.init(from: ShapeDecoder(note: note, codingPath: []))
        return note.shape
    }
}

/// A type whose JSON form cannot be found by decoding samples, because it checks what it is given.
package protocol KnownJSONShape {
    static var jsonShape: JSONShape { get }
    /// A value that passes the type's own checks.
    static var jsonSample: Self? { get }
}

/// A closed list that shows its members in the description.
package protocol ClosedList: CaseIterable, RawRepresentable, Codable, Sendable, KnownJSONShape where RawValue == String {}

extension ClosedList {
    package static var jsonShape: JSONShape { .choice(allCases.map(\.rawValue)) }
    package static var jsonSample: Self? { allCases.first }
}

extension ID: KnownJSONShape {
    package static var jsonShape: JSONShape { .string(format: "uuid") }
    package static var jsonSample: ID? { ID("00000000-0000-7000-8000-000000000000") }
}

extension Instant: KnownJSONShape {
    package static var jsonShape: JSONShape { .string(format: "date-time") }
    package static var jsonSample: Instant? { Instant(microseconds: 0) }
}

extension Day: KnownJSONShape {
    package static var jsonShape: JSONShape { .string(format: "date") }
    package static var jsonSample: Day? { Day(iso: "2026-01-01") }
}

extension Dictionary: KnownJSONShape where Key == String, Value: Decodable {
    package static var jsonShape: JSONShape { .dictionary(JSONShape.of(Value.self)) }
    package static var jsonSample: Self? { [:] }
}

private final class ShapeNote {
    var shape: JSONShape = .anything
    var fields: [JSONShape.Field] = []

    func add(_ name: String, _ shape: JSONShape, required: Bool) {
        if !fields.contains(where: { $0.name == name }) {
            fields.append(.init(name: name, shape: shape, isRequired: required))
        }
        self.shape = .object(fields)
    }
}

/// Hands out sample values and notes what was asked.
private struct ShapeDecoder: Decoder {
    let note: ShapeNote
    var codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        note.shape = .object(note.fields)
        return KeyedDecodingContainer(ShapeObject(note: note, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        ShapeArray(note: note, codingPath: codingPath)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        ShapeValue(note: note, codingPath: codingPath)
    }
}

/// A sample of a type, with its shape. Throws where the type refuses every sample; its shape is known by then.
private func sample<T: Decodable>(_ type: T.Type, _ codingPath: [any CodingKey]) throws -> (T, JSONShape) {
    let plain: [(any Decodable, JSONShape)] = [
        ("", .string(format: nil)), (false, .boolean), (0, .integer), (Int64(0), .integer), (Int32(0), .integer),
        (UInt64(0), .integer), (0.0 as Double, .number),
    ]
    for (value, shape) in plain { if let value = value as? T { return (value, shape) } }
    let note = ShapeNote()
    if let known = type as? any KnownJSONShape.Type, let value = sampleOf(known) as? T { return (value, known.jsonShape) }
    return (try T(from: ShapeDecoder(note: note, codingPath: codingPath)), note.shape)
}

private func sampleOf<Known: KnownJSONShape>(_ known: Known.Type) -> Known? { known.jsonSample }

private struct ShapeObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let note: ShapeNote
    var codingPath: [any CodingKey]
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try decode(type, key, required: true)
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        note.add(key.stringValue, JSONShape.of(type), required: false)
        return nil
    }

    // The typed overloads keep `decodeIfPresent(String.self…)` from asking `contains` and `decodeNil` instead.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { optional(key, .boolean) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { optional(key, .string(format: nil)) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { optional(key, .number) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { optional(key, .integer) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { optional(key, .integer) }

    private func optional<T>(_ key: Key, _ shape: JSONShape) -> T? {
        note.add(key.stringValue, shape, required: false)
        return nil
    }

    private func decode<T: Decodable>(_ type: T.Type, _ key: Key, required: Bool) throws -> T {
        note.add(key.stringValue, JSONShape.of(type), required: required)
        return try sample(type, codingPath + [key]).0
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "nested")
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "nested")
    }
    func superDecoder() throws -> any Decoder { ShapeDecoder(note: ShapeNote(), codingPath: codingPath) }
    func superDecoder(forKey key: Key) throws -> any Decoder { ShapeDecoder(note: ShapeNote(), codingPath: codingPath) }
}

private struct ShapeArray: UnkeyedDecodingContainer {
    let note: ShapeNote
    var codingPath: [any CodingKey]
    var count: Int? { nil }
    private(set) var currentIndex = 0
    // One element is enough to know them all.
    var isAtEnd: Bool { currentIndex > 0 }

    init(note: ShapeNote, codingPath: [any CodingKey]) {
        self.note = note
        self.codingPath = codingPath
        note.shape = .array(.anything)
    }

    mutating func decodeNil() throws -> Bool { false }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        currentIndex += 1
        note.shape = .array(JSONShape.of(type))
        return try sample(type, codingPath).0
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        throw DecodingError.dataCorruptedError(in: self, debugDescription: "nested")
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw DecodingError.dataCorruptedError(in: self, debugDescription: "nested")
    }
    mutating func superDecoder() throws -> any Decoder { ShapeDecoder(note: ShapeNote(), codingPath: codingPath) }
}

private struct ShapeValue: SingleValueDecodingContainer {
    let note: ShapeNote
    var codingPath: [any CodingKey]

    func decodeNil() -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let (value, shape) = try sample(type, codingPath)
        note.shape = shape
        return value
    }
}
