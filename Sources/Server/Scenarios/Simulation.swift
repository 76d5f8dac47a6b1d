package import Kernel
package import WorkingTime

/// What a scenario may do to a district beside its verbs: set the clock, run the timers, bring in people. Only for a district
/// whose clock is virtual; a live one throws `not-simulated`.
package struct Simulation: Sendable {
    package let district: District

    package init(_ district: District) throws {
        guard district.clock.isVirtual else { throw Problem(.conflict, "not-simulated") }
        self.district = district
    }

    package struct Places: Codable, Sendable {
        /// Codes and ids.
        package var offices: [String: ID<Office>]
        package var areas: [String: ID<Area>]
    }

    package struct Enlisted: Codable, Sendable {
        package var accountID: ID<Account>
        /// With which a program acts as this person.
        package var key: String
    }

    package func places() async throws -> Places {
        try await district.read(as: system) { reading in
            Places(
                offices: Dictionary(try reading.offices().map { ($0.code, $0.id) }, uniquingKeysWith: { first, _ in first }),
                areas: Dictionary(try reading.areas().map { ($0.code, $0.id) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// Somebody who is there already only gets another key.
    package func enlist(_ person: Scenario.Person) async throws -> Enlisted {
        let login = person.login.lowercased()
        func account() async throws -> Account? { try await district.read(as: system) { try $0.accountIfAny(login: login) } }
        if try await account() == nil {
            _ = try await district.enlist(
                login: login, name: person.name, role: person.role, office: person.office, area: person.area)
        }
        guard let account = try await account() else { throw HomeProblem.noSuchAccount(login) }
        let key = try await district.perform(AddAPIKey(accountID: account.id, name: "simulation"), as: system)
        return Enlisted(accountID: account.id, key: key.key)
    }

    package func set(_ moment: Instant) throws { try district.clock.set(moment) }

    /// Runs every timer once.
    package func tick() async throws { try await TimeLapse(district).runTimers() }

    private var system: Scope { .system("simulation", of: district.code) }
}
