import Edges
import Kernel
import Pages
import Sealing

/// `huying.yaml` as `init` and `restore` write it.
extension HomeSettings {
    /// Texts are quoted as in JSON, which YAML reads as it stands.
    func write(to folder: DataFolder) throws {
        let store: String =
            switch engine {
            case .sqlite: "sqlite"
            case .postgres(let conninfo): conninfo
            }
        let always = [
            "store: \(Self.quoted(store))", "pack: \(Self.quoted(pack))", "packs: \(Self.quoted(packs))", "host: \(Self.quoted(host))",
            "port: \(port)", "trusted-proxies: [" + trustedProxies.map(Self.quoted).joined(separator: ", ") + "]",
        ]
        let chosen: [String] = [
            publicURL.map { "public-url: \(Self.quoted($0))" } ?? Self.examples.publicURL,
            mail.map(Self.lines) ?? Self.examples.mail,
            webhooks.isEmpty ? Self.examples.webhooks : "webhooks:\n" + webhooks.map(Self.line).joined(separator: "\n"),
            gateway.map { "gateway: {url: \(Self.quoted($0.url)), secret: \(Self.quoted($0.secretText))}" } ?? Self.examples.gateway,
            signOn.map(Self.lines) ?? Self.examples.signOn,
        ]
        let lines = always + chosen
        try OwnFile.write(lines.joined(separator: "\n") + "\n", to: folder.settings)
    }

    /// What may be set and is not stands in the file as a comment, to be filled in.
    private static let examples = (
        publicURL: "# public-url: \"https://huying.example.cn\"",
        mail: "# mail: {host: smtp.example.cn, port: 587, security: startTLS, username: huying, password: \"…\", from: huying@example.cn}",
        webhooks: "# webhooks: [{name: bus, url: \"https://…\", secret: \"whsec_…\", events: [case.resolved]}]",
        gateway: "# gateway: {url: \"https://…\", secret: \"whsec_…\"}  # for short messages",
        signOn:
            "# sign-on: {issuer: \"https://id.example.cn\", client-id: huying, client-secret: \"…\", name: City account, passwords: true}"
    )

    private static func lines(of mail: MailServer) -> String {
        let texts: [(String, String?)] = [
            ("host", mail.host), ("security", mail.security.rawValue), ("username", mail.username), ("password", mail.password),
            ("from", mail.from.address), ("from-name", mail.from.name),
        ]
        return
            (texts.compactMap { key, value in value.map { "  \(key): \(quoted($0))" } }
            + ["  port: \(mail.port)", "  verify-certificate: \(mail.verifiesCertificate)"]).joined(separator: "\n")
    }

    private static func lines(of provider: ProviderSettings) -> String {
        [
            "sign-on:", "  issuer: \(quoted(provider.issuer))", "  client-id: \(quoted(provider.clientID))",
            "  client-secret: \(quoted(provider.clientSecret))", "  claim: \(quoted(provider.claim))",
            "  scopes: [" + provider.scopes.map(quoted).joined(separator: ", ") + "]",
            "  name: {zh: \(quoted(provider.name.zh)), en: \(quoted(provider.name.en))}", "  passwords: \(provider.allowsPasswords)",
        ].joined(separator: "\n")
    }

    private static func line(of hook: Webhook) -> String {
        "  - {name: \(quoted(hook.name)), url: \(quoted(hook.post.url)), secret: \(quoted(hook.post.secretText)), events: ["
            + hook.events.map(quoted).joined(separator: ", ") + "]}"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
