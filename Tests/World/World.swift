import Casework
import Foundation
package import Kernel
package import Sealing
import Store
package import WorkingTime

/// The one small district that tests live in: 青石区, two sub-districts, three communities, a handful of people. It is seeded once per
/// process; every test gets a private copy in a fraction of a millisecond (SQLite) or a district code of its own (PostgreSQL).
package struct World: Sendable {
    package let district: District
    package let clock: DistrictClock
    package let people: [String: Scope]
    package let accounts: [String: ID<Account>]

    /// Wednesday 30 March 2022, 09:00 in China.
    package static let start = Instant(iso: "2022-03-30T09:00:00+08:00")!

    package func person(_ login: String) -> Scope { people[login] ?? .visitor(of: district.code) }
    package var visitor: Scope { .visitor(of: district.code) }
    package var system: Scope { .system("test", of: district.code) }

    package func office(_ code: String) async throws -> Office {
        try await district.read(as: system) { try $0.officeIfAny(code: code)! }
    }

    package func area(_ code: String) async throws -> Area {
        try await district.read(as: system) { try $0.areaIfAny(code: code)! }
    }

    package func now(_ text: String) throws {
        try clock.set(Instant(iso: text)!)
    }

    /// Everyone who works in 青石区: login, role, office, area.
    package static let staff: [(login: String, role: String, office: String, area: String?)] = [
        ("admin", "administrator", "center", nil), ("dispatcher", "dispatcher", "center", "990101"),
        ("phone", "phone-desk", "center", "990101"), ("city", "handler", "urban-management", "990101"),
        ("city2", "handler", "urban-management", "990101"), ("housing", "handler", "housing", "990101"),
        ("north", "handler", "street-990101001", "990101001"), ("south", "handler", "street-990101002", "990101002"),
        ("head", "office-head", "urban-management", "990101"), ("grid", "grid-worker", "community-990101001001", "990101001001"),
        ("supervisor", "supervisor", "supervision", "990101"), ("leader", "leader", "leadership", "990101"),
        ("auditor", "auditor", "supervision", "990101"), ("callback", "caller-back", "center", "990101"),
    ]

    package static let keys = KeyRing.make()
    package static let modules = Modules([.kernel, .casework])

    /// A fresh world on SQLite in memory.
    package static func make() async throws -> World {
        let base = try await Base.shared.value
        return try await base.world(on: base.store.copyInMemory(), district: base.pack.district)
    }
}

/// What is made once per process.
struct Base: Sendable {
    let store: Store
    let pack: Pack

    static let shared = Task { try await Base.make() }

    static func make() async throws -> Base {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Packs").path
        let pack = try Pack.load("world", from: folder, permissions: World.modules.permissions)
        let store = try Store.memory()
        try await store.migrate(World.modules.migrations)
        let base = Base(store: store, pack: pack)
        _ = try await base.seeded(on: store, district: pack.district)
        return base
    }

    func home(on store: Store, district code: String, clock: DistrictClock) throws -> District {
        var pack = pack
        pack.district = code
        return try District(
            store: store, clock: clock, keys: World.keys, pack: pack, modules: World.modules, passwordCost: .cheap)
    }

    func seeded(on store: Store, district code: String) async throws -> District {
        let home = try home(on: store, district: code, clock: .virtual(startingAt: World.start))
        let system = Scope.system("test", of: code)
        _ = try await home.perform(SeedPlaces(), as: system)
        let (offices, areas) = try await home.read(as: system) { reading in
            (
                Dictionary(uniqueKeysWithValues: try reading.offices().map { ($0.code, $0.id) }),
                Dictionary(uniqueKeysWithValues: try reading.areas().map { ($0.code, $0.id) })
            )
        }
        for person in World.staff {
            let added = try await home.perform(AddAccount(login: person.login, name: person.login), as: system)
            _ = try await home.perform(
                AddDuty(
                    accountID: added.accountID, role: person.role, officeID: offices[person.office],
                    areaID: person.area.flatMap { areas[$0] }), as: system)
        }
        return home
    }

    func world(on store: Store, district code: String) async throws -> World {
        let clock = DistrictClock.virtual(startingAt: World.start)
        let home = try home(on: store, district: code, clock: clock)
        let people = try await home.read(as: .system("test", of: code)) { reading in
            try reading.accounts().map { ($0.login, $0.id, try reading.scope(of: $0)) }
        }
        return World(
            district: home, clock: clock, people: Dictionary(uniqueKeysWithValues: people.map { ($0.0, $0.2) }),
            accounts: Dictionary(uniqueKeysWithValues: people.map { ($0.0, $0.1) }))
    }
}
