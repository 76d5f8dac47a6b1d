import Crypto

extension KeyRing {
    /// Names this ring without telling a key: 16 lower-case hex digits. The database keeps it, so that a wrong key file
    /// is refused at start.
    package var fingerprint: String { fingerprint(throughFieldKey: fieldKeys.count) }

    /// Names the journal's key: 16 lower-case hex digits, for an auditor who receives a chain without the database.
    package var journalKeyID: String {
        Self.shorten("huying journal key", [journalKey])
    }

    /// Accepts the fingerprint of this ring and of every ring it was rotated from. Once accepted, the database should
    /// keep the present `fingerprint`, so that an older copy of the file is refused from then on.
    /// - Throws: `SealingError.wrongKeys`.
    package func check(fingerprint expected: String) throws {
        let known = (1...fieldKeys.count).contains { fingerprint(throughFieldKey: $0) == expected }
        guard known else { throw SealingError.wrongKeys(expected: expected, found: fingerprint) }
    }

    private func fingerprint(throughFieldKey count: Int) -> String {
        Self.shorten(
            "huying key ring",
            [indexKey, tokenKey, digestKey, journalKey] + fieldKeys.prefix(count).map(\.key),
            numbers: fieldKeys.prefix(count).map { Int64($0.number) })
    }

    // One way because the keys are 256 random bits: there is nothing to guess them from.
    private static func shorten(_ purpose: StaticString, _ keys: [SymmetricKey], numbers: [Int64] = []) -> String {
        var frame = Frame(purpose)
        for key in keys { frame.append(key.withUnsafeBytes { Array($0) }) }
        for number in numbers { frame.append(number) }
        return Hex.encode(SHA256.hash(data: frame.bytes).prefix(8))
    }
}
