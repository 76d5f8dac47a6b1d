import Edges
import Foundation
import Kernel
import Pages
import Sealing
import WorkingTime

/// Serves the district of a data folder: its pages, its API, its timers, its mail, its webhooks.
package func serve(_ open: OpenDistrict, host: String, port: Int, simulate: Bool) async throws {
    let key = simulate ? Secret.make(bytes: 24) : nil
    // Not `print`: what waits in a buffer nobody can read.
    if let key { FileHandle.standardOutput.write(Data("simulation-key: \(key)\n".utf8)) }
    let settings = SiteSettings(
        publicURL: open.settings.publicURL, trustedProxies: open.settings.trustedProxies, simulationKey: key)
    let site = try Application.site(open.district, settings: settings)
    let post = open.settings.mail.map { PostRound(site: site, sender: MailSender($0)).timer }
    let hooks = open.settings.webhooks.map { $0.timer(site) }
    try await serve(site, host: host, port: port, timers: [post].compactMap { $0 } + hooks)
}

/// The round of the post: what waits is written in the recipient's language and handed to the mail server.
struct PostRound: Sendable {
    let site: Site
    let sender: MailSender

    var timer: DistrictTimer {
        DistrictTimer("post", everySeconds: 15) { district in
            try await PostOffice.carryOut(in: district, send: send, isPermanent: Self.isPermanent)
        }
    }

    @Sendable private func send(_ letter: Letter) async throws {
        let language = site.language(letter.language)
        let subject = language.text(letter.text, letter.values)
        let base = site.settings.publicURL ?? ""
        let message = MailMessage(
            to: try MailAddress(letter.to, name: letter.name), subject: subject,
            body: [subject, base + letter.href, language.text("mail.why", ["name": letter.name])].joined(separator: "\n\n"),
            // One id per letter: whoever gets it twice, because a line broke at the wrong moment, can tell.
            messageID: "\(letter.id)@huying", date: Date(),
            zone: TimeZone(secondsFromGMT: site.zone.seconds) ?? .gmt)
        let result = await offload { Result { try sender.send(message) } }
        try result.get()
    }

    @Sendable private static func isPermanent(_ error: any Error) -> Bool {
        guard let failure = error as? MailFailure else { return false }
        switch failure {
        case .permanent, .badAddress, .badHeader: return true
        case .temporary, .misconfigured: return false
        }
    }
}
