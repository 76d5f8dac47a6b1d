import Kernel
import Store
import Supervision
import Testing
import Tips
import WorkingTime
import World

/// Tips: registered, looked into, told, struck off by somebody else; and shut to everybody they are not for.
@Suite struct TipTests {
    private func filed(_ world: World, about office: String? = "housing", by scope: Scope? = nil) async throws -> FileTip.Outcome {
        let accused = try await office.asyncMap { try await world.office($0).id }
        return try await world.district.perform(
            FileTip(
                channel: scope == nil ? "web" : "phone", category: "bribes", text: "窗口的人要我请吃饭才给办", accusedOffice: accused, accused: "三号窗口",
                contact: "微信 abc"), as: scope ?? world.visitor)
    }

    private func refused(_ world: World, _ verb: some Verb, _ login: String) async -> String {
        await refusal { try await world.district.perform(verb, as: world.person(login)) }
    }

    private func assigned(_ world: World, to login: String = "tips") async throws -> FileTip.Outcome {
        let tip = try await filed(world)
        _ = try await world.district.perform(AssignTip(tipID: tip.tipID, owner: world.accounts[login]!), as: world.person("reviewer"))
        return tip
    }

    @Test(arguments: Engine.all) func fromTheCallToTheStrikingOff(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let tip = try await filed(world)
        #expect(tip.number == "青石举-2022-000001")
        let find = RecordTipFinding(tipID: tip.tipID, finding: .verified, text: "监控证实")
        let strike = StrikeOffTip(tipID: tip.tipID)
        #expect(await refused(world, find, "tips") == "not-found", "nobody's yet")
        let assign = AssignTip(tipID: tip.tipID, owner: world.accounts["tips"]!, limit: "5wd")
        #expect(await refused(world, assign, "tips2") == "done")
        #expect(await refused(world, AssignTip(tipID: tip.tipID, owner: world.accounts["leader"]!), "tips") == "owner: not-one-of-these")
        #expect(await refused(world, strike, "reviewer") == "tip-without-finding")
        #expect(await refused(world, find, "tips2") == "not-found", "another's")
        #expect(await refused(world, find, "tips") == "done")
        #expect(await refused(world, strike, "reviewer") == "tip-without-feedback")
        // A question is no feedback.
        #expect(await refused(world, TellTipster(tipID: tip.tipID, text: "哪一天？"), "tips") == "done")
        #expect(await refused(world, strike, "reviewer") == "tip-without-feedback")
        _ = try await world.district.perform(AnswerTip(receipt: tip.receipt, text: "上周三"), as: world.visitor)
        #expect(await refused(world, TellTipster(tipID: tip.tipID, text: "已处理", isFeedback: true), "tips") == "done")
        #expect(await refused(world, strike, "tips") == "forbidden")
        #expect(await refused(world, strike, "reviewer") == "done")
        let (found, order) = try await world.district.read(as: world.system) { reading in
            let found = try reading.findTip(tip.tipID)
            return (found, try reading.orders(about: found.subject).last!)
        }
        #expect(found.state == .struckOff && order.state == .closed)
        // The tipster may say that it goes on.
        _ = try await world.district.perform(ReopenTip(receipt: tip.receipt, reason: "又来了"), as: world.visitor)
        let again = try await world.district.read(as: world.system) { try $0.findTip(tip.tipID) }
        #expect(again.state == .checking && again.finding == nil && again.reopened == 1)
    }

