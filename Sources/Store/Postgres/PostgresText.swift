import CPostgres
import Foundation

/// Values in PostgreSQL's text format.
enum PostgresText {
    static func encode(_ value: SQLValue) throws -> String? {
        switch value {
        case .null: return nil
        case .integer(let number): return String(number)
        case .real(let number): return String(number)
        case .text(let text):
            if text.utf8.contains(0) { throw StoreError.nulInText }
            return text
        case .blob(let bytes): return "\\x" + hex(bytes)
        case .uuid(let id): return id.uuidString
        }
    }

    static func decode(_ bytes: UnsafeRawBufferPointer, type: Oid) -> SQLValue {
        var text: String { String(decoding: bytes, as: UTF8.self) }
        switch type {
        case 20, 21, 23, 26: return Int64(text).map { .integer($0) } ?? .text(text)
        case 16: return .integer(bytes.first == UInt8(ascii: "t") ? 1 : 0)
        case 700, 701, 1700: return Double(text).map { .real($0) } ?? .text(text)
        case 17: return .blob(unhex(bytes.dropFirst(2)))
        case 2950: return uuid(bytes).map { .uuid($0) } ?? .text(text)
        default: return .text(text)
        }
    }

    /// One line of `COPY … FROM STDIN` in text format.
    static func copyLine(_ values: [SQLValue]) throws -> [UInt8] {
        var line: [UInt8] = []
        for (index, value) in values.enumerated() {
            if index > 0 { line.append(UInt8(ascii: "\t")) }
            guard let text = try encode(value) else {
                line.append(contentsOf: "\\N".utf8)
                continue
            }
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "\\"): line.append(contentsOf: "\\\\".utf8)
                case UInt8(ascii: "\t"): line.append(contentsOf: "\\t".utf8)
                case UInt8(ascii: "\n"): line.append(contentsOf: "\\n".utf8)
                case UInt8(ascii: "\r"): line.append(contentsOf: "\\r".utf8)
                default: line.append(byte)
                }
            }
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func hex(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (number, byte) in bytes.enumerated() {
                text[number * 2] = digits[Int(byte >> 4)]
                text[number * 2 + 1] = digits[Int(byte & 15)]
            }
            return bytes.count * 2
        }
    }

    private static func nibble(_ byte: UInt8) -> UInt8 { byte > 57 ? byte - 87 : byte - 48 }

    /// 36 characters as PostgreSQL writes them: lower-case digits in five groups.
    private static func uuid(_ text: UnsafeRawBufferPointer) -> UUID? {
        guard text.count == 36 else { return nil }
        var id: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &id) { id in
            var position = 0
            for number in id.indices {
                if text[position] == UInt8(ascii: "-") { position += 1 }
                id[number] = nibble(text[position]) << 4 | nibble(text[position + 1])
                position += 2
            }
        }
        return UUID(uuid: id)
    }

    private static func unhex(_ bytes: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: bytes.count / 2) { result, count in
            count = bytes.count / 2
            for number in 0..<count {
                let index = bytes.startIndex + number * 2
                result[number] = nibble(bytes[index]) << 4 | nibble(bytes[index + 1])
            }
        }
    }
}
