import Casework
import Kernel
import Testing
import WorkingTime
import World

/// A share of what was answered is called back by somebody who had no part in it.
@Suite struct CallBackTests {
    private func drawn(on engine: Engine, percent: Int = 100) async throws -> World {
        try await World.make(on: engine).again { $0.callBacks.percent = percent }
    }

    private func answered(_ world: World) async throws -> World.Given {
        let given = try await world.dispatched(contact: Contact(phone: "13800138000"))
        _ = try await world.district.perform(
            ResolveCase(caseID: given.id, outcome: "solved", reply: "已责令安装净化器并复查"), as: world.person("city"))
        return given
    }

    private func call(
        _ given: World.Given, _ world: World, reached: Bool = true, solved: Bool? = true, as login: String = "callback"
    ) async -> String {
        await refusal {
            try await world.district.perform(
                RecordCallBack(
                    caseID: given.id, reached: reached, answered: reached ? true : nil, solved: reached ? solved : nil,
                    rating: reached ? 4 : nil),
                as: world.person(login))
        }
    }

    @Test(arguments: Engine.all) func whatTheReporterSaysOnThePhoneCounts(on engine: Engine) async throws {
        let world = try await drawn(on: engine)
        let given = try await answered(world)
        #expect(await call(given, world, as: "city") == "forbidden", "not whoever handled it")
        let drawn = try #require(try await world.orders(of: given.id).last { $0.kind == "call-back" })
        #expect(
            await refusal {
                try await world.district.perform(RecallOrder(orderID: drawn.id, reason: "不打了"), as: world.person("dispatcher"))
            }
                == "order-state", "nobody takes a name out of the sample")
        #expect(await call(given, world, solved: nil) == "solved: required")
        #expect(await call(given, world) == "done")
        let found = try await world.findCase(given.id)
        #expect(found.state == .closed && found.closing == .confirmed && found.rating == 4)
        #expect(await call(given, world) == "not-to-call-back")
        let figures = try await world.district.read(as: world.person("leader")) { reading in
            try reading.figures(reading.pack.indicators.filter { $0.code.hasPrefix("call-back-") }).map(\.value)
        }
        #expect(figures == [100, 100, 100])
    }

    @Test(arguments: Engine.all) func closedAsSolvedAndItIsNot(on engine: Engine) async throws {
        let world = try await drawn(on: engine)
        let given = try await answered(world)
        _ = try await world.district.perform(ConfirmCase(key: given.key, answered: true, solved: true, rating: 5), as: world.visitor)
        #expect(await call(given, world, solved: false) == "done")
        #expect(try await world.findCase(given.id).state == .accepted)
    }

    @Test(arguments: Engine.all) func threeCallsThatNobodyTakesAreEnough(on engine: Engine) async throws {
        let world = try await drawn(on: engine)
        let given = try await answered(world)
        for _ in 0..<3 { #expect(await call(given, world, reached: false) == "done") }
        #expect(await call(given, world, reached: false) == "not-to-call-back")
        #expect(try await world.findCase(given.id).state == .resolved, "not reached is no answer")
    }

    @Test func theShareIsDrawn() async throws {
        let world = try await drawn(on: .sqlite, percent: 30)
        var calls = 0
        for _ in 0..<120 {
            let given = try await answered(world)
            calls += try await world.orders(of: given.id).count { $0.kind == "call-back" }
        }
        // Six standard deviations around 36.
        #expect((6...66).contains(calls))
        let none = try await drawn(on: .sqlite, percent: 0)
        let given = try await answered(none)
        #expect(try await none.orders(of: given.id).allSatisfy { $0.kind != "call-back" })
    }
}
