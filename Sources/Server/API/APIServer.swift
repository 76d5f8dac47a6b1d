import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import Pages
import WorkingTime

/// The JSON API: a POST per verb, a GET per query, problems as RFC 9457. Callers show an API key; residents' programs may file and
/// follow with a receipt code and none.
struct APIServer: Sendable {
    let site: Site
    let queries: [APIQuery]
    private static let bodyLimit = 1 << 20

    func add(to router: Router<PageContext>) {
        router.on("/api/verbs/:verb", method: .post) { request, context in
            await answering(request, context) { visit in
                let name = try visit.parameter("verb")
                guard let verb = site.district.modules.verb(named: name), verb.audience != .timers else { throw Problem.notFound("verb") }
                let body = try await BodyReader.read(request, limit: Self.bodyLimit)
                guard request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
                    throw Problem(.unsupported, "json-only")
                }
                let id = try request.headers[HTTPField.Name("Idempotency-Key")!].map { try RequestID($0) }
                try visit.countChange()
                return .json(try await verb.perform(Data(body), in: site.district, as: visit.scope, request: id))
            }
        }
        for query in queries {
            router.on(RouterPath(query.path), method: .get) { request, context in
                await answering(request, context) { visit in
                    try visit.scope.require(query.permission)
                    return .json(try await query.run(visit))
                }
            }
        }
        let description = OpenAPIDescription(site: site, queries: queries).data
        router.on("/api/openapi.json", method: .get) { _, _ in Response.json(description) }
        // Addresses and methods that do not exist answer in the API's own manner.
        router.on("/api/**", method: .get) { request, context in
            await answering(request, context) { _ in throw Problem.notFound("page") }
        }
    }

    /// - Parameter asVisitor: the key shown is not a person's, and is checked by the work itself.
    func answering(
        _ request: Request, _ context: PageContext, asVisitor: Bool = false, _ work: @Sendable (Visit) async throws -> Response
    ) async -> Response {
        let english = site.language("en")
        func problem(_ problem: Problem) -> Response {
            .problem(problem, language: english)
        }
        do {
            let scope = asVisitor ? .visitor(of: site.district.code) : try await scope(of: request)
            let visit = try Visit.api(site: site, request: request, context: context, scope: scope, language: english)
            return try await visit.guarded { try await work(visit) }
        } catch let known as Problem {
            return problem(known)
        } catch {
            site.district.log.error("api failed", metadata: ["route": "\(context.endpointPath ?? "-")", "error": "\(error)"])
            return problem(Problem(.broken, "broken"))
        }
    }

    private func scope(of request: Request) async throws -> Scope {
        guard let header = request.headers[.authorization] else { return .visitor(of: site.district.code) }
        guard header.lowercased().hasPrefix("bearer ") else { throw Problem(.unauthenticated, "api-key-unknown") }
        let key = String(header.dropFirst(7)).trimmingCharacters(in: .whitespaces)
        guard let scope = try await site.district.scope(apiKey: key) else { throw Problem(.unauthenticated, "api-key-unknown") }
        return scope
    }
}

/// RFC 9457, with the field problems as an extension member.
struct ProblemDetails: Codable, Sendable {
    struct FieldDetail: Codable, Sendable {
        var field: String
        var code: String
        var detail: String
    }

    var type: String
    var title: String
    var status: Int
    var detail: String
    var code: String
    var fields: [FieldDetail]
}

extension Response {
    static func problem(_ problem: Problem, language: Language) -> Response {
        let sentences = problem.sentences(in: language)
        let details = ProblemDetails(
            type: "urn:huying:problem:\(problem.code)", title: language.text("problem.\(problem.status).title"), status: problem.status,
            detail: problem.sentence(in: language), code: problem.code,
            fields: problem.fields.map { .init(field: $0.field, code: $0.code, detail: sentences[$0.field] ?? "") })
        let data = (try? JSON.data(details)) ?? Data()
        var response = Response.json(data, status: .init(code: problem.status), type: "application/problem+json")
        if problem.kind == .unauthenticated { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }
}
