import Casework
import Foundation
import HTTPTypes
package import Hummingbird
import Kernel
import Logging
package import Pages

extension PageModule {
    /// The sentences of the interface; it has no pages.
    package static var open311: PageModule {
        var module = PageModule(name: "open311")
        module.languages = Bundle.module.resourceURL?.appendingPathComponent("Languages")
        return module
    }
}

/// Open311 GeoReport v2 in XML and JSON, with mySociety's updates: residents' requests from other applications, and a way for them to
/// follow. <http://wiki.open311.org/GeoReport_v2>
///
/// Reading needs no key and shows what everybody may see; with a key, what its account may see. Filing and adding need one.
package struct Open311Server: Sendable {
    let site: Site

    package init(site: Site) { self.site = site }

    package func add(to router: Router<PageContext>) {
        for endpoint in Open311Endpoint.allCases {
            for method in [HTTPRequest.Method.get, .post] {
                for path in ["/:resource", "/:resource/:item", "/tokens/:code", "/:resource/:item/**"] {
                    router.on(RouterPath(endpoint.path + path), method: method) { request, context in
                        await answer(request, context, endpoint)
                    }
                }
            }
            router.on(RouterPath(endpoint.path + "/photos/:case/:hash"), method: .get) { request, context in
                await answering(request, context, .json, endpoint) { try await photo($0) }
            }
        }
        for place in ["/discovery", "/open311/discovery"] {
            for format in [GeoReportFormat.xml, .json] {
                router.on(RouterPath("\(place).\(format.rawValue)"), method: .get) { request, context in
                    await answering(request, context, format, .production) { try format.response(Discovery($0), root: "discovery") }
                }
            }
        }
    }

    private func answer(_ request: Request, _ context: PageContext, _ endpoint: Open311Endpoint) async -> Response {
        // The last part of the address names the format: `requests/4711.json`.
        let parts = request.uri.path.dropFirst(endpoint.path.count + 1).split(separator: "/").map {
            $0.removingPercentEncoding ?? String($0)
        }
        let last = parts.last ?? ""
        let dot = last.lastIndex(of: ".") ?? last.endIndex
        let format = dot == last.endIndex ? nil : GeoReportFormat(rawValue: String(last[dot...].dropFirst()))
        let address = parts.dropLast() + [String(last[..<dot])]
        return await answering(request, context, format ?? .xml, endpoint) { visit in
            guard let format else { throw Problem(.notFound, "open311.no-format") }
            return try await resource(request.method, Array(address), visit, format, endpoint)
        }
    }

    private func resource(
        _ method: HTTPRequest.Method, _ address: [String], _ visit: Visit, _ format: GeoReportFormat, _ endpoint: Open311Endpoint
    ) async throws -> Response {
        switch (method, address.first, address.dropFirst().first) {
        case (.get, "discovery", nil):
            return try format.response(Discovery(visit), root: "discovery")
        case (.get, "services", nil):
            return try format.response(Service.all(visit), root: "services")
        case (.get, "services", let code?):
            return try format.response(try await ServiceDefinition.of(code, visit), root: "service_definition")
        case (.get, "requests", nil):
            return try format.response(try await ServiceRequest.list(visit, endpoint), root: "service_requests")
        case (.get, "requests", let id?):
            return try format.response(try await ServiceRequest.one(id, visit, endpoint), root: "service_requests")
        case (.get, "tokens", let token?):
            return try format.response([try await TokenAnswer.of(token, visit)], root: "service_requests")
        case (.get, "servicerequestupdates", nil):
            return try format.response(try await RequestUpdate.list(visit), root: "service_request_updates")
        case (.post, "requests", nil):
            return try format.response(try await FiledRequest.file(visit), root: "service_requests", status: 201)
        case (.post, "servicerequestupdates", nil):
            return try format.response(try await RequestUpdate.add(visit), root: "service_request_updates", status: 201)
        default: throw Problem.notFound("page")
        }
    }

    /// Finds out who asks, does the work, and says every problem in the format asked for.
    private func answering(
        _ request: Request, _ context: PageContext, _ format: GeoReportFormat, _ endpoint: Open311Endpoint,
        _ work: @Sendable (Visit) async throws -> Response
    ) async -> Response {
        var language = site.chinese
        let problem: Problem
        do {
            let limit = Visit.photoBodyLimit(site.district.pack)
            let visitor = try Visit.api(
                site: site, request: request, context: context, scope: .visitor(of: site.district.code), language: language)
            language = site.language(visitor.asked("lang"))
            var typed = TypedForm()
            if request.method == .post {
                let body = try await BodyReader.read(request, limit: limit)
                typed = try TypedForm.parse(body, contentType: request.headers[.contentType], limit: limit)
            }
            let visit = try await known(request, context, typed, visitor, endpoint, language)
            return try await visit.guarded { try await work(visit) }
        } catch let known as Problem {
            problem = known
        } catch {
            site.district.log.error("open311 failed", metadata: ["route": "\(context.endpointPath ?? "-")", "error": "\(error)"])
            problem = Problem(.broken, "broken")
        }
        let errors = GeoReportError.all(of: problem, in: language)
        let said = try? format.response(errors, root: "errors", status: errors.first?.code ?? 500)
        return said ?? Response(status: .internalServerError)
    }

    private func known(
        _ request: Request, _ context: PageContext, _ typed: TypedForm, _ visitor: Visit, _ endpoint: Open311Endpoint, _ language: Language
    ) async throws -> Visit {
        if let jurisdiction = visitor.asked("jurisdiction_id") ?? typed["jurisdiction_id"], jurisdiction != site.district.code {
            throw Problem(.notFound, "open311.no-jurisdiction", ["asked": jurisdiction, "here": site.district.code])
        }
        var scope = Scope.visitor(of: site.district.code)
        if let key = typed["api_key"] ?? visitor.asked("api_key") {
            guard let account = try await site.district.scope(apiKey: key) else { throw Problem(.forbidden, "api-key-unknown") }
            scope = account
        } else if request.method == .post {
            throw Problem(.forbidden, "open311.no-key")
        }
        scope.mode = endpoint.mode
        var visit = try Visit.api(site: site, request: request, context: context, scope: scope, language: language)
        visit.typed = typed
        return visit
    }

    /// A public photo of a case that is shown whole.
    private func photo(_ visit: Visit) async throws -> Response {
        let id: ID<Case> = try visit.id("case")
        let hash = try visit.parameter("hash")
        let allowed = try await visit.read { reading in
            let known = try reading.publicCase(id)
            return known.isWhole ? try reading.photos(of: known.found.id, publicOnly: true).contains { $0.hash == hash } : false
        }
        guard allowed else { throw Problem.notFound("photo") }
        return try await KeptPhotos.answer(hash, visit)
    }
}

/// Which request a token became. Ours are known at once, so a token is the receipt code.
struct TokenAnswer: Encodable {
    var serviceRequestID: String
    var token: String

    static func of(_ token: String, _ visit: Visit) async throws -> TokenAnswer {
        do {
            return TokenAnswer(serviceRequestID: "\(try await visit.read { try $0.findCase(receipt: token) }.id)", token: token)
        } catch let problem as Problem where !problem.fields.isEmpty {
            throw Problem(.notFound, "receipt-unknown")
        }
    }
}

struct GeoReportError: Encodable {
    /// The status of the answer.
    var code: Int
    var description: String

    static func all(of problem: Problem, in language: Language) -> [GeoReportError] {
        let code = code(of: problem)
        let fields = problem.sentences(in: language).sorted { $0.key < $1.key }
        guard fields.isEmpty else { return fields.map { GeoReportError(code: code, description: "\($0.key): \($0.value)") } }
        return [GeoReportError(code: code, description: problem.sentence(in: language))]
    }

    /// The few statuses that the specification knows; the others as HTTP has them.
    private static func code(of problem: Problem) -> Int {
        switch problem.kind {
        case .invalid, .unsupported: 400
        case .unauthenticated, .forbidden: 403
        default: problem.status
        }
    }
}
