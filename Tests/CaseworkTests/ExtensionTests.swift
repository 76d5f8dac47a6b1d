import Casework
import Kernel
import Testing
import WorkingTime
import World

/// More time for an order: asked for with a reason while there is some left, decided by another office, counted.
@Suite struct ExtensionTests {
    private func ask(_ given: World.Given, _ world: World, days: Int = 3, as login: String = "city") async -> String {
        await refusal {
            try await world.district.perform(
                AskExtension(orderID: given.orderID, days: days, reason: "等检测报告"), as: world.person(login))
        }
    }

    private func decide(_ given: World.Given, _ world: World, grants: Bool = true, answer: String? = nil, as login: String = "dispatcher")
        async
        -> String
    {
        await refusal {
            try await world.district.perform(
                DecideExtension(orderID: given.orderID, grants: grants, answer: answer), as: world.person(login))
        }
    }

    @Test(arguments: Engine.all) func grantedDaysAreAddedToTheLimitAndTheLadderWaits(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.accepted()
        func order() async throws -> Order { try await world.district.read(as: world.system) { try $0.findOrder(given.orderID) } }
        let before = try await order()
        guard case .workingDays(let limit)? = before.deadline?.limit else {
            Issue.record("the sample's limit is in working days")
            return
        }
        #expect(await ask(given, world) == "done")
        #expect(await ask(given, world) == "extension-asked")
        #expect(try await order().dueAt == before.dueAt, "asking changes nothing")
        // Nobody decides for their own office, and nobody without the permission.
        #expect(await decide(given, world, as: "city") == "forbidden")
        _ = try await world.district.perform(
            AddDuty(
                accountID: world.accounts["callback"]!, role: "dispatcher", officeID: try await world.office("urban-management").id,
                areaID: try await world.area("990101").id), as: world.system)
        let colleague = try await world.district.read(as: world.system) { try $0.scope(of: $0.findAccount(world.accounts["callback"]!)) }
        #expect(
            await refusal {
                try await world.district.perform(DecideExtension(orderID: given.orderID, grants: true), as: colleague)
            } == "own-extension", "nor a dispatcher who works there")
        #expect(await decide(given, world) == "done")
        let after = try await order()
        #expect(after.deadline?.limit == .workingDays(limit + 3) && after.deadline?.start == before.deadline?.start)
        let schedule = world.district.schedule(hours: try await world.office("urban-management").hours)
        #expect(after.dueAt == schedule.after(before.deadline!.start, .workingDays(limit + 3)))
        #expect((after.nextStepAt ?? before.dueAt) > (before.nextStepAt ?? before.dueAt))
        let found = try await world.district.read(as: world.system) { try $0.findCase(given.id) }
        #expect(found.dueAt == after.dueAt)
        #expect(await ask(given, world) == "extension-again")
        #expect(await decide(given, world) == "no-extension-asked")
        // The old date passes, and nobody climbs for it.
        try world.clock.set(before.dueAt + .minutes(1))
        let later = try await order()
        #expect(!later.isOverdue(at: world.clock.now))
        let rate = try await world.district.read(as: world.person("leader")) { reading in
            try reading.figures(reading.pack.indicators.filter { $0.code == "extension-rate" }).first
        }
        #expect(rate?.numerator == 1)
    }

    @Test(arguments: Engine.all) func whatMayNotBeExtendedIsRefused(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.accepted()
        let longest = world.district.pack.settings.timeRules[.extend]!.longestDays
        #expect(await ask(given, world, days: longest + 1) == "days: not-so-many-days")
        #expect(await ask(given, world, days: 0) == "days: not-so-many-days")
        #expect(await ask(given, world, as: "housing") == "not-found")
        #expect(await ask(given, world) == "done")
        #expect(await decide(given, world, grants: false) == "answer: required")
        #expect(await decide(given, world, grants: false, answer: "检测三天就够") == "done")
        let due = try await world.district.read(as: world.system) { try $0.findOrder(given.orderID).dueAt }
        // Refused, it may be asked for again, but not once it is late.
        #expect(await ask(given, world, days: 1) == "done")
        let late = try await world.accepted()
        try world.clock.set(due + .minutes(1))
        #expect(await ask(late, world) == "extension-too-late")
    }

    @Test func anOfficeGetsMoreTimeForAShareOfItsOrdersOnly() async throws {
        let world = try await World.make()
        let rules = world.district.pack.settings.timeRules[.extend]!
        for turn in 0...rules.freePerYear {
            let given = try await world.accepted()
            let said = await ask(given, world)
            #expect(said == (turn < rules.freePerYear ? "done" : "extension-share"), "turn \(turn)")
            if said == "done" { #expect(await decide(given, world) == "done") }
        }
    }
}
