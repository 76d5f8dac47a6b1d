import Foundation
import Kernel
import Store
import Testing
import WorkingTime
import World

/// What others say should be otherwise: proposed, looked at by somebody else, carried out; and what is erased.
@Suite struct SubjectChangeTests {
    private func register(_ world: World, _ name: String = "张伟", _ values: [String: String] = ["phone": "13800138000"]) async throws
        -> ID<SubjectRecord>
    {
        try await world.district.perform(
            RegisterSubject(kind: "person", areaCode: "990101001001", values: values.merging(["name": name]) { $1 }, note: "走访张伟家"),
            as: world.person("clerk")
        ).subjectID
    }

    private func refused(_ world: World, _ verb: some Verb, _ login: String) async -> String {
        await refusal { try await world.district.perform(verb, as: world.person(login)) }
    }

    private func facts(_ id: ID<SubjectRecord>, _ world: World) async throws -> [String: String] {
        try await world.district.read(as: world.person("clerk")) { try $0.facts(of: try $0.findSubject(id)).values.mapValues(\.typed) }
    }

    @Test(arguments: Engine.all) func nothingChangesBeforeSomebodyElseAgrees(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let id = try await register(world)
        let made = try await world.district.perform(
            ProposeChange(subjectID: id, values: ["phone": "13900139000", "name": "张伟"], reason: "上门时本人说的"), as: world.person("grid"))
        #expect(try await facts(id, world)["phone"] == "13800138000")
        #expect(await refused(world, DecideChange(changeID: made.changeID, applies: true), "grid") == "forbidden")
        #expect(await refused(world, DecideChange(changeID: made.changeID, applies: false), "clerk") == "answer: required")
        let change = try await world.district.read(as: world.person("clerk")) { try $0.findChange(made.changeID) }
        #expect(change.fields == ["phone"] && change.state == .waiting)
        #expect(await refused(world, DecideChange(changeID: made.changeID, applies: true), "clerk") == "done")
        #expect(try await facts(id, world)["phone"] == "13900139000")
        #expect(await refused(world, DecideChange(changeID: made.changeID, applies: true), "clerk") == "change-decided")
        // Neither the values nor the grounds ever stand in the journal, nor in the open.
        #expect(try await world.journal().allSatisfy { !$0.payload.contains("13900139000") && !$0.payload.contains("本人说的") })
        #expect(!"\(try await world.rows("SELECT * FROM subject_changes WHERE district = \(world.district.code)"))".contains("13900139000"))
    }

