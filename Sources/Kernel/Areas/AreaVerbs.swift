package import WorkingTime

/// Registers a new area under another one.
package struct AddArea: Verb {
    package static let permission: Permission = "area.add"
    package var code: String
    package var parent: ID<Area>?
    package var level: String
    package var name: String
    package var from: Day?

    package init(code: String, parent: ID<Area>?, level: String, name: String, from: Day? = nil) {
        self.code = code
        self.parent = parent
        self.level = level
        self.name = name
        self.from = from
    }

    package func perform(at desk: Desk) throws -> ID<Area> {
        let name = try desk.checkedText(name, field: "name", longest: 60)
        let code = try desk.checkedText(code, field: "code", longest: 40)
        guard desk.pack.level(level) != nil else { throw Problem.field("level", "not-one-of-these") }
        if let other = try desk.areaIfAny(code: code), !other.isEnded {
            throw Problem.field("code", "taken", ["by": other.name])
        }
        let above = try parent.map { try desk.findArea($0) }
        if let above { try desk.requireArea(above, for: Self.permission) }
        if above == nil, try !desk.areas().isEmpty { throw Problem.field("parent", "required") }
        if let above { try desk.requireLevel(level, under: above, field: "level") }
        let area = try desk.insertArea(
            id: desk.newID(), code: code, parent: above, level: level, name: name,
            from: from ?? desk.now.day(in: desk.pack.zone))
        try desk.record(AreaAdded(areaID: area.id, code: code, name: name))
        return area.id
    }
}

/// Gives an area another name from now on; what was printed before keeps the old one.
package struct RenameArea: Verb {
    package static let permission: Permission = "area.rename"
    package var areaID: ID<Area>
    package var name: String

    package init(areaID: ID<Area>, name: String) {
        self.areaID = areaID
        self.name = name
    }

    package func perform(at desk: Desk) throws -> Done {
        let area = try desk.openArea(areaID, for: Self.permission)
        let name = try desk.checkedText(name, field: "name", longest: 60)
        try desk.rename(area, to: name)
        try desk.record(AreaRenamed(areaID: area.id, from: area.name, to: name))
        return Done()
    }
}

/// Hangs an area under another one of a level above, from now on. What happened before still counts where it happened.
package struct MoveArea: Verb {
    package static let permission: Permission = "area.move"
    package var areaID: ID<Area>
    package var parent: ID<Area>

    package init(areaID: ID<Area>, parent: ID<Area>) {
        self.areaID = areaID
        self.parent = parent
    }

    package func perform(at desk: Desk) throws -> Done {
        let area = try desk.openArea(areaID, for: Self.permission)
        let target = try desk.openArea(parent, for: Self.permission)
        guard !target.path.hasPrefix(area.path) else { throw Problem.field("parent", "inside-itself") }
        try desk.requireLevel(area.level, under: target, field: "parent")
        let from = try area.parentID.map { try desk.findArea($0).name } ?? ""
        try desk.move(area, under: target)
        try desk.record(AreaMoved(areaID: area.id, name: area.name, from: from, to: target.name))
        return Done()
    }
}

/// Ends an area in favour of another one of its level; what lay below goes along.
package struct MergeAreas: Verb {
    package static let permission: Permission = "area.merge"
    package var areaID: ID<Area>
    package var into: ID<Area>

    package init(areaID: ID<Area>, into: ID<Area>) {
        self.areaID = areaID
        self.into = into
    }

    package func perform(at desk: Desk) throws -> Done {
        let area = try desk.openArea(areaID, for: Self.permission)
        let target = try desk.openArea(into, for: Self.permission)
        guard area.id != target.id, area.level == target.level else { throw Problem.field("into", "not-of-its-level") }
        for child in try desk.children(of: area.id) { try desk.move(child, under: target) }
        // Under its heir, so that those who answer for the heir see what is still open there.
        try desk.move(try desk.findArea(area.id), under: target)
        try desk.end(area, on: desk.now.day(in: desk.pack.zone), mergedInto: target.id)
        try desk.handSubjects(of: area, to: target)
        try desk.record(AreasMerged(areaID: area.id, name: area.name, into: target.id, intoName: target.name))
        return Done()
    }
}

/// Makes two or more areas out of one, from now on.
package struct SplitArea: Verb {
    package static let permission: Permission = "area.split"
    package var areaID: ID<Area>
    package var parts: [Part]

    package struct Part: Codable, Sendable {
        package var code: String
        package var name: String
        /// Which of the areas below go to this part.
        package var children: [ID<Area>]

        package init(code: String, name: String, children: [ID<Area>] = []) {
            self.code = code
            self.name = name
            self.children = children
        }
    }

    package init(areaID: ID<Area>, parts: [Part]) {
        self.areaID = areaID
        self.parts = parts
    }

    package func perform(at desk: Desk) throws -> [ID<Area>] {
        let area = try desk.openArea(areaID, for: Self.permission)
        guard parts.count >= 2 else { throw Problem.field("parts", "at-least-two") }
        let children = try desk.children(of: area.id)
        let given = parts.flatMap(\.children)
        guard Set(given).count == given.count, Set(given) == Set(children.map(\.id)) else {
            throw Problem.field("parts", "children-each-once")
        }
        // There is one district.
        guard let parent = area.parentID else { throw Problem.field("areaID", "not-of-its-level") }
        let above = try desk.findArea(parent)
        let today = desk.now.day(in: desk.pack.zone)
        var made: [ID<Area>] = []
        for (index, part) in parts.enumerated() {
            let name = try desk.checkedText(part.name, field: "parts.\(index).name", longest: 60)
            let code = try desk.checkedText(part.code, field: "parts.\(index).code", longest: 40)
            if code != area.code, let other = try desk.areaIfAny(code: code), !other.isEnded {
                throw Problem.field("parts.\(index).code", "taken", ["by": other.name])
            }
            if index == 0 { try desk.end(area, on: today, mergedInto: nil) }
            let new = try desk.insertArea(id: desk.newID(), code: code, parent: above, level: area.level, name: name, from: today)
            for child in children where part.children.contains(child.id) { try desk.move(child, under: new) }
            made.append(new.id)
        }
        try desk.record(AreaSplit(areaID: area.id, name: area.name, into: parts.map(\.name)))
        return made
    }
}

extension Reading {
    /// An area that still is, within what the person may change.
    func openArea(_ id: ID<Area>, for permission: Permission) throws -> Area {
        let area = try findArea(id)
        guard !area.isEnded else { throw Problem(.conflict, "area-ended", ["name": area.name]) }
        try requireArea(area, for: permission)
        return area
    }

    /// Refuses to hang an area under one of its own level or a lower one.
    func requireLevel(_ level: String, under parent: Area, field: String) throws {
        let ranks = pack.levels.map(\.code)
        guard let below = ranks.firstIndex(of: level), let above = ranks.firstIndex(of: parent.level), above < below else {
            throw Problem.field(field, "not-of-its-level")
        }
    }

    /// Refuses an area outside the person's reach: what a form names is checked like what a list shows.
    package func requireArea(_ area: Area, for permission: Permission) throws {
        if scope.reaches(area, permission) { return }
        throw Problem.field("area", "outside-your-area", ["name": area.name])
    }
}
