import Foundation
import Testing
import WorkingTime

/// Holidays and make-up days from the State Council's notices, in the data beside the project.
private let publishedFile = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/data/holidays/cn_2019_2026_merged.json").standardized

private let isHere = FileManager.default.isReadableFile(atPath: publishedFile.path)

func publishedNotices() throws -> [String: NamedDay] {
    try JSONDecoder().decode([String: NamedDay].self, from: Data(contentsOf: publishedFile))
}

@Suite(.enabled(if: isHere, "left out: ../shared/data/holidays/cn_2019_2026_merged.json is not beside the project"))
struct PublishedCalendarTests {
    @Test(arguments: [
        (2019, 250), (2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248),
    ])
    func hasTheWorkingDaysOfTheYear(year: Int, count: Int) throws {
        let schedule = WorkSchedule(calendar: workCalendar(of: try publishedNotices()), hours: .standard, zone: .china)
        #expect(schedule.workingDays(between: day("\(year - 1)-12-31"), and: day("\(year)-12-31")) == count)
        #expect(days("\(year)-01-01", "\(year)-12-31").count { schedule.calendar.isWorking($0) } == count)
    }

    @Test func theLettersOfQingming2022FallDue() throws {
        let schedule = WorkSchedule(calendar: workCalendar(of: try publishedNotices()), hours: .standard, zone: .china)
        #expect(schedule.after(at("2022-04-02 10:00"), .workingDays(1)) == at("2022-04-06 18:00"))
        #expect(schedule.after(at("2022-04-06 10:00"), .workingDays(1)) == at("2022-04-07 18:00"))
        #expect(schedule.deadline(from: at("2026-12-31 10:00"), limit: .workingDays(1)).assumedYears == [2027])
    }

    @Test(arguments: LimitKind.allCases)
    func agreesWithTheWalker(kind: LimitKind) throws {
        compareWithWalker(notices: try publishedNotices(), kind: kind, slot: 15, cases: 300, seed: 2_026)
    }
}
