/// Reads time in the unit of a limit, so that one rule makes every limit run, pause and end.
///
/// A reading never falls as time goes on. Hours are read in microseconds and run on smoothly. Days are read whole: a
/// calendar day is complete each 24 hours after the issue, a working day at its closing time.
struct Ruler {
    var limit: Limit
    var issued: Instant
    var schedule: WorkSchedule

    /// The reading by which the limit is used up.
    var length: Int64 {
        switch limit {
        case .hours(let hours), .workingHours(let hours): Span.hours(hours).microseconds
        case .days(let days), .workingDays(let days): Int64(days)
        }
    }

    /// When the limit begins to run: for working days the next midnight, as the day of issue is not counted.
    var beginning: Instant {
        guard case .workingDays = limit else { return issued }
        return Instant(issued.day(in: schedule.zone).adding(days: 1), in: schedule.zone)
    }

    func reading(at instant: Instant) -> Int64 {
        switch limit {
        case .hours: (instant - issued).microseconds
        case .days: (instant - issued).microseconds.floored(by: Span.days(1).microseconds).quotient
        case .workingHours: schedule.officeTime(before: instant).microseconds
        case .workingDays: schedule.closings(by: instant)
        }
    }

    /// The earliest moment with this reading.
    func instant(at reading: Int64) -> Instant {
        switch limit {
        case .hours: issued + Span(microseconds: reading)
        case .days: issued + .days(Int(reading))
        case .workingHours: schedule.instant(reaching: Span(microseconds: reading))
        case .workingDays: schedule.closing(of: schedule.calendar.workingDays.day(reaching: reading))
        }
    }
}

extension WorkSchedule {
    /// When the limit runs out; with nil, since when it stands still for good.
    func dueTime(from start: Instant, _ limit: Limit, standstills: [Standstill]) -> (due: Instant?, stopped: Instant?) {
        let ruler = Ruler(limit: limit, issued: start, schedule: self)
        guard limit.amount > 0 else { return (start, nil) }
        let beginning = ruler.beginning
        var resumed = ruler.reading(at: beginning)
        var left = ruler.length
        for standstill in standstills where standstill.ends(after: beginning) {
            let run = ruler.reading(at: max(standstill.from, beginning)) - resumed
            if run >= left { break }
            guard let end = standstill.to else { return (nil, standstill.from) }
            left -= run
            resumed = ruler.reading(at: end)
        }
        return (ruler.instant(at: resumed + left), nil)
    }
}
