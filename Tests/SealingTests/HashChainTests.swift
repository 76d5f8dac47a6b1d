import Testing

@testable import Sealing

/// A journal with its blocks, as a database would hold them.
struct SealedJournal {
    var entries: [Int64: [UInt8]] = [:]
    var blocks: [JournalBlock] = []
    let keys: KeyRing

    /// Random sizes; a sequence number in ten was never used.
    init(blocks count: Int, keys: KeyRing, using generator: inout Seeded) throws {
        self.keys = keys
        for number in 1...count {
            let first = (blocks.last?.lastSequence ?? 0) + 1
            let last = first + Int64.random(in: 3...12, using: &generator)
            for sequence in first...last where sequence == first || Int.random(in: 0..<10, using: &generator) > 0 {
                entries[sequence] = sequence.bigEndianBytes + generator.bytes(Int.random(in: 0...40, using: &generator))
            }
            try seal(number: Int64(number), first: first, last: last)
        }
    }

    mutating func seal(number: Int64, first: Int64, last: Int64) throws {
        var content = JournalContent()
        for entry in stored(from: first, to: last) { content.append(entry) }
        blocks.append(
            try HashChain.seal(
                number: number, firstSequence: first, lastSequence: last, content: content,
                sealedAt: number * 1_000_000,
                previous: blocks.last, with: keys))
    }

    func stored(from first: Int64, to last: Int64) -> [[UInt8]] {
        entries.keys.filter { (first...last).contains($0) }.sorted().map { entries[$0]! }
    }

    func verify(
        after previous: JournalBlock? = nil, head: ChainHead? = nil, keys other: KeyRing? = nil
    ) throws -> VerificationResult {
        let rest = blocks.drop { $0.number <= previous?.number ?? 0 }
        return try HashChain.verify(Array(rest), after: previous, head: head, with: other ?? keys) {
            stored(from: $0.firstSequence, to: $0.lastSequence)
        }
    }

    func sequences(of block: Int) -> [Int64] {
        entries.keys.filter { (blocks[block].firstSequence...blocks[block].lastSequence).contains($0) }.sorted()
    }
}

struct HashChainTests {
    let keys = KeyRing.seeded(11)

    @Test func untouchedChainIsIntact() throws {
        try eachChain { journal, _ in
            let head = journal.blocks.last!.head
            let expected = VerificationResult.intact(
                blocks: journal.blocks.count, entries: journal.entries.count, head: head)
            // With no head, the newest, and one noted earlier.
            for seen in [nil, head, journal.blocks[0].head] {
                let found = try journal.verify(head: seen)
                #expect(found == expected)
            }
            let rest = try journal.verify(after: journal.blocks[0])
            let entries = journal.entries.count - journal.blocks[0].count
            #expect(rest == .intact(blocks: journal.blocks.count - 1, entries: entries, head: head))
        }
        let nothing = try HashChain.verify([], with: keys) { _ in [[UInt8]]() }
        #expect(nothing == .intact(blocks: 0, entries: 0, head: nil))
    }

    @Test func alteredEntryIsFound() throws {
        try eachChain { journal, generator in
            let (block, sequence) = pick(journal, &generator)
            let byte = Int.random(in: journal.entries[sequence]!.indices, using: &generator)
            journal.entries[sequence]![byte] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            let found = try journal.verify()
            #expect(found == .broken(block: number(block), .alteredContent))
        }
    }

    @Test func deletedEntryIsFound() throws {
        try eachChain { journal, generator in
            let (block, sequence) = pick(journal, &generator)
            journal.entries[sequence] = nil
            let sealed = journal.blocks[block].count
            let found = try journal.verify()
            #expect(found == .broken(block: number(block), .wrongCount(sealed: sealed, found: sealed - 1)))
        }
    }

    @Test func insertedEntryIsFoundInEveryUnusedNumber() throws {
        try eachChain { journal, _ in
            for block in journal.blocks {
                for sequence in block.firstSequence...block.lastSequence where journal.entries[sequence] == nil {
                    var altered = journal
                    altered.entries[sequence] = sequence.bigEndianBytes
                    let expected = ChainBreak.wrongCount(sealed: block.count, found: block.count + 1)
                    let found = try altered.verify()
                    #expect(found == .broken(block: block.number, expected))
                }
            }
        }
    }

    @Test func swappedEntriesAreFound() throws {
        try eachChain { journal, generator in
            let (block, _) = pick(journal, &generator)
            let (other, elsewhere) = pick(journal, &generator)
            let own = journal.sequences(of: block)[0]
            guard own != elsewhere else { return }
            (journal.entries[own], journal.entries[elsewhere]) = (journal.entries[elsewhere], journal.entries[own])
            let found = try journal.verify()
            #expect(found == .broken(block: number(min(block, other)), .alteredContent))
        }
    }

