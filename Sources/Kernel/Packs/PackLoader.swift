import Foundation
import Geography
import WorkingTime
import Yams

extension Pack {
    /// Reads a pack and what it extends from a folder of packs. Throws `PackProblems` with every mistake found; a pack is
    /// taken whole or not at all.
    /// - Parameter modules: of the program: a role that grants what none of them has, or an indicator of what none of them counts, is
    ///   refused.
    package static func load(_ code: String, from root: String, modules: Modules) throws -> Pack {
        let check = PackCheck()
        var pack = Pack()
        pack.folder = root
        var chain: [String] = []
        var next: String? = code
        while let name = next {
            guard !chain.contains(name) else {
                check.note(file: "\(name)/pack.yaml", line: 1, "extends-itself")
                break
            }
            chain.append(name)
            guard let head = PackNode.load("\(root)/\(name)/pack.yaml", named: "\(name)/pack.yaml", check: check) else {
                break
            }
            next = head.string("extends")
        }
        for name in chain.reversed() {
            PackLoader(folder: "\(root)/\(name)", name: name, check: check).load(into: &pack)
        }
        PackReferences(check: check, permissions: modules.permissions, conditions: modules.conditions).finish(&pack)
        guard check.problems.isEmpty else { throw PackProblems(problems: check.problems) }
        return pack
    }
}

/// One folder of a pack chain, read over what is there already: a later pack adds to lists and overrides by code.
struct PackLoader {
    let folder: String
    let name: String
    let check: PackCheck

    func load(into pack: inout Pack) {
        file("pack.yaml", "pack") { readHead($0, &pack) }
        file("levels.yaml", "levels") { pack.levels = readLevels($0) }
        file("hours.yaml", "hours") { readHours($0, &pack) }
        file("calendar.yaml", "years") { node in
            node.only("years")
            pack.calendarYears += node.list("years").compactMap(readCalendarYear)
        }
        for areas in ["areas.yaml", "grids.yaml"] { file(areas, "areas") { readAreas($0, &pack) } }
        file("offices.yaml", "offices") { readOffices($0, &pack) }
        file("roles.yaml", "roles") { readRoles($0, &pack) }
        file("ladders.yaml", "ladders") { readLadders($0, &pack) }
        file("settings.yaml", "settings") { readSettings($0, &pack) }
        file("words.yaml", "words") { readLists($0, &pack) }
        for classes in ["classes.yaml", "request-classes.yaml"] { file(classes, "classes") { readClasses($0, &pack) } }
        file("public.yaml", "public") { readTiles($0, &pack) }
        file("indicators.yaml", "indicators") { readIndicators($0, &pack) }
        file("imports.yaml", "imports") { readImports($0, &pack) }
        file("circulars.yaml", "circulars") { readCirculars($0, &pack) }
        file("replies.yaml", "replies") { readReplies($0, &pack) }
        file("fields.yaml", "fields") { readFields($0, &pack) }
        file("subjects.yaml", "subjects") { readSubjects($0, &pack) }
        file("relations.yaml", "relations") { readRelations($0, &pack) }
        file("classifications.yaml", "classifications") { readSchemes($0, &pack) }
        file("trees.yaml", "trees") { readTrees($0, &pack) }
        file("ledgers.yaml", "ledgers") { readLedgers($0, &pack) }
        file("wording.yaml", "wording") { readWording($0, &pack) }
        if let outline = try? String(contentsOfFile: "\(folder)/outline.geojson", encoding: .utf8) {
            pack.outline = outline
            pack.boundary = Boundary(geoJSON: outline)
        }
        checkNames()
    }

    /// Of a pack's YAML files; `class-limits.yaml` is what bin/make-classes reads.
    private static let known: Set = [
        "pack", "levels", "hours", "calendar", "areas", "grids", "offices", "roles", "ladders", "settings", "words",
        "classes",
        "request-classes", "class-limits", "public", "indicators", "imports", "replies", "circulars", "wording",
        "fields", "subjects", "relations", "classifications", "trees", "ledgers",
    ]

    /// A file of another name would be left out without a word.
    private func checkNames() {
        for file in ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() {
            for ending in [".yaml", ".yml"]
            where file.hasSuffix(ending) && !Self.known.contains(String(file.dropLast(ending.count))) {
                check.note(
                    file: "\(name)/\(file)", line: 1, "unknown-file",
                    ["known": Self.known.sorted().joined(separator: ", ")])
            }
        }
    }

    private func file(_ file: String, _ key: String, _ read: (PackNode) -> Void) {
        let path = "\(folder)/\(file)"
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let node = PackNode.load(path, named: "\(name)/\(file)", check: check) else { return }
        // Half a file that was saved must not count as an empty list.
        if node.child(key) == nil { check.note(node, "missing", ["key": key]) }
        read(node)
    }

