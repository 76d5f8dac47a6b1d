import Foundation
import Testing
import WorkingTime

struct DayTests {
    @Test(arguments: [
        ("1970-01-01", 0, 4), ("1969-12-31", -1, 3), ("2000-02-29", 11_016, 2), ("2022-04-02", 19_084, 6),
        ("2024-12-31", 20_088, 2), ("2026-11-22", 20_779, 7), ("0001-01-01", -719_162, 1), ("9999-12-31", 2_932_896, 5),
    ])
    func knowsItsNumberAndWeekday(text: String, number: Int, weekday: Int) {
        #expect(day(text).daysSinceEpoch == number)
        #expect(day(text).weekday == weekday)
        #expect(Day(daysSinceEpoch: number).iso == text)
    }

    @Test(arguments: [
        "", "2022-4-2", "2022-02-29", "1900-02-29", "2022-13-01", "2022-00-10", "2022-04-31", "2022-04-00",
        "0000-01-01",
        "2022-04-02 ", " 2022-04-02", "2022/04/02", "20220402", "2022-04-02T00:00", "２０２２-04-02", "+022-04-02",
    ])
    func refuses(text: String) {
        #expect(Day(iso: text) == nil)
    }

    @Test func leapDaysFollowTheGregorianRule() {
        #expect([1600, 2000, 2020, 2024, 2400].allSatisfy(Day.isLeap))
        #expect(![1700, 1900, 2100, 2022, 2023].contains(where: Day.isLeap))
        #expect(day("2024-02-28").adding(days: 1) == day("2024-02-29"))
        #expect(day("2023-02-28").adding(days: 1) == day("2023-03-01"))
        #expect(day("2023-12-31").adding(days: 1) == day("2024-01-01"))
        #expect(day("2024-03-01").adding(days: -366) == day("2023-03-01"))
    }

    @Test func agreesWithFoundationFor800Years() throws {
        var calendar = Foundation.Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for number in stride(from: -50_000, to: 240_000, by: 97) {
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(number) * 86_400))
            let day = Day(daysSinceEpoch: number)
            #expect([day.year, day.month, day.day] == [parts.year, parts.month, parts.day])
            #expect(day.weekday % 7 + 1 == parts.weekday)
            #expect(Day(year: day.year, month: day.month, day: day.day) == day)
        }
    }

    @Test func travelsAsItsText() throws {
        #expect(try JSONEncoder().encode([day("2022-04-02")]) == Data(#"["2022-04-02"]"#.utf8))
        #expect(try throughJSON(day("2022-04-02")) == day("2022-04-02"))
        #expect {
            try JSONDecoder().decode([Day].self, from: Data(#"["2022-02-30"]"#.utf8))
        } throws: { error in
            guard case DecodingError.dataCorrupted(let context) = error else { return false }
            return context.debugDescription == "2022-02-30" && context.codingPath.count == 1
        }
    }
}
