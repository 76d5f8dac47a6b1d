import Kernel
import Store
import Supervision
import Testing
import WorkingTime
import World

/// Papers that make themselves: the period, what is in it, and that it stays as it was.
@Suite struct CircularTests {
    @Test func periodsAreWrittenOneWay() throws {
        for (day, codes) in [
            ("2022-01-01", ["2021-W52", "2022-01", "2022-Q1", "2022"]), ("2020-12-31", ["2020-W53", "2020-12", "2020-Q4", "2020"]),
            ("2022-04-03", ["2022-W13", "2022-04", "2022-Q2", "2022"]), ("2024-12-30", ["2025-W01", "2024-12", "2024-Q4", "2024"]),
        ] {
            let found = Period.Length.allCases.map { Period($0, containing: Day(iso: day)!) }
            #expect(found.map(\.code) == codes)
            for period in found {
                #expect(Period(period.code) == period)
                #expect(period.previous.last.adding(days: 1) == period.first)
            }
        }
        for text in ["", "2022-13", "2022-W54", "2022-Q5", "22", "2022-1", "2022-W1", "2022-01-01", "2022-"] {
            #expect(Period(text) == nil, "\(text)")
        }
    }

    private func issue(_ world: World, to office: String) async throws -> ID<Order> {
        try await world.district.perform(
            IssueLetter(toOffices: [try await world.office(office).id], ask: "请报送名单", limit: "1wd", basis: "清单"),
            as: world.person("supervisor"))[0]
    }

    @Test(arguments: Engine.all) func aMonthThatIsOverIsFrozenAndStaysSo(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        // Two letters in March 2022; one is answered in April, one never.
        let answered = try await issue(world, to: "urban-management")
        _ = try await issue(world, to: "housing")
        try world.now("2022-04-01T09:00:00+08:00")
        try await world.district.climbLadders()
        try await world.district.freezeCirculars()
        func figure(_ code: String, _ month: String) async throws -> (numerator: Int?, denominator: Int)? {
            let text = try await world.rows(
                "SELECT content FROM circulars WHERE district = \(world.district.code) AND period = \(month)"
            ).first?.get("content", as: String.self)
            return try text.map { try JSON.decode(Circular.self, $0) }?.figures.first { $0.code == code }.map {
                ($0.numerator, $0.denominator)
            }
        }
        #expect(try await figure("issued-orders", "2022-03")?.denominator == 2)
        #expect(try await figure("reply-on-time-rate", "2022-03")?.denominator == 0)
        _ = try await world.district.perform(ReplyToOrder(orderID: answered, text: "名单附后"), as: world.person("city"))
        try world.now("2022-04-20T09:00:00+08:00")
        try await world.district.climbLadders()
        try await world.district.freezeCirculars()
        #expect(try await figure("reply-on-time-rate", "2022-03")?.denominator == 0, "frozen as it was known at its end")
        // Whoever looks at the rows of the frozen figure sees those rows, as of that moment.
        let end = Instant(iso: "2022-03-31T23:59:59.999999+08:00")!
        let rows = try await world.district.read(as: world.person("leader"), asOf: end) { reading in
            try reading.figures(
                reading.pack.indicators.filter { $0.code == "issued-orders" },
                filter: IndicatorFilter(from: Day(iso: "2022-03-01"), to: Day(iso: "2022-03-31"))
            ).first?.denominator
        }
        #expect(rows == 2)
        // Nobody typed anything, and who did not reply is named in April's.
        try world.now("2022-05-02T09:00:00+08:00")
        try await world.district.freezeCirculars()
        let april = try await world.rows(
            "SELECT content FROM circulars WHERE district = \(world.district.code) AND period = '2022-04'"
        ).first!.get("content", as: String.self)
        let named = try JSON.decode(Circular.self, april).named
        let housing = try await world.office("housing").id
        #expect(Set(named.map(\.action)) == ["name", "interview"] && named.allSatisfy { $0.officeID == housing })
        let counts = try await world.district.read(as: world.person("leader")) { reading in
            try reading.figures(
                reading.pack.indicators.filter { ["named", "interviewed"].contains($0.code) },
                filter: IndicatorFilter(from: Day(iso: "2022-04-01"), to: Day(iso: "2022-04-30"))
            ).map(\.denominator)
        }
        #expect(counts == [1, 1])
        #expect(
            try await world.count("SELECT count(*) FROM journal WHERE district = \(world.district.code) AND event = 'circular.frozen'") > 1)
    }

    @Test(arguments: Engine.all) func lateOnWorkingDaysOnlyMakeUpDaysAmongThem(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try world.now("2022-04-06T18:00:00+08:00")
        let (housing, market) = (try await world.office("housing").id, try await world.office("market").id)
        func entry(_ office: ID<Office>, _ person: String, _ at: String) -> RecordLateArrivals.Entry {
            RecordLateArrivals.Entry(officeID: office, person: person, at: Instant(iso: at + "+08:00")!)
        }
        let entries = [
            // Saturday 2 April was worked; 3 to 5 April were holidays.
            entry(housing, "甲", "2022-04-02T08:45:00"), entry(housing, "甲", "2022-04-02T14:10:00"),
            entry(housing, "乙", "2022-04-02T08:30:00"), entry(housing, "乙", "2022-04-02T10:00:00"),
            entry(market, "丙", "2022-04-04T10:00:00"), entry(market, "丁", "2022-04-06T08:36:00"),
            entry(market, "戊", "2022-04-06T15:00:00"),
        ]
        let record = RecordLateArrivals(entries: entries, basis: "清明前后纪律检查", graceMinutes: 5)
        let outcome = try await world.district.perform(record, as: world.person("supervisor"))
        #expect(outcome.looked == 5 && outcome.late == 2 && outcome.offices == 2)
        _ = try await world.district.perform(record, as: world.person("supervisor"))
        let kept = try await world.rows("SELECT person FROM late_arrivals WHERE district = \(world.district.code)")
        #expect(kept.count == 2, "nobody twice, and whoever was in time leaves no trace")
        #expect(!String(decoding: try kept[0].get("person", as: [UInt8].self), as: UTF8.self).contains("甲"), "names are sealed")
        let otherDoor = [entry(housing, "甲", "2022-04-02T08:20:00"), entry(market, "丁", "2022-04-06T08:40:00")]
        _ = try await world.district.perform(
            RecordLateArrivals(entries: otherDoor, basis: "侧门", graceMinutes: 5), as: world.person("supervisor"))
        let left = try await world.rows("SELECT arrived_at FROM late_arrivals WHERE district = \(world.district.code)")
        #expect(try left.map { try $0.get("arrived_at", as: Instant.self) } == [Instant(iso: "2022-04-06T08:36:00+08:00")!])
        _ = try await world.district.perform(
            RecordLateArrivals(entries: [entry(housing, "己", "2022-04-02T08:50:00")], basis: "侧门", graceMinutes: 5),
            as: world.person("supervisor"))
        let issue = IssueLateLetters(from: Day(iso: "2022-04-01")!, to: Day(iso: "2022-04-06")!, ask: "请核实", limit: "1wd", basis: "门禁记录")
        let letters = try await world.district.perform(issue, as: world.person("supervisor"))
        #expect(letters.count == 2)
        #expect(await refusal { try await world.district.perform(issue, as: world.person("supervisor")) } == "nobody-late")
        let order = try await world.district.read(as: world.system) { try $0.findOrder(letters[0]) }
        #expect(order.basis == "门禁记录" && order.kind == "letter")
    }
}
