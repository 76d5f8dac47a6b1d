import Crypto

/// The name of a content-addressed file: SHA-256 of its bytes as 64 lower-case hex digits.
package struct ContentHash: Sendable {
    private var hasher = SHA256()

    /// Starts a hash for bytes that arrive in pieces.
    package init() {}

    package mutating func append(_ piece: [UInt8]) {
        hasher.update(data: piece)
    }

    /// The hash of everything appended so far.
    package var hex: String { Hex.encode(hasher.finalize()) }

    package static func hex(of bytes: [UInt8]) -> String {
        Hex.encode(SHA256.hash(data: bytes))
    }
}
