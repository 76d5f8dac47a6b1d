import Casework
import Kernel
import Testing
import WorkingTime
import World

/// Several offices on one case: each with a clock, one answer to the reporter.
@Suite struct AssistanceTests {
    private func ask(_ given: World.Given, _ world: World, _ offices: [String], limit: String? = nil, as login: String = "city")
        async throws
        -> String
    {
        var ids: [ID<Office>] = []
        for office in offices { ids.append(try await world.office(office).id) }
        let verb = AskAssistance(caseID: given.id, officeIDs: ids, ask: "请核实产权", limit: limit)
        return await refusal { try await world.district.perform(verb, as: world.person(login)) }
    }

    private func assisting(_ given: World.Given, _ world: World) async throws -> Order {
        try #require(try await world.orders(of: given.id).last { $0.kind == "assist" })
    }

    private func resolve(_ given: World.Given, _ world: World, as login: String = "city") async -> String {
        await refusal {
            try await world.district.perform(
                ResolveCase(caseID: given.id, outcome: "solved", reply: "产权已核实，净化器已装"), as: world.person(login))
        }
    }

    @Test(arguments: Engine.all) func eachHasAClockAndTheLeadAnswers(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.accepted()
        let lead = try await world.orders(of: given.id).first { $0.kind == "handle" }!
        #expect(try await ask(given, world, ["urban-management"]) == "officeIDs: works-on-it")
        #expect(try await ask(given, world, ["housing"], limit: "soon") == "limit: not-a-limit")
        #expect(try await ask(given, world, ["housing"], limit: "1wd", as: "housing") == "not-found")
        #expect(try await ask(given, world, ["housing"], limit: "1wd") == "done")
        let order = try await assisting(given, world)
        #expect(order.dueAt < lead.dueAt && order.fromOffice == lead.toOffice && order.previous == lead.id)
        #expect(try await ask(given, world, ["housing"]) == "officeIDs: works-on-it")
        // The assisting office reads the case, and does not answer for the lead.
        _ = try await world.district.read(as: world.person("housing")) { try $0.findCase(given.id) }
        #expect(await resolve(given, world, as: "housing") == "not-found")
        #expect(try await ask(given, world, ["market"], as: "housing") == "not-found", "nor asks others in its name")
        #expect(await resolve(given, world) == "assistance-open")
        _ = try await world.district.perform(ReplyToOrder(orderID: order.id, text: "产权属物业"), as: world.person("housing"))
        let told = try await world.district.read(as: world.person("city")) { try $0.notices(limit: 10) }
        #expect(told.contains { $0.text == "notice.assist.replied" && $0.values["text"] == "产权属物业" })
        // Not enough: the lead sends it back, which is its right as who asked.
        let back = SendBackOrder(orderID: order.id, reason: "缺证明")
        #expect(await refusal { try await world.district.perform(back, as: world.person("housing")) } == "not-found")
        #expect(await refusal { try await world.district.perform(back, as: world.person("city")) } == "done")
        #expect(try await world.findCase(given.id).state == .accepted, "the case goes on as it was")
        _ = try await world.district.perform(ReplyToOrder(orderID: order.id, text: "证明附后"), as: world.person("housing"))
        #expect(await resolve(given, world) == "done")
        #expect(
            await refusal {
                try await world.district.perform(
                    ConfirmCase(key: CaseKey(id: given.id), answered: true, solved: true), as: world.person("housing"))
            } == "forbidden", "who assisted does not say that it is solved")
        _ = try await world.district.perform(ConfirmCase(key: given.key, answered: true, solved: true), as: world.visitor)
        #expect(try await assisting(given, world).state == .closed)
    }

    @Test(arguments: Engine.all) func whoAssistsMayReturnItAndTheLeadTakesItBack(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.accepted()
        #expect(try await ask(given, world, ["housing", "market"], as: "dispatcher") == "done")
        let orders = try await world.orders(of: given.id).filter { $0.kind == "assist" }
        let (housing, market) = (try await world.office("housing").id, try await world.office("market").id)
        let returned = ReturnOrder(orderID: orders.first { $0.toOffice == housing }!.id, reason: "not-ours")
        _ = try await world.district.perform(returned, as: world.person("housing"))
        #expect(try await world.findCase(given.id).state == .accepted, "the lead goes on")
        let recall = RecallOrder(orderID: orders.first { $0.toOffice == market }!.id, reason: "已查清")
        _ = try await world.district.perform(recall, as: world.person("city"))
        #expect(await resolve(given, world) == "done")
    }

    @Test(arguments: Engine.all) func surveyPlanAndAfterCare(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.accepted()
        let home = world.district
        _ = try await home.perform(SurveyCase(caseID: given.id, finding: "烟道无净化器"), as: world.person("city"))
        let plan = { @Sendable (day: String) in
            await refusal {
                try await home.perform(
                    PlanCase(caseID: given.id, measures: "装净化器", who: "店主", dueOn: Day(iso: day)!, cost: 350_000), as: world.person("city"))
            }
        }
        #expect(await plan("2022-03-29") == "dueOn: day-is-over")
        #expect(await plan("2022-04-10") == "done")
        try world.clock.advance(by: .hours(1))
        #expect(await plan("2022-04-12") == "done")
        #expect(try await home.read(as: world.system) { try $0.plan(of: given.id)?.dueOn.iso } == "2022-04-12")
        #expect(await resolve(given, world) == "done")
        _ = try await home.perform(ConfirmCase(key: given.key, answered: true, solved: true), as: world.visitor)
        let order = try await home.perform(
            PlanAfterCare(caseID: given.id, on: Day(iso: "2022-05-10")!, ask: "净化器还开着吗"), as: world.person("callback"))
        try world.now("2022-05-10T08:30:00+08:00")
        let report = { @Sendable (login: String, holds: Bool) in
            await refusal {
                try await home.perform(ReportAfterCare(orderID: order, holds: holds, finding: "净化器没开"), as: world.person(login))
            }
        }
        #expect(await report("housing", false) == "not-found")
        #expect(await report("city", false) == "done")
        let found = try await world.findCase(given.id)
        #expect(found.state == .accepted && found.reopened == 1, "it has not held: the case is open again")
        #expect(await report("city", true) == "order-state")
    }

    /// Passing a case on makes nobody the judge of what comes of it, and who assists does not plan for the lead.
    @Test(arguments: Engine.all) func nobodyJudgesTheirOwnAnswer(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let home = world.district
        let given = try await world.accepted()
        _ = try await home.perform(
            TransferOrder(orderID: given.orderID, toOffice: try await world.office("housing").id, reason: "转"), as: world.person("city"))
        let passed = try #require(try await world.openOrder(of: given.id))
        for verb in [RecallOrder(orderID: passed.id, reason: "收回")] {
            #expect(await refusal { try await home.perform(verb, as: world.person("city")) } == "not-found")
        }
        #expect(
            await refusal {
                try await home.perform(
                    PlanCase(caseID: given.id, measures: "装", who: "店", dueOn: Day(iso: "2022-04-20")!), as: world.person("city"))
            } == "not-found", "the office that passed it on only looks")
        #expect(try await ask(given, world, ["market"], as: "housing") == "done")
        let assisting = try await assisting(given, world)
        _ = try await home.perform(
            AddDuty(
                accountID: world.accounts["city2"]!, role: "handler", officeID: assisting.toOffice,
                areaID: try await world.area("990101").id), as: world.system)
        let helper = try await home.read(as: world.system) { try $0.scope(of: $0.findAccount(world.accounts["city2"]!)) }
        #expect(
            await refusal {
                try await home.perform(PlanCase(caseID: given.id, measures: "装", who: "店", dueOn: Day(iso: "2022-04-20")!), as: helper)
            } == "not-found", "the lead plans")
        #expect(await refusal { try await home.perform(SurveyCase(caseID: given.id, finding: "看过"), as: helper) } == "done")
        _ = try await home.perform(ReplyToOrder(orderID: assisting.id, text: "查清"), as: helper)
        _ = try await home.perform(
            ResolveCase(caseID: given.id, outcome: "solved", reply: "已办"), as: world.person("housing"))
        #expect(
            await refusal { try await home.perform(SendBackOrder(orderID: passed.id, reason: "再来"), as: world.person("housing")) }
                == "not-found")
    }

    @Test(arguments: Engine.all) func thatItHoldsIsKnownOnTheDay(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.closed()
        let home = world.district
        let plan = { @Sendable (login: String, office: String?) in
            let id: ID<Office>? = if let office { try await world.office(office).id } else { nil }
            return await refusal {
                try await home.perform(
                    PlanAfterCare(caseID: given.id, on: Day(iso: "2022-05-10")!, ask: "再看", officeID: id), as: world.person(login))
            }
        }
        #expect(try await plan("city", "housing") == "officeID: not-one-of-these", "an office sends nobody else")
        #expect(try await plan("callback", "leadership") == "officeID: not-an-executing-office")
        #expect(try await plan("city", nil) == "done")
        let order = try #require(try await world.orders(of: given.id).last)
        let report = { @Sendable (holds: Bool) in
            await refusal {
                try await home.perform(ReportAfterCare(orderID: order.id, holds: holds, finding: "看过"), as: world.person("city"))
            }
        }
        #expect(await report(true) == "after-care-too-early")
        // The day was set with the reporter, so it is not moved like a limit.
        let later = AskExtension(orderID: order.id, days: 1, reason: "忙")
        #expect(await refusal { try await home.perform(later, as: world.person("city")) } == "order-state")
        _ = await refusal { try await home.perform(AcceptOrder(orderID: order.id), as: world.person("city")) }
        let waiting = AskSuspension(orderID: order.id, until: Day(iso: "2022-05-20")!, reason: "忙")
        #expect(await refusal { try await home.perform(waiting, as: world.person("city")) } == "order-state")
        #expect(
            await refusal { try await home.perform(RecallOrder(orderID: order.id, reason: "不看了"), as: world.person("dispatcher")) }
                == "order-state")
        try world.now("2022-05-10T08:30:00+08:00")
        #expect(await report(true) == "done")
    }
}
