import Kernel
import Sealing
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
        #expect(count == 20)
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
            } failing: { _ in
                permanent ? .forGood : .once
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
                } failing: { _ in
                    permanent ? .forGood : .once
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
            } failing: { _ in
                .once
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
        #expect(try await world.count("SELECT count(*) FROM messages WHERE district = \(world.district.code)") == 0)
        let virtual = try world.again(clock: .virtual(startingAt: clock.now))
        try await letter(to: ["urban-management"], in: virtual)
        try virtual.clock.advance(by: .hours(100))
        try await virtual.district.climbLadders()
        let (letters, notices) = (
            try await world.count("SELECT count(*) FROM messages WHERE district = \(world.district.code)"),
            try await world.count(
                "SELECT count(*) FROM notices WHERE district = \(world.district.code) AND mode = 'live'")
        )
        #expect(letters == 0)
        #expect(notices > 0)
    }

    @Test(arguments: Engine.all) func nobodyIsToldAnythingAtNight(on engine: Engine) async throws {
        let (world, clock) = try await liveWorld(on: engine, mails: ["a"]) {
            $0.messages.quietFrom = .hours(21)
            $0.messages.quietTo = .hours(7)
        }
        clock.add(.hours(14))  // 23:00
        try await tell("a", "notice.order.remind", in: world)
        #expect(try await carried(world) == [])
        #expect(try await world.count("SELECT count(*) FROM messages WHERE district = \(world.district.code) AND held_for = 'quiet'") == 1)
        // What presses presses at night too; and the inbox has both at once.
        try await tell("a", "notice.order.supervise", in: world)
        #expect(try await carried(world).isEmpty == false)
        clock.add(.hours(8))  // 07:00
        #expect(try await carried(world) == ["notice.order.remind"])
    }

    @Test(arguments: Engine.all) func whatIsTooMuchForADayIsToldTheNextMorningInOne(on engine: Engine) async throws {
        let (world, clock) = try await liveWorld(on: engine, mails: ["a", "b"]) { $0.messages.perDay = 3 }
        for number in 0..<8 { try await tell("a", "notice.order.remind", number: number, in: world) }
        try await tell("b", "notice.order.remind", in: world)
        #expect(try await carried(world).count == 4)
        clock.add(.hours(24))
        #expect(try await carried(world) == ["message.digest"])
        #expect(try await letters(world, "waiting") == 0)
        #expect(try await letters(world, "sent") == 9)
    }

    @Test(arguments: Engine.all) func whereOneWayFailsTheNextIsTaken(on engine: Engine) async throws {
        let (world, clock) = try await liveWorld(on: engine, mails: [])
        let id: ID<Message> = ID("00000000-0000-7000-8000-000000000001")!
        let sealed = try world.district.keys.seal(#"{"phone":"13800138000","mail":"r@example.cn"}"#, context: "test/\(id)")
        let address = SealedAddress(sealed: sealed, context: "test/\(id)", holder: "phone/1")
        try await world.district.tellForTest(address, in: world)
        let ways = Mutex<[String]>([])
        for _ in 0..<3 {
            try await PostOffice.carryOut(in: world.district, channels: [.gateway, .mail]) { message in
                ways.withLock { $0.append("\(message.channel.rawValue) \(message.to)") }
                if message.channel == .gateway { throw Broken() }
            } failing: { _ in
                .forGood
            }
            clock.add(.minutes(1))
        }
        #expect(ways.withLock { $0 } == ["gateway 13800138000", "mail r@example.cn"])
        #expect(try await letters(world, "sent") == 1)
        // The log says so, and not what was said.
        let log = try await world.district.read(as: world.person("admin")) { try $0.deliveries(limit: 10) }
        #expect(log.map(\.state) == [.sent] && log.first?.channel == .mail && log.first?.number == "7")
        #expect(await refusal { try await world.district.read(as: world.person("leader")) { try $0.deliveries(limit: 1) } } == "forbidden")
    }

    /// The keys of what leaves now.
    private func carried(_ world: World) async throws -> [String] {
        let keys = Mutex<[String]>([])
        try await PostOffice.carryOut(in: world.district) { message in
            keys.withLock { $0.append(message.text) }
        } failing: { _ in
            .once
        }
        return keys.withLock { $0 }
    }

    private func tell(_ login: String, _ key: String, number: Int = 0, in world: World) async throws {
        let account = try #require(try await world.district.read(as: world.system) { try $0.accountIfAny(login: login) }).id
        _ = try await world.district.perform(Say(to: account, key: key, number: number), as: world.system)
    }

    /// A machine clock that tests move.
    final class MachineClock: Sendable {
        private let moment = Mutex(World.start)
        var now: Instant { moment.withLock { $0 } }
        func add(_ span: Span) { moment.withLock { $0 = $0 + span } }
    }

    private func liveWorld(
        on engine: Engine, mails: [String], settings: ((inout Pack.Settings) -> Void)? = nil
    ) async throws -> (World, MachineClock) {
        let machine = MachineClock()
        let world = try await World.make(on: engine).again(clock: .live(reading: { machine.now }), settings: settings)
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
            "SELECT count(*) FROM messages WHERE district = \(world.district.code) AND state = \(state)")
    }

    private func letter(to codes: [String], in world: World) async throws {
        var offices: [ID<Office>] = []
        for code in codes { offices.append(try await world.office(code).id) }
        let to = offices
        _ = try await world.district.perform(
            IssueLetter(toOffices: to, ask: "请报送名单", limit: "1wd"), as: world.person("supervisor"))
    }
}

/// Tells somebody something, as verbs do.
private struct Say: Verb {
    static let permission: Permission = "test.say"
    static let audience = VerbAudience.timers
    var to: ID<Account>
    var key: String
    var number: Int

    func perform(at desk: Desk) throws -> Done {
        try desk.notify(
            NoticeDraft(to: .account(to), matter: "test/\(key)/\(number)", text: key, values: ["number": "\(number)"], href: "/"))
        return Done()
    }
}

/// Tells somebody without an account.
private struct SayOutside: Verb {
    static let permission: Permission = "test.say-outside"
    static let audience = VerbAudience.timers
    var sealed: [UInt8]
    var context: String
    var holder: String

    func perform(at desk: Desk) throws -> Done {
        try desk.tell(
            SealedAddress(sealed: sealed, context: context, holder: holder), matter: "test", "message.case.resolved",
            ["number": "7", "title": "油烟"], href: "/follow")
        return Done()
    }
}

extension District {
    fileprivate func tellForTest(_ address: SealedAddress, in world: World) async throws {
        _ = try await perform(SayOutside(sealed: address.sealed, context: address.context, holder: address.holder), as: world.system)
    }
}
