import Foundation
package import Kernel
package import Pages
import WorkingTime

/// Somebody else's address that is told what happens: a city's bus, another system. Standard Webhooks around CloudEvents.
package struct Webhook: Sendable {
    package var name: String
    package var post: SignedPost
    package var events: [String]

    package init(name: String, post: SignedPost, events: [String]) {
        self.name = name
        self.post = post
        self.events = events
    }

    /// Each hook on a timer of its own: one that hangs keeps nobody else waiting.
    package func timer(_ site: Site) -> DistrictTimer {
        let feed = JournalFeed(name: "webhook/\(name)", events: events)
        return DistrictTimer("webhook \(name)", everySeconds: 5) { district in
            while try await feed.carryOut(in: district, send: { try await send($0, site) }) > 0 {}
        }
    }

    private func send(_ entry: JournalEntry, _ site: Site) async throws {
        let id = "\(entry.district)-\(entry.sequence)"
        let event = try CloudEvent(entry, id: id, source: site.settings.publicURL ?? "urn:huying:\(entry.district)")
        try await post.send(event.bytes, id: id)
    }
}

/// Something that happened or is told, as CloudEvents 1.0 has it, in structured mode.
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

    /// An entry of the journal.
    init(_ entry: JournalEntry, id: String, source: String) throws {
        try self.init(
            // The payload is JSON already.
            json: entry.payload, type: "cn.huying.\(entry.event)",
            subject: "\(entry.subject.kind)/\(entry.subject.id.uuidString.lowercased())", id: id, source: source, at: entry.happenedAt)
    }

    init(_ data: some Encodable, type: String, subject: String, id: String, source: String, at moment: Instant) throws {
        try self.init(json: try JSON.encode(data), type: type, subject: subject, id: id, source: source, at: moment)
    }

    private init(json: String, type: String, subject: String, id: String, source: String, at moment: Instant) throws {
        let attributes = Attributes(id: id, source: source, type: type, subject: subject, time: moment)
        bytes = Array("{\"data\":\(json),\(try JSON.encode(attributes).dropFirst())".utf8)
    }
}
