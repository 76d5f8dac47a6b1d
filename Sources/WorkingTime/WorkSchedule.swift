/// When a unit works, and so when what it is asked for falls due.
package struct WorkSchedule: Sendable {
    package let calendar: WorkCalendar
    package let hours: OfficeHours
    package let zone: Zone
    /// Counts microseconds of open office.
    private let officeTime: DailyTotal

    package init(calendar: WorkCalendar, hours: OfficeHours, zone: Zone) {
        self.calendar = calendar
        self.hours = hours
        self.zone = zone
        let lengths = (1...7).map { hours.openings(onWeekday: $0).length.microseconds }
        officeTime = DailyTotal(
            week: lengths[..<5] + [0, 0],
            exceptions: calendar.namedDays.map { ($0, calendar.isWorking($0) ? lengths[$0.weekday - 1] : 0) })
    }

    /// The moment a limit runs out when nothing pauses it.
    package func after(_ instant: Instant, _ limit: Limit) -> Instant {
        dueTime(from: instant, limit, standstills: []).due ?? instant
    }

    /// The moment a limit before `due`, as for a reminder.
    ///
    /// Working hours: the latest moment that leaves so much office time, so an opening rather than the closing before
    /// it. Working days: closing time of the n-th working day before the day of `due`. Zero or less: `due` itself.
    package func before(_ due: Instant, _ limit: Limit) -> Instant {
        guard limit.amount > 0 else { return due }
        switch limit {
        case .hours(let hours): return due - .hours(hours)
        case .days(let days): return due - .days(days)
        case .workingHours(let hours):
            let left = officeTime(before: due) - .hours(hours)
            return instant(reaching: left + Span(microseconds: 1)) - Span(microseconds: 1)
        case .workingDays(let days):
            let earlier = calendar.workingDays.total(before: due.day(in: zone))
            return closing(of: calendar.workingDays.day(reaching: earlier - Int64(days) + 1))
        }
    }

    /// The office time from `start` to `end`; negative when `end` is earlier.
    package func working(between start: Instant, and end: Instant) -> Span {
        officeTime(before: end) - officeTime(before: start)
    }

    /// The number of working days after `first` up to and including `last`; negative when `last` is earlier.
    package func workingDays(between first: Day, and last: Day) -> Int {
        let days = calendar.workingDays
        return Int(days.total(before: last.adding(days: 1)) - days.total(before: first.adding(days: 1)))
    }
}

// What the rulers of limits are made of.
extension WorkSchedule {
    /// When the office closes on a working day.
    func closing(of day: Day) -> Instant {
        Instant(day, at: hours.closing(onWeekday: day.weekday), in: zone)
    }

    /// All office time before `instant`, from an arbitrary beginning.
    func officeTime(before instant: Instant) -> Span {
        let (day, time) = instant.split(in: zone)
        let earlier = Span(microseconds: officeTime.total(before: day))
        guard calendar.isWorking(day) else { return earlier }
        return earlier + hours.openings(onWeekday: day.weekday).length(before: time)
    }

    /// The earliest moment before which there is as much office time as `length`, counted from the same beginning.
    func instant(reaching length: Span) -> Instant {
        let day = officeTime.day(reaching: length.microseconds)
        let rest = length - Span(microseconds: officeTime.total(before: day))
        return Instant(day, at: hours.openings(onWeekday: day.weekday).time(reaching: rest), in: zone)
    }

    /// The number of working days that had closed by `instant`, from an arbitrary beginning.
    func closings(by instant: Instant) -> Int64 {
        let (day, time) = instant.split(in: zone)
        let closed = calendar.isWorking(day) && time >= hours.closing(onWeekday: day.weekday)
        return calendar.workingDays.total(before: day) + (closed ? 1 : 0)
    }
}
