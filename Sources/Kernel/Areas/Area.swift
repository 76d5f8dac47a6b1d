import Foundation
import Store
package import WorkingTime

/// A piece of the district: the district itself, a sub-district, a community, a grid, a compound, a building.
package struct Area: Sendable {
    package var id: ID<Area>
    package var code: String
    package var parentID: ID<Area>?
    package var level: String
    package var name: String
    /// `/1/7/a/`: keys from the top, never reused; what lies below has it as a prefix.
    package var path: String
    package var begunOn: Day
    /// Since when it is no more; what happened there before stays there.
    package var endedOn: Day?
    package var mergedInto: ID<Area>?
    var version: Int

    package var isEnded: Bool { endedOn != nil }

    init(row: Row) throws {
        id = try row.get("id")
        code = try row.get("code")
        parentID = try row.get("parent_id")
        level = try row.get("level")
        name = try row.get("name")
        path = try row.get("path")
        begunOn = Day(daysSinceEpoch: try row.get("begun_on"))
        endedOn = try row.get("ended_on", as: Int?.self).map { Day(daysSinceEpoch: $0) }
        mergedInto = try row.get("merged_into")
        version = try row.get("version")
    }
}
