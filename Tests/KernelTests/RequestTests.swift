import Kernel
import Store
import Testing
import WorkingTime
import World

@Suite struct RequestTests {
    @Test(arguments: Engine.all) func theSameRequestAgainAnswersAsTheFirstAndChangesNothing(on engine: Engine)
        async throws
    {
        let world = try await World.make(on: engine)
        let verb = AssertFigure(name: "常住人口", value: "106", unit: "万人", source: "公报", asOf: Day(iso: "2021-12-31")!)
        let request = try RequestID("request-0001")
        let first = try await world.district.perform(verb, as: world.system, request: request)
        let events = try await world.journal().count
        let second = try await world.district.perform(verb, as: world.system, request: request)
        #expect(second == first)
        #expect(try await world.journal().count == events)
    }

    @Test(arguments: Engine.all) func aSecretIsToldOnce(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let verb = AddAccount(login: "wang", name: "王")
        let request = try RequestID("request-0001")
        _ = try await world.district.perform(verb, as: world.person("admin"), request: request)
        let events = try await world.journal().count
        #expect(
            await refusal { _ = try await world.district.perform(verb, as: world.person("admin"), request: request) }
                == "shown-once")
        #expect(try await world.journal().count == events)
    }

    @Test(arguments: Engine.all) func oneRequestIdForTwoThingsIsRefused(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let request = try RequestID("request-0001")
        _ = try await world.district.perform(
            AddAccount(login: "wang", name: "王"), as: world.person("admin"), request: request)
        let others: [@Sendable () async throws -> Void] = [
            {
                _ = try await world.district.perform(
                    AddAccount(login: "zhang", name: "张"), as: world.person("admin"), request: request)
            },
            {
                _ = try await world.district.perform(
                    AddAccount(login: "wang", name: "王"), as: world.system, request: request)
            },
            { _ = try await world.district.perform(SealJournal(), as: world.person("auditor"), request: request) },
        ]
        for other in others { #expect(await refusal(other) == "request-id-reused") }
    }

    @Test(arguments: Engine.all) func aRequestThatFailedMayBeTriedAgain(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let request = try RequestID("request-0001")
        let wrong = await refusal {
            try await world.district.perform(
                AddAccount(login: "", name: "王"), as: world.person("admin"), request: request)
        }
        #expect(wrong == "login: required")
        #expect(
            await refusal {
                try await world.district.perform(
                    AddAccount(login: "wang", name: "王"), as: world.person("admin"), request: request)
            } == "done")
    }

    @Test(arguments: Engine.all) func theSameRequestManyTimesAtOnceIsDoneOnce(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let office = try await world.office("housing").id
        let request = try RequestID("request-0001")
        let results = await atOnce(12) { _ in
            try await world.district.perform(
                IssueLetter(toOffices: [office], ask: "请报送名单", limit: "1wd"), as: world.person("supervisor"),
                request: request)
        }
        let letters = results.map { (try? $0.get())?.first }
        #expect(Set(letters).count == 1)
        #expect(letters[0] != nil)
        let (orders, issued) = (
            try await world.count("SELECT count(*) FROM orders WHERE district = \(world.district.code)"),
            try await world.journal().count { $0.event == "order.issued" }
        )
        #expect(orders == 1)
        #expect(issued == 1)
    }

    @Test(arguments: Engine.all) func outcomesAreKeptSealed(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let password = try await world.district.perform(
            AddAccount(login: "wang", name: "王"), as: world.person("admin"), request: try RequestID("request-0001")
        ).password
        let kept = try await world.rows("SELECT outcome FROM requests WHERE district = \(world.district.code)")
            .map { String(decoding: try $0.get("outcome", as: [UInt8].self), as: UTF8.self) }
        #expect(kept.count == 1)
        #expect(!kept[0].contains(password))
    }

    @Test func requestIdsAreVisibleAscii() {
        for text in ["", "short", "with space 123", "中文中文中文", String(repeating: "x", count: 101), "nul\0nul\0nul"] {
            #expect(throws: Problem.self) { try RequestID(text) }
        }
    }

    @Test(arguments: Engine.all) func nothingHappensInTheFuture(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let later = World.start + .seconds(1)
        let said = await refusal {
            try await world.district.perform(SealJournal(), as: world.person("auditor"), happenedAt: later)
        }
        #expect(said == "happenedAt: in-the-future")
    }
}
