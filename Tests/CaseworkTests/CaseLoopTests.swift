import Casework
import Kernel
import Testing
import WorkingTime
import World

@Suite struct CaseLoopTests {
    @Test(arguments: Engine.all) func aCaseGoesFromCallToClose(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let filed = try await world.district.perform(
            FileCase(channel: "web", caseClass: "06027", text: "楼下饭馆油烟太大，窗户不敢开", areaCode: "990101001001"),
            as: world.visitor)
        #expect(filed.number == "青石-2022-000001")
        let city = try await world.office("urban-management")
        let order = try await world.district.perform(
            DispatchCase(caseID: filed.caseID, officeID: city.id), as: world.person("dispatcher"))
        _ = try await world.district.perform(AcceptOrder(orderID: order.orderID), as: world.person("city"))
        _ = try await world.district.perform(
            ResolveCase(caseID: filed.caseID, outcome: "solved", reply: "已责令安装净化器并复查"), as: world.person("city"))
        let confirmed = try await world.district.perform(
            ConfirmCase(key: CaseKey(receipt: filed.receipt), answered: true, solved: true, rating: 5), as: world.visitor)
        #expect(confirmed.state == .closed)
        let found = try await world.district.read(as: world.person("dispatcher")) { try $0.findCase(filed.caseID) }
        #expect(found.closing == .confirmed)
        #expect(found.rating == 5)
    }
}
