import Crypto

/// The layout of a sealed field:
/// format version (1 byte) · key number (2, big-endian) · nonce (12) · ciphertext · tag (16), AES-256-GCM.
/// The first three bytes and the context are authenticated with it.
struct SealedField {
    static let format: UInt8 = 1
    static let headerByteCount = 3
    static let smallest = headerByteCount + 12 + 16

    var keyNumber: UInt16
    var header: ArraySlice<UInt8>
    /// Nonce, ciphertext and tag.
    var box: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) throws {
        guard let version = bytes.first else { throw SealingError.sealedFieldTruncated }
        guard version == Self.format else { throw SealingError.sealedFieldFormatUnknown(version: version) }
        guard bytes.count >= Self.smallest else { throw SealingError.sealedFieldTruncated }
        header = bytes[..<Self.headerByteCount]
        keyNumber = UInt16(bigEndianBytes: header.dropFirst())
        box = bytes[Self.headerByteCount...]
    }

    static func header(keyNumber: UInt16) -> [UInt8] {
        [format] + keyNumber.bigEndianBytes
    }
}

extension KeyRing {
    /// Seals a text for one place, 31 bytes longer than its UTF-8.
    ///
    /// `context` names the column and row (`cases.contact/<uuid>`); the result opens nowhere else, so it cannot be
    /// moved to another row. Nonces are random: rotate before one key has sealed 2³² fields (NIST SP 800-38D, 8.3).
    package func seal(_ text: String, context: String) throws -> [UInt8] {
        let current = currentFieldKey
        let header = SealedField.header(keyNumber: current.number)
        let box = try AES.GCM.seal(Array(text.utf8), using: current.key, authenticating: header + Array(context.utf8))
        var bytes = header
        bytes.reserveCapacity(SealedField.smallest + box.ciphertext.count)
        bytes += box.nonce
        bytes += box.ciphertext
        bytes += box.tag
        return bytes
    }

    /// Opens what `seal` made with the same context, under the current or an older key.
    /// - Throws: `SealingError.sealedFieldTruncated`, `.sealedFieldFormatUnknown`, `.sealedFieldKeyUnknown` or
    ///   `.sealedFieldTampered`.
    package func open(_ bytes: [UInt8], context: String) throws -> String {
        let field = try SealedField(bytes)
        guard let known = fieldKeys.last(where: { $0.number == field.keyNumber }) else {
            throw SealingError.sealedFieldKeyUnknown(number: field.keyNumber)
        }
        guard let box = try? AES.GCM.SealedBox(combined: Array(field.box)),
            let plain = try? AES.GCM.open(box, using: known.key, authenticating: field.header + Array(context.utf8)),
            let text = String(validating: plain, as: UTF8.self)
        else { throw SealingError.sealedFieldTampered }
        return text
    }

    /// Whether the field was sealed under an older key. False for bytes that are no sealed field: opening them says
    /// why.
    package func needsReseal(_ bytes: [UInt8]) -> Bool {
        guard let field = try? SealedField(bytes) else { return false }
        return field.keyNumber != currentFieldKey.number
    }
}
