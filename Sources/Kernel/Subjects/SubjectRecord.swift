import Foundation
import Store
package import WorkingTime

/// Whatever is registered once and referred to for ever (对象): a person, a household, a compound, a shop. What every kind has; the
/// fields of its kind are `SubjectFacts`.
package struct SubjectRecord: Sendable {
    package enum State: String, ClosedList, SQLConvertible {
        case active
        /// The same as another one, which has everything now.
        case merged
        /// Died, moved away, pulled down, closed.
        case ended
        /// Nothing is known of it any more, at its own wish or by law.
        case erased
    }

    package var id: ID<SubjectRecord>
    package var kind: String
    package var number: String
    /// What it is called: the value of its kind's title field.
    package var title: String
    package var areaID: ID<Area>?
    package var areaPath: String?
    package var state: State
    package var mergedInto: ID<SubjectRecord>?
    package var registeredAt: Instant

    package var subject: Subject { Subject("subject", id.uuid) }

    init(row: Row) throws {
        id = try row.get("id")
        kind = try row.get("kind")
        number = try row.get("number")
        title = try row.get("title")
        areaID = try row.get("area_id")
        areaPath = try row.get("area_path")
        state = try row.get("state")
        mergedInto = try row.get("merged_into")
        registeredAt = try row.get("registered_at")
    }

    func require(_ states: State..., verb: Permission) throws {
        guard states.contains(state) else {
            throw Problem(.conflict, "subject-state", ["number": number, "state": state.rawValue, "verb": verb.rawValue])
        }
    }
}

/// Who said it, when, of which fields. The newest that names a field is where its value is from.
package struct Statement: Sendable {
    package enum Source: String, ClosedList, SQLConvertible {
        /// Typed in by somebody of the district.
        case desk
        /// Seen or asked on the spot.
        case visit
        case form
        /// From a sheet.
        case sheet = "import"
        /// Said by the person concerned.
        case person
        /// Sent by another system.
        case system
        case device
        /// Taken from another subject that turned out to be the same.
        case merger
    }

    package var id: ID<Statement>
    package var source: Source
    package var note: String
    package var fields: [String]
    /// When it was so; recorded then or later.
    package var statedAt: Instant
    package var statedBy: ID<Account>?

    init(row: Row) throws {
        id = try row.get("id")
        source = try row.get("source")
        note = try row.get("note")
        fields = try row.get("fields", as: String.self).split(separator: " ").map(String.init)
        statedAt = try row.get("stated_at")
        statedBy = try row.get("stated_by")
    }
}
