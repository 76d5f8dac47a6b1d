import Crypto
import Foundation

/// How a receiver knows that a message is ours and new: the signature of Standard Webhooks, HMAC-SHA256 over id, moment and body.
/// <https://www.standardwebhooks.com>
package struct WebhookSecret: Sendable {
    private let key: SymmetricKey

    /// `whsec_` and 24 to 64 random bytes in base64; nil for anything else.
    package init?(_ text: String) {
        guard text.hasPrefix("whsec_"), let bytes = Data(base64Encoded: String(text.dropFirst(6))), (24...64).contains(bytes.count) else {
            return nil
        }
        key = SymmetricKey(data: bytes)
    }

    /// The header `webhook-signature`.
    /// - Parameter timestamp: seconds since 1970, as in `webhook-timestamp`.
    package func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        let signed = Array("\(id).\(timestamp).".utf8) + body
        return "v1," + Data(HMAC<SHA256>.authenticationCode(for: signed, using: key)).base64EncodedString()
    }
}
