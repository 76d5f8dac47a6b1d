import Kernel
import Store
import Testing
import WorkingTime
import World

/// Letters 交办函: orders without a case, with the dates of scenario S03.
@Suite struct LetterTests {
    static let nine = [
        "urban-management", "housing", "construction", "ecology", "market", "education", "health", "street-990101001",
        "street-990101002",
    ]

    @Test(arguments: Engine.all) func lettersAroundQingmingFallDueOnTheMakeUpCalendar(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        var offices: [ID<Office>] = []
        for code in Self.nine { offices.append(try await world.office(code).id) }
        let nine = offices
        for (day, due) in [("2022-04-02", "2022-04-06"), ("2022-04-06", "2022-04-07")] {
            try world.now("\(day)T10:00:00+08:00")
            let made = try await world.district.perform(
                IssueLetter(toOffices: nine, ask: "请说明清明期间迟到人员情况", limit: "1wd"), as: world.person("supervisor"))
            #expect(made.count == 9)
            let orders = try await orders(made, in: world)
            for order in orders {
                #expect(order.dueAt == Instant(iso: "\(due)T18:00:00+08:00"))
                #expect(order.kind == "letter")
                #expect(order.state == .issued)
            }
            #expect(Set(orders.map(\.matter)).count == 1)
            #expect(Set(orders.map(\.number)).count == 9)
        }
        let numbers = try await world.rows(
            "SELECT number FROM orders WHERE district = \(world.district.code) ORDER BY issued_at, id"
        ).count
        #expect(numbers == 18)
    }

    @Test(arguments: Engine.all) func aLetterComesFromTheOfficeWhoseDutyAllowsIt(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let (housing, market) = (try await world.office("housing").id, try await world.office("market").id)
        let (supervision, area) = (try await world.office("supervision").id, try await world.area("990101").id)
        let person = world.accounts["leader"]!
        for (role, office) in [("handler", housing), ("supervisor", supervision)] {
            _ = try await world.district.perform(
                AddDuty(accountID: person, role: role, officeID: office, areaID: area), as: world.system)
        }
        let leader = try await world.district.read(as: world.system) { try $0.scope(of: $0.findAccount(person)) }
        let made = try await world.district.perform(IssueLetter(toOffices: [market], ask: "请报送名单", limit: "1wd"), as: leader)
        #expect(try await orders(made, in: world).map(\.fromOffice) == [supervision])
    }

    @Test(arguments: Engine.all) func whoDoesNotReplyIsRemindedThenListedWithoutAnyoneTyping(on engine: Engine)
        async throws
    {
        let world = try await World.make(on: engine)
        try world.now("2022-04-02T10:00:00+08:00")
        let (replying, silent) = (try await world.office("urban-management").id, try await world.office("housing").id)
        let made = try await world.district.perform(
            IssueLetter(toOffices: [replying, silent], ask: "请报送名单", limit: "1wd"), as: world.person("supervisor"))
        try await world.district.climbLadders()
        #expect(try await steps(made, in: world) == [[], []])
        _ = try await world.district.perform(AcceptOrder(orderID: made[0]), as: world.person("city"))
        _ = try await world.district.perform(ReplyToOrder(orderID: made[0], text: "名单如下"), as: world.person("city"))
        let moments: [(String, [String])] = [
            ("2022-04-02T15:30:00+08:00", ["accept-remind"]),
            ("2022-04-02T17:30:00+08:00", ["accept-remind", "accept-superior"]),
            ("2022-04-06T16:00:00+08:00", ["accept-remind", "accept-superior", "near-due"]),
            ("2022-04-06T18:00:00+08:00", ["accept-remind", "accept-superior", "near-due", "due"]),
            (
                "2022-04-08T18:00:00+08:00",
                ["accept-remind", "accept-superior", "near-due", "due", "supervise", "superior", "name"]
            ),
            (
                "2022-04-13T18:00:00+08:00",
                ["accept-remind", "accept-superior", "near-due", "due", "supervise", "superior", "name", "interview"]
            ),
        ]
        for (moment, expected) in moments {
            try world.now(moment)
            try await world.district.climbLadders()
            #expect(try await steps(made, in: world) == [[], expected], "\(moment)")
        }
        let late = try await world.district.read(as: world.person("supervisor")) {
            try $0.inbox(state: .supervised, limit: 10).map(\.id)
        }
        #expect(late == [made[1]])
        let notices = try await world.district.read(as: world.person("supervisor")) {
            try $0.notices(limit: 10).map(\.text)
        }
        #expect(notices == ["notice.order.supervise"])
    }

