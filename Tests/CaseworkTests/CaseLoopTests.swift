import Casework
import Kernel
import Store
import Testing
import WorkingTime
import World

/// One case through its whole life, and the turns it can take.
@Suite struct CaseLoopTests {
    @Test(arguments: Engine.all) func aCaseGoesFromCallToClose(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let filed = try await world.filed(by: world.person("phone"))
        #expect(try await world.openOrder(of: filed.caseID)?.kind == "dispatch")
        #expect(try await world.findCase(filed.caseID).dueAt == Instant(iso: "2022-03-30T11:00:00+08:00"))
        try world.now("2022-03-30T10:00:00+08:00")
        let order = try await world.district.perform(
            DispatchCase(caseID: filed.caseID, officeID: try await world.office("urban-management").id),
            as: world.person("dispatcher"))
        try world.now("2022-03-30T11:00:00+08:00")
        _ = try await world.district.perform(AcceptOrder(orderID: order.orderID), as: world.person("city"))
        _ = try await world.district.perform(
            NoteCase(key: CaseKey(id: filed.caseID), text: "已到现场", isPublic: true), as: world.person("city"))
        try world.now("2022-04-02T15:00:00+08:00")
        _ = try await world.district.perform(
            ResolveCase(caseID: filed.caseID, outcome: "solved", reply: "已责令安装净化器并复查"), as: world.person("city"))
        let confirmed = try await world.district.perform(
            ConfirmCase(key: CaseKey(receipt: filed.receipt), answered: true, solved: true, rating: 5),
            as: world.visitor)
        #expect(confirmed.state == .closed)
        let found = try await world.findCase(filed.caseID)
        #expect(found.closing == .confirmed)
        #expect(found.workingDays == 3)
        #expect(found.respondedAt == Instant(iso: "2022-03-30T11:00:00+08:00"))
        #expect(found.respondBy == Instant(iso: "2022-03-30T12:00:00+08:00"))
        #expect(try await world.orders(of: filed.caseID).map(\.state) == [.closed, .closed])
        let events = try await world.district.read(as: world.person("dispatcher")) { reading in
            try reading.feed(of: filed.caseID).map(\.event)
        }
        #expect(
            events == [
                "case.filed", "order.issued", "order.issued", "case.dispatched", "order.accepted", "case.noted",
                "order.replied", "case.resolved",
                "case.confirmed", "order.closed", "case.closed",
            ])
    }

    @Test(arguments: Engine.all) func aReturnedOrderPutsTheCaseBackOnTheDispatchDesk(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.accepted()
        _ = try await world.district.perform(
            ReturnOrder(orderID: given.orderID, reason: "not-ours", text: "属住房局"), as: world.person("city"))
        let back = try await world.findCase(given.id)
        #expect(back.state == .registered)
        #expect(back.officeID == nil)
        #expect(try await world.openOrder(of: given.id)?.kind == "dispatch")
        let notices = try await world.district.read(as: world.person("dispatcher")) { try $0.notices(limit: 5) }
        #expect(notices.first?.values["reason"] == "不属于本单位职责：属住房局")
        _ = try await world.district.perform(
            DispatchCase(caseID: given.id, officeID: try await world.office("housing").id),
            as: world.person("dispatcher"))
        #expect(try await world.findCase(given.id).officeID == world.office("housing").id)
        #expect(try await world.orders(of: given.id).map(\.state).filter(\.isOpen).count == 1)
    }

    @Test(arguments: Engine.all) func whatWaitsAtTheDispatchDeskLeavesItOnlyByBeingDispatched(on engine: Engine)
        async throws
    {
        let world = try await World.make(on: engine)
        let filed = try await world.filed()
        let order = try #require(try await world.openOrder(of: filed.caseID)).id
        let market = try await world.office("market").id
        #expect(
            await refusal {
                try await world.district.perform(ReturnOrder(orderID: order, reason: "not-ours"), as: world.system)
            } == "order-state")
        #expect(
            await refusal {
                try await world.district.perform(
                    TransferOrder(orderID: order, toOffice: market, reason: "x"), as: world.system)
            } == "order-state")
        #expect(
            await refusal {
                try await world.district.perform(ReplyToOrder(orderID: order, text: "x"), as: world.system)
            } == "answer-the-case")
    }

    @Test(arguments: Engine.all) func aTransferredCaseIsTheOtherOfficesWithItsOwnClock(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.accepted()
        try world.now("2022-03-31T09:00:00+08:00")
        let housing = try await world.office("housing").id
        let next = try await world.district.perform(
            TransferOrder(orderID: given.orderID, toOffice: housing, reason: "属住房局"), as: world.person("city"))
        let (found, order) = (try await world.findCase(given.id), try #require(try await world.openOrder(of: given.id)))
        #expect(order.id == next)
        #expect(found.state == .dispatched)
        #expect(found.officeID == housing)
        #expect(found.dueAt == order.dueAt)
        #expect(order.issuedAt == world.clock.now)
        let resolve = ResolveCase(caseID: given.id, outcome: "solved", reply: "已解决")
        #expect(await refusal { try await world.district.perform(resolve, as: world.person("city")) } == "not-found")
        #expect(await refusal { try await world.district.perform(resolve, as: world.person("housing")) } == "done")
        let leadership = try await world.office("leadership").id
        let other = try await world.accepted()
        let up = TransferOrder(orderID: other.orderID, toOffice: leadership, reason: "请领导办")
        #expect(
            await refusal { try await world.district.perform(up, as: world.person("city")) }
                == "toOffice: not-an-executing-office")
    }

    @Test(arguments: Engine.all) func aReplySentBackOpensTheCaseAgain(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.resolved()
        try world.now("2022-03-31T09:00:00+08:00")
        _ = try await world.district.perform(
            SendBackOrder(orderID: given.orderID, reason: "没有照片"), as: world.person("supervisor"))
        let (found, order) = (try await world.findCase(given.id), try #require(try await world.openOrder(of: given.id)))
        #expect(found.state == .accepted)
        #expect(found.dueAt == order.dueAt)
        #expect(found.confirmBy == nil && found.resolvedAt == nil)
        // Nothing is left for the silence to close.
        try world.now("2022-06-30T09:00:00+08:00")
        try await world.district.closeSilentCases()
        #expect(try await world.findCase(given.id).state == .accepted)
    }

    @Test(arguments: Engine.all) func notSolvedGoesBackToTheOfficeAndCountsAgainFromTheStart(on engine: Engine)
        async throws
    {
        let world = try await World.make(on: engine)
        let given = try await world.resolved()
        try world.now("2022-04-01T09:00:00+08:00")
        let answer = try await world.district.perform(
            ConfirmCase(key: given.key, answered: true, solved: false, rating: 1, comment: "还是有油烟"), as: world.visitor)
        #expect(answer.state == .accepted)
        let found = try await world.findCase(given.id)
        #expect(found.state == .accepted)
        #expect(found.reopened == 1)
        #expect(found.resolvedAt == nil)
        #expect(try await world.openOrder(of: given.id)?.id == given.orderID)
        #expect(try await world.openOrder(of: given.id)?.reason == "还是有油烟")
        _ = try await world.district.perform(
            ResolveCase(caseID: given.id, outcome: "explained", reply: "已换净化器"), as: world.person("city"))
        let second = try await world.findCase(given.id)
        #expect(second.rating == nil && second.solved == nil)
    }

    /// Outcome, whether answered and solved, and where the case goes.
    static let answers: [(String, Bool, Bool, Case.State)] = [
        ("solved", true, true, .closed), ("solved", true, false, .accepted), ("solved", false, false, .accepted),
        ("explained", true, false, .closed), ("explained", true, true, .closed), ("explained", false, false, .accepted),
        ("referred", true, false, .closed), ("refused", true, false, .closed), ("duplicate", true, false, .closed),
        ("unfounded", true, false, .closed),
        ("unfounded", false, false, .accepted),
    ]

    @Test(arguments: Engine.all) func anExplanationMayCloseThoughNothingIsSolved(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        for (outcome, answered, solved, state) in Self.answers {
            let given = try await world.resolved(outcome: outcome)
            let answer = try await world.district.perform(
                ConfirmCase(key: given.key, answered: answered, solved: solved), as: world.visitor)
            #expect(answer.state == state, "\(outcome) \(answered) \(solved)")
            #expect(try await world.findCase(given.id).state == state)
        }
    }

    @Test(arguments: Engine.all) func silenceClosesOnTimeAndIsCountedApart(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let (silent, spoken) = (try await world.resolved(), try await world.resolved())
        _ = try await world.district.perform(
            ConfirmCase(key: spoken.key, answered: true, solved: true), as: world.visitor)
        try world.clock.set(World.start + .days(7) - .seconds(1))
        try await world.district.closeSilentCases()
        #expect(try await world.findCase(silent.id).state == .resolved)
        try world.clock.set(World.start + .days(7))
        for _ in 0..<2 { try await world.district.closeSilentCases() }
        let found = try await world.findCase(silent.id)
        #expect(found.closing == .silence)
        #expect(found.solved == nil)
        #expect(try await world.orders(of: silent.id).last?.state == .closed)
        #expect(try await world.findCase(spoken.id).closing == .confirmed)
        #expect(try await world.journal().count { $0.event == "case.closed" } == 2)
    }

    @Test(arguments: Engine.all) func aClosedCaseReopensWithinItsWindowOnly(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let given = try await world.closed()
        try world.clock.set(World.start + .days(15))
        #expect(
            await refusal {
                try await world.district.perform(ReopenCase(key: given.key, reason: "又来了"), as: world.visitor)
            } == "done")
        let late = try await world.closed()
        try world.clock.set(World.start + .days(30) + .seconds(1))
        #expect(
            await refusal {
                try await world.district.perform(ReopenCase(key: late.key, reason: "又来了"), as: world.visitor)
            } == "reopen-window-over")
        #expect(
            await refusal {
                try await world.district.perform(
                    ReopenCase(key: late.key, reason: "又来了"), as: world.person("dispatcher"))
            } == "reopen-window-over")
        #expect(try await world.findCase(late.id).state == .closed)
    }

    @Test(arguments: Engine.all) func urgentIsTheShorterOfTheTwoLimits(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let office = try await world.office("urban-management").id
        for (caseClass, urgency, ladder) in [
            ("06027", "normal", "standard"), ("06027", "urgent", "urgent"), ("01001", "urgent", "urgent"),
        ] {
            let filed = try await world.filed(caseClass: caseClass)
            let due = try await world.district.perform(
                DispatchCase(caseID: filed.caseID, officeID: office, urgency: urgency), as: world.person("dispatcher")
            ).dueAt
            let schedule = world.district.schedule()
            let own = schedule.after(World.start, try #require(world.district.pack.classesByCode[caseClass]?.limit))
            #expect(due == (urgency == "urgent" ? min(own, World.start + .hours(24)) : own), "\(caseClass) \(urgency)")
            #expect(try await world.openOrder(of: filed.caseID)?.ladder == ladder)
        }
    }
}
