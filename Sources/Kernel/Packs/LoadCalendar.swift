import Foundation
import Store
package import WorkingTime

/// Takes in the State Council's notice of a year: its holidays and make-up working days. No release is needed for a new year.
package struct LoadCalendar: Verb {
    package static let permission: Permission = "calendar.load"
    package var year: Int
    /// Where it is published.
    package var source: String
    package var holidays: [CalendarYear.Holiday]
    package var workdays: [Day]

    package init(year: Int, source: String, holidays: [CalendarYear.Holiday], workdays: [Day]) {
        self.year = year
        self.source = source
        self.holidays = holidays
        self.workdays = workdays
    }

    package func perform(at desk: Desk) throws -> Done {
        let notice = CalendarYear(year: year, holidays: holidays, workdays: workdays, source: source)
        guard (2000...2100).contains(year) else { throw Problem.field("year", "not-a-year") }
        if let day = notice.contradictions.first {
            throw Problem.field("workdays", "holiday-and-workday", ["day": day.description])
        }
        let days = holidays.flatMap(\.days) + workdays
        // A notice may name days of the turn of the year, not others.
        if let day = days.first(where: { abs($0.year - year) > 1 }) {
            throw Problem.field("holidays", "day-of-another-year", ["day": day.description])
        }
        if days.isEmpty { throw Problem.field("holidays", "required") }
        try CalendarStore.save(notice, at: desk)
        try desk.record(CalendarLoaded(year: year, source: source, days: days.count))
        let holder = desk.home.packHolder
        desk.afterCommit { holder.add([notice]) }
        return Done()
    }
}

package struct CalendarLoaded: Event {
    package static let name = "calendar.loaded"
    package var year: Int
    package var source: String
    package var days: Int
    package var subject: Subject { Subject("calendar", ID<CalendarYear>.named("calendar/\(year)").uuid) }
}

/// Notices loaded into this district, over those of the pack.
package enum CalendarStore {
    static func save(_ notice: CalendarYear, at desk: Desk) throws {
        let text = try JSON.encode(notice)
        let updated = try desk.writer.touched(
            by:
                "UPDATE calendar_years SET notice = \(text), loaded_at = \(desk.now) WHERE district = \(desk.district) AND year = \(notice.year)"
        )
        if updated == 0 {
            try desk.writer.run(
                "INSERT INTO calendar_years (district, year, notice, loaded_at) VALUES (\(desk.district), \(notice.year), \(text), \(desk.now))"
            )
        }
    }

    package static func all(in reading: Reading) throws -> [CalendarYear] {
        try reading.db.values(
            "SELECT notice FROM calendar_years WHERE district = \(reading.district) ORDER BY year", as: String.self
        ).map { try JSON.decode(CalendarYear.self, $0) }
    }
}

extension Pack {
    /// The notices of a file like `calendar.yaml`. Throws `PackProblems`.
    package static func calendarYears(in path: String) throws -> [CalendarYear] {
        let check = PackCheck()
        var years: [CalendarYear] = []
        if let node = PackNode.load(path, named: path, check: check) {
            node.only("years")
            years = node.list("years").compactMap(PackLoader(folder: "", name: path, check: check).readCalendarYear)
            if years.isEmpty, check.problems.isEmpty { check.note(node, "missing", ["key": "years"]) }
        }
        guard check.problems.isEmpty else { throw PackProblems(problems: check.problems) }
        return years
    }
}

extension District {
    /// Takes up what earlier runs loaded; once, at start.
    package func takeUpCalendar() async throws {
        let years = try await read(as: .system("start", of: code)) { try CalendarStore.all(in: $0) }
        packHolder.add(years)
    }
}
