import Foundation
import Testing
import WorkingTime

struct LimitTests {
    @Test(arguments: [
        ("4工作时", Limit.workingHours(4), "4wh"), ("4 个工作小时", .workingHours(4), "4wh"),
        ("4 working hours", .workingHours(4), "4wh"), ("1 Working Hour", .workingHours(1), "1wh"),
        ("4wh", .workingHours(4), "4wh"),
        ("5 个工作日", .workingDays(5), "5wd"), ("５工作日", .workingDays(5), "5wd"),
        ("5 working days", .workingDays(5), "5wd"),
        ("5 WD", .workingDays(5), "5wd"), ("24小时", .hours(24), "24h"), ("２４　小时", .hours(24), "24h"),
        ("24h", .hours(24), "24h"), ("１２ｈ", .hours(12), "12h"), ("15天", .days(15), "15d"), ("15日", .days(15), "15d"),
        ("15 个自然日", .days(15), "15d"), ("15d", .days(15), "15d"), ("1 day", .days(1), "1d"),
        ("0wd", .workingDays(0), "0wd"), (" 007 days ", .days(7), "7d"), ("100000d", .days(100_000), "100000d"),
    ])
    func reads(text: String, limit: Limit, canonical: String) throws {
        #expect(try Limit(parsing: text) == limit)
        #expect(limit.description == canonical)
        #expect(try Limit(parsing: canonical) == limit)
        #expect(try throughJSON(limit) == limit)
        #expect(try JSONDecoder().decode([Limit].self, from: JSONEncoder().encode([text])) == [limit])
    }

    @Test(arguments: [
        ("", LimitError.noAmount("")), ("soon", .noAmount("soon")), ("-4h", .noAmount("-4h")), ("五天", .noAmount("五天")),
        ("工作日", .noAmount("工作日")), ("4", .unknownUnit("")), ("4.5h", .unknownUnit(".5h")),
        ("4 weeks", .unknownUnit("weeks")),
        ("3个月", .unknownUnit("个月")), ("4h30", .unknownUnit("h30")), ("100001d", .tooLarge("100001d")),
        ("99999999999999999999h", .tooLarge("99999999999999999999h")),
    ])
    func refusesAndCarriesTheText(text: String, error: LimitError) {
        #expect(throws: error) { try Limit(parsing: text) }
    }

    @Test func decodingKeepsTheReason() {
        #expect {
            try JSONDecoder().decode([Limit].self, from: Data(#"["4 weeks"]"#.utf8))
        } throws: { error in
            guard case DecodingError.dataCorrupted(let context) = error else { return false }
            return context.debugDescription == "4 weeks"
                && context.underlyingError as? LimitError == .unknownUnit("weeks")
        }
    }
}
