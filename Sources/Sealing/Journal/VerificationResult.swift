/// What checking a chain found.
package enum VerificationResult: Equatable, Sendable {
    /// `head` is the newest block checked: worth writing down for the next check.
    case intact(blocks: Int, entries: Int, head: ChainHead?)
    /// The first block that is wrong; what follows it was not looked at.
    case broken(block: Int64, ChainBreak)
}

/// Why a block is broken.
package enum ChainBreak: Equatable, Sendable {
    /// The block is not there.
    case missingBlock
    /// The block is there, but after a later one.
    case reordered
    /// A second block with this number.
    case repeatedBlock
    /// The block's own fields were changed, or it was made with another key.
    case alteredBlock
    /// A genuine block that does not continue the one before it.
    case wrongLink
    /// Another number of entries than was sealed.
    case wrongCount(sealed: Int, found: Int)
    /// As many entries as were sealed, but not the same ones or not in that order.
    case alteredContent
    /// A genuine block, but not the one that was seen earlier.
    case differsFromHead
}
