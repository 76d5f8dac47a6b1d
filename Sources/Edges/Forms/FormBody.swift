/// What an `application/x-www-form-urlencoded` body may hold at most.
package struct FormLimits: Sendable {
    package var bytes: Int
    package var pairs: Int
    /// Of one value, decoded.
    package var valueBytes: Int

    package init(bytes: Int = 1 << 20, pairs: Int = 2_000, valueBytes: Int = 256 << 10) {
        self.bytes = bytes
        self.pairs = pairs
        self.valueBytes = valueBytes
    }
}

/// Why a form was refused.
package enum FormFailure: Error, Equatable {
    case tooLarge(limit: Int)
    case tooManyPairs(limit: Int)
    case valueTooLong(name: String, limit: Int)
    /// A NUL in a name or value: no browser sends it, and PostgreSQL holds none.
    case nul(name: String)
}

/// The fields of a URL-encoded form in the order in which they came.
///
/// Reads as the URL Standard does: `+` is a space, an escape that is none (`100%`, `%zz`) stays as typed, bytes that are no UTF-8
/// become U+FFFD, empty stretches between `&` are passed over. A NUL is an error.
package struct FormBody: Sendable, Equatable {
    package struct Pair: Sendable, Equatable {
        package var name: String
        package var value: String
    }

    package var pairs: [Pair]

    /// - Throws: `FormFailure`.
    package static func parse(_ bytes: [UInt8], limits: FormLimits = FormLimits()) throws -> FormBody {
        guard bytes.count <= limits.bytes else { throw FormFailure.tooLarge(limit: limits.bytes) }
        var pairs: [Pair] = []
        for part in bytes.split(separator: UInt8(ascii: "&"), maxSplits: max(0, limits.pairs)) {
            guard pairs.count < limits.pairs else { throw FormFailure.tooManyPairs(limit: limits.pairs) }
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = decode(part[..<equals])
            let value = decode(part[equals...].dropFirst())
            guard !name.utf8.contains(0), !value.utf8.contains(0) else { throw FormFailure.nul(name: name) }
            guard value.utf8.count <= limits.valueBytes else {
                throw FormFailure.valueTooLong(name: name, limit: limits.valueBytes)
            }
            pairs.append(Pair(name: name, value: value))
        }
        return FormBody(pairs: pairs)
    }

    /// The first value of that name.
    package subscript(name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    /// All values of that name, for check boxes and repeated fields.
    package func values(of name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: percentDecoded(bytes, plusIsSpace: true), as: UTF8.self)
    }
}

/// Escapes that are none stay as they are.
func percentDecoded(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
        let byte = bytes[index]
        if byte == UInt8(ascii: "%"), bytes.endIndex - index > 2, let high = hexValue(bytes[index + 1]),
            let low = hexValue(bytes[index + 2])
        {
            decoded.append(high << 4 | low)
            index += 3
        } else {
            decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
            index += 1
        }
    }
    return decoded
}

private func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
}
