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
        guard let office = try officeList().byID[id] else { throw Problem.notFound("office") }
        return office
    }

    package func officeIfAny(code: String) throws -> Office? {
        try officeList().all.first { $0.code == code }
    }

    package func offices(kind: String? = nil, under path: String? = nil) throws -> [Office] {
        let all = try officeList().all
        if kind == nil, path == nil { return all }
        return all.filter { (kind == nil || $0.kind == kind) && $0.path.hasPrefix(path ?? "") }
    }

    /// Where cases arrive that nobody has yet.
    package func dispatchDesk() throws -> Office {
        guard let office = try officeList().all.first(where: { $0.kind == "center" }) else { throw Problem(.conflict, "no-dispatch-desk") }
        return office
    }
}

extension Reading {
    /// The office that a pack's class names: by its code, or the office of that kind which answers for the place.
    package func officeIfAny(named name: String, for area: Area) throws -> Office? {
        if let office = try officeIfAny(code: name) { return office }
        let ofKind = try offices(kind: name)
        guard !ofKind.isEmpty else { return nil }
        return try lineage(of: area).reversed().lazy.compactMap { place in ofKind.first { $0.areaID == place.id } }.first
    }
}
