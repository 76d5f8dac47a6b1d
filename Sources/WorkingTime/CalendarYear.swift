/// One year's published notice of holidays and make-up working days (国务院办公厅节假日安排).
///
/// A notice may name days of the neighbouring years: that of 2019 names 29 December 2018.
package struct CalendarYear: Hashable, Codable, Sendable {
    package struct Holiday: Hashable, Codable, Sendable {
        package var name: String
        package var days: [Day]

        package init(name: String, days: [Day]) {
            self.name = name
            self.days = days
        }
    }

    package var year: Int
    package var holidays: [Holiday]
    /// Working days the notice names (调休上班); as a rule Saturdays and Sundays.
    package var workdays: [Day]
    /// Where it was published: a document number or an address.
    package var source: String

    package init(year: Int, holidays: [Holiday], workdays: [Day], source: String) {
        self.year = year
        self.holidays = holidays
        self.workdays = workdays
        self.source = source
    }

    /// Days this notice calls both a holiday and a working day: whoever loads it should refuse it.
    package var contradictions: [Day] {
        Set(holidays.flatMap(\.days)).intersection(workdays).sorted()
    }
}
