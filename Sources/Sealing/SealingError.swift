/// Everything this target refuses. Cases are stable and carry no key material; the sentences are in the language
/// catalogues.
package enum SealingError: Error, Equatable, Sendable {
    // the key file
    case keyFileMissing(path: String)
    case keyFileExists(path: String)
    /// Group or others may touch the file; `mode` holds its nine permission bits.
    case keyFileExposed(path: String, mode: UInt32)
    case keyFileUnreadable(path: String, errno: Int32)
    case keyFileUnwritable(path: String, errno: Int32)
    case keyFileTruncated(path: String)
    case keyFileNotJSON(path: String)
    /// JSON, but without the marker `huying-keys`.
    case keyFileNotOurs(path: String)
    case keyFileVersionUnknown(path: String, version: Int)
    /// A part is missing or has the wrong shape.
    case keyFileMalformed(path: String)
    /// Every part has the right shape, but together they do not give the fingerprint written beside them.
    case keyFileDamaged(path: String)
    /// The database was filled under other keys, or under newer ones. Both are fingerprints, not keys.
    case wrongKeys(expected: String, found: String)

    // sealed fields
    case sealedFieldTruncated
    case sealedFieldFormatUnknown(version: UInt8)
    case sealedFieldKeyUnknown(number: UInt16)
    /// Altered, or moved to another context.
    case sealedFieldTampered

    // passwords
    case passwordHashMalformed
    /// The machine could not give scrypt its memory.
    case passwordHashFailed

    // tokens
    case tokenMalformed
    /// Altered, made for another purpose, or signed with another key.
    case tokenForged
    case tokenExpired

    // the journal
    /// The block to be sealed does not continue the one before it.
    case blockDoesNotFollow(number: Int64)
}
