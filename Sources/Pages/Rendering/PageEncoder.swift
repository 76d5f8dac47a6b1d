/// Turns a model into what templates see. `nil` properties are kept by their names, so that a misspelt tag is told from an absent
/// value.
struct PageEncoder: Encoder {
    private final class Result {
        var value = PageValue.nothing
        var entries: [(name: String, value: PageValue)]?
        var items: [PageValue]?

        var finished: PageValue {
            if let entries { return .fields(PageFields(entries)) }
            if let items { return .list(items) }
            return value
        }
    }

    private let result = Result()
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    static func value(of model: some Encodable) throws -> PageValue {
        let encoder = PageEncoder()
        try model.encode(to: encoder)
        return encoder.result.finished
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if result.entries == nil {
            var entries: [(name: String, value: PageValue)] = []
            entries.reserveCapacity(12)
            result.entries = entries
        }
        return KeyedEncodingContainer(Fields(result: result))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        result.items = []
        return Items(result: result)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(result: result) }

    private struct Fields<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let result: Result
        var codingPath: [any CodingKey] { [] }

        private func put(_ value: PageValue, _ key: Key) { result.entries?.append((key.stringValue, value)) }

        mutating func encodeNil(forKey key: Key) { put(.nothing, key) }
        mutating func encode(_ value: Bool, forKey key: Key) { put(.flag(value), key) }
        mutating func encode(_ value: String, forKey key: Key) { put(.text(value), key) }
        mutating func encode(_ value: Int, forKey key: Key) { put(.text(String(value)), key) }
        mutating func encode(_ value: some Encodable, forKey key: Key) throws { put(try PageEncoder.value(of: value), key) }

        mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) { put(value.map { .flag($0) } ?? .nothing, key) }
        mutating func encodeIfPresent(_ value: String?, forKey key: Key) { put(value.map { .text($0) } ?? .nothing, key) }
        mutating func encodeIfPresent(_ value: Int?, forKey key: Key) { put(value.map { .text(String($0)) } ?? .nothing, key) }
        mutating func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws {
            put(try value.map { try PageEncoder.value(of: $0) } ?? .nothing, key)
        }

        mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
            KeyedEncodingContainer(PageEncoder.Fields<Nested>(result: result))
        }
        mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { Items(result: result) }
        mutating func superEncoder() -> any Encoder { PageEncoder() }
        mutating func superEncoder(forKey key: Key) -> any Encoder { PageEncoder() }
    }

    private struct Items: UnkeyedEncodingContainer {
        let result: Result
        var codingPath: [any CodingKey] { [] }
        var count: Int { result.items?.count ?? 0 }

        private func put(_ value: PageValue) { result.items?.append(value) }

        mutating func encodeNil() { put(.nothing) }
        mutating func encode(_ value: Bool) { put(.flag(value)) }
        mutating func encode(_ value: String) { put(.text(value)) }
        mutating func encode(_ value: Int) { put(.text(String(value))) }
        mutating func encode(_ value: some Encodable) throws { put(try PageEncoder.value(of: value)) }

        mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            KeyedEncodingContainer(PageEncoder.Fields<Nested>(result: result))
        }
        mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
        mutating func superEncoder() -> any Encoder { PageEncoder() }
    }

    private struct Single: SingleValueEncodingContainer {
        let result: Result
        var codingPath: [any CodingKey] { [] }

        mutating func encodeNil() { result.value = .nothing }
        mutating func encode(_ value: Bool) { result.value = .flag(value) }
        mutating func encode(_ value: String) { result.value = .text(value) }
        mutating func encode(_ value: Int) { result.value = .text(String(value)) }
        mutating func encode(_ value: some Encodable) throws { result.value = try PageEncoder.value(of: value) }
    }
}
