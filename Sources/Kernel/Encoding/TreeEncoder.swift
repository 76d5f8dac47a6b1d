/// Takes a value apart by the code that the compiler wrote for it: many times faster than reflection, and than Foundation's JSON.
struct TreeEncoder: Encoder {
    fileprivate final class Result {
        var value = EncodedTree.null
        var entries: [(name: String, value: EncodedTree)]?
        var items: [EncodedTree]?
        /// Containers within this one, by their place: enums with values have them. They are filled after they are made.
        var nested: [(place: Int, result: Result)] = []

        var finished: EncodedTree {
            if var entries {
                for (place, result) in nested { entries[place].value = result.finished }
                return .object(.init(entries))
            }
            if var items {
                for (place, result) in nested { items[place] = result.finished }
                return .list(items)
            }
            return value
        }

        func nest(as name: String) -> Result {
            let inner = Result()
            nested.append((entries?.count ?? 0, inner))
            entries?.append((name, .null))
            return inner
        }

        func nest() -> Result {
            let inner = Result()
            nested.append((items?.count ?? 0, inner))
            items?.append(.null)
            return inner
        }

        func fields<Key: CodingKey>(_: Key.Type) -> KeyedEncodingContainer<Key> {
            if entries == nil {
                var empty: [(name: String, value: EncodedTree)] = []
                empty.reserveCapacity(12)
                entries = empty
            }
            return KeyedEncodingContainer(Fields(result: self))
        }

        func list() -> any UnkeyedEncodingContainer {
            if items == nil { items = [] }
            return Items(result: self)
        }
    }

    private let result: Result
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    fileprivate init(_ result: Result = Result()) { self.result = result }

    static func tree(of value: some Encodable) throws -> EncodedTree {
        let encoder = TreeEncoder()
        try value.encode(to: encoder)
        return encoder.result.finished
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> { result.fields(type) }
    func unkeyedContainer() -> any UnkeyedEncodingContainer { result.list() }
    func singleValueContainer() -> any SingleValueEncodingContainer { Single(result: result) }
}

private struct Fields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let result: TreeEncoder.Result
    var codingPath: [any CodingKey] { [] }

    private func put(_ value: EncodedTree, _ key: Key) { result.entries?.append((key.stringValue, value)) }

    mutating func encodeNil(forKey key: Key) { put(.null, key) }
    mutating func encode(_ value: Bool, forKey key: Key) { put(.flag(value), key) }
    mutating func encode(_ value: String, forKey key: Key) { put(.text(value), key) }
    mutating func encode(_ value: Double, forKey key: Key) { put(.real(value), key) }
    mutating func encode(_ value: Float, forKey key: Key) { put(.real(Double(value)), key) }
    mutating func encode(_ value: some FixedWidthInteger & Encodable, forKey key: Key) { put(.integer(Int64(value)), key) }
    mutating func encode(_ value: some Encodable, forKey key: Key) throws { put(try TreeEncoder.tree(of: value), key) }

    mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) { put(value.map { .flag($0) } ?? .absent, key) }
    mutating func encodeIfPresent(_ value: String?, forKey key: Key) { put(value.map { .text($0) } ?? .absent, key) }
    mutating func encodeIfPresent(_ value: Double?, forKey key: Key) { put(value.map { .real($0) } ?? .absent, key) }
    mutating func encodeIfPresent(_ value: Int?, forKey key: Key) { put(value.map { .integer(Int64($0)) } ?? .absent, key) }
    mutating func encodeIfPresent(_ value: Int64?, forKey key: Key) { put(value.map { .integer($0) } ?? .absent, key) }
    mutating func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws {
        put(try value.map { try TreeEncoder.tree(of: $0) } ?? .absent, key)
    }

    mutating func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) -> KeyedEncodingContainer<Inner> {
        result.nest(as: key.stringValue).fields(type)
    }
    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { result.nest(as: key.stringValue).list() }
    mutating func superEncoder() -> any Encoder { TreeEncoder(result.nest(as: "super")) }
    mutating func superEncoder(forKey key: Key) -> any Encoder { TreeEncoder(result.nest(as: key.stringValue)) }
}

private struct Items: UnkeyedEncodingContainer {
    let result: TreeEncoder.Result
    var codingPath: [any CodingKey] { [] }
    var count: Int { result.items?.count ?? 0 }

    private func put(_ value: EncodedTree) { result.items?.append(value) }

    mutating func encodeNil() { put(.null) }
    mutating func encode(_ value: Bool) { put(.flag(value)) }
    mutating func encode(_ value: String) { put(.text(value)) }
    mutating func encode(_ value: Double) { put(.real(value)) }
    mutating func encode(_ value: Float) { put(.real(Double(value))) }
    mutating func encode(_ value: some FixedWidthInteger & Encodable) { put(.integer(Int64(value))) }
    mutating func encode(_ value: some Encodable) throws { put(try TreeEncoder.tree(of: value)) }

    mutating func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> {
        result.nest().fields(type)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { result.nest().list() }
    mutating func superEncoder() -> any Encoder { TreeEncoder(result.nest()) }
}

private struct Single: SingleValueEncodingContainer {
    let result: TreeEncoder.Result
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { result.value = .null }
    mutating func encode(_ value: Bool) { result.value = .flag(value) }
    mutating func encode(_ value: String) { result.value = .text(value) }
    mutating func encode(_ value: Double) { result.value = .real(value) }
    mutating func encode(_ value: Float) { result.value = .real(Double(value)) }
    mutating func encode(_ value: some FixedWidthInteger & Encodable) { result.value = .integer(Int64(value)) }
    mutating func encode(_ value: some Encodable) throws { result.value = try TreeEncoder.tree(of: value) }
}
