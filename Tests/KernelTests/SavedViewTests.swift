import Kernel
import Testing
import World

/// Lists kept under a name.
@Suite struct SavedViewTests {
    @Test(arguments: Engine.all) func aViewIsOnesOwnOrTheOfficesAndNobodyElses(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let office = try await world.office("urban-management")
        func views(_ login: String, of page: String = "/cases") async throws -> [String] {
            try await world.district.read(as: world.person(login)) { try $0.savedViews(of: page).map { "\($0.name) \($0.address)" } }
        }
        let own = try await world.district.perform(
            SaveView(name: "我的", address: "/cases?state=accepted"), as: world.person("city"))
        _ = try await world.district.perform(
            SaveView(name: "超期", address: "/cases?rows=overdue-open", officeID: office.id), as: world.person("city"))
        #expect(try await views("city") == ["我的 /cases?state=accepted", "超期 /cases?rows=overdue-open"])
        #expect(try await views("head") == ["超期 /cases?rows=overdue-open"])
        #expect(try await views("housing").isEmpty)
        #expect(try await views("city", of: "/orders").isEmpty)
        // The same name again is the same view.
        #expect(
            try await world.district.perform(SaveView(name: "我的", address: "/cases?sort=oldest"), as: world.person("city")) == own)
        #expect(try await views("city").first == "我的 /cases?sort=oldest")
        let refused = await refusal { try await world.district.perform(RemoveView(viewID: own), as: world.person("head")) }
        #expect(refused == "viewID: not-one-of-these")
        _ = try await world.district.perform(RemoveView(viewID: own), as: world.person("city"))
        #expect(try await views("city") == ["超期 /cases?rows=overdue-open"])
    }

    @Test func anAddressOfSomebodyElseOrAnotherOfficeIsRefused() async throws {
        let world = try await World.make()
        let housing = try await world.office("housing").id
        for address in ["https://elsewhere.example", "//elsewhere.example", "cases", "/cases?q=a b", "/cases\\x"] {
            let said = await refusal {
                try await world.district.perform(SaveView(name: "x", address: address), as: world.person("city"))
            }
            #expect(said == "address: not-an-address", "\(address)")
        }
        let said = await refusal {
            try await world.district.perform(SaveView(name: "x", address: "/cases", officeID: housing), as: world.person("city"))
        }
        #expect(said == "officeID: not-one-of-these")
    }
}
