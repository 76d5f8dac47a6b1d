import Casework
import Kernel
import Store
import Testing
import WorkingTime
import World

/// A drill is played with the real verbs and reaches nothing that is real.
@Suite struct DrillTests {
    @Test(arguments: Engine.all) func aDrillReachesNoLiveFigureNumberOrPerson(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let home = world.district
        let live = try await world.dispatched()
        let drill = try await home.perform(
            FileCase(channel: "phone", caseClass: "06027", text: "演练：油烟太大", areaCode: "990101001001"),
            as: world.drilling("phone"))
        #expect(drill.number == "演-青石-2022-000001")
        let order = try await home.perform(
            DispatchCase(caseID: drill.caseID, officeID: try await world.office("urban-management").id),
            as: world.drilling("dispatcher"))
        #expect(try await world.filed().number == "青石-2022-000002")

        // Live people do not see it, and those in the drill see nothing live.
        #expect(
            await refusal {
                try await home.read(as: world.person("dispatcher")) { try $0.findCase(drill.caseID).number }
            } == "not-found")
        #expect(
            await refusal { try await home.read(as: world.drilling("dispatcher")) { try $0.findCase(live.id).number } }
                == "not-found")
        #expect(
            await refusal {
                try await home.perform(NoteCase(key: CaseKey(receipt: drill.receipt), text: "x"), as: world.visitor)
            } == "receipt-unknown")
        #expect(
            await refusal { try await home.perform(AcceptOrder(orderID: order.orderID), as: world.person("city")) }
                == "not-found")
        let inboxes = try await [
            home.read(as: world.person("city")) { try $0.inbox(limit: 10).count },
            home.read(as: world.drilling("city")) { try $0.inbox(limit: 10).count },
        ]
        #expect(inboxes == [1, 1])

        // The ladder climbs both, each by itself.
        try world.clock.set(World.start + .days(60))
        try await home.climbLadders()
        let escalated = try await world.journal().filter { $0.event == "order.escalated" }
        #expect(Set(escalated.map(\.mode)) == [.live, .drill])
        let mixed = try await world.count(
            "SELECT count(*) FROM notices WHERE district = \(home.code) AND (mode = 'drill') <> (values_json LIKE '%演-%' OR values_json LIKE '%演练%')"
        )
        #expect(mixed == 0)
        for entry in escalated { #expect((entry.fields["number"] ?? "").hasPrefix("演-") == (entry.mode == .drill)) }

        _ = try await home.perform(AcceptOrder(orderID: order.orderID), as: world.drilling("city"))
        _ = try await home.perform(
            ResolveCase(caseID: drill.caseID, outcome: "solved", reply: "演练完成"), as: world.drilling("city"))
        try world.clock.set(World.start + .days(90))
        try await home.closeSilentCases()
        let closed = try #require(try await world.journal().last { $0.event == "case.closed" })
        #expect(closed.mode == .drill)

        let figures = try await home.read(as: world.person("leader")) { reading in
            try reading.figures(reading.pack.indicators).map { "\($0.code) \($0.denominator)" }
        }
        #expect(figures.contains("registered-cases 2"))
        #expect(figures.contains("resolution-rate 0"))
        #expect(figures.contains("issued-orders 1"))
        let drillEvents = try await world.journal().filter { $0.mode == .drill }.map(\.subject)
        let liveEvents = try await world.journal().filter { $0.mode == .live }.map(\.subject)
        #expect(Set(drillEvents).isDisjoint(with: liveEvents))
    }
}
