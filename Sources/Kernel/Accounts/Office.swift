import Store

/// A place that orders are addressed to: a department, a sub-district office, the centre. Offices form a tree of their own.
package struct Office: Sendable {
    package var id: ID<Office>
    package var code: String
    package var parentID: ID<Office>?
    package var name: Words
    package var kind: String
    package var areaID: ID<Area>?
    package var path: String
    /// Which hours of the pack it keeps.
    package var hours: String

    init(row: Row) throws {
        id = try row.get("id")
        code = try row.get("code")
        parentID = try row.get("parent_id")
        name = Words(zh: try row.get("name_zh"), en: try row.get("name_en"))
        kind = try row.get("kind")
        areaID = try row.get("area_id")
        path = try row.get("path")
        hours = try row.get("hours")
    }
}

extension Reading {
    package func findOffice(_ id: ID<Office>) throws -> Office {
        guard let row = try db.first("SELECT * FROM \(table("offices")) o WHERE o.district = \(district) AND o.id = \(id)")
        else { throw Problem.notFound("office") }
        return try Office(row: row)
    }

    package func officeIfAny(code: String) throws -> Office? {
        try db.first("SELECT * FROM offices WHERE district = \(district) AND code = \(code)").map(Office.init(row:))
    }

    package func offices(kind: String? = nil, under path: String? = nil) throws -> [Office] {
        var conditions: [SQL] = ["o.district = \(district)"]
        if let kind { conditions.append("o.kind = \(kind)") }
        if let path { conditions.append(TreePath.condition("o.path", under: path)) }
        return try db.rows("SELECT * FROM \(table("offices")) o WHERE \(SQL.all(conditions)) ORDER BY o.path").map(Office.init(row:))
    }

    /// Where cases arrive that nobody has yet.
    package func dispatchDesk() throws -> Office {
        guard let office = try offices(kind: "center").first else { throw Problem(.conflict, "no-dispatch-desk") }
        return office
    }
}

extension Reading {
    /// The office that a pack's class names: by its code, or the office of that kind which answers for the place.
    package func officeIfAny(named name: String, for area: Area) throws -> Office? {
        if let office = try officeIfAny(code: name) { return office }
        for place in try lineage(of: area).reversed() {
            let row = try db.first(
                "SELECT * FROM offices o WHERE o.district = \(district) AND o.kind = \(name) AND o.area_id = \(place.id)")
            if let row { return try Office(row: row) }
        }
        return nil
    }
}
