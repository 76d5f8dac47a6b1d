import WorkingTime

/// Brings the areas and offices of the pack into the district, those that are not there yet, and makes the tables of its kinds of subjects. Running it again adds what is new and
/// changes nothing else; renames and moves of existing ones are verbs of their own.
package struct SeedPlaces: Verb {
    package static let permission: Permission = "pack.seed"
    package static let audience = VerbAudience.timers

    package init() {}

    package struct Outcome: Codable, Sendable {
        package var areas: Int
        package var offices: Int
    }

    package func perform(at desk: Desk) throws -> Outcome {
        try SubjectTables.shape(for: desk.pack, in: desk.writer)
        return try Outcome(areas: seedAreas(at: desk), offices: seedOffices(at: desk))
    }

    private func seedAreas(at desk: Desk) throws -> Int {
        var known = Dictionary(try desk.areas().map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        var added = 0
        // Levels stand top down in the pack, so a parent is there before its children.
        let order = Dictionary(uniqueKeysWithValues: desk.pack.levels.enumerated().map { ($1.code, $0) })
        for seed in desk.pack.areas.sorted(by: { (order[$0.level] ?? 0) < (order[$1.level] ?? 0) })
        where known[seed.code] == nil {
            let area = try desk.insertArea(
                id: desk.newID(), code: seed.code, parent: seed.parent.flatMap { known[$0] }, level: seed.level,
                name: seed.name,
                from: seed.from)
            try desk.record(AreaAdded(areaID: area.id, code: area.code, name: area.name))
            known[seed.code] = area
            added += 1
        }
        return added
    }

    private func seedOffices(at desk: Desk) throws -> Int {
        var known = Dictionary(try desk.offices().map { ($0.code, $0.id) }, uniquingKeysWith: { first, _ in first })
        let areas = Dictionary(try desk.areas().map { ($0.code, $0.id) }, uniquingKeysWith: { first, _ in first })
        var waiting = desk.pack.offices.filter { known[$0.code] == nil }
        var added = 0
        while !waiting.isEmpty {
            let ready = waiting.filter { seed in seed.parent.map { known[$0] != nil } ?? true }
            guard let stuck = ready.isEmpty ? waiting.first : nil else {
                for seed in ready {
                    known[seed.code] = try AddOffice(
                        code: seed.code, parent: seed.parent.flatMap { known[$0] }, nameZh: seed.name.zh,
                        nameEn: seed.name.en,
                        kind: seed.kind, areaID: areas[seed.area], hours: seed.hours
                    ).perform(at: desk)
                    added += 1
                }
                waiting.removeAll { known[$0.code] != nil }
                continue
            }
            throw Problem(.conflict, "office-without-parent", ["code": stuck.code, "parent": stuck.parent ?? ""])
        }
        return added
    }
}

/// Takes up the pack's files again: whole, or not at all.
package struct LoadPack: Verb {
    package static let permission: Permission = "pack.load"

    package init() {}

    package struct Outcome: Codable, Sendable {
        package var version: Int
        package var areas: Int
        package var offices: Int
    }

    package func perform(at desk: Desk) throws -> Outcome {
        let home = desk.home
        let pack: Pack
        do {
            pack = try Pack.waiting(for: home)
        } catch let error as PackProblems {
            throw Problem(
                .invalid, "pack-refused", ["count": "\(error.problems.count)"], fields: error.problems.prefix(20).map(\.fieldProblem))
        }
        guard pack.district == home.code else { throw Problem(.conflict, "pack-of-another-district") }
        try SubjectTables.shape(for: pack, in: desk.writer)
        let loaded = try CalendarStore.all(in: desk)
        desk.afterCommit {
            home.packHolder.replace(pack)
            home.packHolder.add(loaded)
        }
        try desk.record(PackLoaded(pack: pack.code, version: pack.version))
        return Outcome(version: pack.version, areas: pack.areas.count, offices: pack.offices.count)
    }
}

package struct PackLoaded: Event {
    package static let name = "pack.loaded"
    package var pack: String
    package var version: Int
    package var subject: Subject { Subject("pack", ID<Pack>.named("pack/\(pack)").uuid) }
}
