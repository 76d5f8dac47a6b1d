import Kernel
import Testing
import WorkingTime
import World

@Suite struct AreaTests {
    @Test(arguments: Engine.all) func aRenamedAreaKeepsItsOldNameInThePast(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let area = try await world.area("990101001001")
        try world.now("2022-04-10T09:00:00+08:00")
        _ = try await world.district.perform(RenameArea(areaID: area.id, name: "新柳社区"), as: world.person("admin"))
        let (before, after) = try await names(of: area.id, in: world, at: "2022-04-09T00:00:00+08:00")
        #expect(before == "柳林社区")
        #expect(after == "新柳社区")
    }

    /// Areas are kept in memory: whatever changes one, the next who asks sees it, and a change that failed leaves nothing behind.
    @Test(arguments: Engine.all) func whatIsKeptInMemoryIsNeverOld(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let admin = world.person("admin")
        let (street, other) = (try await world.area("990101001"), try await world.area("990101002"))
        let community = try await world.area("990101001001")
        func kept() async throws -> [Area] {
            try await world.district.read(as: admin) { try $0.areas(named: [community.id], andLevels: ["street"]) }
        }
        func store() async throws -> [Area] {
            try await world.district.read(as: admin) { reading in
                try reading.areas().filter { $0.id == community.id || $0.level == "street" }.sorted { $0.path < $1.path }
            }
        }
        #expect(try await kept().map(\.id) == store().map(\.id))
        _ = try await world.district.perform(RenameArea(areaID: community.id, name: "新柳社区"), as: admin)
        #expect(try await kept().contains { $0.name == "新柳社区" })
        _ = try await world.district.perform(MoveArea(areaID: community.id, parent: other.id), as: admin)
        #expect(try await kept().map(\.path) == store().map(\.path))
        let refused = await refusal { try await world.district.perform(MoveArea(areaID: street.id, parent: community.id), as: admin) }
        #expect(refused != "done")
        #expect(try await kept().map(\.path) == store().map(\.path))
        let added = AddArea(code: "990101003", parent: try await world.area("990101").id, level: "street", name: "新街道")
        _ = try await world.district.perform(added, as: admin)
        #expect(try await kept().contains { $0.name == "新街道" })
    }

