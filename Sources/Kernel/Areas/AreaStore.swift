import Foundation
import Store
import WorkingTime

extension Reading {
    /// An area as it was at the moment looked at. Areas are public knowledge: no scope narrows them.
    package func findArea(_ id: ID<Area>) throws -> Area {
        guard let area = try areaIfAny(id) else { throw Problem.notFound("area") }
        return area
    }

    package func areaIfAny(_ id: ID<Area>) throws -> Area? {
        if let kept = try areaList()?.areas(named: [id], andLevels: []) { return kept.first }
        return try db.first("SELECT * FROM \(table("areas")) a WHERE a.district = \(district) AND a.id = \(id)")
            .map(Area.init(row:))
    }

    /// The area with this code that is there today.
    package func areaIfAny(code: String) throws -> Area? {
        try db.first(
            """
            SELECT * FROM \(table("areas")) a WHERE a.district = \(district) AND a.code = \(code)
            ORDER BY a.ended_on IS NOT NULL, a.begun_on DESC LIMIT 1
            """
        ).map(Area.init(row:))
    }

    /// Everything below and the area itself, by path.
    package func areas(under path: String = "/", includingEnded: Bool = false, level: String? = nil) throws -> [Area] {
        var conditions: [SQL] = ["a.district = \(district)"]
        if path != "/" { conditions.append(TreePath.condition("a.path", under: path)) }
        if !includingEnded { conditions.append("a.ended_on IS NULL") }
        if let level { conditions.append("a.level = \(level)") }
        return try db.rows("SELECT * FROM \(table("areas")) a WHERE \(SQL.all(conditions)) ORDER BY a.path")
            .map(Area.init(row:))
    }

    /// The areas of these ids, ended ones too, and all that there are of some levels.
    package func areas(named ids: Set<ID<Area>>, andLevels levels: [String] = []) throws -> [Area] {
        if let kept = try areaList()?.areas(named: ids, andLevels: levels) { return kept }
        return try db.rows(
            """
            SELECT * FROM \(table("areas")) a
            WHERE a.district = \(district) AND (a.id IN \(list: ids) OR a.level IN \(list: levels)) ORDER BY a.path
            """
        ).map(Area.init(row:))
    }

    /// Every path the area has had up to the moment looked at: what happened there keeps the path of its own time.
    package func paths(of area: ID<Area>) throws -> [String] {
        try db.values(
            """
            SELECT DISTINCT path FROM areas_all
            WHERE district = \(district) AND id = \(area) AND since <= \(asOf?.microseconds ?? Int64.max) ORDER BY path
            """)
    }

    package func children(of parent: ID<Area>) throws -> [Area] {
        try db.rows(
            """
            SELECT * FROM \(table("areas")) a
            WHERE a.district = \(district) AND a.parent_id = \(parent) AND a.ended_on IS NULL ORDER BY a.code
            """
        ).map(Area.init(row:))
    }

    /// From the district down to the area.
    package func lineage(of area: Area) throws -> [Area] {
        let keys = area.path.split(separator: "/")
        let paths = keys.indices.map { "/" + keys[...$0].joined(separator: "/") + "/" }
        if let kept = try areaList()?.areas(at: paths) { return kept }
        return try db.rows(
            "SELECT * FROM \(table("areas")) a WHERE a.district = \(district) AND a.path IN \(list: paths) ORDER BY a.path"
        ).map(Area.init(row:)).sorted { $0.path.count < $1.path.count }
    }
}

extension Desk {
    func insertArea(
        id: ID<Area>, code: String, parent: Area?, level: String, name: String, from day: Day
    ) throws -> Area {
        let key = try writer.nextNumber(district: district, series: "area")
        let path = TreePath.child(of: parent?.path, key: key)
        try countChange(of: .areas)
        try writer.run(
            """
            INSERT INTO areas (district, id, code, parent_id, level, name, path, begun_on, since)
            VALUES (\(district), \(id), \(code), \(parent?.id), \(level), \(name), \(path), \(day.daysSinceEpoch), \(now))
            """)
        return try findArea(id)
    }

    func rename(_ area: Area, to name: String) throws {
        try countChange(of: .areas)
        try writer.run(
            "UPDATE areas SET name = \(name), \(revisedAt: now.microseconds) WHERE district = \(district) AND id = \(area.id)")
    }

    /// Hangs an area, with all that lies below it, under another one.
    func move(_ area: Area, under parent: Area) throws {
        let key = area.path.split(separator: "/").last.map(String.init) ?? ""
        let newPath = parent.path + key + "/"
        try countChange(of: .areas)
        let start = area.path.count + 1
        try writer.run(
            """
            UPDATE areas SET parent_id = CASE WHEN id = \(area.id) THEN \(parent.id) ELSE parent_id END,
              path = \(newPath) || substr(path, \(start)), \(revisedAt: now.microseconds)
            WHERE district = \(district) AND \(TreePath.condition("path", under: area.path))
            """)
        try carrySubjects(from: area.path, to: newPath)
    }

    func end(_ area: Area, on day: Day, mergedInto target: ID<Area>?) throws {
        try countChange(of: .areas)
        try writer.run(
            """
            UPDATE areas SET ended_on = \(day.daysSinceEpoch), merged_into = \(target), \(revisedAt: now.microseconds)
            WHERE district = \(district) AND id = \(area.id)
            """)
    }
}
