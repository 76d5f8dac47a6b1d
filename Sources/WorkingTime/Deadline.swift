/// When something is due, and all that it takes to say why.
package struct Deadline: Hashable, Codable, Sendable {
    package let start: Instant
    package let limit: Limit
    /// Nil while an open pause keeps the limit from running out.
    package let due: Instant?
    /// As given, whether they moved the deadline or not.
    package let pauses: [Pause]
    /// Years from issue to due that nobody has published, so Monday–Friday was assumed; in order.
    package let assumedYears: [Int]
    /// In the order of a sentence: issued, days skipped or made up for in order of time, pauses, assumed years, and
    /// last `.due` or `.suspended`.
    package let reasons: [DeadlineReason]

    package var isSuspended: Bool { due == nil }
}

extension WorkSchedule {
    /// When a limit that begins to run at `start` runs out.
    ///
    /// - Hours and days: wall clock, the calendar has no say.
    /// - Working hours use up office hours from `start`, or from the next opening when the office is closed. Due the
    ///   moment they are used up: at closing time it stays that closing time.
    /// - Working days: the day of issue, worked or not, is not counted; due at closing time of the n-th working day
    ///   after it.
    /// - Pauses: no hour passes during a pause. A day is lost when the limit stands still as the day completes, that is
    ///   in the last moment before its closing time (working days) or before another 24 hours are over (days); for
    ///   every day lost the deadline moves on by one. So a pause within a day costs none, one over a night costs one,
    ///   and nothing falls due during a pause. A pause still open suspends the deadline, unless it was due before.
    ///
    /// Takes the same time however long the limit, apart from listing the reasons.
    package func deadline(from start: Instant, limit: Limit, pauses: [Pause] = []) -> Deadline {
        let standstills = pauses.isEmpty ? [] : Standstill.merging(pauses, after: start)
        let (due, stopped) = dueTime(from: start, limit, standstills: standstills)
        let days = start.day(in: zone)...(due ?? stopped ?? start).day(in: zone)
        let assumed = limit.isWorkingTime && limit.amount > 0 ? unpublishedYears(days) : []

        var reasons: [DeadlineReason] = [.issued(start, calendar.kind(of: days.lowerBound))]
        if limit.isWorkingTime { reasons += exceptions(after: days.lowerBound, upTo: days.upperBound) }
        reasons += pauses.filter { $0.stops(after: start, before: due) }.map { .paused($0) }
        reasons += assumed.map { .assumed($0) }
        if let due { reasons.append(.due(due)) } else if let stopped { reasons.append(.suspended(since: stopped)) }
        return Deadline(
            start: start, limit: limit, due: due, pauses: pauses, assumedYears: assumed, reasons: reasons)
    }

    private func unpublishedYears(_ days: ClosedRange<Day>) -> [Int] {
        (days.lowerBound.year...days.upperBound.year).filter { !calendar.isPublished($0) }
    }
}
