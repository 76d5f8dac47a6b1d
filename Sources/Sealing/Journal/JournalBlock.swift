import Crypto

/// A sealed stretch of the journal. The next block carries its hash, so that neither can be changed alone.
package struct JournalBlock: Equatable, Sendable {
    /// Counts from 1 without a gap.
    package var number: Int64
    /// The first sequence number the block answers for: one more than the last of the block before, or 1.
    package var firstSequence: Int64
    package var lastSequence: Int64
    /// How many entries lie between; fewer than the numbers where a sequence skipped some.
    package var count: Int
    /// `hash` of the block before; 32 zeros in the first.
    package var previousHash: [UInt8]
    /// SHA-256 of the entries, 32 bytes; see `JournalContent`.
    package var contentHash: [UInt8]
    /// HMAC-SHA256 of all the other fields under the ring's journal key, 32 bytes: a database alone cannot make it.
    package var hash: [UInt8]
    /// UTC microseconds.
    package var sealedAt: Int64

    package init(
        number: Int64, firstSequence: Int64, lastSequence: Int64, count: Int, previousHash: [UInt8],
        contentHash: [UInt8], hash: [UInt8], sealedAt: Int64
    ) {
        self.number = number
        self.firstSequence = firstSequence
        self.lastSequence = lastSequence
        self.count = count
        self.previousHash = previousHash
        self.contentHash = contentHash
        self.hash = hash
        self.sealedAt = sealedAt
    }

    /// What to keep outside the database (on paper, at the auditor's), so that blocks cut off at the end are missed.
    package var head: ChainHead { ChainHead(number: number, hash: hash) }

    func expectedHash(with keys: KeyRing) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: sealedBytes, using: keys.journalKey))
    }

    private var sealedBytes: [UInt8] {
        var frame = Frame("huying journal block 1")
        frame.append(number)
        frame.append(firstSequence)
        frame.append(lastSequence)
        frame.append(Int64(count))
        frame.append(sealedAt)
        frame.append(previousHash)
        frame.append(contentHash)
        return frame.bytes
    }
}

/// The number and hash of a block that someone has seen.
package struct ChainHead: Equatable, Sendable {
    package var number: Int64
    package var hash: [UInt8]

    package init(number: Int64, hash: [UInt8]) {
        self.number = number
        self.hash = hash
    }

    /// As written down: `12:` and 64 lower-case hex digits.
    package var text: String { "\(number):\(Hex.encode(hash))" }

    /// Nil unless it has the form of `text`.
    package init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int64(parts[0]), let hash = Hex.decode(parts[1]), hash.count == 32 else {
            return nil
        }
        self.init(number: number, hash: hash)
    }
}
