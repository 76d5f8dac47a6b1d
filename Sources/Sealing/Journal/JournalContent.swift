import Crypto

/// The entries of a block as they are read, one by one: SHA-256 over each entry's length (8 bytes, big-endian) and
/// bytes, in order.
package struct JournalContent: Sendable {
    package private(set) var count = 0
    private var hasher = SHA256()

    package init() {}

    package mutating func append(_ entry: [UInt8]) {
        count += 1
        hasher.update(data: Int64(entry.count).bigEndianBytes)
        hasher.update(data: entry)
    }

    /// 32 bytes, for everything appended so far.
    package var hash: [UInt8] { Array(hasher.finalize()) }
}
