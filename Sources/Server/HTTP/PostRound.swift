package import Edges
import Foundation
package import Kernel
package import Pages
import WorkingTime

/// The round of the post: what waits is written in the recipient's language and handed to the mail server or the gateway.
package struct PostRound: Sendable {
    let site: Site
    var mail: MailSender?
    var gateway: SignedPost?
    /// How many messages a round carries.
    var batch: Int

    package init(site: Site, mail: MailSender? = nil, gateway: SignedPost? = nil, batch: Int = 20) {
        self.site = site
        self.mail = mail
        self.gateway = gateway
        self.batch = batch
    }

    /// A round for each way that there is: a mail server that hangs keeps no short message waiting.
    package var timers: [DistrictTimer] {
        var channels: [Message.Channel] = []
        if mail != nil { channels.append(.mail) }
        if gateway != nil { channels.append(.gateway) }
        return channels.map { channel in
            DistrictTimer("post \(channel.rawValue)", everySeconds: 15) { [channels] district in
                try await PostOffice.carryOut(
                    in: district, channels: Set(channels), only: channel, batch: batch, send: send, failing: Self.failing)
            }
        }
    }

    @Sendable private func send(_ message: Message) async throws {
        let language = site.language(message.language)
        let sentence = language.text(message.text, message.values)
        let address = (site.settings.publicURL ?? "") + message.href
        switch message.channel {
        case .mail: try await sendMail(message, sentence, address, language)
        case .gateway:
            guard let gateway else { return }
            let text = "【\(site.district.pack.name.zh)】\(sentence) \(address)"
            try await gateway.send(
                try CloudEvent(
                    GatewayMessage(to: message.to, text: text), type: "cn.huying.message", subject: "message/\(message.id)",
                    id: "\(message.id)", source: site.settings.publicURL ?? "urn:huying:\(site.district.code)", at: site.district.clock.now
                ).bytes, id: "\(message.id)")
        }
    }

    private static func address(_ message: Message) throws -> MailAddress {
        do { return try MailAddress(message.to, name: message.name) } catch let failure as MailFailure { throw Undelivered(failure) }
    }

    private func sendMail(_ message: Message, _ sentence: String, _ address: String, _ language: Language) async throws {
        guard let mail else { return }
        let letter = MailMessage(
            to: try Self.address(message), subject: sentence,
            body: [sentence, address, language.text("mail.why", ["name": message.name])].joined(separator: "\n\n"),
            // One id per message: whoever gets it twice, because a line broke at the wrong moment, can tell.
            messageID: "\(message.id)@huying", date: Date(timeIntervalSince1970: Double(site.district.clock.now.microseconds) / 1e6),
            zone: TimeZone(secondsFromGMT: site.zone.seconds) ?? .gmt)
        do { try await offload { Result { try mail.send(letter) } }.get() } catch let failure as MailFailure { throw Undelivered(failure) }
    }

    /// What the log of deliveries says of a failure: its kind and the server's number. Addresses and what servers say stay out of it.
    private struct Undelivered: Error, CustomStringConvertible {
        var description: String
        var failing: PostOffice.Failing

        init(_ failure: MailFailure) {
            switch failure {
            // Without a reply the server never got so far as to refuse: it is away, or hangs.
            case .temporary(let reply, _):
                (description, failing) = ("temporary \(reply.map(String.init) ?? "")", reply == nil ? .unreachable : .once)
            case .permanent(let reply, _): (description, failing) = ("permanent \(reply.map(String.init) ?? "")", .forGood)
            case .misconfigured(let reply, _): (description, failing) = ("misconfigured \(reply.map(String.init) ?? "")", .unreachable)
            case .badAddress: (description, failing) = ("bad address", .forGood)
            case .badHeader(let name): (description, failing) = ("bad header \(name)", .forGood)
            }
        }
    }

    @Sendable private static func failing(_ error: any Error) -> PostOffice.Failing {
        if let refused = error as? SignedPost.NotTaken {
            return (400..<500).contains(refused.status) && refused.status != 429 ? .forGood : .once
        }
        // Whatever else goes wrong over HTTP is no answer.
        return (error as? Undelivered)?.failing ?? .unreachable
    }
}

/// What a gateway for short messages gets to send.
private struct GatewayMessage: Encodable {
    var to: String
    var text: String
}