    /// By list, by id, by search, by count, by order, by notice, by journal, by feed: there is nothing.
    @Test(arguments: Engine.all) func whoItIsAboutAndWhoKeepsNoRegisterFindNothing(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        // A keeper who works at the accused office as well.
        let housing = try await world.office("housing").id
        let tip = try await filed(world)
        let order = try await world.district.read(as: world.system) {
            try $0.orders(about: Subject("tip", tip.tipID.uuid)).last!
        }
        _ = try await world.district.perform(
            AddDuty(accountID: world.accounts["tips2"]!, role: "handler", officeID: housing, areaID: try await world.area("990101").id),
            as: world.system)
        let conflicted = try await world.district.read(as: world.system) { try $0.scope(of: $0.findAccount(world.accounts["tips2"]!)) }
        #expect(
            await refused(world, AssignTip(tipID: tip.tipID, owner: world.accounts["tips2"]!), "reviewer") == "owner: not-one-of-these",
            "in whatever role they are of that office")
        let everybody = World.staff.filter { !["tips", "tips2", "reviewer"].contains($0.login) }.map { ($0.login, world.person($0.login)) }
        for (login, scope) in everybody + [("conflicted", conflicted)] {
            #expect(await refusal { try await world.district.read(as: scope) { try $0.findTip(tip.tipID) } } == "not-found", "\(login)")
            #expect(await refusal { try await world.district.read(as: scope) { try $0.findOrder(order.id) } } == "not-found", "\(login)")
            let seen = try await world.district.read(as: scope) { reading in
                let population = reading.home.modules.population(named: "tips")!
                return (
                    tips: try reading.db.value(
                        "SELECT count(*) \(population.source(reading)) WHERE \(population.visible(reading))", as: Int.self) ?? 0,
                    inbox: reading.scope.may("order.view")
                        ? try reading.inbox(limit: 50).count + reading.inbox(of: reading.offices(by: "order.view"), limit: 50).count
                            + (reading.inboxCounts()[.open] ?? 0) + (reading.inboxCounts(of: reading.offices(by: "order.view"))[.open] ?? 0)
                        : 0,
                    told: try reading.notices(limit: 50).count,
                    journal: reading.scope.may("journal.view")
                        ? try reading.journal(limit: 1000).filter { $0.subject.kind == "tip" || $0.subject.id == order.id.uuid }.count : 0,
                    figures: reading.scope.may("indicator.view")
                        ? try reading.figures(reading.pack.indicators.filter { $0.code == "tips-received" || $0.code == "issued-orders" })
                            .map(\.denominator) : []
                )
            }
            #expect(seen.tips == 0 && seen.inbox == 0 && seen.journal == 0, "\(login)")
            // Told once, before the conflict: nothing that says what it is about.
            if login != "conflicted" { #expect(seen.told == 0, "\(login)") }
            #expect(seen.figures.allSatisfy { $0 == 0 }, "\(login)")
        }
        // Those who keep it see it.
        for login in ["tips", "reviewer"] {
            _ = try await world.district.read(as: world.person(login)) { try $0.findTip(tip.tipID) }
        }
        // Nor does it leave the house by a feed.
        let feed = JournalFeed(name: "all", events: ["tip.*", "order.*"])
        _ = try await feed.carryOut(in: world.district) { _ in }
        _ = try await filed(world)
        if engine == .postgres { try world.clock.advance(by: .minutes(1)) }
        #expect(try await feed.carryOut(in: world.district) { _ in Issue.record("a tip left") } == 0)
    }

