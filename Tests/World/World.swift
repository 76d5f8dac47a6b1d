import Casework
import Foundation
package import Kernel
import Registers
package import Sealing
package import Store
import Supervision
import Tips
package import WorkingTime

/// The one small district that tests live in: 青石区, two sub-districts, three communities, a handful of people. It is seeded once per
/// process and engine; every test gets a private copy in memory (SQLite) or a district code of its own (PostgreSQL).
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

    /// The same person in a drill.
    package func drilling(_ login: String) -> Scope {
        var scope = person(login)
        scope.mode = .drill
        return scope
    }

    /// Everyone who works in 青石区: login, role, office, area.
    package static let staff: [(login: String, role: String, office: String, area: String?)] = [
        ("admin", "administrator", "center", nil), ("dispatcher", "dispatcher", "center", "990101"),
        ("phone", "phone-desk", "center", "990101"), ("city", "handler", "urban-management", "990101"),
        ("city2", "handler", "urban-management", "990101"), ("housing", "handler", "housing", "990101"),
        ("north", "handler", "street-990101001", "990101001"), ("south", "handler", "street-990101002", "990101002"),
        ("head", "office-head", "urban-management", "990101"),
        ("grid", "grid-worker", "community-990101001001", "990101001001"),
        ("supervisor", "supervisor", "supervision", "990101"), ("leader", "leader", "leadership", "990101"),
        ("auditor", "auditor", "supervision", "990101"), ("callback", "caller-back", "center", "990101"),
        ("portal", "connected-system", "center", nil), ("tips", "tip-officer", "discipline", nil),
        ("tips2", "tip-officer", "discipline", nil), ("reviewer", "tip-reviewer", "discipline", nil),
        ("clerk", "registrar", "street-990101001", "990101001"),
    ]

    package static let keys = KeyRing.make()
    package static var migrations: [Migration] { modules.migrations }
    package static let modules = Modules([.kernel, .registers, .casework, .tips, .supervision])
    /// The packs that the world is made of.
    package static let packFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Packs"
    ).path

    /// A fresh world on SQLite in memory.
    package static func make() async throws -> World { try await make(on: .sqlite) }

    /// A fresh world on one of the engines.
    package static func make(on engine: Engine) async throws -> World {
        let base = try await Base.of(engine)
        switch engine {
        case .sqlite: return try base.world(on: base.store.copyInMemory(), district: base.pack.district)
        case .postgres: return try base.world(on: base.store, district: try await base.copyDistrict())
        }
    }

    /// The same district on another store or clock: what another process, or a restart, would have.
    /// - Parameters:
    ///   - pack: another one for the same places; its code of the district is left alone.
    ///   - compartments: by field of subjects, what it is shut in.
    package func again(
        on store: Store? = nil, as code: String? = nil, pack other: Pack? = nil, clock: DistrictClock? = nil, keys: KeyRing? = nil,
        checks: [Pack.ReplyCheck]? = nil, compartments: [String: String] = [:],
        settings change: ((inout Pack.Settings) -> Void)? = nil
    ) throws -> World {
        let clock = clock ?? self.clock
        var pack = other ?? district.pack
        pack.district = code ?? district.pack.district
        if let checks { pack.replyChecks = checks }
        for (field, compartment) in compartments { pack.subjectFields[field]?.compartment = compartment }
        change?(&pack.settings)
        let home = try District(
            store: store ?? district.store, clock: clock, keys: keys ?? district.keys, pack: pack,
            modules: World.modules, passwordCost: .cheap)
        return World(district: home, clock: clock, people: people, accounts: accounts)
    }
}

/// What is made once per process and engine.
struct Base: Sendable {
    let store: Store
    let pack: Pack
    let people: [String: Scope]

    static func of(_ engine: Engine) async throws -> Base {
        switch engine {
        case .sqlite: try await sqlite.value
        case .postgres: try await postgres.value
        }
    }

    private static let sqlite = Task { try await make(on: try Store.memory()) }
    private static let postgres = Task {
        let (narrow, address) = try await PrivatePostgres.emptyStoreAndAddress(connections: 1)
        await narrow.close()
        return try await make(on: try Store.postgres(address, connections: 6))
    }

    private static func make(on store: Store) async throws -> Base {
        let pack = try Pack.load("world", from: World.packFolder, modules: World.modules)
        try await store.migrate(World.modules.migrations)
        let home = try home(on: store, pack: pack, clock: .virtual(startingAt: World.start))
        try await seed(home)
        let people = try await home.read(as: .system("test", of: home.code)) { reading in
            try reading.accounts().map { ($0.login, try reading.scope(of: $0)) }
        }
        return Base(store: store, pack: pack, people: Dictionary(uniqueKeysWithValues: people))
    }

    private static func home(on store: Store, pack: Pack, clock: DistrictClock) throws -> District {
        try District(
            store: store, clock: clock, keys: World.keys, pack: pack, modules: World.modules, passwordCost: .cheap)
    }

    private static func seed(_ home: District) async throws {
        let system = Scope.system("test", of: home.code)
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
    }

    func world(on store: Store, district code: String) throws -> World {
        let clock = DistrictClock.virtual(startingAt: World.start)
        var pack = pack
        pack.district = code
        let people = people.mapValues { scope in
            var scope = scope
            scope.district = code
            return scope
        }
        return World(
            district: try Self.home(on: store, pack: pack, clock: clock), clock: clock, people: people,
            accounts: people.compactMapValues(\.accountID))
    }
}
