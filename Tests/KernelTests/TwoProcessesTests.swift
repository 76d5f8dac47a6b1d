import Kernel
import Store
import Synchronization
import Testing
import WorkingTime
import World

/// Two processes over one PostgreSQL, each with a pool, a clock and listeners of its own.
@Suite struct TwoProcessesTests {
    private func two() async throws -> (World, World) {
        let (store, address) = try await PrivatePostgres.emptyStoreAndAddress()
        try await store.migrate(World.migrations)
        let first = try await World.make(on: .postgres)
        // The same district seen through a pool of its own: nothing is shared but the database.
        let base = try first.again(on: store)
        _ = try await base.district.perform(SeedPlaces(), as: base.system)
        return (base, try base.again(on: try Store.postgres(address, connections: 3)))
    }

    @Test func aTimerIsOneProcessesAffairUntilItStopsAnswering() async throws {
        let (one, other) = try await two()
        let (first, second) = (TimerLease(one.district), TimerLease(other.district))
        let timer = DistrictTimer("post", everySeconds: 15) { _ in }
        #expect(try await first.take(timer))
        #expect(try await !second.take(timer))
        #expect(try await first.take(timer))
        // Both at once, again and again: one of them, always the same.
        let taken = await atOnce(20) { turn in try await (turn % 2 == 0 ? first : second).take(timer) }
        #expect(try taken.enumerated().allSatisfy { try $0.element.get() == ($0.offset % 2 == 0) })
        // Another timer is another affair.
        #expect(try await second.take(DistrictTimer("ladder", everySeconds: 20) { _ in }))
        // The first one is silent for longer than its lease.
        try one.clock.advance(by: .minutes(2))
        #expect(try await second.take(timer))
        #expect(try await !first.take(timer))
        // Whoever stops gives back what they have, and nothing of others.
        try await first.release()
        #expect(try await !first.take(timer))
        try await second.release()
        #expect(try await first.take(timer))
    }

    @Test func laddersClimbOnceWhoeverClimbs() async throws {
        let (one, other) = try await two()
        let office = try await one.office("urban-management").id
        _ = try await one.district.perform(
            IssueLetter(toOffices: Array(repeating: office, count: 1), ask: "请报送", limit: "1wd"), as: one.system)
        try one.clock.advance(by: .days(20))
        let (left, right) = (one.district, other.district)
        let steps = await atOnce(8) { turn in try await (turn % 2 == 0 ? left : right).climbLadders() }
        let total = try steps.reduce(0) { try $0 + $1.get() }
        let code = left.code
        #expect(total == (try await one.count("SELECT count(*) FROM order_escalations WHERE district = \(code)")))
        #expect(total == (try await one.count("SELECT count(*) FROM journal WHERE district = \(code) AND event = 'order.escalated'")))
        #expect(total > 4)
    }

    @Test func whatOneWritesTheOtherTells() async throws {
        let (one, other) = try await two()
        let watch = JournalWatch(other.district)
        let heard = Mutex(0)
        let listening = Task {
            for await _ in other.district.announcer.listen() { heard.withLock { $0 += 1 } }
        }
        try await Task.sleep(for: .milliseconds(20))
        try await watch.look()
        try await watch.look()
        #expect(heard.withLock { $0 } == 0, "nothing happened")
        _ = try await one.filed()
        try await watch.look()
        for _ in 0..<100 where heard.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(10)) }
        listening.cancel()
        #expect(heard.withLock { $0 } == 1)
    }
}