    @Test(arguments: Engine.all) func aReplyIsTakenOrSentBackWithANewClock(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let (housing, supervisor) = (world.person("housing"), world.person("supervisor"))
        let order = try await letter(to: "housing", in: world)
        func refused(_ verb: some Verb, _ scope: Scope) async -> String {
            await refusal { try await world.district.perform(verb, as: scope) }
        }
        #expect(await refused(SendBackOrder(orderID: order, reason: "不全"), supervisor) == "order-state")
        #expect(await refused(CloseOrder(orderID: order), supervisor) == "order-state")
        #expect(await refused(ReplyToOrder(orderID: order, text: " "), housing) == "text: required")
        #expect(await refused(ReplyToOrder(orderID: order, text: "名单"), world.person("city")) == "not-found")
        #expect(await refused(ReplyToOrder(orderID: order, text: "名单"), housing) == "done")
        #expect(await refused(ReplyToOrder(orderID: order, text: "再说"), housing) == "order-state")
        try world.now("2022-04-06T09:00:00+08:00")
        try await world.district.climbLadders()
        #expect(try await steps([order], in: world) == [[]])
        #expect(await refused(SendBackOrder(orderID: order, reason: "  "), supervisor) == "reason: required")
        #expect(await refused(SendBackOrder(orderID: order, reason: "名单不全"), supervisor) == "done")
        let again = try await orders([order], in: world)[0]
        #expect(again.state == .accepted)
        #expect(again.dueAt == Instant(iso: "2022-04-07T18:00:00+08:00"))
        #expect(again.repliedAt == nil)
        #expect(await refused(ReplyToOrder(orderID: order, text: "全了"), housing) == "done")
        #expect(await refused(CloseOrder(orderID: order), supervisor) == "done")
        #expect(await refused(CloseOrder(orderID: order), supervisor) == "order-state")
        #expect(try await orders([order], in: world)[0].nextStepAt == nil)
    }

    @Test(arguments: Engine.all) func nobodySendsBackWhatTheirOwnOfficeAnswered(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let order = try await letter(to: "housing", in: world)
        _ = try await world.district.perform(ReplyToOrder(orderID: order, text: "名单"), as: world.person("housing"))
        // Who issues letters, and works at the office that answered as well.
        let person = world.accounts["supervisor"]!
        _ = try await world.district.perform(
            AddDuty(
                accountID: person, role: "handler", officeID: try await world.office("housing").id,
                areaID: try await world.area("990101").id), as: world.system)
        let both = try await world.district.read(as: world.system) { try $0.scope(of: $0.findAccount(person)) }
        #expect(await refusal { try await world.district.perform(SendBackOrder(orderID: order, reason: "不全"), as: both) } == "own-order")
    }

