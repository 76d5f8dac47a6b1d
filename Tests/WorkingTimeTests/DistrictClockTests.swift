import Synchronization
import Testing
import WorkingTime

struct DistrictClockTests {
    @Test func virtualClockStandsUntilAdvanced() throws {
        let clock = DistrictClock.virtual(startingAt: at("2022-04-02 09:30"))
        #expect(clock.isVirtual)
        #expect(clock.now == at("2022-04-02 09:30"))
        try clock.advance(by: .hours(2))
        #expect(clock.now == at("2022-04-02 11:30"))
        try clock.advance(to: at("2022-04-06 18:00"))
        try clock.advance(to: at("2022-04-06 18:00"))
        #expect(clock.now == at("2022-04-06 18:00"))
        #expect(clock.setBackBy == .zero)
    }

    @Test func virtualClockRefusesToGoBackUnlessSet() throws {
        let (late, early) = (at("2022-04-06 18:00"), at("2022-04-06 17:00"))
        let clock = DistrictClock.virtual(startingAt: late)
        #expect(throws: ClockError.wouldGoBack(from: late, to: early)) { try clock.advance(to: early) }
        #expect(throws: ClockError.wouldGoBack(from: late, to: early)) { try clock.advance(by: .hours(-1)) }
        #expect(clock.now == late)
        try clock.set(early)
        #expect(clock.now == early)
    }

    @Test func liveClockCannotBeMoved() {
        let clock = DistrictClock.live()
        #expect(!clock.isVirtual)
        #expect(throws: ClockError.notVirtual) { try clock.advance(by: .hours(1)) }
        #expect(throws: ClockError.notVirtual) { try clock.advance(to: clock.now + .hours(1)) }
        #expect(throws: ClockError.notVirtual) { try clock.set(clock.now) }
    }

    @Test func liveClockFollowsTheMachine() {
        let clock = DistrictClock.live()
        #expect(clock.now > at("2022-04-02 09:30"))
        let first = clock.now
        #expect(clock.now >= first)
    }

    @Test func liveClockHoldsWhenTheMachineIsSetBack() {
        let machine = Machine(at("2022-04-06 12:00"))
        let clock = DistrictClock.live { machine.time }
        #expect(clock.now == at("2022-04-06 12:00"))
        machine.time = at("2022-04-06 11:45")
        #expect(clock.now == at("2022-04-06 12:00"))
        #expect(clock.setBackBy == .minutes(15))
        machine.time = at("2022-04-06 11:59")
        #expect(clock.setBackBy == .minutes(1))
        machine.time = at("2022-04-06 12:01")
        #expect(clock.setBackBy == .zero)
        #expect(clock.now == at("2022-04-06 12:01"))
    }

    @Test func nobodySeesTimeStepBack() async {
        let machine = Machine(at("2022-04-06 12:00"))
        let clock = DistrictClock.live { machine.time }
        await withTaskGroup(of: Bool.self) { group in
            for reader in 0..<4 {
                group.addTask {
                    var (random, last) = (SeededGenerator(seed: UInt64(reader)), clock.now)
                    for _ in 0..<2_000 {
                        machine.time = at("2022-04-06 12:00") + .seconds(.random(in: -60...60, using: &random))
                        let now = clock.now
                        if now < last { return false }
                        last = now
                    }
                    return true
                }
            }
            for await neverBack in group { #expect(neverBack) }
        }
    }
}

/// A machine whose clock anybody may set.
private final class Machine: Sendable {
    private let set: Mutex<Instant>

    init(_ time: Instant) { set = Mutex(time) }

    var time: Instant {
        get { set.withLock { $0 } }
        set(new) { set.withLock { $0 = new } }
    }
}
