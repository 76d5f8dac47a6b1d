import Store
import WorkingTime

package struct OfficeAdded: Event {
    package static let name = "office.added"
    package var officeID: ID<Office>
    package var name: String
    package var subject: Subject { Subject("office", officeID.uuid) }
}

package struct OfficeRenamed: Event {
    package static let name = "office.renamed"
    package var officeID: ID<Office>
    package var from: String
    package var to: String
    package var subject: Subject { Subject("office", officeID.uuid) }
}

package struct OfficeMoved: Event {
    package static let name = "office.moved"
    package var officeID: ID<Office>
    package var name: String
    package var to: String
    package var subject: Subject { Subject("office", officeID.uuid) }
}

package struct AddOffice: Verb {
    package static let permission: Permission = "office.add"
    package var code: String
    package var parent: ID<Office>?
    package var nameZh: String
    package var nameEn: String?
    package var kind: String
    package var areaID: ID<Area>?
    package var hours: String?

    package init(
        code: String, parent: ID<Office>?, nameZh: String, nameEn: String? = nil, kind: String, areaID: ID<Area>?,
        hours: String? = nil
    ) {
        self.code = code
        self.parent = parent
        self.nameZh = nameZh
        self.nameEn = nameEn
        self.kind = kind
        self.areaID = areaID
        self.hours = hours
    }

    package func perform(at desk: Desk) throws -> ID<Office> {
        let code = try desk.checkedText(code, field: "code", longest: 60)
        let name = try desk.checkedText(nameZh, field: "nameZh", longest: 60)
        let english = try desk.checkedText(nameEn ?? name, field: "nameEn", longest: 100)
        if try desk.officeIfAny(code: code) != nil { throw Problem.field("code", "taken", ["by": code]) }
        let above = try parent.map { try desk.findOffice($0) }
        if let areaID { _ = try desk.findArea(areaID) }
        if let hours, desk.pack.hours[hours] == nil { throw Problem.field("hours", "not-one-of-these") }
        let id: ID<Office> = desk.newID()
        let path = TreePath.child(of: above?.path, key: try desk.writer.nextNumber(district: desk.district, series: "office"))
        try desk.writer.run(
            """
            INSERT INTO offices (district, id, code, parent_id, name_zh, name_en, kind, area_id, path, hours, since)
            VALUES (\(desk.district), \(id), \(code), \(above?.id), \(name), \(english), \(kind), \(areaID), \(path),
              \(hours ?? "default"), \(desk.now))
            """)
        try desk.forgetOffices()
        try desk.record(OfficeAdded(officeID: id, name: name))
        return id
    }
}

package struct RenameOffice: Verb {
    package static let permission: Permission = "office.rename"
    package var officeID: ID<Office>
    package var nameZh: String
    package var nameEn: String?

    package init(officeID: ID<Office>, nameZh: String, nameEn: String? = nil) {
        self.officeID = officeID
        self.nameZh = nameZh
        self.nameEn = nameEn
    }

    package func perform(at desk: Desk) throws -> Done {
        let office = try desk.findOffice(officeID)
        let name = try desk.checkedText(nameZh, field: "nameZh", longest: 60)
        let english = try desk.checkedText(nameEn ?? name, field: "nameEn", longest: 100)
        try desk.writer.run(
            """
            UPDATE offices SET name_zh = \(name), name_en = \(english), \(revisedAt: desk.now.microseconds)
            WHERE district = \(desk.district) AND id = \(office.id)
            """)
        try desk.forgetOffices()
        try desk.record(OfficeRenamed(officeID: office.id, from: office.name.zh, to: name))
        return Done()
    }
}

package struct MoveOffice: Verb {
    package static let permission: Permission = "office.move"
    package var officeID: ID<Office>
    package var parent: ID<Office>

    package init(officeID: ID<Office>, parent: ID<Office>) {
        self.officeID = officeID
        self.parent = parent
    }

    package func perform(at desk: Desk) throws -> Done {
        let office = try desk.findOffice(officeID)
        let target = try desk.findOffice(parent)
        guard !target.path.hasPrefix(office.path) else { throw Problem.field("parent", "inside-itself") }
        let key = office.path.split(separator: "/").last.map(String.init) ?? ""
        let newPath = target.path + key + "/"
        let start = office.path.count + 1
        try desk.writer.run(
            """
            UPDATE offices SET parent_id = CASE WHEN id = \(office.id) THEN \(target.id) ELSE parent_id END,
              path = \(newPath) || substr(path, \(start)), \(revisedAt: desk.now.microseconds)
            WHERE district = \(desk.district) AND \(TreePath.condition("path", under: office.path))
            """)
        try desk.forgetOffices()
        try desk.record(OfficeMoved(officeID: office.id, name: office.name.zh, to: target.name.zh))
        return Done()
    }
}
