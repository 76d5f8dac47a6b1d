import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import NIOCore
import Pages
import Server
import World

/// The whole product in process, asked as a browser would ask it.
struct PageClient {
    let world: World
    let site: Site
    let client: any TestClientProtocol

    struct Answer {
        var status: Int
        var body: String { String(decoding: bytes, as: UTF8.self) }
        var bytes: [UInt8]
        var headers: HTTPFields
        var location: String? { headers[.location] }
    }

    static func with(
        _ world: World, settings: SiteSettings = SiteSettings(), _ work: @escaping @Sendable (PageClient) async throws -> Void
    ) async throws {
        let site = try Server.Application.site(world.district, settings: settings)
        let application = Hummingbird.Application(router: Server.Application.router(site))
        try await application.test(.router) { client in
            try await work(PageClient(world: world, site: site, client: client))
        }
        // A tag that names nothing shows nothing, and nobody would notice.
        if !site.templates.misspeltTags.isEmpty { throw MisspeltTags(tags: site.templates.misspeltTags) }
    }

    /// A signed-in person's session cookie.
    func session(of login: String) async throws -> String {
        let account = world.accounts[login]!
        let first = try await world.district.perform(ResetPassword(accountID: account), as: world.system).password
        let own = "own-password-of-\(account.description.prefix(8))"
        _ = try await world.district.perform(ChangeOwnPassword(old: first, new: own), as: world.person(login))
        return try await world.district.signIn(login: login, password: own, from: "test")
    }

    func get(_ path: String, session: String? = nil, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.get, path, session: session, headers: headers, body: nil)
    }

    /// Sends a form, with the token that the person's pages carry.
    func post(_ path: String, _ fields: [(String, String)], session: String? = nil, token: String? = nil, cookie: String = "") async throws
        -> Answer
    {
        let all = fields + (token.map { [("csrf", $0)] } ?? [])
        let body = all.map { Links.encode($0.0) + "=" + Links.encode($0.1) }.joined(separator: "&")
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if !cookie.isEmpty { headers[.cookie] = cookie }
        return try await send(.post, path, session: session, headers: headers, body: Array(body.utf8))
    }

    /// Sends a form with a file, as a browser does.
    func upload(
        _ path: String, _ fields: [(String, String)], file: (name: String, filename: String, content: [UInt8]), session: String
    ) async throws -> Answer {
        var body: [UInt8] = []
        for (name, value) in fields {
            body += "--edge\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
        }
        body += "--edge\r\nContent-Disposition: form-data; name=\"\(file.name)\"; filename=\"\(file.filename)\"\r\n\r\n".utf8
        body += file.content + Array("\r\n--edge--\r\n".utf8)
        return try await send(.post, path, session: session, headers: [.contentType: "multipart/form-data; boundary=edge"], body: body)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, session: String? = nil, headers: HTTPFields = [:], body: [UInt8]?
    ) async throws -> Answer {
        var headers = headers
        if let session { headers[.cookie] = "session=\(session)" }
        return try await client.execute(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) }) { response in
            Answer(status: response.status.code, bytes: Array(response.body.readableBytesView), headers: response.headers)
        }
    }

    /// The token in a page's forms.
    func token(in page: String) -> String? {
        guard let start = page.range(of: "name=\"csrf\" value=\"") else { return nil }
        return String(page[start.upperBound...].prefix { $0 != "\"" })
    }
}

struct MisspeltTags: Error {
    var tags: [String]
}
