extension RandomNumberGenerator {
    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        // The system is asked for each word, so all eight bytes of one are taken.
        while bytes.count < count { withUnsafeBytes(of: next()) { bytes += $0 } }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
