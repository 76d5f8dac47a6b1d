import Casework
import Foundation
import Kernel
import Testing
import Tips
import Workbench
import World

/// What lists, searches and forms show is what the person reaches: through the pages, where each condition counts for itself.
@Suite struct PageSightTests {
    @Test(arguments: Engine.all) func searchFindsOnlyWhatOneReaches(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let own = try await world.dispatched(text: "北边的路灯不亮 近处", area: "990101001001")
        let other = try await world.dispatched(to: "street-990101002", text: "南边的路灯不亮 远处", area: "990101002001")
        try await PageClient.with(world) { client in
            let city = try await client.session(of: "city")
            let found = try await client.get("/search?q=" + "路灯不亮".addingPercentEncoding(withAllowedCharacters: [])!, session: city)
            #expect(found.body.contains("\(own.id)") && !found.body.contains("\(other.id)"))
        }
    }

    @Test(arguments: Engine.all) func theRegisterOfTipsHidesThoseAboutOnesOwnOffice(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        // Somebody of another office keeps tips too, or one about the keepers' own could go to nobody.
        _ = try await world.district.perform(AddDuty(accountID: world.accounts["supervisor"]!, role: "tip-officer"), as: world.system)
        @Sendable func file(about code: String) async throws -> FileTip.Outcome {
            try await world.district.perform(
                FileTip(channel: "web", category: "slow", text: "拖着不办", accusedOffice: try await world.office(code).id), as: world.visitor)
        }
        let other = try await file(about: "housing")
        let own = try await file(about: "discipline")
        for tip in [own, other] {
            _ = try await world.district.perform(AssignTip(tipID: tip.tipID, owner: world.accounts["supervisor"]!), as: world.system)
        }
        try await PageClient.with(world) { client in
            let keeper = try await client.get("/tip-register", session: try await client.session(of: "reviewer"))
            #expect(keeper.status == 200 && keeper.body.contains(other.number) && !keeper.body.contains(own.number))
            // Nor among those that another may be the same as.
            let third = try await file(about: "housing")
            let page = try await client.get("/tip-register/\(other.tipID)", session: try await client.session(of: "tips"))
            #expect(page.status == 200 && page.body.contains(third.number) && !page.body.contains(own.number))
        }
    }

    @Test(arguments: Engine.all) func aPosterCountsTheTipsThatOneMaySee(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        _ = try await world.district.perform(AddDuty(accountID: world.accounts["supervisor"]!, role: "tip-officer"), as: world.system)
        let point = try await world.district.perform(AddIntakePoint(kind: "window", name: "一号窗口", place: "大厅"), as: world.system)
        for office in ["housing", "discipline"] {
            let tip = FileTip(
                channel: "web", point: point.code, category: "slow", text: "拖着不办", accusedOffice: try await world.office(office).id)
            _ = try await world.district.perform(tip, as: world.visitor)
        }
        try await PageClient.with(world) { client in
            // The second is about the keeper's own office.
            let page = try await client.get("/intake-points", session: try await client.session(of: "tips2")).body
            #expect(page.contains("point=\(point.pointID)\">1</a>"), "\(page.components(separatedBy: "point=").last?.prefix(60) ?? "")")
        }
    }

    @Test(arguments: Engine.all) func aFigureCountsTheCasesThatOneReaches(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        _ = try await world.dispatched(text: "近处的井盖")
        _ = try await world.dispatched(to: "housing", text: "远处的电梯")
        for (name, count) in [("leader", 2), ("city", 1)] {
            let figures = try await world.district.read(as: world.person(name)) { reading in
                try reading.figures(reading.pack.indicators.filter { $0.code == "registered-cases" })
            }
            #expect(figures.map(\.denominator) == [count], "\(name)")
        }
    }

    @Test(arguments: Engine.all) func whatClimbedAndWhatLiesOpenIsCountedByReach(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        _ = try await world.dispatched(text: "近处的井盖")
        _ = try await world.dispatched(to: "housing", text: "远处的电梯")
        let own = try await world.office("urban-management").id
        let before = try await world.district.read(as: world.person("city")) { try $0.loadOfOffices() }
        #expect(Array(before.keys) == [own])
        try world.now("2022-05-05T09:00:00+08:00")
        try await world.district.climbLadders()
        func climbed(_ name: String) async throws -> Int {
            try await world.district.read(as: world.person(name)) { reading in
                try reading.figures(reading.pack.indicators.filter { $0.of == "escalations" }).map(\.denominator).reduce(0, +)
            }
        }
        let (all, mine) = (try await climbed("leader"), try await climbed("city"))
        #expect(mine > 0 && mine < all, "\(mine) of \(all)")
    }

    @Test func whoSeesAnOrderOfAnotherOfficeIsNotOfferedToTakeIt() async throws {
        let world = try await World.make()
        let given = try await world.accepted()
        let housing = try await world.office("housing").id
        _ = try await world.district.perform(
            AskAssistance(caseID: given.id, officeIDs: [housing], ask: "请协助核实产权"), as: world.person("city"))
        try await PageClient.with(world) { client in
            let lead = try await client.get("/cases/\(given.id)", session: try await client.session(of: "city"))
            let helper = try await client.get("/cases/\(given.id)", session: try await client.session(of: "housing"))
            #expect(lead.status == 200 && !lead.body.contains("/acceptance\""))
            #expect(helper.status == 200 && helper.body.contains("/acceptance\""))
        }
    }

    @Test(arguments: Engine.all) func anInboxHoldsWhatIsAddressedToOnesOwnOffice(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let own = try await world.dispatched(text: "近处的井盖")
        let other = try await world.dispatched(to: "housing", text: "远处的电梯")
        try await PageClient.with(world) { client in
            for path in ["/inbox", "/orders"] {
                let page = try await client.get(path, session: try await client.session(of: "city")).body
                #expect(page.contains("近处的井盖") && !page.contains("远处的电梯"), "\(path) \(own.id) \(other.id)")
            }
        }
    }

    @Test(arguments: Engine.all) func whatWaitsToBeGivenOutIsCountedForThoseWhoReachIt(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        _ = try await world.filed("井盖响")
        for (name, count) in [("dispatcher", 1), ("housing", 0)] {
            let counts = try await world.district.read(as: world.person(name)) { try $0.liveCounts() }
            #expect(counts["dispatch"] == count, "\(name)")
        }
    }

    @Test func theJournalIsForThoseWhoMayReadIt() async throws {
        let world = try await World.make()
        #expect(await refusal { try await world.district.read(as: world.person("leader")) { try $0.journal(limit: 1) } } == "forbidden")
        #expect(
            await refusal { try await world.district.read(as: world.person("leader")) { try JournalBlocks.verify(in: $0) } } == "forbidden")
    }
}
