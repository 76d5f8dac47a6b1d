import Crypto

/// What a signed token holds: version (1 byte) · expiry (8, big-endian) · payload · HMAC-SHA256 (32), in base64url.
/// The signature covers the purpose as well. The payload is signed, not hidden.
struct SignedToken {
    static let version: UInt8 = 1
    private static let headByteCount = 9
    private static let signatureByteCount = 32

    var expires: Int64
    var payload: [UInt8]
    var signature: [UInt8]

    init?(_ text: String) {
        guard let bytes = Base64URL.decode(text), bytes.count >= Self.headByteCount + Self.signatureByteCount,
            bytes[0] == Self.version
        else { return nil }
        expires = Int64(bigEndianBytes: bytes[1..<Self.headByteCount])
        payload = Array(bytes[Self.headByteCount..<(bytes.count - Self.signatureByteCount)])
        signature = bytes.suffix(Self.signatureByteCount)
    }

    init(payload: [UInt8], purpose: String, expires: Int64, key: SymmetricKey) {
        self.expires = expires
        self.payload = payload
        signature = []
        signature = Array(HMAC<SHA256>.authenticationCode(for: signedBytes(purpose: purpose), using: key))
    }

    var text: String {
        Base64URL.encode([Self.version] + expires.bigEndianBytes + payload + signature)
    }

    func isSigned(for purpose: String, by key: SymmetricKey) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: signedBytes(purpose: purpose), using: key)
    }

    private func signedBytes(purpose: String) -> [UInt8] {
        var frame = Frame("huying signed token")
        frame.append(Int64(Self.version))
        frame.append(purpose)
        frame.append(expires)
        frame.append(payload)
        return frame.bytes
    }
}

extension KeyRing {
    /// A token that proves we gave out `payload` for `purpose`, until `expires` (UTC microseconds). Anyone can read the
    /// payload.
    package func sign(payload: [UInt8], purpose: String, expires: Int64) -> String {
        SignedToken(payload: payload, purpose: purpose, expires: expires, key: tokenKey).text
    }

    /// The payload of a token for this purpose. `now` is in UTC microseconds; the moment of expiry is too late.
    /// - Throws: `SealingError.tokenMalformed`, `.tokenForged` or `.tokenExpired`.
    package func verify(_ token: String, purpose: String, now: Int64) throws -> [UInt8] {
        guard let found = SignedToken(token) else { throw SealingError.tokenMalformed }
        guard found.isSigned(for: purpose, by: tokenKey) else { throw SealingError.tokenForged }
        guard now < found.expires else { throw SealingError.tokenExpired }
        return found.payload
    }
}
