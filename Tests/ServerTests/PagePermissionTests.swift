import Casework
import Foundation
import HTTPTypes
import Kernel
import Pages
import Testing
import World

/// Every page and form × every role, against what the pack's roles declare. A new route is in here by being a route.
@Suite struct PagePermissionTests {
    @Test func everyRouteLetsInWhomTheRolesName() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let samples = try await Samples(world)
            var wrong: [String] = []
            var asked = 0
            for (role, login) in Self.people(world) {
                let session = try await client.session(of: login)
                let granted = Set(world.district.pack.rolesByCode[role]!.grants.map(\.permission))
                for route in client.site.modules.flatMap(\.routes) {
                    guard route.path != "/live", route.path != "/sign-out" else { continue }
                    let path = samples.fill(route.path)
                    let answer =
                        route.method == .get
                        ? try await client.get(path, session: session) : try await client.post(path, [], session: session)
                    asked += 1
                    let refused =
                        answer.status == 403 && answer.body.contains(client.site.chinese.text("problem.forbidden")) || answer.status == 401
                    let allowed: Bool =
                        switch route.access {
                        case .everyone, .signedIn: true
                        case .permission(let permission): granted.contains(permission)
                        }
                    if refused == allowed { wrong.append("\(role) \(route.method.rawValue) \(route.path): \(answer.status)") }
                    if answer.status >= 500 { wrong.append("\(role) \(route.method.rawValue) \(route.path): \(answer.status)") }
                }
            }
            #expect(wrong == [])
            #expect(asked > 700)
        }
    }

    @Test func withoutSigningInOnlyPublicPagesOpen() async throws {
        let world = try await World.make()
        try await PageClient.with(world) { client in
            let samples = try await Samples(world)
            for route in client.site.modules.flatMap(\.routes) where route.access != .everyone {
                let path = samples.fill(route.path)
                let answer = route.method == .get ? try await client.get(path) : try await client.post(path, [])
                // A page shows the sign-in form in its place; a form is kept and asks first.
                #expect(answer.body.contains("name=\"password\""), "\(route.path)")
                #expect(answer.status == (route.method == .get ? 200 : 401), "\(route.path)")
            }
        }
    }

    /// One person for each role.
    static func people(_ world: World) -> [(role: String, login: String)] {
        var seen: Set<String> = []
        return World.staff.compactMap { seen.insert($0.role).inserted ? ($0.role, $0.login) : nil }
    }

    /// Real things for the places of an address.
    struct Samples {
        var ids: [String: String]

        init(_ world: World) async throws {
            let filed = try await world.district.perform(
                FileCase(channel: "phone", text: "路灯不亮", areaCode: "990101001001", contact: Contact(phone: "13800000000")),
                as: world.person("phone"))
            let city = try await world.office("urban-management")
            let order = try await world.district.perform(
                DispatchCase(caseID: filed.caseID, officeID: city.id), as: world.person("dispatcher"))
            ids = [
                "/cases/:id": filed.caseID.description, "/orders/:id": order.orderID.description, "/offices/:id": city.id.description,
                "/areas/:id": try await world.area("990101001001").id.description, "/accounts/:id": world.accounts["city"]!.description,
                "/r/:code": filed.receipt,
            ]
        }

        func fill(_ path: String) -> String {
            var path = path
            for (pattern, value) in ids where path.hasPrefix(pattern) {
                path = pattern.prefix { $0 != ":" } + value + path.dropFirst(pattern.count)
            }
            return path.replacingOccurrences(of: ":hash", with: String(repeating: "a", count: 64))
        }
    }
}
