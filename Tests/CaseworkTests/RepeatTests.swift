import Casework
import Kernel
import Testing
import WorkingTime
import World

/// A case that came back: of the same class, at the same place, soon after an answer.
@Suite struct RepeatTests {
    @Test(arguments: Engine.all) func whatWasAnsweredAndCameBackIsCounted(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let first = try await world.resolved()
        func repeats(_ id: ID<Case>) async throws -> ID<Case>? {
            try await world.district.read(as: world.person("leader")) { try $0.findCase(id).repeats }
        }
        try world.now("2022-04-20T09:00:00+08:00")
        let again = try await world.filed("又是油烟")
        let elsewhere = try await world.filed("又是油烟", area: "990101001002")
        let other = try await world.filed("路灯不亮", caseClass: "08009")
        #expect(try await repeats(first.id) == nil)
        #expect(try await repeats(again.caseID) == first.id)
        #expect(try await repeats(elsewhere.caseID) == nil)
        #expect(try await repeats(other.caseID) == nil)
        // Not yet answered itself: what comes after it comes after the first one still.
        #expect(try await repeats(try await world.filed("还是油烟").caseID) == first.id)
        // Corrected on the way, it is one after all; and another one no longer.
        _ = try await world.district.perform(ClassifyCase(caseID: other.caseID, caseClass: "06027"), as: world.person("dispatcher"))
        #expect(try await repeats(other.caseID) == first.id)
        _ = try await world.district.perform(ClassifyCase(caseID: again.caseID, caseClass: "08009"), as: world.person("dispatcher"))
        #expect(try await repeats(again.caseID) == nil)
        // Half a year later it is a new affair.
        try world.now("2022-10-20T09:00:00+08:00")
        #expect(try await repeats(try await world.filed("油烟").caseID) == nil)
    }

    @Test func positionsDecideWhereBothAreKnown() async throws {
        let world = try await World.make()
        func file(_ latitude: Double, _ longitude: Double, area: String = "990101") async throws -> ID<Case> {
            try await world.district.perform(
                FileCase(
                    channel: "web", caseClass: "06027", text: "油烟", areaCode: area, latitude: latitude, longitude: longitude),
                as: world.visitor
            ).caseID
        }
        let first = try await file(34.7500, 113.6500)
        let office = try await world.office("urban-management")
        let order = try await world.district.perform(DispatchCase(caseID: first, officeID: office.id), as: world.person("dispatcher"))
        _ = try await world.district.perform(AcceptOrder(orderID: order.orderID), as: world.person("city"))
        _ = try await world.district.perform(
            ResolveCase(caseID: first, outcome: "solved", reply: "已责令安装净化器并复查"), as: world.person("city"))
        try world.now("2022-04-20T09:00:00+08:00")
        let near = try await file(34.7505, 113.6500)
        let far = try await file(34.7530, 113.6500)
        let found = try await world.district.read(as: world.person("leader")) { reading in
            try [near, far].map { try reading.findCase($0).repeats }
        }
        #expect(found == [first, nil], "55 m and 330 m away")
    }
}
