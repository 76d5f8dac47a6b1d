import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
package import Sealing

/// An address that is told things over HTTP, signed as Standard Webhooks has it.
package struct SignedPost: Sendable {
    package var url: String
    package var secret: WebhookSecret
    /// The secret as the settings have it.
    package var secretText: String

    /// Who does not answer within this time has not taken it.
    package var patience = Duration.seconds(10)

    package init(url: String, secret: WebhookSecret, secretText: String) {
        self.url = url
        self.secret = secret
        self.secretText = secretText
    }

    struct NotTaken: Error, CustomStringConvertible {
        var status: Int
        var description: String { "HTTP \(status)" }
    }

    /// - Parameter id: one per thing told: whoever gets it twice can tell.
    func send(_ body: [UInt8], id: String) async throws {
        let timestamp = Int64(Date().timeIntervalSince1970)
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/cloudevents+json; charset=utf-8")
        request.headers.add(name: "user-agent", value: "huying")
        request.headers.add(name: "webhook-id", value: id)
        request.headers.add(name: "webhook-timestamp", value: "\(timestamp)")
        request.headers.add(name: "webhook-signature", value: secret.signature(id: id, timestamp: timestamp, body: body))
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await OutwardClient.shared.execute(request, timeout: .milliseconds(Int64(patience / .milliseconds(1))))
        guard (200..<300).contains(response.status.code) else { throw NotTaken(status: Int(response.status.code)) }
    }
}
