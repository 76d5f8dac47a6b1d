package import WorkingTime

/// A week, month, quarter or year that a circular speaks of, by its code: `2022-W13`, `2022-03`, `2022-Q1`, `2022`.
package struct Period: Hashable, Codable, Sendable {
    package enum Length: String, Codable, CaseIterable, Sendable { case week, month, quarter, year }

    package let length: Length
    package let first: Day
    package let last: Day
    package let code: String

    /// The period of a length that a day lies in. Weeks are those of ISO 8601: from Monday, the first one has the year's first Thursday.
    package init(_ length: Length, containing day: Day) {
        self.length = length
        switch length {
        case .week:
            first = day.adding(days: 1 - day.weekday)
            last = first.adding(days: 6)
            let thursday = first.adding(days: 3)
            let week = (thursday.daysSinceEpoch - Day(year: thursday.year, month: 1, day: 1)!.daysSinceEpoch) / 7 + 1
            code = "\(thursday.year)-W\(week < 10 ? "0" : "")\(week)"
        case .month:
            (first, last) = Self.months(of: day.year, from: day.month, count: 1)
            code = "\(day.year)-\(day.month < 10 ? "0" : "")\(day.month)"
        case .quarter:
            let quarter = (day.month - 1) / 3
            (first, last) = Self.months(of: day.year, from: quarter * 3 + 1, count: 3)
            code = "\(day.year)-Q\(quarter + 1)"
        case .year:
            (first, last) = Self.months(of: day.year, from: 1, count: 12)
            code = "\(day.year)"
        }
    }

    /// Nil where no period is written so.
    package init?(_ code: String) {
        let parts = code.split(separator: "-", omittingEmptySubsequences: false)
        guard let year = parts.first.flatMap({ Int($0) }), (1970...9998).contains(year), parts.count <= 2,
            let newYear = Day(year: year, month: 1, day: 1)
        else { return nil }
        let found: Period?
        if parts.count == 1 {
            found = Period(.year, containing: newYear)
        } else if parts[1].hasPrefix("Q"), let quarter = Int(parts[1].dropFirst()), (1...4).contains(quarter) {
            found = Day(year: year, month: quarter * 3, day: 1).map { Period(.quarter, containing: $0) }
        } else if parts[1].hasPrefix("W"), let week = Int(parts[1].dropFirst()), (1...53).contains(week) {
            // The fourth of January lies in the first week.
            found = Period(.week, containing: newYear.adding(days: 3 + (week - 1) * 7))
        } else {
            found = Int(parts[1]).flatMap { Day(year: year, month: $0, day: 1) }.map { Period(.month, containing: $0) }
        }
        // One way of writing it.
        guard let found, found.code == code else { return nil }
        self = found
    }

    package var previous: Period { Period(length, containing: first.adding(days: -1)) }

    /// The last moment of it.
    package func end(in zone: Zone) -> Instant { Instant(last.adding(days: 1), in: zone) - Span(microseconds: 1) }

    private static func months(of year: Int, from month: Int, count: Int) -> (Day, Day) {
        let last = month + count - 1
        return (
            Day(year: year, month: month, day: 1)!, Day(year: year, month: last, day: Day.length(ofMonth: last, year: year))!
        )
    }
}
