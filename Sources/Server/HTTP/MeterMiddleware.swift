import Hummingbird
import Pages

/// Times every request by its route, never by its address: receipt codes stay out of the figures.
struct MeterMiddleware: RouterMiddleware {
    typealias Context = PageContext
    let meter: Meter

    func handle(
        _ request: Request, context: PageContext, next: (Request, PageContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let taken = ContinuousClock.now - start
        // How often somebody reported wrongdoing is nobody's figure.
        let path = context.endpointPath ?? "none"
        let isShut = ["/t", "/tips", "/intake-points", "/tip-register"].contains { path == $0 || path.hasPrefix($0 + "/") }
        meter.note(
            route: isShut ? "none" : path, method: request.method.rawValue, status: response.status.code,
            seconds: Double(taken.components.attoseconds) / 1e18 + Double(taken.components.seconds))
        return response
    }
}
