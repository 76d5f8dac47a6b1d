package import Foundation
package import Store

/// The id of one thing of a kind: a UUIDv7, made by whoever creates the thing. `ID<Case>` and `ID<Order>` do not mix.
package struct ID<Noun>: Hashable, Sendable, SQLConvertible, CustomStringConvertible {
    package var uuid: UUID

    package init(_ uuid: UUID) { self.uuid = uuid }

    /// Nil where the text is not a UUID.
    package init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.uuid = uuid
    }

    package var description: String { uuid.lowercased }
    package var sqlValue: SQLValue { .uuid(uuid) }
    package init(sqlValue: SQLValue) throws { uuid = try UUID(sqlValue: sqlValue) }
}

extension UUID {
    private static let digits = Array("0123456789abcdef".utf8)

    /// As we write ids everywhere; Foundation's own text is in capitals, and many times slower.
    package var lowercased: String {
        withUnsafeBytes(of: uuid) { bytes in
            String(unsafeUninitializedCapacity: 36) { text in
                var place = 0
                for (index, byte) in bytes.enumerated() {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        text[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    text[place] = Self.digits[Int(byte >> 4)]
                    text[place + 1] = Self.digits[Int(byte & 15)]
                    place += 2
                }
                return 36
            }
        }
    }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let uuid = UUID(uuidString: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "uuid")
        }
        self.uuid = uuid
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension ID {
    /// The id of something that is known by name rather than made: always the same for one name.
    package static func named(_ name: String) -> ID {
        var bytes: [UInt8] = [UInt8](repeating: 0, count: 16)
        // FNV-1a over both halves; collisions do not matter for the handful of names there are.
        for half in 0..<2 {
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325 &+ UInt64(half)
            for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            for index in 0..<8 { bytes[half * 8 + index] = UInt8(truncatingIfNeeded: hash >> UInt64(index * 8)) }
        }
        bytes[6] = 0x80 | bytes[6] & 0x0F
        bytes[8] = 0x80 | bytes[8] & 0x3F
        return ID(NSUUID(uuidBytes: bytes) as UUID)
    }
}
