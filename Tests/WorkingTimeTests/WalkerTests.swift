import Testing
import WorkingTime

enum LimitKind: CaseIterable {
    case hours, days, workingHours, workingDays

    func limit(upTo most: (hours: Int, days: Int), using random: inout SeededGenerator) -> Limit {
        switch self {
        case .hours: .hours(.random(in: 0...most.hours * 3, using: &random))
        case .days: .days(.random(in: 0...most.days, using: &random))
        case .workingHours: .workingHours(.random(in: 0...most.hours, using: &random))
        case .workingDays: .workingDays(.random(in: 0...most.days, using: &random))
        }
    }
}

/// Deadlines of random starts, limits and pauses against the walker; every fifth case has an open pause.
func compareWithWalker(notices: [String: NamedDay], kind: LimitKind, slot: Int, cases: Int, seed: UInt64) {
    let walker = Walker(slot: slot, notices: notices)
    guard let hours = try? OfficeHours(parsing: Walker.text) else { preconditionFailure(Walker.text) }
    let schedule = WorkSchedule(calendar: workCalendar(of: notices), hours: hours, zone: .china)
    var random = SeededGenerator(seed: seed)
    let week = 7 * 1_440 / slot
    for number in 0..<cases {
        let start = slot * Int.random(in: 31 * 1_440 / slot..<2_900 * 1_440 / slot, using: &random)
        let limit = kind.limit(upTo: slot == 1 ? (8, 2) : (48, 14), using: &random)
        let pauses = (0..<Int.random(in: 0...4, using: &random)).map { pause in
            let from = start + slot * Int.random(in: -week / 7..<week * 2, using: &random)
            let isOpen = pause == 0 && number % 5 == 0
            return (from: from, to: isOpen ? nil : from + slot * Int.random(in: 0..<week / 2, using: &random))
        }
        let deadline = schedule.deadline(
            from: walker.instant(start), limit: limit,
            pauses: pauses.map {
                Pause(from: walker.instant($0.from), to: $0.to.map(walker.instant), reason: "")
            })
        let walked = walker.due(from: start, limit, pauses: pauses).map(walker.instant)
        if deadline.due != walked {
            Issue.record(
                "\(walker.instant(start).iso(in: .china)) \(limit) \(deadline.pauses): \(String(describing: walked))")
        }
        if pauses.isEmpty { checkInverses(schedule, deadline) }
    }
}

/// What must hold between a deadline without pauses and the other questions a schedule answers.
private func checkInverses(_ schedule: WorkSchedule, _ deadline: Deadline) {
    guard let due = deadline.due else { return }
    let (start, limit) = (deadline.start, deadline.limit)
    #expect(schedule.after(start, limit) == due)
    switch limit {
    case .hours, .days: #expect(schedule.before(due, limit) == start)
    case .workingHours(let hours):
        #expect(schedule.working(between: start, and: due) == .hours(hours))
        #expect(schedule.working(between: schedule.before(due, limit), and: due) == .hours(hours))
        #expect(schedule.before(due, limit) >= start)
    case .workingDays(let days):
        #expect(schedule.workingDays(between: start.day(in: .china), and: due.day(in: .china)) == days)
        #expect(schedule.after(schedule.before(due, limit), limit) == due)
    }
}

struct WalkerTests {
    @Test(arguments: LimitKind.allCases)
    func deadlinesAgreeQuarterByQuarter(kind: LimitKind) {
        for seed: UInt64 in 1...3 {
            compareWithWalker(notices: inventedNotices(seed: seed), kind: kind, slot: 15, cases: 250, seed: seed)
        }
    }

    @Test(arguments: LimitKind.allCases)
    func deadlinesAgreeMinuteByMinute(kind: LimitKind) {
        compareWithWalker(notices: inventedNotices(seed: 9), kind: kind, slot: 1, cases: 60, seed: 9)
    }

    @Test func measuresAgreeWithCounting() throws {
        let notices = inventedNotices(seed: 5)
        let walker = Walker(slot: 15, notices: notices)
        let schedule = WorkSchedule(
            calendar: workCalendar(of: notices), hours: try OfficeHours(parsing: Walker.text), zone: .china)
        var random = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            let start = 15 * Int.random(in: 3_000..<270_000, using: &random)
            let end = start + 15 * Int.random(in: 0..<1_500, using: &random)
            let open = stride(from: start, to: end, by: 15).count { walker.isOpen($0) }
            #expect(schedule.working(between: walker.instant(start), and: walker.instant(end)) == .minutes(15 * open))
            let worked = (start / 1_440 + 1..<end / 1_440 + 1).count { walker.worked[$0] }
            let (first, last) = (walker.instant(start).day(in: .china), walker.instant(end).day(in: .china))
            #expect(schedule.workingDays(between: first, and: last) == worked)
        }
    }
}
