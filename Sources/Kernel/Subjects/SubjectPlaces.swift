import Store
import WorkingTime

/// Boundaries change and people stay where they are: whoever is registered at an area goes where it goes, from that day on. As of a day
/// before they stand where they stood, so that no figure of then becomes another.
extension Desk {
    /// - Parameter old: the path of an area; everybody at it or below goes along.
    func carrySubjects(from old: String, to new: String) throws {
        try writer.run(
            """
            UPDATE subjects SET area_path = \(new) || substr(area_path, \(old.count + 1)), \(revisedAt: now.microseconds)
            WHERE district = \(district) AND kind IN \(list: pack.subjectKinds.map(\.code)) AND \(TreePath.condition("area_path", under: old))
            """)
    }

    /// Those at an area that is no more stand at its heir.
    func handSubjects(of area: Area, to heir: Area) throws {
        try writer.run(
            """
            UPDATE subjects SET area_id = \(heir.id), area_path = \(heir.path), \(revisedAt: now.microseconds)
            WHERE district = \(district) AND kind IN \(list: pack.subjectKinds.map(\.code))
              AND \(TreePath.condition("area_path", under: heir.path)) AND area_id = \(area.id)
            """)
    }
}