    @Test(arguments: Engine.all) func nobodyAgreesWithThemselves(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let id = try await register(world)
        let propose = ProposeChange(subjectID: id, values: ["note": "独居"], reason: "走访")
        let made = try await world.district.perform(propose, as: world.person("clerk"))
        #expect(await refused(world, DecideChange(changeID: made.changeID, applies: true), "clerk") == "own-proposal")
        let erasure = try await world.district.perform(ProposeErasure(subjectID: id, reason: "本人要求"), as: world.person("clerk"))
        #expect(await refused(world, DecideErasure(changeID: erasure.changeID, applies: true, answer: "好"), "clerk") == "own-proposal")
        #expect(await refused(world, DecideChange(changeID: erasure.changeID, applies: true, answer: "好"), "clerk") == "is-an-erasure")
        #expect(await refused(world, DecideErasure(changeID: made.changeID, applies: true, answer: "好"), "clerk") == "is-no-erasure")
        #expect(
            await refused(world, ProposeChange(subjectID: id, values: ["name": "张伟"], reason: "x"), "clerk") == "values: nothing-is-changed"
        )
    }

    @Test(arguments: Engine.all) func whatChangedMeanwhileIsSaid(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let id = try await register(world)
        let made = try await world.district.perform(
            ProposeChange(subjectID: id, values: ["phone": "13900139000"], reason: "本人说的"), as: world.person("grid"))
        _ = try await world.district.perform(CorrectSubject(subjectID: id, values: ["phone": "13700137000"]), as: world.person("clerk"))
        #expect(await refused(world, DecideChange(changeID: made.changeID, applies: true), "clerk") == "phone: changed-meanwhile")
        #expect(await refused(world, DecideChange(changeID: made.changeID, applies: true, overrides: true), "clerk") == "done")
        #expect(try await facts(id, world)["phone"] == "13900139000")
    }

    /// Who may not look learns nothing by proposing: what stands there already is taken like anything else.
    @Test(arguments: Engine.all) func proposingTellsNothing(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let id = try await register(world)
        for phone in ["13800138000", "13900139000"] {
            #expect(await refused(world, ProposeChange(subjectID: id, values: ["phone": phone], reason: "来电"), "city") == "done")
        }
    }

    @Test(arguments: Engine.all) func aResidentReadsWhatBecameOfIt(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let id = try await register(world, "张伟", ["resident-id": "11010519491231002X"])
        let visitor = Scope.visitor(of: world.district.code)
        let wrong = RequestChange(name: " ", residentID: "110105194912310029", phone: "12", text: "")
        let said = await refusal { try await world.district.perform(wrong, as: visitor) }
        #expect(
            said.split(separator: ", ").sorted() == [
                "name: required", "phone: identifier.not-a-phone", "residentID: identifier.check-character", "text: required",
            ])
        let made = try await world.district.perform(
            RequestChange(name: "张伟", residentID: "11010519491231002X", phone: "13800138000", text: "我的电话没有登记"), as: visitor)
        let change = try await world.district.read(as: visitor) { try $0.findChange(receipt: made.receipt) }
        #expect(change.state == .waiting)
        await #expect(throws: Problem.self) {
            _ = try await world.district.read(as: visitor) { try $0.findChange(receipt: "0000-0000-0000") }
        }
        // It is for those who decide for the whole district, and they are shown whom it may be.
        #expect(await refused(world, DecideChange(changeID: change.id, applies: true, answer: "好"), "clerk") == "not-found")
        let proposal = try await world.district.read(as: world.system) { try $0.proposal(of: change) }
        let alike = try await world.district.read(as: world.system) {
            try $0.alikeSubjects(SubjectSketch(kind: "person", values: proposal?.values ?? [:]))
        }
        #expect(alike.first?.found.id == id && alike.first?.isLikely == true)
        _ = try await world.district.perform(
            DecideChange(changeID: change.id, applies: true, answer: "已补登", subjectID: id, values: ["phone": "13800138000"]),
            as: world.system)
        #expect(try await facts(id, world)["phone"] == "13800138000")
        let after = try await world.district.read(as: visitor) { try $0.findChange(receipt: made.receipt) }
        #expect(after.state == .applied && after.answer == "已补登")
    }

    /// Who opened what is sealed of them, from when somebody has found out who they are; nobody reads it of somebody else.
    @Test(arguments: Engine.all) func aResidentReadsWhoLooked(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let id = try await register(world, "张伟", ["phone": "13800138000"])
        let other = try await register(world, "李娜", ["phone": "13900139000"])
        let visitor = Scope.visitor(of: world.district.code)
        let made = try await world.district.perform(
            RequestChange(name: "张伟", residentID: nil, phone: "13800138000", text: "谁看过我的电话"), as: visitor)
        for (about, purpose) in [(id, "回访"), (other, "核对")] {
            _ = try await world.district.perform(
                RevealFact(subjectID: about, field: "phone", purpose: purpose), as: world.person("clerk"))
        }
        func looks() async throws -> [Look]? {
            try await world.district.read(as: visitor) { try $0.looks(behind: try $0.findChange(receipt: made.receipt)) }
        }
        #expect(try await looks() == nil)
        let change = try await world.district.read(as: visitor) { try $0.findChange(receipt: made.receipt) }
        _ = try await world.district.perform(
            DecideChange(changeID: change.id, applies: true, answer: "已核对", subjectID: id, values: [:]), as: world.system)
        let seen = try #require(try await looks())
        #expect(seen.map(\.purpose) == ["回访"] && seen.map(\.field) == ["phone"] && seen[0].office != nil)
    }

    /// After an erasure nothing that was known stands anywhere: not now, not in the past, not in the index, not among what can be taken back.
    @Test(arguments: Engine.all) func whatIsErasedIsGone(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let secrets = ["name": "欧阳娜娜", "birth-date": "1971-02-03", "address": "柳林路九十九号", "note": "对猫过敏"]
        let id = try await register(world, "欧阳娜娜", secrets)
        _ = try await world.district.perform(CorrectSubject(subjectID: id, values: ["address": "桃林路一百号"]), as: world.person("clerk"))
        let twin = try await register(world, "欧阳那娜", ["address": "柳林路九十九号"])
        _ = try await world.district.perform(MergeSubjects(subjectID: twin, into: id), as: world.person("clerk"))
        _ = try await world.district.perform(
            ClassifySubject(subjectID: id, scheme: "key-group", code: "chronic", evidence: "娜娜的病历"), as: world.person("clerk"))
        let house = try await world.district.perform(
            RegisterSubject(kind: "household", areaCode: "990101001001", values: ["title": "某户"]), as: world.person("clerk")
        ).subjectID
        _ = try await world.district.perform(RelateSubjects(subjectID: id, relation: "lives-in", to: house), as: world.person("clerk"))
        let before = world.clock.now
        try world.clock.advance(by: .days(2))
        _ = try await world.district.perform(
            ProposeChange(subjectID: id, values: ["note": "也对狗过敏"], reason: "娜娜说"), as: world.person("grid"))
        let made = try await world.district.perform(ProposeErasure(subjectID: id, reason: "本人要求"), as: world.person("clerk"))
        _ = try await world.district.perform(DecideErasure(changeID: made.changeID, applies: true, answer: "依法清除"), as: world.system)

        var filter = SubjectFilter(kind: "person")
        filter.words = "欧阳娜娜"
        let (found, hits, counted) = try await world.district.read(as: world.person("clerk")) { [filter] reading in
            (try reading.findSubject(id), try reading.subjects(filter, limit: 10), try reading.facts(of: try reading.findSubject(id)))
        }
        #expect(found.state == .erased && found.title == found.number && hits.isEmpty && counted.values.isEmpty)
        // That there was one, and where, remains.
        let then = try await world.district.read(as: world.person("clerk"), asOf: before) { reading in
            (try reading.countSubjects(SubjectFilter(kind: "person")), try reading.facts(of: try reading.findSubject(id)).values)
        }
        #expect(then.0 == 1 && then.1.isEmpty)
        for table in [
            "subjects", "subjects_past", "s_person", "s_person_past", "subject_statements", "subject_classifications",
            "subject_classifications_past",
            "subject_relations", "subject_merges", "subject_changes", "subject_rows", "search_entries",
        ] {
            let rows =
                "\(try await world.rows(SQL(stringLiteral: "SELECT * FROM " + table + " WHERE district = ") + "\(world.district.code)"))"
            for secret in ["欧阳", "娜", "柳林路", "桃林路", "过敏"] { #expect(!rows.contains(secret), "\(secret) in \(table)") }
        }
        #expect(try await world.rows("SELECT * FROM subject_merges WHERE district = \(world.district.code)").isEmpty)
        #expect(await refused(world, UnmergeSubjects(subjectID: twin, reason: "两个人"), "clerk") == "subject-state")
        #expect(await refused(world, CorrectSubject(subjectID: id, values: ["name": "又来"]), "clerk") == "subject-state")
    }
}
