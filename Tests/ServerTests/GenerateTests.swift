import Casework
import Foundation
import Kernel
import Sealing
import Server
import Store
import Testing
import WorkingTime
import World

@Suite struct GenerateTests {
    @Test(arguments: Engine.all) func madeUpCasesLookLikeRealOnes(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let code = world.district.code
        try await GenerateCases(count: 300, seed: 7).run(in: world.district, packs: World.packFolder) { _ in }
        #expect(try await world.count("SELECT count(*) FROM cases WHERE district = \(code)") == 300)
        let loose = try await world.count(
            """
            SELECT count(*) FROM cases c WHERE c.district = \(code)
              AND (SELECT count(*) FROM cases_past p WHERE p.district = c.district AND p.id = c.id) <> c.version - 1
            """)
        #expect(loose == 0)
        let system = world.system
        let intact = try await world.district.read(as: system) { try JournalBlocks.verify(in: $0) }
        if case .broken = intact { Issue.record("the journal is broken") }
        // The numbers go on where they ended, and the ladder runs over them.
        let filed = try await world.district.perform(FileCase(channel: "web", text: "路灯不亮", areaCode: "990101001001"), as: world.visitor)
        #expect(filed.number.hasPrefix("青石-2022-"))
        try await world.district.climbLadders()
        let hits = try await world.district.read(as: system) { try $0.db.search("路灯", district: code, kind: "case", limit: 400) }
        #expect(hits.first?.id == filed.caseID.uuid)
    }

    @Test(arguments: Engine.all) func madeUpPeopleLookLikeRegisteredOnes(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let system = world.system
        try await GeneratePeople(count: 100, seed: 7).run(in: world.district, packs: ScenarioTests.root.path + "/Packs") { _ in }
        let (people, facts, homes, alike, held) = try await world.district.read(as: system) { reading in
            let people = try reading.subjects(SubjectFilter(kind: "person"), limit: 200)
            let first = try reading.facts(of: people[0])
            var filter = SubjectFilter(kind: "person")
            filter.words = first["phone"]?.typed
            let sketch = SubjectSketch(kind: "person", values: ["name": people[0].title, "phone": first["phone"]?.typed ?? ""])
            return (
                people, try reading.facts(of: people), try reading.relations(of: people[0]).count, try reading.alikeSubjects(sketch),
                try reading.subjects(filter, limit: 5).map(\.id)
            )
        }
        #expect(people.count == 100 && facts.values.allSatisfy { $0["name"] != nil && $0["phone"] != nil })
        #expect(homes == 1 && alike.first?.found.id == people[0].id && held == [people[0].id])
        // What is registered afterwards goes on with the next number, and the journal is whole.
        let made = try await world.district.perform(RegisterSubject(kind: "person", values: ["name": "后来"]), as: system)
        #expect(made.number == "青石人-000101")
        if case .broken = try await world.district.read(as: system, { try JournalBlocks.verify(in: $0) }) {
            Issue.record("the journal is broken")
        }
    }

    /// Every event of a made-up case has the fields that the verb's own event has.
    @Test func theirJournalReadsAsIfTheVerbsHadWrittenIt() async throws {
        let made = try await World.make()
        try await GenerateCases(count: 200).run(in: made.district, packs: World.packFolder) { _ in }
        let real = try await World.make()
        for closing in 0..<4 { try await live(closing, in: real) }
        let (wanted, found) = (try await shapes(real), try await shapes(made))
        #expect(!found.isEmpty)
        for (event, fields) in found { #expect(wanted[event]?.isSuperset(of: fields) == true, "\(event): \(fields)") }
    }

    private func live(_ closing: Int, in world: World) async throws {
        let district = world.district
        let filed = try await district.perform(FileCase(channel: "web", text: "油烟", areaCode: "990101001001"), as: world.visitor)
        let order = try await district.perform(
            DispatchCase(caseID: filed.caseID, officeID: try await world.office("urban-management").id), as: world.person("dispatcher"))
        _ = try await district.perform(AcceptOrder(orderID: order.orderID), as: world.person("city"))
        _ = try await district.perform(ResolveCase(caseID: filed.caseID, outcome: "solved", reply: "已处理"), as: world.person("city"))
        switch closing {
        case 0: _ = try await district.perform(CloseCase(caseID: filed.caseID, finding: "看过", solved: true), as: world.person("dispatcher"))
        case 3:
            try world.clock.advance(by: .days(8))
            try await district.closeSilentCases()
        default:
            _ = try await district.perform(
                ConfirmCase(key: CaseKey(receipt: filed.receipt), answered: true, solved: true, rating: closing == 1 ? 5 : nil),
                as: world.visitor)
        }
    }

    private func shapes(_ world: World) async throws -> [String: Set<[String]>] {
        var shapes: [String: Set<[String]>] = [:]
        for entry in try await world.journal() where entry.event.hasPrefix("case.") || entry.event.hasPrefix("order.") {
            let object = try JSONSerialization.jsonObject(with: Data(entry.payload.utf8)) as? [String: Any] ?? [:]
            shapes["\(entry.event) by \(entry.verb)", default: []].insert(object.keys.sorted())
        }
        return shapes
    }
}