    @Test(arguments: Engine.all) func aMovedAreaTakesAllBelowAlongAndLeavesThePastWhereItWas(on engine: Engine)
        async throws
    {
        let world = try await World.make(on: engine)
        let (street, other) = (try await world.area("990101001"), try await world.area("990101002"))
        let community = try await world.area("990101001001")
        try world.now("2022-04-10T09:00:00+08:00")
        _ = try await world.district.perform(
            MoveArea(areaID: community.id, parent: other.id), as: world.person("admin"))
        let moment = Instant(iso: "2022-04-01T00:00:00+08:00")!
        let (now, then) = (
            try await codes(under: other.path, in: world), try await codes(under: street.path, in: world, asOf: moment)
        )
        #expect(now.contains("990101001001001-C01-B01"))
        #expect(then.contains("990101001001001-C01-B01"))
        let left = try await codes(under: street.path, in: world)
        #expect(left == ["990101001", "990101001002"])
        let building = try await world.area("990101001001001-C01-B01")
        let lineage = try await world.district.read(as: world.system) { try $0.lineage(of: building).map(\.code) }
        #expect(
            lineage == [
                "990101", "990101002", "990101001001", "990101001001001", "990101001001001-C01",
                "990101001001001-C01-B01",
            ])
    }

    @Test(arguments: Engine.all) func mergedAreasEndAndTheirChildrenGoToTheHeir(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let (old, heir) = (try await world.area("990101001001"), try await world.area("990101001002"))
        _ = try await world.district.perform(MergeAreas(areaID: old.id, into: heir.id), as: world.person("admin"))
        let (ended, children) = try await world.district.read(as: world.system) { reading in
            (try reading.findArea(old.id), try reading.children(of: heir.id).map(\.code))
        }
        #expect(ended.endedOn == Day(iso: "2022-03-30"))
        #expect(ended.mergedInto == heir.id)
        #expect(children == ["990101001001001", "990101001001002"])
        let again = await refusal {
            try await world.district.perform(RenameArea(areaID: old.id, name: "x"), as: world.person("admin"))
        }
        #expect(again == "area-ended")
        // A code that is free again may be given again.
        _ = try await world.district.perform(
            AddArea(code: "990101001001", parent: world.area("990101001").id, level: "community", name: "新社区"),
            as: world.person("admin"))
        #expect(try await world.area("990101001001").id != old.id)
    }

    @Test(arguments: Engine.all) func aSplitAreaSharesOutItsChildrenEachOnce(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let area = try await world.area("990101001001")
        let (first, second) = (try await world.area("990101001001001").id, try await world.area("990101001001002").id)
        let admin = world.person("admin")
        let wrong: [([SplitArea.Part], String)] = [
            ([.init(code: "A", name: "甲", children: [first, second])], "parts: at-least-two"),
            (
                [.init(code: "A", name: "甲", children: [first]), .init(code: "B", name: "乙")],
                "parts: children-each-once"
            ),
            (
                [
                    .init(code: "A", name: "甲", children: [first, second]),
                    .init(code: "B", name: "乙", children: [second]),
                ], "parts: children-each-once"
            ),
            (
                [.init(code: "A", name: "甲", children: [first]), .init(code: "A", name: "乙", children: [second])],
                "parts.1.code: taken"
            ),
            (
                [.init(code: "A", name: "", children: [first]), .init(code: "B", name: "乙", children: [second])],
                "parts.0.name: required"
            ),
            (
                [
                    .init(code: "990101002", name: "甲", children: [first]),
                    .init(code: "B", name: "乙", children: [second]),
                ], "parts.0.code: taken"
            ),
        ]
        for (parts, expected) in wrong {
            #expect(
                await refusal { try await world.district.perform(SplitArea(areaID: area.id, parts: parts), as: admin) }
                    == expected)
        }
        let made = try await world.district.perform(
            SplitArea(
                areaID: area.id,
                parts: [
                    .init(code: "990101001001", name: "柳东社区", children: [first]),
                    .init(code: "990101001009", name: "柳西社区", children: [second]),
                ]), as: admin)
        let paths = try await world.district.read(as: world.system) { reading in
            try made.map { try reading.areas(under: reading.findArea($0).path).map(\.code) }
        }
        #expect(
            paths == [
                ["990101001001", "990101001001001", "990101001001001-C01", "990101001001001-C01-B01"],
                ["990101001009", "990101001001002"],
            ])
    }

    /// Area changed, under what, and what is said.
    @Test(arguments: Engine.all) func whatCannotBeIsRefused(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let admin = world.person("admin")
        func area(_ code: String) async throws -> ID<Area> { try await world.area(code).id }
        let moves = [
            ("990101001", "990101001001", "parent: inside-itself"), ("990101001", "990101001", "parent: inside-itself"),
            ("990101001001", "990101001002", "parent: not-of-its-level"),
            ("990101001", "990101002", "parent: not-of-its-level"),
            ("990101", "990101001", "parent: inside-itself"), ("990101001001", "990101002", "done"),
        ]
        for (code, under, expected) in moves {
            let (moved, parent) = (try await area(code), try await area(under))
            #expect(
                await refusal { try await world.district.perform(MoveArea(areaID: moved, parent: parent), as: admin) }
                    == expected, "\(code)")
        }
        let root = try await area("990101")
        let (street, community) = (try await area("990101001"), try await area("990101001002"))
        #expect(
            await refusal { try await world.district.perform(MergeAreas(areaID: street, into: community), as: admin) }
                == "into: not-of-its-level")
        #expect(
            await refusal { try await world.district.perform(MergeAreas(areaID: street, into: street), as: admin) }
                == "into: not-of-its-level")
        let parts = [
            SplitArea.Part(code: "x", name: "甲", children: [street]),
            .init(code: "y", name: "乙", children: [try await area("990101002")]),
        ]
        #expect(
            await refusal { try await world.district.perform(SplitArea(areaID: root, parts: parts), as: admin) }
                == "areaID: not-of-its-level")
        let added = [
            (AddArea(code: "990101001", parent: root, level: "street", name: "重号"), "code: taken"),
            (AddArea(code: "new", parent: root, level: "planet", name: "新"), "level: not-one-of-these"),
            (AddArea(code: "new", parent: street, level: "street", name: "新"), "level: not-of-its-level"),
            (AddArea(code: "new", parent: nil, level: "district", name: "新"), "parent: required"),
            (AddArea(code: "new", parent: street, level: "community", name: "  "), "name: required"),
            (AddArea(code: "new", parent: street, level: "community", name: "a\0b"), "name: control-characters"),
            (
                AddArea(code: "new", parent: street, level: "community", name: String(repeating: "长", count: 61)),
                "name: too-long"
            ),
            (AddArea(code: "new", parent: street, level: "community", name: "𠮷村🌾"), "done"),
        ]
        for (verb, expected) in added {
            #expect(await refusal { try await world.district.perform(verb, as: admin) } == expected)
        }
    }

    @Test(arguments: Engine.all) func anAreaOutsideOnesReachIsRefused(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        var scope = world.person("north")
        let mine = try await world.area("990101001")
        for permission: Permission in ["area.rename", "area.add", "area.move", "area.merge", "area.split"] {
            scope.grants[permission] = [.init(reach: .area, areaPath: mine.path)]
        }
        let reached = scope
        let (own, other) = (try await world.area("990101001001").id, try await world.area("990101002001").id)
        let south = try await world.area("990101002").id
        #expect(
            await refusal { try await world.district.perform(RenameArea(areaID: own, name: "甲"), as: reached) }
                == "done")
        #expect(
            await refusal { try await world.district.perform(RenameArea(areaID: other, name: "甲"), as: reached) }
                == "area: outside-your-area")
        #expect(
            await refusal { try await world.district.perform(MoveArea(areaID: own, parent: south), as: reached) }
                == "area: outside-your-area")
        #expect(
            await refusal { try await world.district.perform(MergeAreas(areaID: own, into: other), as: reached) }
                == "area: outside-your-area")
        let add = AddArea(code: "n", parent: south, level: "community", name: "甲")
        #expect(await refusal { try await world.district.perform(add, as: reached) } == "area: outside-your-area")
    }

    private func names(of area: ID<Area>, in world: World, at moment: String) async throws -> (String, String) {
        let before = try await world.district.read(as: world.system, asOf: Instant(iso: moment)) {
            try $0.findArea(area).name
        }
        return (before, try await world.district.read(as: world.system) { try $0.findArea(area).name })
    }

    private func codes(under path: String, in world: World, asOf: Instant? = nil) async throws -> [String] {
        try await world.district.read(as: world.system, asOf: asOf) { try $0.areas(under: path).map(\.code) }
    }
}
