package import Foundation
package import Kernel
package import WorkingTime

/// Offices and areas by their codes, people by their logins.
package struct ScenarioPlaces: Codable, Sendable {
    package var offices: [String: ID<Office>]
    package var areas: [String: ID<Area>]
    package var accounts: [String: ID<Account>]
}

/// Where a scenario is played: a store in memory, or a server somewhere. People are named by login; nil is a resident.
package protocol ScenarioStage: Sendable {
    /// Asked after the people are there.
    func places() async throws -> ScenarioPlaces
    func enlist(_ person: Scenario.Person) async throws
    func set(_ moment: Instant) async throws
    func tick() async throws
    /// JSON in, JSON out. Throws `Problem` where the verb is refused.
    func perform(_ verb: String, _ input: Data, as person: String?, request: String) async throws -> Data
    /// - Parameter filter: `office`, `area`, `class`, `from`, `to`.
    func figure(_ code: String, filter: [String: String], as person: String?) async throws -> Data
    /// - Parameter kind: `case` or `order`.
    func found(_ kind: String, id: String, as person: String?) async throws -> Data
    func orders(_ state: String, as person: String?) async throws -> Data
    func journal(as person: String?) async throws -> Data
}
