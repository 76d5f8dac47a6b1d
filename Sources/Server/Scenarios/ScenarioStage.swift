package import Foundation
package import Kernel
package import WorkingTime

/// Where a scenario is played: a store in memory, or a server somewhere. People are named by login; nil is a resident.
package protocol ScenarioStage: Sendable {
    func places() async throws -> Simulation.Places
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

/// What a list of orders is, as JSON.
package struct OrderList: Codable, Sendable {
    package var orders: [OrderFacts]
}

/// What is asked of a figure, as JSON.
package struct FigureList: Codable, Sendable {
    package var figures: [IndicatorFigure]
}

/// What proving the journal found, as JSON.
package struct JournalVerification: Codable, Sendable {
    package var intact: Bool
    package var blocks: Int
    package var entries: Int
    package var unsealed: Int
}
