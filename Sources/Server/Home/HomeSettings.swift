package import Edges
import Foundation
import Kernel
import Sealing

/// What `huying.yaml` says: which engine, which pack, where to listen, who carries the mail.
package struct HomeSettings: Sendable {
    package enum Engine: Equatable, Sendable {
        case sqlite
        /// As libpq takes it.
        case postgres(conninfo: String)
    }

    package var engine = Engine.sqlite
    package var pack: String
    /// The folder of packs; relative to the data folder unless it begins with `/`.
    package var packs: String
    package var host = "127.0.0.1"
    package var port = 8080
    /// What links in receipts and letters begin with; nil is the address listened at.
    package var publicURL: String?
    package var mail: MailServer?
    package var webhooks: [Webhook] = []
    /// Where short messages to people are handed in.
    package var gateway: SignedPost?
    /// Where people sign in with an account of the city's.
    package var signOn: ProviderSettings?
    /// The addresses of proxies before this server: tries at signing in are counted by whom they ask for.
    package var trustedProxies = ["127.0.0.1", "::1"]

    package init(engine: Engine = .sqlite, pack: String, packs: String) {
        self.engine = engine
        self.pack = pack
        self.packs = packs
    }
}

extension HomeSettings {
    /// - Throws: `HomeProblem.notADistrict`, `.badSetting` or `PackProblems` with file and line.
    static func read(from folder: DataFolder) throws -> HomeSettings {
        let manager = FileManager.default
        guard manager.fileExists(atPath: folder.path) else { throw HomeProblem.noFolder(folder.path) }
        guard manager.fileExists(atPath: folder.settings) else { throw HomeProblem.notADistrict(folder.path) }
        let check = PackCheck()
        guard let node = PackNode.load(folder.settings, named: folder.settings, check: check) else {
            if check.problems.isEmpty { throw HomeProblem.notADistrict(folder.path) }
            throw PackProblems(problems: check.problems)
        }
        node.only("store", "pack", "packs", "host", "port", "public-url", "trusted-proxies", "mail", "webhooks", "gateway", "sign-on")
        var settings = HomeSettings(
            engine: try engine(node), pack: node.required("pack"), packs: node.required("packs"))
        settings.host = node.string("host") ?? settings.host
        settings.port = node.integer("port") ?? settings.port
        settings.publicURL = node.string("public-url")
        if node.child("trusted-proxies") != nil { settings.trustedProxies = node.texts("trusted-proxies") }
        settings.mail = try node.child("mail").map(mailServer)
        settings.webhooks = try node.list("webhooks").map(webhook)
        settings.gateway = try node.child("gateway").map { gateway in
            gateway.only("url", "secret")
            return try signedPost(gateway)
        }
        settings.signOn = try node.child("sign-on").map(signOn)
        if !check.problems.isEmpty { throw PackProblems(problems: check.problems) }
        if !(1...65_535).contains(settings.port) {
            throw bad(node, "port", "\(settings.port)", allowed: "1–65535")
        }
        return settings
    }

    private static func engine(_ node: PackNode) throws -> Engine {
        let text = node.string("store") ?? "sqlite"
        if text == "sqlite" { return .sqlite }
        guard text.hasPrefix("postgres") || text.contains("=") else {
            throw bad(node, "store", text, allowed: "sqlite, postgresql://…, host=… dbname=…")
        }
        return .postgres(conninfo: text)
    }

    private static func mailServer(_ node: PackNode) throws -> MailServer {
        node.only("host", "port", "security", "username", "password", "from", "from-name", "verify-certificate")
        let securities = MailServer.Security.allCases.map(\.rawValue).joined(separator: ", ")
        let text = node.string("security") ?? MailServer.Security.startTLS.rawValue
        guard let security = MailServer.Security(rawValue: text) else {
            throw bad(node, "security", text, allowed: securities)
        }
        let from = node.required("from")
        guard let address = try? MailAddress(from, name: node.string("from-name")) else {
            throw bad(node, "from", from, allowed: "name@example.cn")
        }
        return MailServer(
            host: node.required("host"), port: node.integer("port") ?? 587, security: security,
            username: node.string("username"), password: node.string("password"), from: address,
            verifiesCertificate: node.string("verify-certificate") != "false")
    }

    private static func webhook(_ node: PackNode) throws -> Webhook {
        node.only("name", "url", "secret", "events")
        return Webhook(name: node.required("name"), post: try signedPost(node), events: node.texts("events"))
    }

    private static func signedPost(_ node: PackNode) throws -> SignedPost {
        let url = node.required("url")
        guard let parts = URL(string: url), ["http", "https"].contains(parts.scheme), parts.host != nil else {
            throw bad(node, "url", url, allowed: "https://…")
        }
        let text = node.required("secret")
        guard let secret = WebhookSecret(text) else {
            throw bad(node, "secret", "…", allowed: "whsec_ and 24 to 64 random bytes in base64")
        }
        return SignedPost(url: url, secret: secret, secretText: text)
    }

    private static func signOn(_ node: PackNode) throws -> ProviderSettings {
        node.only("issuer", "client-id", "client-secret", "claim", "scopes", "name", "passwords")
        let issuer = node.required("issuer")
        // A token is only as trustworthy as the way its keys came.
        guard let url = URL(string: issuer), let host = url.host,
            url.scheme == "https" || (url.scheme == "http" && ["127.0.0.1", "localhost", "::1"].contains(host))
        else { throw bad(node, "issuer", issuer, allowed: "https://…") }
        var settings = ProviderSettings(
            issuer: issuer, clientID: node.required("client-id"), clientSecret: node.required("client-secret"),
            name: node.requiredWords("name"))
        settings.claim = node.string("claim") ?? settings.claim
        if node.child("scopes") != nil { settings.scopes = ["openid"] + node.texts("scopes").filter { $0 != "openid" } }
        settings.allowsPasswords = node.flag("passwords") ?? true
        return settings
    }

    private static func bad(_ node: PackNode, _ key: String, _ text: String, allowed: String) -> HomeProblem {
        .badSetting(file: node.file, line: node.child(key)?.line ?? node.line, key: key, text: text, allowed: allowed)
    }

    /// Where the packs are, whatever folder the program was started in.
    package func packsPath(in folder: DataFolder) -> String {
        packs.hasPrefix("/") ? packs : folder.path + "/" + packs
    }
}
