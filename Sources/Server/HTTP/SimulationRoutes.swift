import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Pages
import Sealing
import WorkingTime

/// A server that plays: its clock is set from outside, people are made on the spot. Only where it was started so, and only for
/// whoever holds the key that it printed.
struct SimulationRoutes: Sendable {
    let site: Site
    let key: String

    private struct ClockBody: Codable { var now: Instant }

    func add(to router: Router<PageContext>) {
        route(.get, "places", router) { simulation, _ in try JSON.data(try await simulation.places()) }
        route(.post, "people", router) { simulation, body in
            try JSON.data(try await simulation.enlist(try JSON.decode(Scenario.Person.self, body)))
        }
        route(.post, "clock", router) { simulation, body in
            try simulation.set(try JSON.decode(ClockBody.self, body).now)
            return body
        }
        route(.post, "tick", router) { simulation, _ in
            try await simulation.tick()
            return Data("{}".utf8)
        }
    }

    private func route(
        _ method: HTTPRequest.Method, _ name: String, _ router: Router<PageContext>,
        _ work: @escaping @Sendable (Simulation, Data) async throws -> Data
    ) {
        let api = APIServer(site: site, queries: [])
        router.on(RouterPath("/api/simulation/\(name)"), method: method) { request, context in
            let given = request.headers[.authorization]?.split(separator: " ").last.map(String.init) ?? ""
            // The key is this server's own, not a person's.
            return await api.answering(request, context, asVisitor: true) { _ in
                guard ConstantTime.equal(Array(given.utf8), Array(key.utf8)) else {
                    throw Problem(.unauthenticated, "api-key-unknown")
                }
                let body = Data(try await BodyReader.read(request, limit: 1 << 16))
                do {
                    return .json(try await work(try Simulation(site.district), body))
                } catch let error as DecodingError {
                    throw Problem.decoding(error)
                }
            }
        }
    }
}
