import Casework
import Edges
import Foundation
import Kernel
import Pages
import Sealing
import Server
import Store
import Synchronization
import Testing
import WorkingTime
import World

/// Mail servers that hang and receivers that never answer, a hundred times each, while people work: nothing is lost, nothing is sent twice
/// beyond what is promised, and nobody who works waits for it.
@Suite struct ReceiverFaultTests {
    private static let faults = 100

    /// A clock that the test moves and that is no virtual one: under that nothing leaves.
    private final class MachineClock: Sendable {
        private let moment = Mutex(World.start)
        var now: Instant { moment.withLock { $0 } }
        func add(_ span: Span) { moment.withLock { $0 = $0 + span } }
    }

    private func liveWorld(on engine: Engine) async throws -> (World, MachineClock) {
        let machine = MachineClock()
        let world = try await World.make(on: engine).again(clock: .live(reading: { machine.now })) { $0.messages.perDay = 1_000 }
        return (world, machine)
    }

    /// Somebody works meanwhile; how many requests were filed, each of them acknowledged.
    private func working(in world: World, _ work: () async throws -> Void) async throws -> Int {
        let isOver = Mutex(false)
        async let filed = {
            var count = 0
            while !isOver.withLock({ $0 }) {
                _ = try await world.filed("路灯不亮 \(count)")
                count += 1
                // People, not a machine that files without end.
                try await Task.sleep(for: .milliseconds(20))
            }
            return count
        }()
        do { try await work() } catch {
            isOver.withLock { $0 = true }
            _ = try await filed
            throw error
        }
        isOver.withLock { $0 = true }
        return try await filed
    }

    @Test(arguments: Engine.all) func aMailServerThatHangs(on engine: Engine) async throws {
        let (world, clock) = try await liveWorld(on: engine)
        let office = try await world.office("urban-management").id
        let added = try await world.district.perform(
            AddAccount(login: "mail", name: "收件人", mail: "mail@example.cn"), as: world.system)
        _ = try await world.district.perform(
            AddDuty(accountID: added.accountID, role: "handler", officeID: office, areaID: try await world.area("990101").id),
            as: world.system)
        for number in 0..<Self.faults {
            _ = try await world.district.perform(
                IssueLetter(toOffices: [office], ask: "请报送第 \(number) 份名单", limit: "1wd"), as: world.person("supervisor"))
        }
        clock.add(.hours(4))
        try await world.district.climbLadders()
        let waiting = try await world.count("SELECT count(*) FROM messages WHERE district = \(world.district.code) AND state = 'waiting'")
        #expect(waiting >= Self.faults)
        // At every place where it can hang; behind the letter's end nobody can know whether it was taken.
        let stages = ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DATA-END"]
        let heard = Mutex<[(stage: String?, letters: [String])]>([])
        let site = try Server.Application.site(world.district)
        func round(hanging stage: String?) async throws {
            let server = try SMTPResponder(stage.map { [$0: ""] } ?? [:])
            let sender = MailSender(
                MailServer(host: "127.0.0.1", port: server.port, security: .none, from: try MailAddress("h@example.cn")),
                timeout: .milliseconds(stage == nil ? 5_000 : 60))
            let timer = try #require(PostRound(site: site, mail: sender, batch: stage == nil ? 1 : 20).timers.first)
            try await timer.run(world.district)
            let letters = server.lines.filter { $0.lowercased().hasPrefix("message-id:") }
            heard.withLock { $0.append((stage, letters)) }
        }
        let filed = try await working(in: world) {
            for number in 0..<Self.faults {
                try await round(hanging: stages[number % stages.count])
                clock.add(.seconds(15))
            }
            for _ in 0..<(waiting + Self.faults) {
                try await round(hanging: nil)
                clock.add(.minutes(2))
            }
        }
        #expect(filed > 0)
        let left = try await world.count("SELECT count(*) FROM messages WHERE district = \(world.district.code) AND state <> 'sent'")
        #expect(left == 0, "every letter was taken in the end")
        let all = heard.withLock { $0 }
        let sound = all.filter { $0.stage == nil }.flatMap(\.letters)
        #expect(Set(sound).count == sound.count, "none is sent twice to a server that answers")
        #expect(sound.count == waiting)
        let unsure = all.filter { $0.stage != nil && $0.stage != "DATA-END" }.flatMap(\.letters)
        #expect(unsure.isEmpty, "no letter left where the server hung before it")
        #expect(all.filter { $0.stage != nil }.allSatisfy { $0.letters.count <= 1 }, "a server that hangs is asked once a round")
    }

    @Test(arguments: Engine.all) func aReceiverThatNeverAnswers(on engine: Engine) async throws {
        let (world, clock) = try await liveWorld(on: engine)
        let receiver = try HTTPResponder { $0 < Self.faults }
        defer { receiver.stop() }
        let secret = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()
        var post = SignedPost(url: "http://127.0.0.1:\(receiver.port)/", secret: try #require(WebhookSecret(secret)), secretText: secret)
        post.patience = .milliseconds(100)
        let timer = Webhook(name: "bus", post: post, events: ["case.filed"]).timer(try Server.Application.site(world.district))
        try await timer.run(world.district)
        let early = try await world.filed("最早的一件")
        let filed = try await working(in: world) {
            for _ in 0...Self.faults {
                clock.add(.hours(13))
                try await timer.run(world.district)
            }
        }
        // What was filed while the last round ran settles on PostgreSQL only later; and an answer may come too late on a busy machine.
        for _ in 0..<20 {
            clock.add(.hours(13))
            try await timer.run(world.district)
        }
        let requests = receiver.requests
        #expect(requests.prefix(Self.faults).allSatisfy { $0.isHeld })
        #expect(
            Set(requests.prefix(Self.faults + 1).map { $0.headers["webhook-id"] }).count == 1,
            "what was not taken is sent again, under its own id")
        #expect(requests.first?.body.contains(early.number) == true)
        let answered = requests.filter { !$0.isHeld }
        #expect(Set(answered.map { $0.headers["webhook-id"] }).count == filed + 1, "none left out")
        #expect(answered.count <= filed + 10, "again only what was answered too late")
    }
}
