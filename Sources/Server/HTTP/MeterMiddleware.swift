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
        meter.note(
            route: context.endpointPath ?? "none", method: request.method.rawValue, status: response.status.code,
            seconds: Double(taken.components.attoseconds) / 1e18 + Double(taken.components.seconds))
        return response
    }
}
