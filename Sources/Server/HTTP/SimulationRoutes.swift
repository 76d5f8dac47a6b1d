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
    private struct Key: Codable { var key: String }

    func add(to router: Router<PageContext>) {
        let district = site.district
        route("clock", router) { body in
            do { try district.clock.advance(to: try JSON.decode(ClockBody.self, body).now) } catch is ClockError {
                throw Problem.field("now", "time-went-back")
            }
            return body
        }
        route("tick", router) { _ in
            try await TimeLapse(district).runTimers()
            return Data("{}".utf8)
        }
        route("people", router) { body in
            try JSON.data(Key(key: try await enlist(try JSON.decode(Scenario.Person.self, body))))
        }
    }

    /// Each play brings its own people, whatever the names: a story may be told twice on one server.
    private func enlist(_ person: Scenario.Person) async throws -> String {
        let district = site.district
        let login = person.login.lowercased() + "-" + String(Int.random(in: 100_000...999_999))
        let signIn = try await district.enlist(
            login: login, name: person.name, role: person.role, office: person.office, area: person.area)
        return try await district.perform(
            AddAPIKey(accountID: signIn.accountID, name: "simulation"), as: .system("simulation", of: district.code)
        ).key
    }

    private func route(
        _ name: String, _ router: Router<PageContext>, _ work: @escaping @Sendable (Data) async throws -> Data
    ) {
        let api = APIServer(site: site, queries: [])
        router.on(RouterPath("/api/simulation/\(name)"), method: .post) { request, context in
            let given = request.headers[.authorization]?.split(separator: " ").last.map(String.init) ?? ""
            return await api.answering(request, context, asVisitor: true) { _ in
                guard ConstantTime.equal(Array(given.utf8), Array(key.utf8)) else { throw Problem(.unauthenticated, "api-key-unknown") }
                do {
                    return .json(try await work(Data(try await BodyReader.read(request, limit: 1 << 16))))
                } catch let error as DecodingError {
                    throw Problem.decoding(error)
                }
            }
        }
    }
}
