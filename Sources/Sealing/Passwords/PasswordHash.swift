import Crypto
import CryptoExtras
import Foundation

/// A password as the database keeps it: scrypt (RFC 7914) with its parameters, as `scrypt$N$r$p$salt$hash`, both in
/// base64url.
package struct PasswordHash: Equatable, Sendable {
    package let encoded: String
    private let cost: PasswordCost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a password with a fresh salt. At standard cost this takes 32 MiB and a good part of a tenth of a second:
    /// not on an event loop.
    /// - Throws: `SealingError.passwordHashFailed` when the memory is not there.
    package static func make(_ password: String, cost: PasswordCost = .standard) throws -> PasswordHash {
        var system = SystemRandomNumberGenerator()
        let salt = system.bytes(16)
        guard let hash = derive(password, salt: salt, byteCount: 32, cost: cost) else {
            throw SealingError.passwordHashFailed
        }
        return PasswordHash(cost: cost, salt: salt, hash: hash)
    }

    /// Reads a stored hash.
    /// - Throws: `SealingError.passwordHashMalformed`, also for parameters that would exhaust the machine.
    package init(encoded: String) throws {
        let parts = encoded.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt",
            let n = Self.number(parts[1]), let r = Self.number(parts[2]), let p = Self.number(parts[3]),
            let cost = PasswordCost(n: n, r: r, p: p),
            let salt = Base64URL.decode(parts[4]), (8...64).contains(salt.count),
            let hash = Base64URL.decode(parts[5]), (16...64).contains(hash.count)
        else { throw SealingError.passwordHashMalformed }
        self.init(cost: cost, salt: salt, hash: hash)
    }

    /// Whether this is the password; takes the same time for every answer.
    package func verify(_ password: String) -> Bool {
        guard let found = Self.derive(password, salt: salt, byteCount: hash.count, cost: cost) else { return false }
        return ConstantTime.equal(found, hash)
    }

    /// Whether the hash was made at another cost than today's: hash again at the next sign-in that succeeds.
    package func needsRehash(for cost: PasswordCost = .standard) -> Bool {
        self.cost != cost
    }

    private init(cost: PasswordCost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
        encoded = "scrypt$\(cost.n)$\(cost.r)$\(cost.p)$\(Base64URL.encode(salt))$\(Base64URL.encode(hash))"
    }

    static func derive(_ password: String, salt: [UInt8], byteCount: Int, cost: PasswordCost) -> [UInt8]? {
        // Composed, because keyboards differ in how they send the same letter (RFC 8265).
        var bytes = Array(password.precomposedStringWithCanonicalMapping.utf8)
        // The library needs an address; HMAC pads keys with zeros, so one zero is the same as nothing.
        if bytes.isEmpty { bytes = [0] }
        let key = try? KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: byteCount, rounds: cost.n, blockSize: cost.r, parallelism: cost.p)
        return key?.withUnsafeBytes { Array($0) }
    }

    private static func number(_ text: Substring) -> Int? {
        guard let number = Int(text), String(number) == text else { return nil }
        return number
    }
}

// The hash is no secret like a key, but has no business in a log either.
extension PasswordHash: CustomStringConvertible, CustomReflectable {
    package var description: String { "PasswordHash" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
