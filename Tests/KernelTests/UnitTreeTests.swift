import Kernel
import Testing
import WorkingTime
import World

/// Units one above the other, in several trees, by date; who belongs to them and what they look after.
@Suite struct UnitTreeTests {
    private struct Organisation {
        let world: World
        let tree: Pack.Tree
        let street: ID<SubjectRecord>
        let community: ID<SubjectRecord>
        var groups: [ID<SubjectRecord>] = []

        /// A street, a community, 15 compound organisations, 19 grid branches, 69 building groups.
        init(_ world: World) async throws {
            self.world = world
            tree = world.district.pack.trees.first { $0.code == "party" }!
            street = try await Self.unit(world, "大工委", "street", above: nil)
            community = try await Self.unit(world, "大党委", "community", above: street)
            var compounds: [ID<SubjectRecord>] = []
            var grids: [ID<SubjectRecord>] = []
            for number in 1...15 { compounds.append(try await Self.unit(world, "小区党支部\(number)", "compound", above: community)) }
            for number in 1...19 { grids.append(try await Self.unit(world, "网格党支部\(number)", "grid", above: compounds[number % 15])) }
            for number in 1...69 { groups.append(try await Self.unit(world, "楼栋党小组\(number)", "building", above: grids[number % 19])) }
        }

        static func unit(_ world: World, _ title: String, _ level: String, above: ID<SubjectRecord>?, by relation: String = "party-under")
            async throws -> ID<SubjectRecord>
        {
            let id = try await world.district.perform(
                RegisterSubject(kind: "unit", areaCode: "990101001001", values: ["title": title, "unit-level": level]),
                as: world.person("clerk")
            ).subjectID
            if let above {
                _ = try await world.district.perform(
                    RelateSubjects(subjectID: id, relation: relation, to: above), as: world.person("clerk"))
            }
            return id
        }

        func seen(_ tree: Pack.Tree? = nil, as login: String = "clerk", asOf: Instant? = nil) async throws -> UnitTree {
            try await world.district.read(as: world.person(login), asOf: asOf) { try $0.unitTree(tree ?? self.tree) }
        }

        func register(_ kind: String, _ title: String, area: String = "990101001001") async throws -> ID<SubjectRecord> {
            let field = kind == "person" ? "name" : "title"
            return try await world.district.perform(
                RegisterSubject(kind: kind, areaCode: area, values: [field: title]), as: world.person("clerk")
            ).subjectID
        }

        func relate(_ one: ID<SubjectRecord>, _ relation: String, _ other: ID<SubjectRecord>, since: String = "2022-01-01") async throws {
            _ = try await world.district.perform(
                RelateSubjects(subjectID: one, relation: relation, to: other, since: Day(iso: since)!), as: world.person("clerk"))
        }
    }

    @Test(arguments: Engine.all) func fiveTiersRollUp(on engine: Engine) async throws {
        let organisation = try await Organisation(try await World.make(on: engine))
        let seen = try await organisation.seen()
        #expect(seen.units.count == 105)
        #expect(seen[organisation.street]?.below == ["community": 1, "compound": 15, "grid": 19, "building": 69])
        #expect(seen[organisation.community]?.below == ["compound": 15, "grid": 19, "building": 69])
        let compounds = seen.units.filter { $0.level == "compound" }
        #expect(compounds.compactMap { $0.below["grid"] }.reduce(0, +) == 19)
        #expect(compounds.compactMap { $0.below["building"] }.reduce(0, +) == 69)
        #expect(seen.under(organisation.community).count == 104)
        #expect(seen.units[0].depth == 0)
        // Whoever reaches nothing of it sees nothing of it.
        #expect(try await organisation.seen(as: "grid").units.count == 105)
        await #expect(throws: Problem.self) { _ = try await organisation.seen(as: "admin") }
    }

    @Test(arguments: Engine.all) func peopleAreCountedOnce(on engine: Engine) async throws {
        let organisation = try await Organisation(try await World.make(on: engine))
        let (one, other) = (try await organisation.register("person", "张三"), try await organisation.register("person", "李四"))
        try await organisation.relate(one, "member-of", organisation.groups[0])
        try await organisation.relate(one, "member-of", organisation.groups[1])
        try await organisation.relate(other, "reports-to", organisation.community)
        let seen = try await organisation.seen()
        #expect(seen[organisation.street]?.members == [one, other])
        for group in organisation.groups[0...1] { #expect(seen[group]?.members == [one]) }
    }

    /// A building goes from one group to another on 1 July, and from one grid to another: June is as it was.
    @Test(arguments: Engine.all) func juneStaysAsItWas(on engine: Engine) async throws {
        let organisation = try await Organisation(try await World.make(on: engine))
        let world = organisation.world
        let (from, to) = (organisation.groups[0], organisation.groups[1])
        let building = try await organisation.register("building", "1号楼")
        try await organisation.relate(building, "served-by", from)
        try world.now("2022-06-30T18:00:00+08:00")
        let june = world.clock.now
        try world.now("2022-07-01T09:00:00+08:00")
        try await organisation.relate(building, "served-by", to, since: "2022-07-01")
        _ = try await world.district.perform(
            CorrectSubject(subjectID: building, values: [:], areaCode: "990101001002"), as: world.person("clerk"))
        for (moment, group, other, area) in [(june, from, to, "990101001001"), (world.clock.now, to, from, "990101001002")] {
            let seen = try await organisation.seen(asOf: moment == world.clock.now ? nil : moment)
            #expect(seen[group]?.serves == [building])
            #expect(seen[other]?.serves == [])
            var filter = SubjectFilter(kind: "building")
            filter.areaID = try await world.area(area).id
            let asOf = moment == world.clock.now ? nil : moment
            let count = try await world.district.read(as: world.person("clerk"), asOf: asOf) { [filter] in try $0.countSubjects(filter) }
            #expect(count == 1)
        }
    }

    @Test(arguments: Engine.all) func aUnitStandsInSeveralTrees(on engine: Engine) async throws {
        let organisation = try await Organisation(try await World.make(on: engine))
        let world = organisation.world
        let station = try await Organisation.unit(world, "服务站", "station", above: nil)
        let team = try await Organisation.unit(world, "服务队", "team", above: station, by: "service-under")
        try await organisation.relate(team, "party-under", organisation.community)
        let service = try await organisation.seen(world.district.pack.trees.first { $0.code == "service" }!)
        #expect(service.units.map(\.found.id) == [station, team])
        #expect(try await organisation.seen()[team]?.above == organisation.community)
    }

    @Test(arguments: Engine.all) func nothingStandsBelowItself(on engine: Engine) async throws {
        let organisation = try await Organisation(try await World.make(on: engine))
        let verb = RelateSubjects(subjectID: organisation.street, relation: "party-under", to: organisation.groups[3])
        #expect(
            await refusal { try await organisation.world.district.perform(verb, as: organisation.world.person("clerk")) }
                == "to: stands-below")
    }
}
