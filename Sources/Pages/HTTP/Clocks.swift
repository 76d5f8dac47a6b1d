import Kernel
package import WorkingTime

extension Visit {
    /// When something is due and how that stands.
    package func clock(due: Instant, isOpen: Bool = true, doneAt: Instant? = nil, deadline: Deadline? = nil) -> ClockChip {
        let why = deadline.map { explain($0) }
        if let doneAt {
            let late = doneAt > due
            return ClockChip(
                due: moment(due), machine: machine(due), state: text(late ? "clock.done-late" : "clock.done-in-time"),
                tone: late ? .late : .done, why: why)
        }
        guard isOpen else {
            return ClockChip(due: moment(due), machine: machine(due), state: text("clock.stopped"), tone: .neutral, why: why)
        }
        let state = language.remaining(until: due.microseconds, now: now.microseconds)
        let tone: Tone = now > due ? .late : due < district.nearLimit(at: now) ? .near : .intime
        return ClockChip(due: moment(due), machine: machine(due), state: state, tone: tone, why: why)
    }

    /// Why a due time is that moment, in one sentence: the day of issue, the days left out, the make-up days, the result.
    package func explain(_ deadline: Deadline) -> String {
        let parts = deadline.reasons.compactMap { reason -> String? in
            switch reason {
            case .issued(let at, let kind):
                let day: String
                switch kind {
                case .workday: day = text("why.workday")
                case .weekend: day = text("why.weekend")
                case .makeUpWorkday: day = text("why.make-up-workday")
                case .holiday(let name): day = text("why.holiday", ["name": name])
                }
                return text("why.issued", ["time": moment(at, .weekday), "day": day, "limit": limitText(deadline.limit)])
            case .skipped(let name, let from, let to):
                guard let name else { return nil }
                return text(from == to ? "why.skipped-day" : "why.skipped", ["from": dayText(from), "to": dayText(to), "name": name])
            case .makeUp(let day): return text("why.make-up", ["day": dayText(day)])
            case .paused(let pause):
                return text("why.paused", ["from": moment(pause.from), "to": pause.to.map { moment($0) } ?? "…", "reason": pause.reason])
            case .assumed(let year): return text("why.assumed", ["year": "\(year)"])
            case .due(let at): return text("why.due", ["time": moment(at, .weekday)])
            case .suspended(let since): return text("why.suspended", ["time": moment(since)])
            }
        }
        return parts.joined(separator: text("why.joint")) + text("why.end")
    }

    package func limitText(_ limit: Limit) -> String {
        switch limit {
        case .hours(let count): text("limit.hours", ["count": "\(count)"])
        case .days(let count): text("limit.days", ["count": "\(count)"])
        case .workingHours(let count): text("limit.working-hours", ["count": "\(count)"])
        case .workingDays(let count): text("limit.working-days", ["count": "\(count)"])
        }
    }

    package func dayText(_ day: Day) -> String { moment(Instant(day, in: site.zone), .day) }
}
