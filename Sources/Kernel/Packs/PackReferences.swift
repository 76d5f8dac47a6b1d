import WorkingTime

/// What of a pack refers to what: checked once all its files are read, each mistake at its own line.
struct PackReferences {
    let check: PackCheck
    let permissions: Set<Permission>
    let conditions: [String: Set<String>]

    /// Makes the look-ups as well.
    func finish(_ pack: inout Pack) {
        pack.classesByCode = Dictionary(pack.classes.map { ($0.code, $0) }, uniquingKeysWith: { _, last in last })
        pack.rolesByCode = Dictionary(pack.roles.map { ($0.code, $0) }, uniquingKeysWith: { _, last in last })
        pack.calendar = WorkCalendar(years: pack.calendarYears)
        // What another pack extends (`base`) has no places of its own, and so nothing that refers to them.
        let isDistrict = !pack.areas.isEmpty
        if isDistrict, pack.district.isEmpty {
            check.note(file: "\(pack.code)/pack.yaml", line: 1, "missing", ["key": "district"])
        }
        if isDistrict, pack.short.isEmpty {
            check.note(file: "\(pack.code)/pack.yaml", line: 1, "missing", ["key": "short"])
        }
        for role in pack.roles {
            for grant in role.grants where !permissions.isEmpty && !permissions.contains(grant.permission) {
                check.note(
                    at: "grant/\(role.code)/\(grant.permission.rawValue)", "unknown-permission",
                    ["role": role.code, "permission": grant.permission.rawValue])
            }
        }
        checkAreas(pack)
        checkSubjects(pack)
        checkRelations(pack)
        finishLedgers(&pack)
        if isDistrict { checkOffices(pack) }
        checkClasses(pack, isDistrict: isDistrict)
        if pack.ladders[pack.settings.ladder] == nil, !pack.ladders.isEmpty {
            check.note(at: "settings/ladder", "unknown-ladder", ["ladder": pack.settings.ladder])
        }
        let indicators = Set(pack.indicators.map(\.code))
        for paper in pack.circulars {
            for code in paper.figures + paper.byOffice where !indicators.contains(code) {
                check.note(at: "circular/\(paper.code)", "unknown-indicator", ["code": code])
            }
        }
        let outcomes = Set(pack.list("outcomes").map(\.code))
        for template in pack.replyTemplates where !outcomes.contains(template.outcome) {
            check.note(
                at: "reply-template/\(template.code)", "not-one-of",
                ["text": template.outcome, "known": outcomes.sorted().joined(separator: ", ")])
        }
        if !conditions.isEmpty { pack.indicators.forEach(checkIndicator) }
    }

    private func checkAreas(_ pack: Pack) {
        let ranks = Dictionary(pack.levels.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        let areas = Dictionary(pack.areas.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        for area in pack.areas {
            let place = "area/\(area.code)"
            guard let rank = ranks[area.level] else {
                check.note(at: place, "unknown-level", ["area": area.code, "level": area.level])
                continue
            }
            guard let code = area.parent else { continue }
            if let parent = areas[code] {
                if let above = ranks[parent.level], above >= rank {
                    check.note(at: place, "not-below-its-parent", ["area": area.code, "parent": code])
                }
            } else {
                check.note(at: place, "unknown-area", ["area": area.code, "parent": code])
            }
        }
    }

    private func checkOffices(_ pack: Pack) {
        let areaCodes = Set(pack.areas.map(\.code))
        let offices = Dictionary(pack.offices.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        for office in pack.offices {
            let place = "office/\(office.code)"
            if !areaCodes.contains(office.area) {
                check.note(at: place, "unknown-area", ["office": office.code, "area": office.area])
            }
            if !pack.hours.isEmpty, pack.hours[office.hours] == nil {
                check.note(at: place, "unknown-hours", ["office": office.code, "hours": office.hours])
            }
            var above = office.parent
            var steps = 0
            while let code = above, steps <= pack.offices.count {
                guard let next = offices[code] else {
                    if steps == 0 { check.note(at: place, "unknown-office", ["office": office.code, "parent": code]) }
                    break
                }
                above = next.parent
                steps += 1
            }
            if steps > pack.offices.count { check.note(at: place, "office-above-itself", ["office": office.code]) }
        }
    }

    private func checkClasses(_ pack: Pack, isDistrict: Bool) {
        // A class may name a kind of office: the one of that kind that answers for the place.
        let officeCodes = Set(pack.offices.map(\.code)).union(pack.offices.map(\.kind))
        for item in pack.classes {
            for office in item.offices where isDistrict && !officeCodes.contains(office) {
                check.note(at: "class/\(item.code)", "unknown-office", ["class": item.code, "office": office])
            }
        }
        for tile in pack.tiles {
            for item in tile.classes where pack.classesByCode[item] == nil {
                check.note(at: "tile/\(tile.code)", "unknown-class", ["tile": tile.code, "class": item])
            }
        }
        for sheet in pack.imports {
            let place = "import/\(sheet.code)"
            if pack.classesByCode[sheet.caseClass] == nil {
                check.note(at: place, "unknown-class", ["import": sheet.code, "class": sheet.caseClass])
            }
            if pack.item(sheet.channel, in: "channels") == nil {
                check.note(at: place, "unknown-channel", ["import": sheet.code, "channel": sheet.channel])
            }
            if isDistrict, !officeCodes.contains(sheet.office) {
                check.note(at: place, "unknown-office", ["import": sheet.code, "office": sheet.office])
            }
        }
    }

    private func checkIndicator(_ indicator: Pack.IndicatorDefinition) {
        let place = "indicator/\(indicator.code)"
        guard let known = conditions[indicator.of] else {
            check.note(
                at: place, "not-one-of",
                ["text": indicator.of, "known": conditions.keys.sorted().joined(separator: ", ")])
            return
        }
        for name in [indicator.numerator, indicator.denominator].compactMap({ $0 }) where !known.contains(name) {
            check.note(
                at: place, "unknown-condition", ["condition": name, "known": known.sorted().joined(separator: ", ")])
        }
        switch indicator.unit {
        case "count": break
        case "percent":
            if indicator.numerator == nil { check.note(at: place, "missing", ["key": "numerator"]) }
        case "days":
            if !["median", "p90"].contains(indicator.measure ?? "") || indicator.duration == nil {
                check.note(at: place, "not-a-measure", ["text": indicator.measure ?? ""])
            }
        default: check.note(at: place, "not-one-of", ["text": indicator.unit, "known": "percent, count, days"])
        }
    }
}
