import Casework
import Kernel
import Testing
import WorkingTime
import World

/// The limit of an order stands still until a day, for a reason that somebody else found good; it is taken back; nobody passes it on for ever.
@Suite struct StandstillTests {
    private func order(_ given: World.Given, _ world: World) async throws -> Order {
        try await world.district.read(as: world.system) { try $0.findOrder(given.orderID) }
    }

    private func ask(_ given: World.Given, _ world: World, until: String, parks: Bool = false, as login: String = "city") async -> String {
        await refusal {
            try await world.district.perform(
                AskSuspension(orderID: given.orderID, until: Day(iso: until)!, reason: "等市里批复", parks: parks), as: world.person(login))
        }
    }

    @Test(arguments: Engine.all) func noTimePassesUntilTheDayAndTheOfficeIsToldWhenItComes(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.accepted()
        let before = try await order(given, world)
        #expect(await ask(given, world, until: "2022-03-30") == "until: not-so-far-a-day")
        #expect(await ask(given, world, until: "2022-04-18", parks: true) == "done")
        #expect(await ask(given, world, until: "2022-04-18") == "extension-asked")
        #expect(try await order(given, world).dueAt == before.dueAt, "asking changes nothing")
        _ = try await world.district.perform(DecideExtension(orderID: given.orderID, grants: true), as: world.person("dispatcher"))
        let held = try await order(given, world)
        let schedule = world.district.schedule(hours: try await world.office("urban-management").hours)
        let day = Instant(iso: "2022-04-18T00:00:00+08:00")!
        #expect(
            held.dueAt
                == schedule.deadline(
                    from: before.deadline!.start, limit: before.deadline!.limit, pauses: [Pause(from: world.clock.now, to: day, reason: "")]
                ).due)
        #expect(held.nextStepAt == day, "the next step is the review")
        #expect(held.deadline?.reasons.contains { if case .paused = $0 { true } else { false } } == true, "and the date says why")
        // The old date passes in peace; the reporter can read why, and the parked one is counted.
        try world.clock.set(before.dueAt + .hours(1))
        try await world.district.climbLadders()
        #expect(try await !order(given, world).isOverdue(at: world.clock.now))
        func parked() async throws -> Double? {
            try await world.district.read(as: world.person("leader")) { reading in
                try reading.figures(reading.pack.indicators.filter { $0.code == "parked-cases" }).first?.value
            }
        }
        #expect(try await parked() == 1)
        try world.clock.set(day + .minutes(1))
        try await world.district.climbLadders()
        let told = try await world.district.read(as: world.person("city")) { try $0.notices(limit: 20) }
        #expect(told.contains { $0.text == "notice.order.remind" && $0.href == "/orders/\(given.orderID)" })
        #expect(try await parked() == 0)
    }

    @Test(arguments: Engine.all) func whatWasAwaitedComesEarly(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.accepted()
        let before = try await order(given, world)
        let resume = { @Sendable (login: String) in
            await refusal {
                try await world.district.perform(ResumeOrder(orderID: given.orderID, reason: "批复到了"), as: world.person(login))
            }
        }
        #expect(await resume("city") == "order-runs")
        #expect(await ask(given, world, until: "2022-04-18") == "done")
        _ = try await world.district.perform(DecideExtension(orderID: given.orderID, grants: true), as: world.person("supervisor"))
        try world.clock.advance(by: .days(1))
        #expect(await resume("housing") == "not-found")
        #expect(await resume("city") == "done")
        let after = try await order(given, world)
        let schedule = world.district.schedule(hours: try await world.office("urban-management").hours)
        let paused = Pause(from: World.start, to: world.clock.now, reason: "")
        #expect(
            after.dueAt
                == schedule.deadline(from: before.deadline!.start, limit: before.deadline!.limit, pauses: [paused]).due)
        #expect(try await world.findCase(given.id).dueAt == after.dueAt)
        #expect(await resume("city") == "order-runs")
    }

    @Test(arguments: Engine.all) func theIssuerTakesAnOrderBackAndNobodyElse(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.accepted()
        let recall = { @Sendable (login: String) in
            await refusal {
                try await world.district.perform(RecallOrder(orderID: given.orderID, reason: "派错了"), as: world.person(login))
            }
        }
        #expect(await recall("city") == "not-found", "the addressee gives back, but does not take back")
        #expect(await recall("phone") == "forbidden")
        #expect(await recall("dispatcher") == "done")
        #expect(try await world.findCase(given.id).state == .registered)
        #expect(try await world.openOrder(of: given.id)?.kind == "dispatch")
        #expect(await recall("dispatcher") == "order-state")
        // What one's own office was given is returned, with a reason that somebody reads, not taken back by oneself.
        let own = try await world.dispatched(to: "center", text: "热线记录补登")
        #expect(
            await refusal {
                try await world.district.perform(RecallOrder(orderID: own.orderID, reason: "派错了"), as: world.person("dispatcher"))
            } == "own-order")
    }

    @Test(arguments: Engine.all) func givenBackTwiceItIsDecidedAboveAndStays(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.dispatched()
        let office = { @Sendable (code: String) in try await world.office(code).id }
        func giveBack(_ login: String) async throws -> String {
            let order = try #require(try await world.openOrder(of: given.id))
            return await refusal {
                try await world.district.perform(ReturnOrder(orderID: order.id, reason: "not-ours"), as: world.person(login))
            }
        }
        #expect(try await giveBack("city") == "done")
        let again = DispatchCase(caseID: given.id, officeID: try await office("housing"))
        _ = try await world.district.perform(again, as: world.person("dispatcher"))
        let early = DecideOffice(caseID: given.id, officeID: try await office("housing"), reason: "住房局牵头")
        #expect(await refusal { try await world.district.perform(early, as: world.person("supervisor")) } == "case-state")
        #expect(try await giveBack("housing") == "done")
        // It waits with the level above now; the desk cannot go on sending it around.
        #expect(try await world.openOrder(of: given.id)?.toOffice == office("supervision"))
        #expect(await refusal { try await world.district.perform(again, as: world.person("dispatcher")) } == "decided-above")
        #expect(await refusal { try await world.district.perform(early, as: world.person("dispatcher")) } == "forbidden")
        #expect(await refusal { try await world.district.perform(early, as: world.person("supervisor")) } == "done")
        #expect(try await giveBack("housing") == "order-decided")
        let order = try #require(try await world.openOrder(of: given.id))
        // Taking it back does not undo what was decided.
        let recall = RecallOrder(orderID: order.id, reason: "再想想")
        #expect(await refusal { try await world.district.perform(recall, as: world.person("dispatcher")) } == "done")
        #expect(try await world.openOrder(of: given.id)?.toOffice == office("supervision"))
        #expect(await refusal { try await world.district.perform(early, as: world.person("supervisor")) } == "done")
        let named = try #require(try await world.openOrder(of: given.id))
        let pass = TransferOrder(orderID: named.id, toOffice: try await office("urban-management"), reason: "转")
        #expect(await refusal { try await world.district.perform(pass, as: world.person("housing")) } == "order-decided")
    }
}
