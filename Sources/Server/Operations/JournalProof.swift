import Kernel
package import Sealing

/// What checking the journal found.
package struct JournalProof: Sendable {
    package var result: VerificationResult
    /// Entries too young for a block: nothing vouches for them yet.
    package var unsealed: Int

    package var isIntact: Bool { if case .intact = result { true } else { false } }
}

extension OpenDistrict {
    /// - Parameter head: one that was written down outside the database; what is behind it must still be there.
    package func proveJournal(head: ChainHead?) async throws -> JournalProof {
        try await district.read(as: .system("verify", of: district.code)) { reading in
            JournalProof(
                result: try JournalBlocks.verify(in: reading, head: head), unsealed: try JournalBlocks.unsealed(in: reading))
        }
    }
}
