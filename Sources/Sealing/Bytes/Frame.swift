/// Bytes in which every part carries its length, so that no two lists of parts look alike to a signature.
struct Frame {
    private(set) var bytes: [UInt8] = []

    /// `purpose` keeps the signatures of one use from being valid in another.
    init(_ purpose: StaticString) {
        bytes.reserveCapacity(256)
        append(Int64(purpose.utf8CodeUnitCount))
        purpose.withUTF8Buffer { bytes += $0 }
    }

    mutating func append(_ part: [UInt8]) {
        append(Int64(part.count))
        bytes += part
    }

    mutating func append(_ part: String) {
        append(Int64(part.utf8.count))
        bytes += part.utf8
    }

    mutating func append(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }
}

extension FixedWidthInteger {
    var bigEndianBytes: [UInt8] {
        withUnsafeBytes(of: bigEndian) { Array($0) }
    }

    /// Reads exactly as many bytes as the integer is wide.
    init(bigEndianBytes bytes: some Collection<UInt8>) {
        precondition(bytes.count == Self.bitWidth / 8)
        self = bytes.reduce(0) { $0 << 8 | Self(truncatingIfNeeded: $1) }
    }
}