    /// It was about another office: its people have nothing of it from then on, had they looked into it before or whatever time they look at.
    @Test(arguments: Engine.all) func theOfficeIsCorrected(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let (housing, education) = (try await world.office("housing").id, try await world.office("education").id)
        let tip = try await assigned(world, to: "tips2")
        #expect(await refused(world, RecordTipFinding(tipID: tip.tipID, finding: .unfounded, text: "没有的事"), "tips2") == "done")
        _ = try await world.district.perform(
            AddDuty(accountID: world.accounts["tips2"]!, role: "auditor", officeID: education, areaID: try await world.area("990101").id),
            as: world.system)
        let before = world.district.clock.now
        try world.clock.advance(by: .minutes(5))
        let correction = CorrectAccusedOffice(tipID: tip.tipID, accusedOffice: education)
        #expect(
            await refused(world, CorrectAccusedOffice(tipID: tip.tipID, accusedOffice: housing), "tips")
                == "accusedOffice: office-as-before")
        #expect(await refused(world, correction, "tips") == "done")
        let (found, order, told) = try await world.district.read(as: world.system) { reading in
            let found = try reading.findTip(tip.tipID)
            return (found, try reading.orders(about: found.subject).last!, try reading.feed(of: found.subject).map(\.event))
        }
        #expect(found.accusedOffice == education && found.state == .received && found.ownerID == nil && found.finding == nil)
        #expect(order.barredOffice == education && order.state == .accepted && order.toAccount == nil)
        #expect(told.last == "tip.office-corrected")
        let barred = try await world.district.read(as: world.system) { try $0.scope(of: $0.findAccount(world.accounts["tips2"]!)) }
        for moment in [nil, before] {
            let seen = try await world.district.read(as: barred, asOf: moment) { reading in
                let tips = reading.home.modules.population(named: "tips")!
                return (
                    try reading.db.value("SELECT count(*) \(tips.source(reading)) WHERE \(tips.visible(reading))", as: Int.self),
                    try? reading.findOrder(order.id)
                )
            }
            #expect(seen.0 == 0 && seen.1 == nil, "\(moment == nil ? "now" : "as of then")")
        }
        let read = try await world.district.read(as: barred) { try $0.journal(limit: 1000).map(\.subject) }
        #expect(!read.isEmpty && !read.contains { $0.id == tip.tipID.uuid || $0.id == order.id.uuid })
        // It goes on with somebody else, and comes back to nobody's office.
        #expect(await refused(world, AssignTip(tipID: tip.tipID, owner: world.accounts["tips2"]!), "reviewer") == "owner: not-one-of-these")
        #expect(await refused(world, AssignTip(tipID: tip.tipID, owner: world.accounts["tips"]!), "reviewer") == "done")
        #expect(await refused(world, CorrectAccusedOffice(tipID: tip.tipID, accusedOffice: nil), "reviewer") == "done")
        let again = try await world.district.read(as: barred) { try $0.findTip(tip.tipID) }
        #expect(again.state == .checking && again.ownerID == world.accounts["tips"])
    }

    /// A circular is read by many, so nothing of a tip is in it: not even that an office had an order.
    @Test(arguments: Engine.all) func noCircularCountsIt(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        _ = try await filed(world)
        try world.now("2022-04-01T09:00:00+08:00")
        try await world.district.climbLadders()
        try await world.district.freezeCirculars()
        let papers = try await world.rows("SELECT content FROM circulars WHERE district = \(world.district.code)")
        #expect(papers.isEmpty == false)
        for paper in papers {
            let circular = try JSON.decode(Circular.self, try paper.get("content", as: String.self))
            #expect(circular.offices.isEmpty && circular.named.isEmpty)
            #expect(circular.figures.filter { $0.unit == "count" }.allSatisfy { $0.denominator == 0 })
        }
    }

    @Test(arguments: Engine.all) func whatIsSaidIsSealedAndReadingItIsOnRecord(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let tip = try await assigned(world)
        let rows = try await world.rows("SELECT text, contact, accused FROM tips WHERE district = \(world.district.code)")
        for column in ["text", "contact", "accused"] {
            let bytes: [UInt8] = try rows[0].get(column)
            #expect(!String(decoding: bytes, as: UTF8.self).contains("吃饭") && !String(decoding: bytes, as: UTF8.self).contains("窗口"))
        }
        #expect(try await world.count("SELECT count(*) FROM search_entries WHERE district = \(world.district.code)") == 0)
        #expect(try await world.journal().allSatisfy { !$0.payload.contains("吃饭") && !$0.payload.contains("微信") })
        let words = try await world.district.perform(OpenTip(tipID: tip.tipID), as: world.person("reviewer"))
        #expect(words.text.contains("吃饭") && words.accused == "三号窗口")
        #expect(await refused(world, RevealTipster(tipID: tip.tipID, purpose: ""), "tips") == "purpose: required")
        let contact = try await world.district.perform(RevealTipster(tipID: tip.tipID, purpose: "约见"), as: world.person("tips"))
        #expect(contact == "微信 abc")
        let events = try await world.journal().map(\.event)
        #expect(events.contains("tip.opened") && events.contains("tip.revealed"))
    }

    @Test(arguments: Engine.all) func pastItsLimitItEscalatesToKeepersOnlyAndIsADelay(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let tip = try await assigned(world)
        func delay() async throws -> Double? {
            try await world.district.read(as: world.person("reviewer")) { reading in
                try reading.figures(reading.pack.indicators.filter { $0.code == "tip-delay" }).first?.value
            }
        }
        #expect(try await delay() == 0)
        try world.clock.advance(by: .days(30))
        try await world.district.climbLadders()
        #expect(try await delay() == 1)
        for login in ["leader", "supervisor", "auditor", "housing"] {
            #expect(try await world.district.read(as: world.person(login)) { try $0.notices(limit: 50).count } == 0, "\(login)")
        }
        let told = try await world.district.read(as: world.person("reviewer")) { try $0.notices(limit: 50) }
        #expect(told.contains { $0.text == "notice.order.superior" })
        _ = try await world.district.perform(
            RecordTipFinding(tipID: tip.tipID, finding: .unfounded, text: "查无此事"), as: world.person("tips"))
        #expect(try await delay() == 1, "found late stays late")
    }

    /// Who administers accounts comes by no way to what they may not read.
    @Test(arguments: Engine.all) func theAdministratorOpensNothing(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let (officer, admin) = (world.accounts["tips"]!, world.accounts["admin"]!)
        #expect(await refused(world, AddAPIKey(accountID: officer, name: "k"), "admin") == "compartment-shut")
        #expect(await refused(world, AddDuty(accountID: admin, role: "tip-officer"), "admin") == "compartment-shut")
        #expect(await refused(world, ResetPassword(accountID: officer), "admin") == "compartment-shut")
        #expect(await refused(world, AddAPIKey(accountID: world.accounts["city"]!, name: "k"), "admin") == "done")
    }

    @Test(arguments: Engine.all) func aPosterFillsInItsPlaceAndIsCounted(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let point = try await world.district.perform(
            AddIntakePoint(kind: "window", name: "住房局三号窗口", place: "一楼大厅", officeID: try await world.office("housing").id),
            as: world.person("tips"))
        let file = FileTip(channel: "web", point: point.code, category: "slow", text: "材料齐全一个月不办")
        let tip = try await world.district.perform(file, as: world.visitor)
        let found = try await world.district.read(as: world.person("tips")) { try $0.findTip(tip.tipID) }
        #expect(found.channel == "point" && found.pointID == point.pointID && found.accusedOffice != nil)
        #expect(await refused(world, CloseIntakePoint(pointID: point.pointID), "tips") == "done")
        #expect(await refusal { try await world.district.perform(file, as: world.visitor) } == "point: no-such-point")
        // A tip about those who keep tips goes elsewhere.
        #expect(await refusal { try await filed(world, about: "discipline") } == "no-tip-office", "nobody could look into it")
        _ = try await world.district.perform(
            AddDuty(accountID: world.accounts["supervisor"]!, role: "tip-officer"), as: world.system)
        let about = try await filed(world, about: "discipline")
        let order = try await world.district.read(as: world.system) { try $0.orders(about: Subject("tip", about.tipID.uuid)).last! }
        #expect(order.toOffice == (try await world.office("supervision").id))
        #expect(await refused(world, OpenTip(tipID: about.tipID), "tips") == "not-found")
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(_ work: (Wrapped) async throws -> Value) async rethrows -> Value? {
        if let self { try await work(self) } else { nil }
    }
}
