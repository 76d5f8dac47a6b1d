package import Sealing
import Store
import WorkingTime

/// Closes the journal's open end into a block of the hash chain. Runs by itself; an auditor may ask for it too.
package struct SealJournal: Verb {
    package static let permission: Permission = "journal.seal"

    package init() {}

    package struct Outcome: Codable, Sendable {
        /// Nil where nothing was left to seal.
        package var block: Int64?
        package var entries: Int
        /// What to write down outside the database: `number:hash`.
        package var head: String?
    }

    package func perform(at desk: Desk) throws -> Outcome {
        let last = try JournalBlocks.last(in: desk)
        let from = (last?.lastSequence ?? 0) + 1
        // Entries of transactions still under way have smaller numbers than some already visible; those are left for the next
        // block. The newest minute stays open so that none can slip behind a sealed one.
        guard
            let until: Int64 = try desk.db.value(
                """
                SELECT max(seq) FROM (
                  SELECT seq FROM journal
                  WHERE district = \(desk.district) AND seq >= \(from) AND recorded_at <= \(desk.now - JournalBlocks.settling)
                  ORDER BY seq LIMIT \(JournalBlocks.longest)) AS ripe
                """, as: Int64?.self) ?? nil
        else { return Outcome(block: nil, entries: 0, head: last?.head.text) }
        var content = JournalContent()
        try JournalBlocks.stream(from: from, to: until, in: desk) { content.append($0) }
        let block = try HashChain.seal(
            number: (last?.number ?? 0) + 1, firstSequence: from, lastSequence: until, content: content,
            sealedAt: desk.now.microseconds, previous: last, with: desk.home.keys)
        try desk.writer.run(
            """
            INSERT INTO journal_blocks (district, number, first_seq, last_seq, entries, previous, content, hash, sealed_at)
            VALUES (\(desk.district), \(block.number), \(from), \(until), \(block.count), \(block.previousHash),
              \(block.contentHash), \(block.hash), \(desk.now))
            """)
        return Outcome(block: block.number, entries: block.count, head: block.head.text)
    }
}

extension District {
    /// Seals until nothing old enough is left open; how many blocks that took.
    @discardableResult
    package func sealJournal() async throws -> Int {
        var blocks = 0
        while try await perform(SealJournal(), as: .system("journal", of: code)).block != nil { blocks += 1 }
        return blocks
    }
}

package enum JournalBlocks {
    /// A block is checked in memory, so it has an end.
    static let longest = 50_000
    /// Longer than any transaction may take.
    static let settling = Span.minutes(1)

    static func last(in reading: Reading) throws -> JournalBlock? {
        try reading.db.first(
            "SELECT * FROM journal_blocks WHERE district = \(reading.district) ORDER BY number DESC LIMIT 1"
        ).map(JournalBlock.init(row:))
    }

    /// Entries that no block answers for yet.
    package static func unsealed(in reading: Reading) throws -> Int {
        let last = try last(in: reading)?.lastSequence ?? 0
        return try reading.db.value("SELECT count(*) FROM journal WHERE district = \(reading.district) AND seq > \(last)") ?? 0
    }

    package static func all(in reading: Reading) throws -> [JournalBlock] {
        try reading.db.rows("SELECT * FROM journal_blocks WHERE district = \(reading.district) ORDER BY number")
            .map(JournalBlock.init(row:))
    }

    static func stream(from first: Int64, to last: Int64, in reading: Reading, _ body: ([UInt8]) throws -> Void) throws {
        try reading.db.stream(
            "SELECT * FROM journal WHERE district = \(reading.district) AND seq BETWEEN \(first) AND \(last) ORDER BY seq"
        ) { try body(JournalEntry(row: $0).sealedBytes) }
    }

    /// Checks every block against the entries that are there now; the first broken one is named.
    /// - Throws: `forbidden` for whoever may not verify the journal.
    package static func verify(in reading: Reading, head: ChainHead? = nil) throws -> VerificationResult {
        try reading.scope.require("journal.verify")
        return try HashChain.verify(try all(in: reading), head: head, with: reading.home.keys) { block in
            var entries: [[UInt8]] = []
            try stream(from: block.firstSequence, to: block.lastSequence, in: reading) { entries.append($0) }
            return entries
        }
    }
}

extension JournalBlock {
    init(row: Row) throws {
        self.init(
            number: try row.get("number"), firstSequence: try row.get("first_seq"), lastSequence: try row.get("last_seq"),
            count: try row.get("entries"), previousHash: try row.get("previous"), contentHash: try row.get("content"),
            hash: try row.get("hash"), sealedAt: try row.get("sealed_at"))
    }
}
