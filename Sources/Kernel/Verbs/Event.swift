package import Foundation
import WorkingTime

/// Something that happened: a fact with a name in the past (`case.closed`), written once and never changed.
package protocol Event: Codable, Sendable {
    static var name: String { get }
    /// What it happened to.
    var subject: Subject { get }
}

/// The thing an event or an order is about.
package struct Subject: Hashable, Codable, Sendable {
    package var kind: String
    package var id: UUID

    package init(_ kind: String, _ id: UUID) {
        self.kind = kind
        self.id = id
    }
}

/// What follows from an event, in the same transaction. A module lists its reactions in one table.
package struct Reaction: Sendable {
    package let event: String
    package let name: String
    let run: @Sendable (any Event, Desk) throws -> Void

    package static func on<Announced: Event>(
        _ type: Announced.Type, _ name: String, _ run: @escaping @Sendable (Announced, Desk) throws -> Void
    ) -> Reaction {
        Reaction(event: Announced.name, name: name) { event, desk in
            if let event = event as? Announced { try run(event, desk) }
        }
    }
}
