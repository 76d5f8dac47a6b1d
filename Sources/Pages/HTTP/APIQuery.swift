package import Foundation
package import Kernel

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
    /// How many rows are asked for, within bounds.
    package func limit(_ usual: Int, most: Int) throws -> Int {
        guard let text = asked("limit") else { return usual }
        guard let limit = Int(text), (1...most).contains(limit) else { throw Problem.field("limit", "not-in-range", ["least": "1", "most": "\(most)"]) }
        return limit
    }
}
