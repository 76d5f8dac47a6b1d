import Casework
package import Foundation
package import Kernel
import Sealing
package import Store
import Synchronization
package import WorkingTime

/// A district in memory that lives as long as the scenario.
package final class LocalStage: ScenarioStage {
    private let district: District
    private let simulation: Simulation
    private let people = Mutex<[String: ID<Account>]>([:])

    /// A fresh district with the places of the scenario's pack, its clock at the start of the story.
    package static func make(for scenario: Scenario, packs: String) async throws -> LocalStage {
        let pack = try Pack.load(scenario.pack, from: packs, modules: .huying)
        let store = try Store.memory()
        try await store.migrate(Modules.huying.migrations)
        return try await make(for: scenario, pack: pack, store: store)
    }

    /// On a store of one's own, migrated and empty.
    package static func make(for scenario: Scenario, pack: Pack, store: Store) async throws -> LocalStage {
        let district = try District(
            store: store, clock: .virtual(startingAt: scenario.start), keys: .make(), pack: pack, modules: .huying,
            passwordCost: .cheap)
        _ = try await district.perform(SeedPlaces(), as: .system("init", of: district.code))
        return try LocalStage(district)
    }

    init(_ district: District) throws {
        self.district = district
        simulation = try Simulation(district)
    }

    package func places() async throws -> ScenarioPlaces { try await simulation.places() }
    package func set(_ moment: Instant) async throws { try simulation.set(moment) }
    package func tick() async throws { try await simulation.tick() }

    package func enlist(_ person: Scenario.Person) async throws {
        let enlisted = try await simulation.enlist(person)
        people.withLock { $0[person.login] = enlisted.accountID }
    }

    package func perform(_ verb: String, _ input: Data, as person: String?, request: String) async throws -> Data {
        guard let known = district.modules.verb(named: verb) else { throw Problem.notFound("verb") }
        return try await known.perform(
            input, in: district, as: try await scope(of: person), request: try RequestID(request))
    }

    package func figure(_ code: String, filter: [String: String], as person: String?) async throws -> Data {
        guard let definition = district.pack.indicators.first(where: { $0.code == code }) else {
            throw Problem.notFound("indicator")
        }
        let filter = IndicatorFilter(
            areaID: filter["area"].flatMap { ID($0) }, officeID: filter["office"].flatMap { ID($0) },
            caseClass: filter["class"], from: filter["from"].flatMap { Day(iso: $0) }, to: filter["to"].flatMap { Day(iso: $0) })
        return try await read(as: person) { reading in
            try reading.scope.require("indicator.view")
            return FigureRecords(figures: try reading.figures([definition], filter: filter))
        }
    }

    package func found(_ kind: String, id: String, as person: String?) async throws -> Data {
        guard let id = UUID(uuidString: id) else { throw Problem.notFound(kind) }
        if kind == "case" { return try await read(as: person) { CaseRecord(try $0.findCase(ID(id)), zone: $0.pack.zone) } }
        return try await read(as: person) { OrderRecord(try $0.findOrder(ID(id)), zone: $0.pack.zone) }
    }

    package func orders(_ state: String, as person: String?) async throws -> Data {
        guard let filter = InboxFilter(rawValue: state) else { throw Problem.field("state", "not-one-of-these") }
        return try await read(as: person) { reading in
            OrderRecords(orders: try reading.inbox(state: filter, limit: 500).map { OrderRecord($0, zone: reading.pack.zone) })
        }
    }

    package func journal(as person: String?) async throws -> Data {
        try await read(as: person) { reading in
            VerificationRecord(try JournalBlocks.verify(in: reading))
        }
    }

    private func read<Answer: Encodable & Sendable>(
        as person: String?, _ body: @escaping @Sendable (Reading) throws -> Answer
    ) async throws -> Data {
        try JSON.data(try await district.read(as: try await scope(of: person), body))
    }

    private func scope(of person: String?) async throws -> Scope {
        guard let person, let id = people.withLock({ $0[person] }) else { return .visitor(of: district.code) }
        return try await district.read(as: .system("scenario", of: district.code)) { reading in
            try reading.scope(of: try reading.findAccount(id))
        }
    }
}
