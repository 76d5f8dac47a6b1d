import Crypto

/// A random secret for a machine: a session token, an API key.
package enum Secret {
    /// `bytes` random bytes as base64url.
    package static func make(bytes count: Int = 32) -> String {
        var system = SystemRandomNumberGenerator()
        return make(bytes: count, using: &system)
    }

    /// From `generator`; anything but the system's own is for tests.
    package static func make(bytes count: Int = 32, using generator: inout some RandomNumberGenerator) -> String {
        Base64URL.encode(generator.bytes(count))
    }
}

extension KeyRing {
    /// What the database keeps instead of a secret, to find it by: 32 bytes (HMAC-SHA256). Keyed, so that short receipt
    /// codes cannot be tried out by someone who has only the database.
    package func secretDigest(_ secret: String, purpose: String) -> [UInt8] {
        var frame = Frame("huying secret digest")
        frame.append(purpose)
        frame.append(secret)
        return Array(HMAC<SHA256>.authenticationCode(for: frame.bytes, using: digestKey))
    }
}
