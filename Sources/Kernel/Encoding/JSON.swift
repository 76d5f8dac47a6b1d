package import Foundation

/// JSON as the product writes it: sorted keys, moments as ISO 8601 text. One writer for journal, API and request log.
package enum JSON {
    package static func encode(_ value: some Encodable) throws -> String {
        String(decoding: try bytes(value), as: UTF8.self)
    }

    package static func data(_ value: some Encodable) throws -> Data {
        Data(try bytes(value))
    }

    package static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    package static func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
        try JSONDecoder().decode(type, from: data)
    }

    package static func data(_ tree: EncodedTree) throws -> Data {
        Data(try bytes(tree))
    }

    private static func bytes(_ value: some Encodable) throws -> [UInt8] {
        try bytes(try EncodedTree(value))
    }

    private static func bytes(_ tree: EncodedTree) throws -> [UInt8] {
        var writer = JSONWriter()
        try writer.write(tree)
        return writer.bytes
    }
}

private struct JSONWriter {
    var bytes: [UInt8] = []

    mutating func write(_ tree: EncodedTree) throws {
        switch tree {
        case .absent, .null: bytes += "null".utf8
        case .flag(let flag): bytes += (flag ? "true" : "false").utf8
        case .integer(let number): bytes += String(number).utf8
        case .real(let number):
            guard number.isFinite else {
                throw EncodingError.invalidValue(number, .init(codingPath: [], debugDescription: "JSON has no such number"))
            }
            // A whole number reads as one, as everybody writes it.
            bytes += (Int64(exactly: number).map { String($0) } ?? String(number)).utf8
        case .text(let text): write(text)
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                try write(item)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let properties):
            bytes.append(UInt8(ascii: "{"))
            var isFirst = true
            for (name, value) in properties.entries.sorted(by: { $0.name < $1.name }) {
                if case .absent = value { continue }
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                write(name)
                bytes.append(UInt8(ascii: ":"))
                try write(value)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += #"\""#.utf8
            case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
            case 0x0A: bytes += #"\n"#.utf8
            case 0x0D: bytes += #"\r"#.utf8
            case 0x09: bytes += #"\t"#.utf8
            case 0..<0x20: bytes += #"\u00"#.utf8 + [Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
