import Edges
import Foundation
import HTTPTypes
package import Hummingbird
package import Kernel
import Logging
import NIOCore
import Sealing
import Store
import WorkingTime

/// The context of a request, as Hummingbird asks for it.
package struct PageContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package let remoteAddress: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress ?? "-"
    }
}

/// Turns routes into answers: finds the person, checks the permission and the form's token, runs the handler, and says every
/// problem in one place.
package struct PageServer: Sendable {
    let site: Site

    package init(site: Site) { self.site = site }

    package func add(to router: Router<PageContext>) {
        for route in site.modules.flatMap(\.routes) {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                await answer(route, request, context)
            }
        }
    }

    private func answer(_ route: PageRoute, _ request: Request, _ context: PageContext) async -> Response {
        var cookies: [String] = []
        do {
            var response = try await respond(route, request, context, &cookies)
            for cookie in cookies { response.headers.append(HTTPField(name: .setCookie, value: cookie)) }
            return response
        } catch {
            site.district.log.error("page failed", metadata: ["route": "\(route.path)", "error": "\(error)"])
            let sentence = site.chinese.text("problem.500.sentence")
            return .html("<!doctype html><p>\(HTML.escape(sentence))</p>", status: .internalServerError)
        }
    }

    private func respond(
        _ route: PageRoute, _ request: Request, _ context: PageContext, _ cookies: inout [String]
    ) async throws -> Response {
        let jar = Cookies(request)
        var session: Session?
        // While the store cannot be asked who this is, the answer is still a page with a sentence.
        var unreadable: Problem?
        do { session = try await sessionOf(jar) } catch let problem as Problem { unreadable = problem }
        let asked = Result { try Visit.query(of: request) }
        let query = (try? asked.get()) ?? []
        // Chinese unless somebody switches: a browser's own language says little about a shared office machine.
        let language = site.language(chosen("lang", query, jar, &cookies))
        let largeText = chosen("text", query, jar, &cookies) == "large"
        var visitorKey = session?.secret ?? jar["visitor"] ?? ""
        if visitorKey.isEmpty {
            visitorKey = Secret.make(bytes: 16)
            cookies.append(Cookies.field("visitor", visitorKey, lasting: 31_536_000, site: site))
        }
        func visit(_ typed: TypedForm) -> Visit {
            Visit(
                site: site, request: request,
                parameters: Dictionary(context.parameters.map { (String($0.key), $0.value.removingPercentEncoding ?? String($0.value)) }) {
                    first, _ in first
                },
                query: query, language: language, session: session, typed: typed, visitorKey: visitorKey,
                address: ClientAddress.of(request, peer: context.remoteAddress, trusting: site.settings.trustedProxies),
                largeText: largeText)
        }
        var typed = TypedForm()
        do {
            if let unreadable { throw unreadable }
            _ = try asked.get()
            if route.method != .get {
                // Who has not signed in where one must, sends at most a form of words.
                let limit = route.access != .everyone && session == nil ? min(route.bodyLimit, 1 << 20) : route.bodyLimit
                let body = try await BodyReader.read(request, limit: limit)
                typed = try TypedForm.parse(body, contentType: request.headers[.contentType], limit: limit)
            }
            let visit = visit(typed)
            if route.access != .everyone, session == nil {
                // A form rides along only if it was this browser's own: somebody else's must not be sent on after signing in.
                let isOwn =
                    CSRF.comesFromHere(request)
                    || (try? CSRF.check(typed, visitorKeys: [jar["session"] ?? visitorKey], request: request, in: site.district)) != nil
                return try SignIn.ask(visit, keepingForm: isOwn)
            }
            if let session, session.account.mustChangePassword, !session.isVouched, route.access != .everyone, route.path != "/account" {
                return .seeOther("/account")
            }
            if case .permission(let permission) = route.access { try visit.scope.require(permission) }
            if route.method != .get {
                try CSRF.check(
                    typed, visitorKeys: [visitorKey] + (route.access == .everyone ? [jar["visitor"]].compactMap(\.self) : []),
                    request: request, in: site.district)
            }
            return try await visit.guarded { try await route.handle(visit) }
        } catch let problem as Problem {
            return try visit(typed).problemPage(problem)
        } catch let error where !(error is CancellationError) {
            let reference = Secret.make(bytes: 6)
            site.district.log.error("page failed", metadata: ["route": "\(route.path)", "error": "\(error)", "reference": "\(reference)"])
            return try visit(typed).problemPage(Problem(.broken, reference))
        }
    }

    private func sessionOf(_ jar: Cookies) async throws -> Session? {
        guard let secret = jar["session"] else { return nil }
        return try await site.district.session(secret)
    }

    /// A choice in the address is kept in a cookie.
    private func chosen(_ name: String, _ query: [(String, String)], _ jar: Cookies, _ cookies: inout [String]) -> String? {
        if let (_, value) = query.first(where: { $0.0 == name }), ["en", "zh-Hans", "large", "normal"].contains(value) {
            cookies.append(Cookies.field(name, value, lasting: 31_536_000, site: site))
            return value
        }
        return jar[name]
    }
}

/// The cookies of a request.
struct Cookies {
    private var values: [String: String] = [:]

    init(_ request: Request) {
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let halves = pair.split(separator: "=", maxSplits: 1)
                guard halves.count == 2 else { continue }
                let name = halves[0].drop { $0 == " " }
                values[String(name)] = String(halves[1])
            }
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// A cookie that no script reads, and that goes only over TLS where the district's address has it.
    /// - Parameter lasting: in seconds; 0 takes it away, nil keeps it until the browser is closed.
    static func field(_ name: String, _ value: String, path: String = "/", lasting: Int? = nil, site: Site) -> String {
        let age = lasting.map { "; Max-Age=\($0)" } ?? ""
        let secure = site.settings.publicURL?.hasPrefix("https://") == true ? "; Secure" : ""
        return "\(name)=\(value); Path=\(path); HttpOnly; SameSite=Lax\(age)\(secure)"
    }
}

extension PageServer {
    /// An address that leads nowhere gets a page too.
    package func addNotFound(to router: Router<PageContext>) {
        let nowhere = PageRoute.get("/**", .everyone) { _ in throw Problem.notFound("page") }
        router.on("/**", method: .get) { request, context in await answer(nowhere, request, context) }
    }
}

extension Visit {
    /// What stands behind the question mark, read as a form is: `+` is a space.
    static func query(of request: Request) throws -> [(name: String, value: String)] {
        do {
            return try FormBody.parse(Array((request.uri.query ?? "").utf8)).pairs.map { ($0.name, $0.value) }
        } catch { throw Problem(.invalid, "nul-in-text") }
    }

    /// A request of a program: no cookies, no forms, English.
    package static func api(site: Site, request: Request, context: PageContext, scope: Scope, language: Language) throws -> Visit {
        var visit = Visit(
            site: site, request: request,
            parameters: Dictionary(context.parameters.map { (String($0.key), $0.value.removingPercentEncoding ?? String($0.value)) }) {
                first, _ in first
            },
            query: try query(of: request), language: language, session: nil, typed: TypedForm(),
            visitorKey: "", address: ClientAddress.of(request, peer: context.remoteAddress, trusting: site.settings.trustedProxies),
            largeText: false)
        visit.programScope = scope
        return visit
    }
}