    private func readHead(_ node: PackNode, _ pack: inout Pack) {
        node.only("pack", "extends", "name", "short", "district", "zone", "hotline", "version", "area-code", "local-digits")
        pack.code = node.required("pack")
        pack.name = node.requiredWords("name")
        pack.short = node.string("short") ?? pack.short
        pack.district = node.string("district") ?? pack.district
        pack.hotline = node.string("hotline") ?? pack.hotline
        pack.areaCode = node.string("area-code") ?? pack.areaCode
        pack.localDigits = node.integer("local-digits") ?? pack.localDigits
        pack.version = node.integer("version") ?? pack.version
        if let text = node.string("zone") {
            if let zone = Zone(text) { pack.zone = zone } else { check.note(node, "not-a-zone", ["text": text]) }
        }
    }

    private func readLevels(_ node: PackNode) -> [Pack.Level] {
        node.only("levels")
        return node.list("levels").map { level in
            level.only("code", "name")
            return Pack.Level(code: level.required("code"), name: level.requiredWords("name"))
        }
    }

    private func readHours(_ node: PackNode, _ pack: inout Pack) {
        node.only("hours")
        for (name, days) in node.child("hours")?.entries ?? [] {
            let text = days.entries.map { day, openings in
                if openings.node.sequence == nil { check.note(openings, "not-a-list") }
                let spans = openings.node.sequence?.compactMap(\.string).joined(separator: ", ") ?? ""
                return "\(day == "make-up" ? day : String(day.prefix(1)).uppercased() + day.dropFirst()) \(spans)"
            }.joined(separator: "; ")
            if !days.entries.contains(where: { $0.value.node.sequence == nil }) {
                do { pack.hours[name] = try OfficeHours(parsing: text) } catch {
                    check.note(days, "not-office-hours", ["why": "\(error)"])
                }
            }
        }
    }

    func readCalendarYear(_ node: PackNode) -> CalendarYear? {
        node.only("year", "source", "holidays", "workdays")
        guard let year = node.integer("year") else {
            check.note(node, "missing", ["key": "year"])
            return nil
        }
        let holidays = node.list("holidays").map { holiday in
            holiday.only("name", "days")
            return CalendarYear.Holiday(
                name: holiday.required("name"), days: holiday.texts("days").compactMap { holiday.day($0) })
        }
        let result = CalendarYear(
            year: year, holidays: holidays, workdays: node.texts("workdays").compactMap { node.day($0) },
            source: node.string("source") ?? "")
        for day in result.contradictions { check.note(node, "holiday-and-workday", ["day": day.description]) }
        return result
    }

    private func readAreas(_ node: PackNode, _ pack: inout Pack) {
        node.only("areas")
        var seen = Set(pack.areas.map(\.code))
        for area in node.list("areas") {
            area.only("code", "parent", "level", "name", "from")
            let code = area.required("code")
            if !seen.insert(code).inserted { check.note(area, "twice", ["code": code]) }
            check.place("area/\(code)", area)
            pack.areas.append(
                Pack.AreaSeed(
                    code: code, parent: area.string("parent"), level: area.required("level"),
                    name: area.required("name"),
                    from: area.string("from").flatMap { area.day($0) } ?? Day(iso: "2000-01-01")!))
        }
    }

    private func readOffices(_ node: PackNode, _ pack: inout Pack) {
        node.only("offices", "from-areas")
        var seen = Set(pack.offices.map(\.code))
        for office in node.list("offices") {
            office.only("code", "parent", "name", "short", "kind", "area", "hours")
            let code = office.required("code")
            if !seen.insert(code).inserted { check.note(office, "twice", ["code": code]) }
            check.place("office/\(code)", office)
            pack.offices.append(
                Pack.OfficeSeed(
                    code: code, parent: office.string("parent"), name: office.requiredWords("name"),
                    kind: office.required("kind"), area: office.required("area"),
                    hours: office.string("hours") ?? "default"))
        }
        for rule in node.list("from-areas") {
            rule.only("level", "code", "name", "kind", "parent")
            let level = rule.required("level")
            if !pack.levels.isEmpty, pack.level(level) == nil { check.note(rule, "unknown-level", ["level": level]) }
            for area in pack.areas where area.level == level {
                func filled(_ key: String) -> String {
                    rule.required(key).replacing("{code}", with: area.code).replacing("{name}", with: area.name)
                        .replacing("{parent}", with: area.parent ?? "")
                }
                guard seen.insert(filled("code")).inserted else { continue }
                check.place("office/\(filled("code"))", rule)
                pack.offices.append(
                    Pack.OfficeSeed(
                        code: filled("code"), parent: filled("parent"),
                        name: Words(zh: filled("name"), en: filled("name")),
                        kind: filled("kind"), area: area.code, hours: "default"))
            }
        }
    }

    private func readRoles(_ node: PackNode, _ pack: inout Pack) {
        node.only("roles")
        for role in check.once(node.list("roles")) {
            role.only("code", "name", "note", "grants", "compartments")
            let code = role.required("code")
            let grants = role.list("grants").compactMap { grant -> Pack.Role.Grant? in
                grant.only("permission", "reach")
                let permission = Permission(rawValue: grant.required("permission"))
                check.place("grant/\(code)/\(permission.rawValue)", grant)
                guard let reach: Reach = grant.choice("reach") else {
                    if grant.child("reach") == nil { check.note(grant, "missing", ["key": "reach"]) }
                    return nil
                }
                return Pack.Role.Grant(permission: permission, reach: reach)
            }
            pack.roles.removeAll { $0.code == code }
            pack.roles.append(
                Pack.Role(
                    code: code, name: role.requiredWords("name"), note: role.words("note"), grants: grants,
                    compartments: role.texts("compartments")))
        }
    }