    @Test(arguments: Engine.all) func eachHandOverHasItsOwnClockAndKeepsItsChain(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let first = try await letter(to: "housing", in: world)
        let market = try await world.office("market").id
        try world.now("2022-03-31T09:00:00+08:00")
        func refused(_ office: ID<Office>, _ reason: String, _ login: String) async -> String {
            await refusal {
                try await world.district.perform(
                    TransferOrder(orderID: first, toOffice: office, reason: reason), as: world.person(login))
            }
        }
        #expect(await refused(market, "", "housing") == "reason: required")
        #expect(await refused(try await world.office("housing").id, "x", "housing") == "toOffice: same-office")
        #expect(await refused(ID("00000000-0000-7000-8000-000000000001")!, "x", "housing") == "not-found")
        #expect(await refused(market, "x", "city") == "not-found")
        let second = try await world.district.perform(
            TransferOrder(orderID: first, toOffice: market, reason: "属市场监管职责"), as: world.person("housing"))
        let pair = try await orders([first, second], in: world)
        #expect(pair.map(\.state) == [.transferred, .issued])
        #expect(pair[1].previous == first)
        #expect(pair[0].nextStepAt == nil)
        #expect(pair[1].dueAt == Instant(iso: "2022-04-01T18:00:00+08:00"))
        #expect(pair[1].acceptBy == Instant(iso: "2022-03-31T11:00:00+08:00"))
        #expect(await refused(market, "again", "housing") == "order-state")
    }

    @Test(arguments: Engine.all) func aReturnedLetterSaysWhyAndClimbsNoMore(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let order = try await letter(to: "housing", in: world)
        let wrong = await refusal {
            try await world.district.perform(
                ReturnOrder(orderID: order, reason: "no-mood"), as: world.person("housing"))
        }
        #expect(wrong == "reason: not-one-of-these")
        _ = try await world.district.perform(
            ReturnOrder(orderID: order, reason: "not-ours", text: "应由市场监管局办"), as: world.person("housing"))
        let returned = try await orders([order], in: world)[0]
        #expect(returned.reason == "不属于本单位职责：应由市场监管局办")
        try world.now("2022-05-30T09:00:00+08:00")
        #expect(try await world.district.climbLadders() == 0)
    }

    @Test(arguments: Engine.all) func lettersAreCheckedWhole(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let (office, nobody) = (
            try await world.office("housing").id, ID<Office>("00000000-0000-7000-8000-000000000001")!
        )
        let wrong: [(IssueLetter, String)] = [
            (IssueLetter(toOffices: [], ask: "x", limit: "1wd"), "toOffices: required"),
            (IssueLetter(toOffices: [office, office], ask: "x", limit: "1wd"), "toOffices: twice"),
            (IssueLetter(toOffices: [office], ask: "", limit: "1wd"), "ask: required"),
            (IssueLetter(toOffices: [office], ask: "x", limit: "soon"), "limit: not-a-limit"),
            (IssueLetter(toOffices: [office, nobody], ask: "x", limit: "1wd"), "not-found"),
        ]
        for (verb, expected) in wrong {
            #expect(
                await refusal { try await world.district.perform(verb, as: world.person("supervisor")) } == expected)
        }
        #expect(try await world.count("SELECT count(*) FROM orders WHERE district = \(world.district.code)") == 0)
    }

    @Test(arguments: Engine.all) func twoPeopleAcceptOneOrderAndOnlyOneHasIt(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let order = try await letter(to: "urban-management", in: world)
        let results = await atOnce(8) { number in
            try await world.district.perform(
                AcceptOrder(orderID: order), as: world.person(number % 2 == 0 ? "city" : "city2"))
        }
        #expect(results.count { (try? $0.get()) != nil } == 1)
        #expect(try await world.journal().count { $0.event == "order.accepted" } == 1)
    }

    private func letter(to office: String, in world: World) async throws -> ID<Order> {
        let office = try await world.office(office).id
        return try await world.district.perform(
            IssueLetter(toOffices: [office], ask: "请报送名单", limit: "1wd"), as: world.person("supervisor"))[0]
    }

    private func orders(_ ids: [ID<Order>], in world: World) async throws -> [Order] {
        try await world.district.read(as: world.system) { reading in try ids.map { try reading.findOrder($0) } }
    }

    private func steps(_ ids: [ID<Order>], in world: World) async throws -> [[String]] {
        try await orders(ids, in: world).map(\.stepsTaken)
    }
}
