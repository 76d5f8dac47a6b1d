import Foundation
import Kernel
import Store
import Testing
import WorkingTime
import World

/// What is registered once: its facts, where they are from, what it hangs together with, and that two of it can become one again.
@Suite struct SubjectTests {
    static let zhang = ["name": "张伟", "resident-id": "11010519491231002X", "phone": "138 0013 8000", "birth-date": "1949年12月31日"]

    private func register(
        _ world: World, _ values: [String: String] = zhang, kind: String = "person", area: String? = "990101001001",
        by login: String = "clerk"
    ) async throws -> RegisterSubject.Outcome {
        try await world.district.perform(RegisterSubject(kind: kind, areaCode: area, values: values), as: world.person(login))
    }

    private func refused(_ world: World, _ verb: some Verb, _ login: String = "clerk") async -> String {
        await refusal { try await world.district.perform(verb, as: world.person(login)) }
    }

    private func facts(_ id: ID<SubjectRecord>, _ world: World, as login: String = "clerk", at moment: Instant? = nil) async throws
        -> [String: String]
    {
        try await world.district.read(as: world.person(login), asOf: moment) { reading in
            try reading.facts(of: try reading.findSubject(id)).values.mapValues(\.typed)
        }
    }

    @Test(arguments: Engine.all) func whatIsTypedIsKeptInOneForm(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let made = try await register(world)
        #expect(made.number == "青石人-000001")
        #expect(
            try await facts(made.subjectID, world) == [
                "name": "张伟", "resident-id": "11010519491231002X", "phone": "13800138000", "birth-date": "1949-12-31",
            ])
        let compound = try await register(
            world,
            [
                "title": " 幸福小区 ", "households": "１，２００", "has-property-service": "是", "position": "34.7312，113.6423 gcj-02",
                "floor-area": "10.50", "built-on": "1998/7/1",
            ], kind: "compound")
        #expect(
            try await facts(compound.subjectID, world) == [
                "title": "幸福小区", "households": "1200", "has-property-service": "yes", "position": "34.7312, 113.6423 GCJ-02",
                "floor-area": "10.5", "built-on": "1998-07-01",
            ])
        // Nothing of it stands in the open where it is sealed, nor ever in the journal.
        let rows = try await world.rows("SELECT * FROM s_person WHERE district = \(world.district.code)")
        #expect(!"\(rows)".contains("13800138000") && !"\(rows)".contains("11010519491231002X"))
        #expect(try await world.journal().allSatisfy { !$0.payload.contains("张伟") && !$0.payload.contains("13800138000") })
    }

    @Test func daysAndHoursAsPeopleWriteThem() {
        for text in [
            "1980-01-02", "1980/1/2", "1980.1.2", "19800102", "1980年1月2日", "1980 年 1 月 2 日", "1980-01-02 00:00:00", "1980-01-02T09:30:00",
        ] {
            #expect(TypedDay.read(text) == Day(iso: "1980-01-02"), "\(text)")
        }
        for text in ["", "1980", "1980-1", "80-1-2", "1980-13-01", "1980-02-30", "1980-1-2-3", "19801", "一九八〇年", "1/2/1980"] {
            #expect(TypedDay.read(text) == nil, "\(text)")
        }
        for (text, read) in [
            ("8:00——22:00", "08:00-22:00"), ("8:00 至 12:00、14:00到22:30", "08:00-12:00, 14:00-22:30"), ("00:00-24:00", "00:00-24:00"),
        ] { #expect(OpeningHours.read(text) == read) }
        for text in ["", "全天", "8-22", "8:00-25:00", "8:00-24:30", "8:00", "8:00-22:00,早"] {
            #expect(OpeningHours.read(text) == nil, "\(text)")
        }
    }

    @Test(arguments: Engine.all) func everythingThatIsWrongIsSaidAtOnce(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let wrong = ["name": " ", "resident-id": "110105194912310029", "phone": "12", "birth-date": "1949-02-30", "sex": "x", "shoe": "44"]
        let said = await refused(world, RegisterSubject(kind: "person", areaCode: "990101001001", values: wrong))
        #expect(
            said.split(separator: ", ").sorted() == [
                "birth-date: not-a-day", "name: required", "phone: identifier.not-a-phone", "resident-id: identifier.check-character",
                "sex: not-one-of-list", "shoe: no-such-field",
            ], "\(said)")
        #expect(await refused(world, RegisterSubject(kind: "ghost", areaCode: "990101001001", values: [:])) == "kind: not-one-of-these")
        #expect(await refused(world, RegisterSubject(kind: "person", areaCode: nil, values: ["name": "无名"])) == "area: required")
        #expect(
            await refused(world, RegisterSubject(kind: "person", areaCode: "990101002001", values: ["name": "南边"]))
                == "area: outside-your-area")
        #expect(try await world.count("SELECT count(*) FROM subjects WHERE district = \(world.district.code)") == 0)
    }

    @Test(arguments: Engine.all) func aKeyIsOnePersons(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        _ = try await register(world)
        // With a full-width X, spaces and the old number of fifteen digits it is the same one.
        for id in ["１１０１０５ １９４９１２３１ ００２ｘ", "110105491231002"] {
            let again = RegisterSubject(kind: "person", areaCode: "990101001001", values: ["name": "张玮", "resident-id": id])
            #expect(await refused(world, again) == "resident-id: key-taken", "\(id)")
        }
        // Who may not see the other one is told no more than that there is one.
        let south = RegisterSubject(
            kind: "person", areaCode: "990101002001", values: ["name": "李四", "resident-id": "440524188001010014"])
        _ = try await world.district.perform(south, as: world.system)
        var north = south
        north.areaCode = "990101001001"
        #expect(await refused(world, north) == "resident-id: key-taken-elsewhere")
    }

    @Test(arguments: Engine.all) func aCorrectionKeepsWhatWasKnownBefore(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let made = try await register(world)
        let before = world.clock.now
        try world.clock.advance(by: .days(3))
        let corrected = try await world.district.perform(
            CorrectSubject(
                subjectID: made.subjectID, values: ["phone": "13900139000", "name": "张伟", "note": "独居"], areaCode: "990101001002",
                source: .visit, note: "入户"), as: world.person("clerk"))
        #expect(corrected.changed == ["note", "phone", "area"])
        #expect(try await facts(made.subjectID, world)["phone"] == "13900139000")
        #expect(try await facts(made.subjectID, world, at: before)["phone"] == "13800138000")
        let (statements, found) = try await world.district.read(as: world.person("clerk")) { reading in
            let found = try reading.findSubject(made.subjectID)
            return (try reading.statements(about: found), found)
        }
        #expect(statements.map(\.source) == [.visit, .desk])
        #expect(Set(statements[0].fields) == ["note", "phone", "name", "area"])
        #expect(found.areaID == (try await world.area("990101001002").id))
        // What is so already is verified, no more.
        let same = try await world.district.perform(
            CorrectSubject(subjectID: made.subjectID, values: ["phone": "139-0013-9000"]), as: world.person("clerk"))
        #expect(same.changed.isEmpty)
        #expect(try await world.journal().last?.event == "subject.verified")
        // What is required is not taken away, and a value that is none empties the field.
        #expect(await refused(world, CorrectSubject(subjectID: made.subjectID, values: ["name": ""])) == "name: required")
        _ = try await world.district.perform(CorrectSubject(subjectID: made.subjectID, values: ["note": ""]), as: world.person("clerk"))
        #expect(try await facts(made.subjectID, world)["note"] == nil)
    }

    @Test(arguments: Engine.all) func nobodyElseSeesIt(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let made = try await register(world)
        for (login, sees) in [("clerk", true), ("grid", true), ("city", false), ("leader", false), ("admin", false), ("auditor", false)] {
            let found = try await world.district.read(as: world.person(login)) { (try? $0.findSubject(made.subjectID)) != nil }
            #expect(found == sees, "\(login)")
        }
    }

    /// A community goes to another sub-district in July; June is as it was.
    @Test(arguments: Engine.all) func aBoundaryCarriesItsPeopleAlong(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let made = try await register(world)
        let (community, north, south) = (
            try await world.area("990101001001"), try await world.area("990101001"), try await world.area("990101002")
        )
        func counted(_ area: ID<Area>, asOf moment: Instant? = nil) async throws -> Int {
            var filter = SubjectFilter(kind: "person")
            filter.areaID = area
            return try await world.district.read(as: world.system, asOf: moment) { [filter] in try $0.countSubjects(filter) }
        }
        try world.now("2022-06-30T18:00:00+08:00")
        let june = world.clock.now
        try world.now("2022-07-01T09:00:00+08:00")
        _ = try await world.district.perform(MoveArea(areaID: community.id, parent: south.id), as: world.system)
        #expect(try await counted(north.id) == 0)
        #expect(try await counted(south.id) == 1)
        #expect(try await counted(north.id, asOf: june) == 1)
        #expect(try await counted(south.id, asOf: june) == 0)
        // Whoever answers for the north sees them no longer.
        #expect(await refused(world, VerifySubject(subjectID: made.subjectID)) == "not-found")
        // What is merged stands at its heir.
        let heir = try await world.area("990101002001")
        _ = try await world.district.perform(MergeAreas(areaID: community.id, into: heir.id), as: world.system)
        let found = try await world.district.read(as: world.system) { try $0.findSubject(made.subjectID) }
        #expect(found.areaID == heir.id && found.areaPath == heir.path)
    }

    @Test(arguments: Engine.all) func aSealedFieldIsOpenedForAPurpose(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let made = try await register(world)
        #expect(await refused(world, RevealFact(subjectID: made.subjectID, field: "phone", purpose: " ")) == "purpose: required")
        #expect(await refused(world, RevealFact(subjectID: made.subjectID, field: "sex", purpose: "联系")) == "field: nothing-known")
        let phone = try await world.district.perform(
            RevealFact(subjectID: made.subjectID, field: "phone", purpose: "联系"), as: world.person("clerk"))
        #expect(phone == "13800138000")
        #expect(try await world.journal().last?.fields["purpose"] == "联系")
        let fields = world.district.pack.subjectFields
        #expect(fields["phone"]?.masked("13800138000") == "138****8000")
        #expect(fields["resident-id"]?.masked("11010519491231002X") == "110105**********2X")
        #expect(fields["name"]?.masked("张伟") == "张伟")
    }

    @Test(arguments: Engine.all) func oneLivesInOnePlaceAtATime(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let person = try await register(world)
        var homes: [ID<SubjectRecord>] = []
        for title in ["甲户", "乙户"] { homes.append(try await register(world, ["title": title], kind: "household").subjectID) }
        let day = { (text: String) in Day(iso: text)! }
        let move = { (to: ID<SubjectRecord>, on: String) in
            RelateSubjects(subjectID: person.subjectID, relation: "lives-in", to: to, role: "head", since: day(on))
        }
        #expect(await refused(world, move(homes[0], "2020-01-01")) == "done")
        #expect(await refused(world, move(homes[0], "2021-01-01")) == "already-related")
        #expect(await refused(world, move(homes[1], "2019-01-01")) == "since: before-the-present-one")
        #expect(await refused(world, move(homes[1], "2022-02-01")) == "done")
        #expect(await refused(world, move(person.subjectID, "2022-02-01")) == "to: not-for-this-relation")
        let relations = try await world.district.read(as: world.person("clerk")) {
            try $0.relations(of: try $0.findSubject(person.subjectID))
        }
        #expect(relations.map(\.to) == [homes[1], homes[0]])
        #expect(relations.map(\.until) == [nil, day("2022-01-31")])
        #expect(await refused(world, EndRelation(relationID: relations[0].id, on: day("2022-01-01"))) == "on: before-its-beginning")
        #expect(await refused(world, EndRelation(relationID: relations[0].id, on: day("2022-03-01"))) == "done")
        #expect(await refused(world, EndRelation(relationID: relations[0].id, on: day("2022-03-01"))) == "relation-ended")
    }

    @Test(arguments: Engine.all) func oneIsPutDownAsSomethingForATime(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let home = try await register(world, ["title": "张家"], kind: "household").subjectID
        let put = { (code: String, on: String) in
            ClassifySubject(subjectID: home, scheme: "hardship", code: code, evidence: "街道审批表", since: Day(iso: on)!)
        }
        #expect(await refused(world, put("minimum-allowance", "2021-06-01")) == "done")
        #expect(await refused(world, put("minimum-allowance", "2021-07-01")) == "already-classified")
        #expect(await refused(world, put("near-minimum", "2022-03-01")) == "done")
        #expect(await refused(world, put("rich", "2022-03-01")) == "code: not-one-of-these")
        #expect(
            await refused(world, ClassifySubject(subjectID: home, scheme: "key-group", code: "disabled", evidence: "x"))
                == "scheme: not-one-of-these", "people only")
        let held = try await world.district.read(as: world.person("clerk")) { try $0.classifications(of: try $0.findSubject(home)) }
        #expect(held.map(\.code) == ["near-minimum", "minimum-allowance"])
        #expect(held.map(\.until) == [nil, Day(iso: "2022-02-28")])
        #expect(held[0].reviewOn == Day(iso: "2023-03-01"))
        #expect(await refused(world, EndClassification(classificationID: held[0].id, on: Day(iso: "2022-03-20")!, reason: "就业")) == "done")
        // Whoever is no more is nothing any more.
        #expect(await refused(world, put("special-hardship", "2022-03-21")) == "done")
        #expect(await refused(world, EndSubject(subjectID: home, reason: "迁出", on: Day(iso: "2022-03-29")!)) == "done")
        let ended = try await world.district.read(as: world.person("clerk")) { try $0.classifications(of: try $0.findSubject(home)) }
        #expect(ended.allSatisfy { $0.until != nil })
        #expect(await refused(world, ResumeSubject(subjectID: home, reason: "又迁回")) == "done")
    }

    @Test(arguments: Engine.all) func twoBecomeOneAndTwoAgain(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let first = try await register(world).subjectID
        let second = try await register(world, ["name": "张玮", "phone": "13900139000", "note": "同一人"]).subjectID
        let home = try await register(world, ["title": "张家"], kind: "household").subjectID
        _ = try await world.district.perform(
            RelateSubjects(subjectID: first, relation: "lives-in", to: home), as: world.person("clerk"))
        _ = try await world.district.perform(
            ClassifySubject(subjectID: first, scheme: "key-group", code: "alone-elderly", evidence: "走访"), as: world.person("clerk"))
        let before = (try await facts(first, world), try await facts(second, world))
        #expect(await refused(world, MergeSubjects(subjectID: first, into: home)) == "into: not-of-its-kind")
        #expect(await refused(world, MergeSubjects(subjectID: first, into: second, takes: ["name"])) == "done")
        #expect(
            try await facts(second, world) == [
                "name": "张伟", "resident-id": "11010519491231002X", "phone": "13900139000", "note": "同一人", "birth-date": "1949-12-31",
            ])
        let hangs = try await world.district.read(as: world.person("clerk")) { reading in
            let found = try reading.findSubject(second)
            return (found.title, try reading.relations(of: found).map(\.from), try reading.classifications(of: found).map(\.code))
        }
        #expect(hangs.0 == "张伟" && hangs.1 == [second] && hangs.2 == ["alone-elderly"])
        #expect(await refused(world, CorrectSubject(subjectID: first, values: ["note": "x"])) == "subject-state")
        // What was said of the one since then stays with it.
        _ = try await world.district.perform(
            CorrectSubject(subjectID: second, values: ["birth-date": "1949-12-30"]), as: world.person("clerk"))
        #expect(await refused(world, UnmergeSubjects(subjectID: first, reason: " ")) == "reason: required")
        #expect(await refused(world, UnmergeSubjects(subjectID: first, reason: "是两个人")) == "done")
        #expect(try await facts(first, world) == before.0)
        #expect(
            try await facts(second, world) == before.1.merging(["birth-date": "1949-12-30"]) { $1 })
        let again = try await world.district.read(as: world.person("clerk")) { reading in
            (try reading.relations(of: try reading.findSubject(first)).count, try reading.findSubject(second).title)
        }
        #expect(again.0 == 1 && again.1 == "张玮")
    }

    /// A field in a compartment is seen by those who open it, and what one does not see one cannot merge away.
    @Test(arguments: Engine.all) func aFieldThatIsShutIsNotThere(on engine: Engine) async throws {
        let world = try await World.make(on: engine).again(compartments: ["note": "health"])
        var nurse = world.person("clerk")
        nurse.compartments.insert("health")
        let made = try await world.district.perform(
            RegisterSubject(kind: "person", areaCode: "990101001001", values: ["name": "张伟", "note": "慢性病"]), as: nurse)
        let other = try await register(world, ["name": "张玮"]).subjectID
        #expect(try await facts(made.subjectID, world) == ["name": "张伟"])
        #expect(
            await refused(world, CorrectSubject(subjectID: made.subjectID, values: ["note": "无"])) == "note: no-such-field")
        #expect(await refused(world, RevealFact(subjectID: made.subjectID, field: "note", purpose: "看看")) == "field: nothing-known")
        #expect(await refused(world, MergeSubjects(subjectID: made.subjectID, into: other)) == "shut-fields")
        #expect(
            await refusal { try await world.district.perform(MergeSubjects(subjectID: made.subjectID, into: other), as: nurse) } == "done")
    }

    @Test(arguments: Engine.all) func whoIsThereAlreadyIsShownWithTheReason(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let made = try await register(world)
        _ = try await register(world, ["name": "张炜", "birth-date": "1990-01-01"])
        func alike(_ values: [String: String], as login: String = "clerk") async throws -> [SubjectLikeness] {
            try await world.district.read(as: world.person(login)) {
                try $0.alikeSubjects(SubjectSketch(kind: "person", values: values, areaCode: "990101001001"))
            }
        }
        let sound = try await alike(["name": "章伟", "birth-date": "1949-12-31"])
        #expect(sound.map(\.found.id) == [made.subjectID])
        #expect(sound.first?.reasons.sorted { $0.rawValue < $1.rawValue } == [.area, .birthDate, .nameSound])
        #expect(sound.first?.isLikely == true)
        // Two neighbouring digits exchanged: the number is none, and still says who is meant.
        let slip = try await alike(["name": "张为", "resident-id": "11010519491213002X"])
        #expect(slip.first?.found.id == made.subjectID && slip.first?.reasons.contains(.keySlip) == true)
        let mistyped = try await alike(["name": "张为", "resident-id": "11010519491231002" + "1"])
        #expect(mistyped.first?.reasons.contains(.keySlip) == true)
        // A relative has the same telephone; a namesake of the same day has a number of their own.
        #expect(try await alike(["name": "欧阳娜娜", "phone": "13800138000"]).isEmpty)
        #expect(try await alike(["name": "张为", "phone": "13800138000"]).first?.reasons == [.phone, .nameSound, .area])
        let namesake = try await alike(["name": "张伟", "resident-id": "440524188001010014", "birth-date": "1949-12-31"])
        #expect(namesake.allSatisfy { !$0.isLikely })
        #expect(try await alike(["name": "欧阳娜娜"]).isEmpty)
        #expect(try await alike(["name": "章伟", "birth-date": "1949-12-31"], as: "city").isEmpty, "who sees nothing is told nothing")
        let shop = try await register(world, ["title": "老城烩面馆（大学路店）"], kind: "shop")
        let found = try await world.district.read(as: world.person("clerk")) {
            try $0.alikeSubjects(SubjectSketch(kind: "shop", values: ["title": "老城烩面馆 大学路店"], areaCode: "990101001001"))
        }
        #expect(found.map(\.found.id) == [shop.subjectID] && found[0].reasons == [.title, .area])
    }
}