    @Test func entryReplacedByAnotherIsFound() throws {
        try eachChain { journal, generator in
            let (block, sequence) = pick(journal, &generator)
            let used = journal.sequences(of: block)
            guard let free = (used.first!...journal.blocks[block].lastSequence).first(where: { !used.contains($0) })
            else { return }
            journal.entries[sequence] = nil
            journal.entries[free] = free.bigEndianBytes
            let found = try journal.verify()
            #expect(found == .broken(block: number(block), .alteredContent))
        }
    }

    @Test func bytesMovedFromOneEntryToTheNextAreFound() throws {
        try eachChain { journal, generator in
            let (block, _) = pick(journal, &generator)
            let used = journal.sequences(of: block)
            guard used.count > 1 else { return }
            journal.entries[used[1]]!.insert(journal.entries[used[0]]!.removeLast(), at: 0)
            let found = try journal.verify()
            #expect(found == .broken(block: number(block), .alteredContent))
        }
    }

    @Test func alteredBlockIsFound() throws {
        let changes: [(inout JournalBlock) -> Void] = [
            { $0.firstSequence -= 1 }, { $0.lastSequence += 1 }, { $0.count += 1 }, { $0.sealedAt += 1 },
            { $0.previousHash[7] ^= 1 }, { $0.contentHash[7] ^= 1 }, { $0.hash[7] ^= 1 }, { $0.hash = [] },
            { swap(&$0.previousHash, &$0.contentHash) },
        ]
        try eachChain { journal, generator in
            let (block, _) = pick(journal, &generator)
            for change in changes {
                var altered = journal
                change(&altered.blocks[block])
                let found = try altered.verify()
                #expect(found == .broken(block: number(block), .alteredBlock))
            }
        }
    }

    @Test func deletedBlockIsFound() throws {
        try eachChain { journal, generator in
            let block = Int.random(in: 0..<(journal.blocks.count - 1), using: &generator)
            journal.blocks.remove(at: block)
            let found = try journal.verify()
            #expect(found == .broken(block: number(block), .missingBlock))
        }
    }

    @Test func swappedBlocksAreFound() throws {
        try eachChain { journal, generator in
            let (block, _) = pick(journal, &generator)
            let (other, _) = pick(journal, &generator)
            guard block != other else { return }
            journal.blocks.swapAt(block, other)
            let found = try journal.verify()
            #expect(found == .broken(block: number(min(block, other)), .reordered))
        }
    }

    @Test func repeatedBlockIsFound() throws {
        try eachChain { journal, generator in
            let (block, _) = pick(journal, &generator)
            let place = Int.random(in: (block + 1)...journal.blocks.count, using: &generator)
            journal.blocks.insert(journal.blocks[block], at: place)
            let found = try journal.verify()
            #expect(found == .broken(block: number(block), .repeatedBlock))
        }
    }

    @Test func truncatedChainIsFoundByItsHead() throws {
        try eachChain { journal, generator in
            let head = journal.blocks.last!.head
            let kept = Int.random(in: 0..<journal.blocks.count, using: &generator)
            journal.blocks.removeLast(journal.blocks.count - kept)
            let cut = journal.blocks.last?.lastSequence ?? 0
            journal.entries = journal.entries.filter { $0.key <= cut }
            let found = try journal.verify(head: head)
            #expect(found == .broken(block: number(kept), .missingBlock))
        }
    }

    @Test func chainMadeAgainWithoutTheKeyIsFound() throws {
        try eachChain { journal, generator in
            let (block, sequence) = pick(journal, &generator)
            var forged = journal
            forged.entries[sequence]![0] ^= 1
            let kept = forged.blocks[..<block]
            forged.blocks = Array(kept)
            let forger = KeyRing.seeded(99)
            var previous = kept.last
            for old in journal.blocks[block...] {
                var content = JournalContent()
                for entry in forged.stored(from: old.firstSequence, to: old.lastSequence) { content.append(entry) }
                let made = try HashChain.seal(
                    number: old.number, firstSequence: old.firstSequence, lastSequence: old.lastSequence,
                    content: content,
                    sealedAt: old.sealedAt, previous: previous, with: forger)
                forged.blocks.append(made)
                previous = made
            }
            let found = try forged.verify()
            #expect(found == .broken(block: number(block), .alteredBlock))
            let strange = try journal.verify(keys: forger)
            #expect(strange == .broken(block: 1, .alteredBlock))
        }
    }

