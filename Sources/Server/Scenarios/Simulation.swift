import Kernel
import WorkingTime

/// What a scenario may do to a district beside its verbs: set the clock, run the timers, bring in people. Only for a district
/// whose clock is virtual; a live one throws `not-simulated`.
struct Simulation: Sendable {
    let district: District

    init(_ district: District) throws {
        guard district.clock.isVirtual else { throw Problem(.conflict, "not-simulated") }
        self.district = district
    }

    struct Enlisted: Codable, Sendable {
        var accountID: ID<Account>
        /// With which a program acts as this person.
        var key: String
    }

    func places() async throws -> ScenarioPlaces {
        try await district.read(as: system) { reading in
            ScenarioPlaces(
                offices: Dictionary(try reading.offices().map { ($0.code, $0.id) }, uniquingKeysWith: { first, _ in first }),
                areas: Dictionary(try reading.areas().map { ($0.code, $0.id) }, uniquingKeysWith: { first, _ in first }),
                accounts: Dictionary(uniqueKeysWithValues: try reading.accounts().map { ($0.login, $0.id) }))
        }
    }

    /// Somebody of this login who is there from an earlier story gets another key, and the duty of this one.
    func enlist(_ person: Scenario.Person) async throws -> Enlisted {
        let login = person.login.lowercased()
        let known = try await district.read(as: system) { reading in
            try reading.accountIfAny(login: login).map { ($0.id, try reading.duties(of: $0.id)) }
        }
        let account: ID<Account>
        if let (id, duties) = known {
            for duty in duties { _ = try await district.perform(EndDuty(dutyID: duty.id), as: system) }
            try await district.assign(id, role: person.role, office: person.office, area: person.area)
            account = id
        } else {
            account = try await district.enlist(
                login: login, name: person.name, role: person.role, office: person.office, area: person.area
            ).accountID
        }
        let key = try await district.perform(AddAPIKey(accountID: account, name: "simulation"), as: system)
        return Enlisted(accountID: account, key: key.key)
    }

    /// Forward only: what is recorded cannot be changed at an earlier time.
    func set(_ moment: Instant) throws {
        guard moment >= district.clock.now else {
            throw Problem.field("now", "time-went-back", ["now": district.clock.now.iso(in: district.pack.zone)])
        }
        try district.clock.set(moment)
    }

    /// Runs every timer once.
    func tick() async throws { try await TimeLapse(district).runTimers() }

    private var system: Scope { .system("simulation", of: district.code) }
}
