import WorkingTime

package struct AreaAdded: Event {
    package static let name = "area.added"
    package var areaID: ID<Area>
    package var code: String
    package var name: String
    package var subject: Subject { Subject("area", areaID.uuid) }
}

package struct AreaRenamed: Event {
    package static let name = "area.renamed"
    package var areaID: ID<Area>
    package var from: String
    package var to: String
    package var subject: Subject { Subject("area", areaID.uuid) }
}

package struct AreaMoved: Event {
    package static let name = "area.moved"
    package var areaID: ID<Area>
    package var name: String
    package var from: String
    package var to: String
    package var subject: Subject { Subject("area", areaID.uuid) }
}

package struct AreasMerged: Event {
    package static let name = "area.merged"
    package var areaID: ID<Area>
    package var name: String
    package var into: ID<Area>
    package var intoName: String
    package var subject: Subject { Subject("area", areaID.uuid) }
}

package struct AreaSplit: Event {
    package static let name = "area.split"
    package var areaID: ID<Area>
    package var name: String
    package var into: [String]
    package var subject: Subject { Subject("area", areaID.uuid) }
}
