import AsyncHTTPClient
import Foundation
import Kernel
import NIOCore
import NIOHTTP1
import Pages
package import Sealing
import WorkingTime

/// Somebody else's address that is told what happens: an SMS or WeChat gateway, a city's bus. Standard Webhooks around CloudEvents.
package struct Webhook: Sendable {
    package var name: String
    package var url: String
    package var secret: WebhookSecret
    /// The secret as the settings have it.
    package var secretText: String
    package var events: [String]

    /// Who does not answer within this time has not taken it.
    private static let patience = TimeAmount.seconds(10)

    /// Each hook on a timer of its own: one that hangs keeps nobody else waiting.
    func timer(_ site: Site) -> DistrictTimer {
        let feed = JournalFeed(name: "webhook/\(name)", events: events)
        return DistrictTimer("webhook \(name)", everySeconds: 5) { district in
            while try await feed.carryOut(in: district, send: { try await send($0, site) }) > 0 {}
        }
    }

    struct NotTaken: Error, CustomStringConvertible {
        var description: String
    }

    private func send(_ entry: JournalEntry, _ site: Site) async throws {
        // One id per entry: whoever gets it twice can tell.
        let id = "\(entry.district)-\(entry.sequence)"
        let body = try CloudEvent(entry, id: id, source: site.settings.publicURL ?? "urn:huying:\(entry.district)").bytes
        let timestamp = Int64(Date().timeIntervalSince1970)
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/cloudevents+json; charset=utf-8")
        request.headers.add(name: "user-agent", value: "huying")
        request.headers.add(name: "webhook-id", value: id)
        request.headers.add(name: "webhook-timestamp", value: "\(timestamp)")
        request.headers.add(name: "webhook-signature", value: secret.signature(id: id, timestamp: timestamp, body: body))
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await Self.client.execute(request, timeout: Self.patience)
        guard (200..<300).contains(response.status.code) else { throw NotTaken(description: "HTTP \(response.status.code)") }
    }

    /// Follows nobody elsewhere: the secret was agreed with this address.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}

/// An entry of the journal as CloudEvents 1.0 has it, in structured mode.
struct CloudEvent {
    private struct Attributes: Encodable {
        var specversion = "1.0"
        var id: String
        var source: String
        var type: String
        var subject: String
        var time: Instant
        var datacontenttype = "application/json"
    }

    let bytes: [UInt8]

    init(_ entry: JournalEntry, id: String, source: String) throws {
        let attributes = Attributes(
            id: id, source: source, type: "cn.huying.\(entry.event)",
            subject: "\(entry.subject.kind)/\(entry.subject.id.uuidString.lowercased())",
            time: entry.happenedAt)
        // The payload is JSON already.
        bytes = Array("{\"data\":\(entry.payload),\(try JSON.encode(attributes).dropFirst())".utf8)
    }
}
