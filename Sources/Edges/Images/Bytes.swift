extension [UInt8] {
    /// Numbers at an offset, nil beyond the end.
    func big16(_ at: Int) -> Int? { number(at, 2, bigEndian: true) }
    func big32(_ at: Int) -> Int? { number(at, 4, bigEndian: true) }
    func little16(_ at: Int) -> Int? { number(at, 2, bigEndian: false) }
    func little24(_ at: Int) -> Int? { number(at, 3, bigEndian: false) }
    func little32(_ at: Int) -> Int? { number(at, 4, bigEndian: false) }

    func number(_ at: Int, _ size: Int, bigEndian: Bool) -> Int? {
        guard at >= 0, at <= count - size else { return nil }
        var value = 0
        for step in 0..<size { value = value << 8 | Int(self[bigEndian ? at + step : at + size - 1 - step]) }
        return value
    }

    /// Whether the bytes at an offset are those of a text, each scalar up to U+00FF one byte.
    func holds(_ text: String, at offset: Int) -> Bool {
        var index = offset
        for scalar in text.unicodeScalars {
            guard index < count, UInt32(self[index]) == scalar.value else { return false }
            index += 1
        }
        return true
    }
}

extension Int {
    var big32: [UInt8] { [UInt8(truncatingIfNeeded: self >> 24)] + big24 }
    var big16: [UInt8] { [UInt8(truncatingIfNeeded: self >> 8), UInt8(truncatingIfNeeded: self)] }
    var little32: [UInt8] { big32.reversed() }
    private var big24: [UInt8] { [UInt8(truncatingIfNeeded: self >> 16)] + big16 }
}

/// The checksum of PNG chunks (ISO 3309).
func crc32(_ bytes: some Sequence<UInt8>) -> Int {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes { crc = crcTable[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
    return Int(crc ^ 0xFFFF_FFFF)
}

private let crcTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
}