    private func readLadders(_ node: PackNode, _ pack: inout Pack) {
        node.only("ladders")
        for ladder in check.once(node.list("ladders")) {
            ladder.only("code", "name", "steps")
            _ = check.once(ladder.list("steps"))
            let steps = ladder.list("steps").compactMap { step -> Pack.Ladder.Step? in
                step.only("code", "from", "offset", "action", "note")
                guard let from: Pack.Ladder.Anchor = step.choice("from"),
                    let action: Pack.Ladder.Action = step.choice("action"), let text = step.string("offset"),
                    let offset = try? Limit(parsing: String(text.drop { "+-".contains($0) }))
                else {
                    check.note(step, "not-a-step")
                    return nil
                }
                return Pack.Ladder.Step(
                    code: step.required("code"), from: from, isBefore: text.hasPrefix("-"), offset: offset,
                    action: action)
            }
            let code = ladder.required("code")
            pack.ladders[code] = Pack.Ladder(code: code, name: ladder.requiredWords("name"), steps: steps)
        }
    }

    private func readLists(_ node: PackNode, _ pack: inout Pack) {
        node.only("words")
        for (name, _) in node.child("words")?.entries ?? [] {
            pack.lists[name] = check.once(node.child("words")?.list(name) ?? []).map { item in
                item.only("code", "name", "note", "public")
                return Pack.ListItem(
                    code: item.required("code"), name: item.requiredWords("name"), note: item.words("note"),
                    isPublic: item.flag("public") ?? false)
            }
        }
    }

    private func readClasses(_ node: PackNode, _ pack: inout Pack) {
        node.only("classes")
        // A dictionary of places: hundreds of classes are looked up by code.
        var positions = Dictionary(
            pack.classes.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { _, last in last })
        for item in check.once(node.list("classes")) {
            item.only("code", "name", "group", "limit", "offices", "keywords", "note")
            let code = item.required("code")
            check.place("class/\(code)", item)
            let read =
                Pack.CaseClass(
                    code: code, name: item.requiredWords("name"), group: item.requiredWords("group"),
                    limit: item.limit("limit"), offices: item.texts("offices"), keywords: item.texts("keywords"))
            if let position = positions[code] {
                pack.classes[position] = read
            } else {
                positions[code] = pack.classes.count
                pack.classes.append(read)
            }
        }
    }

    private func readTiles(_ node: PackNode, _ pack: inout Pack) {
        node.only("public")
        pack.tiles = check.once(node.list("public")).map { tile in
            tile.only("code", "name", "icon-word", "classes")
            check.place("tile/\(tile.string("code") ?? "")", tile)
            return Pack.PublicTile(
                code: tile.required("code"), name: tile.requiredWords("name"), iconWord: tile.string("icon-word") ?? "",
                classes: tile.texts("classes"))
        }
    }

    private func readIndicators(_ node: PackNode, _ pack: inout Pack) {
        node.only("indicators")
        for item in check.once(node.list("indicators")) {
            check.place("indicator/\(item.string("code") ?? "")", item)
            pack.indicators.removeAll { $0.code == item.string("code") }
            item.only("code", "name", "of", "numerator", "denominator", "unit", "measure", "version", "note")
            let measure = item.string("measure")?.split(separator: " ").map(String.init) ?? []
            pack.indicators.append(
                Pack.IndicatorDefinition(
                    code: item.required("code"), name: item.requiredWords("name"), of: item.required("of"),
                    numerator: item.string("numerator"), denominator: item.required("denominator"),
                    unit: item.required("unit"), measure: measure.first, duration: measure.dropFirst().first,
                    version: item.integer("version") ?? 1, note: item.words("note")))
        }
    }

    private func readImports(_ node: PackNode, _ pack: inout Pack) {
        node.only("imports")
        for item in check.once(node.list("imports")) {
            check.place("import/\(item.string("code") ?? "")", item)
            pack.imports.removeAll { $0.code == item.string("code") }
            item.only("code", "name", "columns", "time-formats", "class", "channel", "office")
            let columns = item.child("columns")?.entries.map { ($0.key, $0.value.text ?? "") } ?? []
            pack.imports.append(
                Pack.ImportMap(
                    code: item.required("code"), name: item.requiredWords("name"),
                    columns: Dictionary(columns, uniquingKeysWith: { _, last in last }),
                    timeFormats: item.texts("time-formats"), caseClass: item.required("class"),
                    channel: item.required("channel"), office: item.required("office")))
        }
    }

    private func readWording(_ node: PackNode, _ pack: inout Pack) {
        node.only("wording")
        guard let wording = node.child("wording"), wording.node.mapping != nil else { return }
        for (key, value) in wording.entries {
            let words = value.wordsHere
            pack.wording["zh-Hans", default: [:]][key] = words.zh
            pack.wording["en", default: [:]][key] = words.en
        }
    }
}
