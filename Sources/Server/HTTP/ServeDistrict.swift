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
        publicURL: open.settings.publicURL, trustedProxies: open.settings.trustedProxies, simulationKey: key,
        signOn: open.settings.signOn?.offer)
    let site = try Application.site(open.district, settings: settings, provider: open.settings.signOn)
    let posts = PostRound(site: site, mail: open.settings.mail.map { MailSender($0) }, gateway: open.settings.gateway).timers
    let hooks = open.settings.webhooks.map { $0.timer(site) }
    try await serve(site, host: host, port: port, timers: posts + hooks)
}
