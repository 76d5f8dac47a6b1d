import Crypto

/// Proof Key for Code Exchange (RFC 7636, method S256): the challenge is shown where a code is asked for, the verifier where it is
/// exchanged, so that a code caught on its way is of no use.
package struct ProofKey: Sendable {
    package let verifier: String

    package init(verifier: String = Secret.make(bytes: 32)) { self.verifier = verifier }

    package var challenge: String { Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8)))) }
}
