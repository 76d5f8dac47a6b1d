import Casework
import Kernel
import Synchronization
import Testing
import WorkingTime
import World

/// What leaves the house: in its order, nothing left out, again and again until it is taken.
@Suite struct JournalFeedTests {
    /// A receiver that can be made to refuse.
    private final class Receiver: Sendable {
        struct Down: Error {}
        let got = Mutex<[String]>([])
        let isDown = Mutex(false)

        @Sendable func take(_ entry: JournalEntry) async throws {
            if isDown.withLock({ $0 }) { throw Down() }
            got.withLock { $0.append(entry.event) }
        }
    }

    @Test(arguments: Engine.all) func entriesArriveInOrderAndAreTriedAgain(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        let receiver = Receiver()
        let feed = JournalFeed(name: "test", events: ["case.filed", "order.*"])
        func carry() async throws -> [String] {
            try await feed.carryOut(in: world.district, send: receiver.take)
            return receiver.got.withLock { got in
                defer { got = [] }
                return got
            }
        }
        _ = try await world.filed()
        // It begins with what happens from now on.
        #expect(try await carry() == [])
        let given = try await world.dispatched()
        try world.clock.set(world.clock.now + .seconds(11))
        #expect(try await carry() == ["case.filed", "order.issued", "order.issued"])
        #expect(try await carry() == [])

        // Refused, it waits: a minute, then five. Nothing overtakes it.
        receiver.isDown.withLock { $0 = true }
        _ = try await world.district.perform(AcceptOrder(orderID: given.orderID), as: world.person("city"))
        try world.clock.set(world.clock.now + .seconds(11))
        #expect(try await carry() == [])
        receiver.isDown.withLock { $0 = false }
        _ = try await world.filed()
        try world.clock.set(world.clock.now + .seconds(30))
        #expect(try await carry() == [])
        try world.clock.set(world.clock.now + .seconds(31))
        #expect(try await carry() == ["order.accepted", "case.filed", "order.issued"])
        receiver.isDown.withLock { $0 = true }
        _ = try await world.filed()
        for minutes in [1, 5, 15] {
            try world.clock.set(world.clock.now + .minutes(minutes) + .seconds(11))
            #expect(try await carry() == [])
        }
        receiver.isDown.withLock { $0 = false }
        try world.clock.set(world.clock.now + .minutes(14))
        #expect(try await carry() == [])
        try world.clock.set(world.clock.now + .minutes(2))
        #expect(try await carry() == ["case.filed", "order.issued"])
    }

    @Test func whatHappensInADrillStaysThere() async throws {
        let world = try await World.make()
        let receiver = Receiver()
        let feed = JournalFeed(name: "test", events: ["case.*"])
        try await feed.carryOut(in: world.district, send: receiver.take)
        _ = try await world.filed(by: world.drilling("phone"))
        #expect(try await feed.carryOut(in: world.district, send: receiver.take) == 0)
    }
}
