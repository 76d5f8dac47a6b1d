import Kernel
import WorkingTime

/// Something that goes on for a while in a demonstration: a request, a letter.
protocol DemoLife: Sendable {
    /// When it goes on; nil at its end.
    var next: Instant? { get }
    /// Does what is next, at that moment.
    mutating func live(in world: DemoWorld) async throws
}

/// What the lives of a demonstration share.
struct DemoWorld: Sendable {
    var district: District
    var staff: DemoStaff
    var residents: [DemoPeople.Resident]
    var extras: DemoExtras
    var places: Places
    var map: DemoPlaces

    var now: Instant { district.clock.now }

    /// Codes of offices and their ids.
    struct Places: Sendable {
        var offices: [String: ID<Office>]
    }

    func office(_ code: String) throws -> ID<Office> {
        guard let id = places.offices[code] else { throw HomeProblem.noSuchOffice(code) }
        return id
    }

    func handler(of office: String, turn: Int) throws -> Scope {
        guard let scope = staff.handler(of: office, turn: turn) else { throw HomeProblem.noSuchAccount(office) }
        return scope
    }

    func person(_ role: String, turn: Int) throws -> Scope {
        guard let scope = staff.person(role, turn: turn) else { throw HomeProblem.noSuchAccount(role) }
        return scope
    }

    /// Somebody who lives where it happened, or else somebody else of the district.
    func resident(of area: String, turn: Int) -> DemoPeople.Resident? {
        let near = residents.filter { $0.area.prefix(9) == area.prefix(9) }
        let pool = near.isEmpty ? residents : near
        return pool.isEmpty ? nil : pool[turn % pool.count]
    }
}
