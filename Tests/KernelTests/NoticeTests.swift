import Kernel
import Store
import Synchronization
import Testing
import WorkingTime
import World

@Suite struct NoticeTests {
    struct Broken: Error {}

    @Test(arguments: Engine.all) func oneMatterIsToldOncePerRecipient(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try await letter(to: ["urban-management", "housing"], in: world)
        try world.now("2022-04-20T09:00:00+08:00")
        for _ in 0..<3 { try await world.district.climbLadders() }
        let (count, distinct) = (
            try await world.count("SELECT count(*) FROM notices WHERE district = \(world.district.code)"),
            try await world.rows(
                "SELECT DISTINCT recipient, matter FROM notices WHERE district = \(world.district.code)"
            ).count
        )
        #expect(count == distinct)
        #expect(count == 12)
    }

    @Test(arguments: Engine.all) func whatOneHasReadIsReadForOneselfOnly(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try await letter(to: ["urban-management"], in: world)
        try world.now("2022-03-30T15:30:00+08:00")
        try await world.district.climbLadders()
        func unread(_ login: String) async throws -> Int {
            try await world.district.read(as: world.person(login)) { try $0.unreadNotices() }
        }
        #expect([try await unread("city"), try await unread("city2"), try await unread("housing")] == [1, 1, 0])
        let mine = try await world.district.read(as: world.person("city")) { try $0.notices(limit: 10).map(\.id) }
        _ = try await world.district.perform(ReadNotices(notices: mine), as: world.person("housing"))
        #expect(try await unread("city") == 1)
        _ = try await world.district.perform(ReadNotices(notices: mine + mine), as: world.person("city"))
        #expect([try await unread("city"), try await unread("city2")] == [0, 1])
        #expect(
            await refusal { try await world.district.perform(ReadNotices(notices: mine), as: world.visitor) }
                == "unauthenticated")
    }

    @Test(arguments: Engine.all) func lettersLeaveOnceAndAreTriedAgainWithGrowingPauses(on engine: Engine) async throws {
        let (world, clock) = try await liveWorld(on: engine, mails: ["a", "b"])
        try await letter(to: ["urban-management"], in: world)
        clock.add(.hours(30))
        try await world.district.climbLadders()
        let sent = Mutex<[String]>([])
        func carry(failing: Bool, permanent: Bool = false) async throws {
            try await PostOffice.carryOut(in: world.district) { letter in
                if failing { throw Broken() }
                sent.withLock { $0.append("\(letter.to) \(letter.text)") }
            } isPermanent: { _ in
                permanent
            }
        }
        let waiting = try await letters(world, "waiting")
        #expect(waiting > 0 && waiting % 2 == 0)
        try await carry(failing: true)
        try await carry(failing: false)
        #expect(sent.withLock { $0 }.isEmpty, "a minute has not passed")
        clock.add(.minutes(1))
        try await carry(failing: false)
        try await carry(failing: false)
        let told = sent.withLock { $0 }
        #expect(told.count == waiting)
        #expect(Set(told).count == told.count)
        #expect(try await letters(world, "sent") == waiting)
    }

    @Test(arguments: Engine.all) func aLetterIsGivenUpAfterAllItsPausesOrAPermanentRefusal(on engine: Engine)
        async throws
    {
        for permanent in [true, false] {
            let (world, clock) = try await liveWorld(on: engine, mails: ["a"])
            try await letter(to: ["urban-management"], in: world)
            clock.add(.hours(4))
            try await world.district.climbLadders()
            let tries = Mutex(0)
            for _ in 0..<12 {
                try await PostOffice.carryOut(in: world.district) { _ in
                    tries.withLock { $0 += 1 }
                    throw Broken()
                } isPermanent: { _ in
                    permanent
                }
                clock.add(.hours(13))
            }
            let letters = try await letters(world, "given-up")
            #expect(letters >= 1)
            #expect(tries.withLock { $0 } == letters * (permanent ? 1 : 7))
        }
    }

    @Test(arguments: Engine.all) func lettersToNobodyDoNotStandInTheWayOfOthers(on engine: Engine) async throws {
        let (world, clock) = try await liveWorld(on: engine, mails: ["a", "b"])
        try await letter(to: ["urban-management"], in: world)
        clock.add(.hours(4))
        try await world.district.climbLadders()
        let gone = try #require(try await world.district.read(as: world.system) { try $0.accountIfAny(login: "a") }).id
        _ = try await world.district.perform(SuspendAccount(accountID: gone, suspended: true), as: world.system)
        let sent = Mutex<[String]>([])
        for _ in 0..<8 {
            try await PostOffice.carryOut(in: world.district, batch: 1) { letter in
                sent.withLock { $0.append(letter.to) }
            } isPermanent: { _ in
                false
            }
        }
        #expect(Set(sent.withLock { $0 }) == ["b@example.cn"])
        #expect(try await letters(world, "waiting") == 0)
    }

    @Test(arguments: Engine.all) func noMailLeavesUnderAVirtualClockOrInADrill(on engine: Engine) async throws {
        let (world, clock) = try await liveWorld(on: engine, mails: ["a"])
        let office = try await world.office("urban-management").id
        _ = try await world.district.perform(
            IssueLetter(toOffices: [office], ask: "演练", limit: "1wd"), as: world.drilling("supervisor"))
        clock.add(.hours(100))
        try await world.district.climbLadders()
        #expect(try await world.count("SELECT count(*) FROM letters WHERE district = \(world.district.code)") == 0)
        let virtual = try world.again(clock: .virtual(startingAt: clock.now))
        try await letter(to: ["urban-management"], in: virtual)
        try virtual.clock.advance(by: .hours(100))
        try await virtual.district.climbLadders()
        let (letters, notices) = (
            try await world.count("SELECT count(*) FROM letters WHERE district = \(world.district.code)"),
            try await world.count(
                "SELECT count(*) FROM notices WHERE district = \(world.district.code) AND mode = 'live'")
        )
        #expect(letters == 0)
        #expect(notices > 0)
    }

    /// A machine clock that tests move.
    final class MachineClock: Sendable {
        private let moment = Mutex(World.start)
        var now: Instant { moment.withLock { $0 } }
        func add(_ span: Span) { moment.withLock { $0 = $0 + span } }
    }

    private func liveWorld(on engine: Engine, mails: [String]) async throws -> (World, MachineClock) {
        let machine = MachineClock()
        let world = try await World.make(on: engine).again(clock: .live(reading: { machine.now }))
        let (office, area) = (try await world.office("urban-management").id, try await world.area("990101").id)
        for login in mails {
            let added = try await world.district.perform(
                AddAccount(login: login, name: login, mail: "\(login)@example.cn"), as: world.system)
            _ = try await world.district.perform(
                AddDuty(accountID: added.accountID, role: "handler", officeID: office, areaID: area), as: world.system)
        }
        return (world, machine)
    }

    private func letters(_ world: World, _ state: String) async throws -> Int {
        try await world.count(
            "SELECT count(*) FROM letters WHERE district = \(world.district.code) AND state = \(state)")
    }

    private func letter(to codes: [String], in world: World) async throws {
        var offices: [ID<Office>] = []
        for code in codes { offices.append(try await world.office(code).id) }
        let to = offices
        _ = try await world.district.perform(
            IssueLetter(toOffices: to, ask: "请报送名单", limit: "1wd"), as: world.person("supervisor"))
    }
}
