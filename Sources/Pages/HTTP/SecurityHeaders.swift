import Foundation
import HTTPTypes
package import Hummingbird

/// What every answer says about itself, whoever gave it: a page, the API, a file, or nobody because the address or method is unknown.
package struct SecurityHeaders: RouterMiddleware {
    package typealias Context = PageContext
    private let fields: HTTPFields

    package init(site: Site) {
        var fields: HTTPFields = [
            .cacheControl: "no-store",
            HTTPField.Name("Content-Security-Policy")!:
                "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:\(Self.tiles(of: site)); connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            HTTPField.Name("X-Content-Type-Options")!: "nosniff",
            HTTPField.Name("Referrer-Policy")!: "same-origin",
            HTTPField.Name("Permissions-Policy")!: "geolocation=(self), camera=(self), microphone=()",
            HTTPField.Name("Cross-Origin-Opener-Policy")!: "same-origin",
        ]
        if site.settings.publicURL?.hasPrefix("https://") == true { fields[.strictTransportSecurity] = "max-age=31536000" }
        self.fields = fields
    }

    package func handle(
        _ request: Request, context: PageContext, next: (Request, PageContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do { response = try await next(request, context) } catch let refusal as any HTTPResponseError {
            response = try refusal.response(from: request, context: context)
        }
        // What the answer itself decided (how long a picture is kept) stands.
        for field in fields where response.headers[field.name] == nil { response.headers.append(field) }
        return response
    }

    /// Where the pictures of the map come from, when they are somebody else's.
    private static func tiles(of site: Site) -> String {
        guard let pattern = site.settings.tiles else { return "" }
        let address = pattern.replacingOccurrences(of: "{", with: "").replacingOccurrences(of: "}", with: "")
        guard let url = URL(string: address), let scheme = url.scheme, let host = url.host else { return "" }
        return " \(scheme)://\(host)"
    }
}
