/// The chain of journal blocks: sealing the next one, and proving that nothing before it was touched.
///
/// An entry's bytes must contain its own sequence number and district; the chain sees bytes only.
package enum HashChain {
    /// The content hash of a whole block at once; `JournalContent` takes entries as they come.
    package static func contentHash(of entries: some Sequence<[UInt8]>) -> [UInt8] {
        content(of: entries).hash
    }

    /// Seals the entries since `previous`, the last block (nil before the first).
    /// - Throws: `SealingError.blockDoesNotFollow` unless number and first sequence continue `previous` (or are 1
    ///   without one).
    package static func seal(
        number: Int64, firstSequence: Int64, lastSequence: Int64, content: JournalContent, sealedAt: Int64,
        previous: JournalBlock?, with keys: KeyRing
    ) throws -> JournalBlock {
        var block = JournalBlock(
            number: number, firstSequence: firstSequence, lastSequence: lastSequence, count: content.count,
            previousHash: previous?.hash ?? noHash, contentHash: content.hash, hash: [], sealedAt: sealedAt)
        guard number == following(previous), links(block, to: previous) else {
            throw SealingError.blockDoesNotFollow(number: number)
        }
        block.hash = block.expectedHash(with: keys)
        return block
    }

    /// Checks blocks in order, with the entries that are in the journal now, and stops at the first that is broken.
    ///
    /// - Parameters:
    ///   - blocks: ascending by number, all of them after `previous`.
    ///   - previous: a block known to be good, when checking only what came after it.
    ///   - head: a block seen earlier. Without it nobody can tell that the newest blocks were cut off together with
    ///     their entries.
    ///   - entriesOf: every entry from the block's first to its last sequence number, in order; what it throws is
    ///     passed on.
    package static func verify<Entries: Sequence>(
        _ blocks: [JournalBlock], after previous: JournalBlock? = nil, head: ChainHead? = nil, with keys: KeyRing,
        entriesOf: (JournalBlock) throws -> Entries
    ) throws -> VerificationResult where Entries.Element == [UInt8] {
        var last = previous
        var entries = 0
        for (index, block) in blocks.enumerated() {
            if let broken = misplaced(block, after: last, rest: blocks[index...]) { return broken }
            if let why = flaw(of: block, after: last, head: head, keys: keys) {
                return .broken(block: block.number, why)
            }
            let found = content(of: try entriesOf(block))
            guard found.count == block.count else {
                return .broken(block: block.number, .wrongCount(sealed: block.count, found: found.count))
            }
            guard ConstantTime.equal(found.hash, block.contentHash) else {
                return .broken(block: block.number, .alteredContent)
            }
            entries += found.count
            last = block
        }
        if let head, head.number >= following(last) { return .broken(block: following(last), .missingBlock) }
        return .intact(blocks: blocks.count, entries: entries, head: last?.head)
    }

    private static func misplaced(
        _ block: JournalBlock, after last: JournalBlock?, rest: ArraySlice<JournalBlock>
    ) -> VerificationResult? {
        let expected = following(last)
        if block.number == expected { return nil }
        if block.number < expected { return .broken(block: block.number, .repeatedBlock) }
        let comesLater = rest.contains { $0.number == expected }
        return .broken(block: expected, comesLater ? .reordered : .missingBlock)
    }

    private static func flaw(
        of block: JournalBlock, after last: JournalBlock?, head: ChainHead?, keys: KeyRing
    ) -> ChainBreak? {
        if !ConstantTime.equal(block.hash, block.expectedHash(with: keys)) { return .alteredBlock }
        if !links(block, to: last) { return .wrongLink }
        if let head, head.number == block.number, !ConstantTime.equal(head.hash, block.hash) { return .differsFromHead }
        return nil
    }

    private static func links(_ block: JournalBlock, to previous: JournalBlock?) -> Bool {
        block.previousHash == previous?.hash ?? noHash
            && block.firstSequence == (previous?.lastSequence ?? 0) + 1
            && block.lastSequence >= block.firstSequence
    }

    private static func following(_ block: JournalBlock?) -> Int64 { (block?.number ?? 0) + 1 }

    private static func content(of entries: some Sequence<[UInt8]>) -> JournalContent {
        var content = JournalContent()
        for entry in entries { content.append(entry) }
        return content
    }

    private static let noHash = [UInt8](repeating: 0, count: 32)
}
