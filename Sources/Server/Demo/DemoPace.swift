import Kernel
import WorkingTime

/// When people do things: in office hours, after a while that differs from one to the next and is the same in every run.
struct DemoPace: Sendable {
    let schedule: WorkSchedule
    private var dice: DemoDice

    init(_ schedule: WorkSchedule, seed: Int) {
        self.schedule = schedule
        dice = DemoDice(seed: seed)
    }

    mutating func number(in range: ClosedRange<Int>) -> Int { dice.number(in: range) }

    mutating func chance(percent: Int) -> Bool { number(in: 1...100) <= percent }

    mutating func later(_ moment: Instant, minutes: ClosedRange<Int>) -> Instant {
        inOfficeHours(moment + .minutes(number(in: minutes)))
    }

    /// That part of the way from one moment to another, in office hours.
    func part(_ percent: Int, from start: Instant, to end: Instant) -> Instant {
        let way = (end - start).microseconds
        return inOfficeHours(start + Span(microseconds: way / 100 * Int64(percent)))
    }

    /// Daytime on some day after, as residents find the time.
    mutating func atHome(_ moment: Instant, days: ClosedRange<Int>) -> Instant {
        let day = moment.day(in: schedule.zone).adding(days: number(in: days))
        return Instant(day, at: .minutes(number(in: 9 * 60...20 * 60)), in: schedule.zone)
    }

    /// The moment itself, or the next at which offices are open.
    func inOfficeHours(_ moment: Instant) -> Instant {
        var moment = moment
        while schedule.working(between: moment, and: moment + .seconds(1)) <= .zero { moment = moment + .minutes(10) }
        return moment
    }
}

/// Numbers that look thrown, and are the same in every run of a seed.
struct DemoDice: Sendable {
    private var state: UInt64

    init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 }

    /// SplitMix64.
    mutating func number(in range: ClosedRange<Int>) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return range.lowerBound + Int(mixed % UInt64(range.count))
    }
}
