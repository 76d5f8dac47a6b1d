/// The running total of a quantity that each day adds to: the same every week, except on exceptional days.
///
/// Counts working days (1 or 0 a day) and office time (microseconds a day). Answers in logarithmic time of the
/// number of exceptions, however far the day is, because a plain week is a division.
struct DailyTotal: Sendable {
    /// What the weekdays before each weekday add up to: 8 values, Monday first, the last for the whole week.
    private let week: [Int64]
    private let exceptions: [Exception]

    private struct Exception {
        var day: Day
        var before: Int64
        var value: Int64
        /// What this and the earlier exceptions add to the total of plain weeks.
        var shift: Int64
    }

    /// `week` has 7 values from Monday, none negative, not all zero; `exceptions` are in order of days.
    init(week values: [Int64], exceptions named: [(day: Day, value: Int64)]) {
        var week: [Int64] = [0]
        for value in values { week.append(week[week.count - 1] + value) }
        self.week = week

        var exceptions: [Exception] = []
        var shift: Int64 = 0
        for (day, value) in named {
            let before = DailyTotal.plain(before: day, week) + shift
            shift += value - values[day.weekday - 1]
            exceptions.append(Exception(day: day, before: before, value: value, shift: shift))
        }
        self.exceptions = exceptions
    }

    /// The total of all days before `day`, from an arbitrary beginning; only differences mean something.
    func total(before day: Day) -> Int64 {
        let earlier = countFirst { $0.day < day }
        return DailyTotal.plain(before: day, week) + (earlier == 0 ? 0 : exceptions[earlier - 1].shift)
    }

    /// The first day at whose end the total is at least `amount`.
    func day(reaching amount: Int64) -> Day {
        let begun = countFirst { $0.before < amount }
        guard begun > 0 else { return plainDay(reaching: amount) }
        let last = exceptions[begun - 1]
        return last.before + last.value >= amount ? last.day : plainDay(reaching: amount - last.shift)
    }

    // Day 0 is a Thursday, so weeks are counted from the Monday three days before.
    private static func plain(before day: Day, _ week: [Int64]) -> Int64 {
        let (weeks, weekday) = (day.daysSinceEpoch + 3).floored(by: 7)
        return Int64(weeks) * week[7] + week[weekday]
    }

    private func plainDay(reaching amount: Int64) -> Day {
        let (weeks, rest) = (amount - 1).floored(by: week[7])
        var weekday = 0
        while week[weekday + 1] <= rest { weekday += 1 }
        return Day(daysSinceEpoch: Int(weeks) * 7 + weekday - 3)
    }

    /// How many exceptions at the front satisfy a condition that, once false, stays false.
    private func countFirst(where holds: (Exception) -> Bool) -> Int {
        var (low, high) = (0, exceptions.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(exceptions[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
