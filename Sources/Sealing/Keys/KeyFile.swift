import Crypto
import Foundation

/// The JSON of a key file: a marker, a version, the keys in base64, and the ring's fingerprint as its check sum.
struct KeyFile: Codable {
    static let marker = "huying-keys"
    static let currentVersion = 1

    struct Field: Codable {
        var number: UInt16
        var key: Data
    }

    var format = marker
    var version = currentVersion
    var fingerprint: String
    /// Oldest first.
    var fields: [Field]
    var index: Data
    var tokens: Data
    var digests: Data
    var journal: Data
}

extension KeyFile {
    init(_ ring: KeyRing) {
        self.init(
            fingerprint: ring.fingerprint,
            fields: ring.fieldKeys.map { Field(number: $0.number, key: $0.key.data) },
            index: ring.indexKey.data, tokens: ring.tokenKey.data, digests: ring.digestKey.data,
            journal: ring.journalKey.data)
    }

    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// Reads the ring back; `path` is only for the errors. Decoding errors are dropped because they may quote the file.
    static func ring(from data: Data, path: String) throws -> KeyRing {
        let decoder = JSONDecoder()
        guard isWhole(data) else { throw SealingError.keyFileTruncated(path: path) }
        guard (try? JSONSerialization.jsonObject(with: data)) != nil else {
            throw SealingError.keyFileNotJSON(path: path)
        }
        guard let head = try? decoder.decode(Head.self, from: data), head.format == marker else {
            throw SealingError.keyFileNotOurs(path: path)
        }
        guard head.version == currentVersion else {
            throw SealingError.keyFileVersionUnknown(path: path, version: head.version)
        }
        guard let file = try? decoder.decode(KeyFile.self, from: data), let ring = file.ring else {
            throw SealingError.keyFileMalformed(path: path)
        }
        guard ring.fingerprint == file.fingerprint else { throw SealingError.keyFileDamaged(path: path) }
        return ring
    }

    private struct Head: Decodable {
        var format: String
        var version: Int
    }

    /// False for a file that begins like ours and stops before its last brace, or is empty.
    private static func isWhole(_ data: Data) -> Bool {
        let text = data.filter { !" \t\r\n".utf8.contains($0) }
        guard let first = text.first, let last = text.last else { return false }
        return first != UInt8(ascii: "{") || last == UInt8(ascii: "}")
    }

    private var ring: KeyRing? {
        let keys = fields.map(\.key) + [index, tokens, digests, journal]
        let numbers = fields.map(\.number)
        guard let first = numbers.first, first > 0,
            zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }),
            keys.allSatisfy({ $0.count == KeyRing.keyByteCount })
        else { return nil }
        return KeyRing(
            fieldKeys: fields.map { FieldKey(number: $0.number, key: SymmetricKey(data: $0.key)) },
            indexKey: SymmetricKey(data: index), tokenKey: SymmetricKey(data: tokens),
            digestKey: SymmetricKey(data: digests), journalKey: SymmetricKey(data: journal))
    }
}

extension SymmetricKey {
    fileprivate var data: Data { withUnsafeBytes { Data($0) } }
}
