/// One fact behind a deadline; the pages make a sentence of them in the reader's language.
package enum DeadlineReason: Hashable, Sendable {
    case issued(Instant, DayKind)
    /// Days off that were passed over, from first to last: a holiday by its name, a weekend without.
    ///
    /// Over more than `longestListOfWeekends` days, weekends are no longer listed.
    case skipped(name: String?, from: Day, to: Day)
    /// A make-up working day that counted.
    case makeUp(Day)
    case paused(Pause)
    /// A year that nobody has published, taken as Monday–Friday.
    case assumed(Int)
    case due(Instant)
    /// An open pause: nothing falls due until it ends.
    case suspended(since: Instant)

    /// In days from issue to due.
    package static let longestListOfWeekends = 31
}

extension WorkSchedule {
    /// The days off and make-up days after `issued` up to `last`, neighbours of one name in one range.
    func exceptions(after issued: Day, upTo last: Day) -> [DeadlineReason] {
        var reasons: [DeadlineReason] = []
        for day in daysToExplain(after: issued, upTo: last) {
            let name: String?
            switch calendar.kind(of: day) {
            case .workday: continue
            case .makeUpWorkday:
                reasons.append(.makeUp(day))
                continue
            case .weekend: name = nil
            case .holiday(let holiday): name = holiday
            }
            if case .skipped(name, let from, let to) = reasons.last, to.adding(days: 1) == day {
                reasons[reasons.count - 1] = .skipped(name: name, from: from, to: day)
            } else {
                reasons.append(.skipped(name: name, from: day, to: day))
            }
        }
        return reasons
    }

    /// Every day of a short stretch; of a long one only the days the calendar names, so that it stays short.
    private func daysToExplain(after issued: Day, upTo last: Day) -> [Day] {
        guard issued.distance(to: last) > DeadlineReason.longestListOfWeekends else {
            return issued < last ? Array(issued.adding(days: 1)...last) : []
        }
        return calendar.namedDays.filter { issued < $0 && $0 <= last }
    }
}
