package import Foundation
package import Kernel
import WorkingTime

/// A question that the API answers: its address, its permission, its filters, the shape of its answer.
package struct APIQuery: Sendable {
    package let name: String
    package let path: String
    package let permission: Permission
    package let parameters: [String]
    package let output: JSONShape
    package let run: @Sendable (Visit) async throws -> Data

    package init<Output: Codable & Sendable>(
        _ name: String, _ path: String, _ permission: Permission, parameters: [String],
        _ run: @escaping @Sendable (Visit) async throws -> Output
    ) {
        self.name = name
        self.path = path
        self.permission = permission
        self.parameters = parameters
        output = JSONShape.of(Output.self)
        self.run = { try JSON.data(try await run($0)) }
    }
}

extension Visit {
    /// The filter that figures share, from the address.
    package func figureFilter() throws -> IndicatorFilter {
        IndicatorFilter(
            areaID: try id(asked: "area"), officeID: try id(asked: "office"), caseClass: asked("class"), from: try day(asked: "from"),
            to: try day(asked: "to"))
    }

    private func day(asked name: String) throws -> Day? {
        guard let text = asked(name) else { return nil }
        guard let day = Day(iso: text) else { throw Problem.field(name, "not-a-day") }
        return day
    }

    private func id<Noun>(asked name: String) throws -> ID<Noun>? {
        guard let text = asked(name), text != Self.nothing else { return nil }
        guard let id = ID<Noun>(text) else { throw Problem.field(name, "not-one-of-these") }
        return id
    }

    /// `office=none`: the rows that have none.
    package static let nothing = "none"

    /// How many rows are asked for, within bounds.
    package func limit(_ usual: Int, most: Int) throws -> Int {
        guard let text = asked("limit") else { return usual }
        guard let limit = Int(text), (1...most).contains(limit) else {
            throw Problem.field("limit", "not-in-range", ["least": "1", "most": "\(most)"])
        }
        return limit
    }
}
