import Casework
import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Pages
import WorkingTime

/// A server that plays: its clock is set from outside, people are made on the spot. Only where it was started so.
struct Simulation: Sendable {
    let site: Site

    private struct ClockBody: Codable { var now: Instant }
    private struct PersonBody: Codable {
        var login: String
        var name: String?
        var role: String
        var office: String?
        var area: String?
    }
    private struct Key: Codable { var key: String }
    private struct TickBody: Codable { var steps: Int }

    func add(to router: Router<PageContext>) {
        let api = APIServer(site: site, queries: [])
        router.on("/api/simulation/clock", method: .post) { request, context in
            await api.answering(request, context) { _ in
                let body = try JSON.decode(ClockBody.self, Data(try await BodyReader.read(request, limit: 1 << 16)))
                do { try site.district.clock.advance(to: body.now) } catch { throw Problem.field("now", "time-went-back") }
                return .json(try JSON.data(body))
            }
        }
        router.on("/api/simulation/tick", method: .post) { request, context in
            await api.answering(request, context) { _ in
                let steps = try await site.district.climbLadders()
                try await site.district.closeSilentCases()
                return .json(try JSON.data(TickBody(steps: steps)))
            }
        }
        router.on("/api/simulation/people", method: .post) { request, context in
            await api.answering(request, context) { _ in
                let body = try JSON.decode(PersonBody.self, Data(try await BodyReader.read(request, limit: 1 << 16)))
                return .json(try JSON.data(Key(key: try await make(body))))
            }
        }
    }

    private func make(_ person: PersonBody) async throws -> String {
        let district = site.district
        let login = person.login.lowercased() + "-" + String(Int.random(in: 100_000...999_999))
        let signIn = try await district.enlist(
            login: login, name: person.name ?? person.login, role: person.role, office: person.office, area: person.area)
        return try await district.perform(
            AddAPIKey(accountID: signIn.accountID, name: "simulation"), as: .system("simulation", of: district.code)
        ).key
    }
}