    @Test func blockFromAnotherGenuineChainIsFound() throws {
        var generator = Seeded(12)
        let one = try SealedJournal(blocks: 4, keys: keys, using: &generator)
        var other = one
        // The same stretch sealed a second later, as after restoring a backup.
        other.blocks.removeLast(3)
        let old = one.blocks[1]
        try other.seal(number: 2, first: old.firstSequence, last: old.lastSequence - 1)
        try other.seal(number: 3, first: old.lastSequence, last: one.blocks[2].lastSequence)
        #expect(
            try other.verify()
                == .intact(
                    blocks: 3, entries: other.stored(from: 1, to: one.blocks[2].lastSequence).count,
                    head: other.blocks[2].head))
        #expect(try other.verify(head: old.head) == .broken(block: 2, .differsFromHead))
        var mixed = one
        mixed.blocks[1] = other.blocks[1]
        #expect(try mixed.verify() == .broken(block: 3, .wrongLink))
    }

    @Test func onlyTheNextBlockCanBeSealed() throws {
        var generator = Seeded(13)
        let journal = try SealedJournal(blocks: 2, keys: keys, using: &generator)
        let last = journal.blocks[1]
        func seal(_ number: Int64, _ first: Int64, _ end: Int64, after previous: JournalBlock?) throws -> JournalBlock {
            try HashChain.seal(
                number: number, firstSequence: first, lastSequence: end, content: JournalContent(), sealedAt: 0,
                previous: previous, with: keys)
        }
        let next = last.lastSequence + 1
        #expect(throws: Never.self) { try seal(3, next, next, after: last) }
        #expect(throws: SealingError.blockDoesNotFollow(number: 4)) { try seal(4, next, next, after: last) }
        #expect(throws: SealingError.blockDoesNotFollow(number: 3)) { try seal(3, next + 1, next + 1, after: last) }
        #expect(throws: SealingError.blockDoesNotFollow(number: 3)) { try seal(3, next - 1, next, after: last) }
        #expect(throws: SealingError.blockDoesNotFollow(number: 3)) { try seal(3, next, next - 1, after: last) }
        #expect(throws: SealingError.blockDoesNotFollow(number: 3)) { try seal(3, next, next, after: nil) }
        #expect(throws: SealingError.blockDoesNotFollow(number: 1)) { try seal(1, 2, 2, after: nil) }
    }

    @Test func contentHashIsTheSameAtOnceAndPiecemeal() {
        let entries: [[UInt8]] = [[1, 2, 3], [], Array(repeating: 7, count: 300)]
        var content = JournalContent()
        for entry in entries { content.append(entry) }
        #expect(content.count == 3)
        #expect(content.hash == HashChain.contentHash(of: entries))
        #expect(content.hash == HashChain.contentHash(of: entries.lazy.map { $0 }))
        // Python: sha256 over struct.pack(">q", len(e)) + e
        #expect(Hex.encode(content.hash) == "15683e73cdb1dc792a2ee48a873cbdf31097744e54b5388f2d24148dc36a4814")
        #expect(HashChain.contentHash(of: [[1], [2]]) != HashChain.contentHash(of: [[1, 2]]))
        #expect(HashChain.contentHash(of: [[], []]) != HashChain.contentHash(of: [[]]))
    }

    @Test func headIsReadAsWritten() {
        let head = ChainHead(number: 12, hash: [UInt8](0..<32))
        #expect(ChainHead(text: head.text) == head)
        for text in ["", "12", "12:", "12:00", "x:" + head.text, String(head.text.dropLast()), head.text.uppercased()] {
            #expect(ChainHead(text: text) == nil)
        }
    }

    /// Forty random chains of two to eight blocks, each handed to the test to spoil.
    private func eachChain(_ test: (inout SealedJournal, inout Seeded) throws -> Void) throws {
        for seed in 0..<40 {
            var generator = Seeded(UInt64(seed))
            var journal = try SealedJournal(
                blocks: Int.random(in: 2...8, using: &generator), keys: keys, using: &generator)
            try test(&journal, &generator)
        }
    }

    /// A block's place and one of its entries.
    private func pick(_ journal: SealedJournal, _ generator: inout Seeded) -> (block: Int, sequence: Int64) {
        let block = journal.blocks.indices.randomElement(using: &generator)!
        return (block, journal.sequences(of: block).randomElement(using: &generator)!)
    }

    private func number(_ index: Int) -> Int64 { Int64(index) + 1 }
}
