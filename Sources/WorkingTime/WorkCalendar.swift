/// The published working calendar: which days are worked, and which years that is known of.
///
/// Years nobody has published fall back to Monday–Friday; `isPublished` tells, and every deadline says so.
package struct WorkCalendar: Sendable {
    package let years: [CalendarYear]
    private let published: Set<Int>
    private let kinds: [Day: DayKind]
    /// The days some notice names, in order.
    let namedDays: [Day]
    /// Counts working days.
    let workingDays: DailyTotal

    /// A later entry amends an earlier one day by day, as the notice of 27 January 2020 did; within one entry a
    /// working day outweighs a holiday (see `CalendarYear.contradictions`).
    package init(years: [CalendarYear]) {
        var kinds: [Day: DayKind] = [:]
        for year in years {
            for holiday in year.holidays {
                for day in holiday.days { kinds[day] = .holiday(holiday.name) }
            }
            for day in year.workdays { kinds[day] = day.weekday <= 5 ? .workday : .makeUpWorkday }
        }
        self.years = years
        self.kinds = kinds
        published = Set(years.map(\.year))
        namedDays = kinds.keys.sorted()
        workingDays = DailyTotal(
            week: [1, 1, 1, 1, 1, 0, 0],
            exceptions: namedDays.map { ($0, kinds[$0]?.isWorking == true ? 1 : 0) })
    }

    package func kind(of day: Day) -> DayKind {
        kinds[day] ?? (day.weekday <= 5 ? .workday : .weekend)
    }

    package func isWorking(_ day: Day) -> Bool { kind(of: day).isWorking }

    package func isPublished(_ year: Int) -> Bool { published.contains(year) }

    package var publishedYears: [Int] { published.sorted() }
}
