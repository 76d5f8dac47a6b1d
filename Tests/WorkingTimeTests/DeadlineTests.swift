import Foundation
import Testing
import WorkingTime

struct DeadlineTests {
    @Test(arguments: [
        // The letters of Qingming 2022: Saturday 2 April is worked, 3–5 April are holidays.
        ("2022-04-02 10:00", "1wd", "2022-04-06 18:00"), ("2022-04-06 10:00", "1wd", "2022-04-07 18:00"),
        ("2022-04-01 10:00", "1wd", "2022-04-02 18:00"), ("2022-04-01 10:00", "2wd", "2022-04-06 18:00"),
        // The day of issue is not counted, worked or not, in hours or after.
        ("2022-04-04 10:00", "1wd", "2022-04-06 18:00"), ("2022-04-06 23:59", "1wd", "2022-04-07 18:00"),
        ("2022-04-06 00:00", "1wd", "2022-04-07 18:00"), ("2022-04-09 10:00", "1wd", "2022-04-11 18:00"),
        ("2022-04-08 19:00", "1wd", "2022-04-11 18:00"),
        // Working hours run from the moment of issue or the next opening; a due time at closing stays there.
        ("2022-04-02 10:00", "1wh", "2022-04-02 11:00"), ("2022-04-02 11:30", "1wh", "2022-04-02 14:30"),
        ("2022-04-02 10:00", "2wh", "2022-04-02 12:00"), ("2022-04-02 14:00", "4wh", "2022-04-02 18:00"),
        ("2022-04-02 15:00", "4wh", "2022-04-06 09:30"), ("2022-04-04 15:00", "4wh", "2022-04-06 14:30"),
        ("2022-04-06 06:00", "1wh", "2022-04-06 09:30"), ("2022-04-06 13:00", "1wh", "2022-04-06 15:00"),
        ("2022-04-06 18:00", "1wh", "2022-04-07 09:30"), ("2022-04-06 08:30", "15wh", "2022-04-07 18:00"),
        ("2022-04-02 17:59:59.5", "1wh", "2022-04-06 09:29:59.5"),
        // Plain hours and days know no calendar.
        ("2022-04-02 10:00", "24h", "2022-04-03 10:00"), ("2022-04-02 10:00", "15d", "2022-04-17 10:00"),
        // Nothing is due at once.
        ("2022-04-04 03:00", "0wd", "2022-04-04 03:00"), ("2022-04-04 03:00", "0wh", "2022-04-04 03:00"),
        ("2022-04-04 03:00", "0h", "2022-04-04 03:00"), ("2022-04-04 03:00", "0d", "2022-04-04 03:00"),
        // Over year ends, and over the days another year's notice names.
        ("2022-12-30 10:00", "1wd", "2023-01-02 18:00"), ("2018-12-28 10:00", "1wd", "2018-12-29 18:00"),
        ("2018-12-29 17:00", "2wh", "2019-01-02 09:30"), ("2024-02-28 10:00", "1d", "2024-02-29 10:00"),
        ("2024-02-28 10:00", "1wd", "2024-02-29 18:00"), ("2023-02-28 10:00", "1wd", "2023-03-01 18:00"),
    ])
    func fallsDue(issued: String, limit: String, due: String) throws {
        let limit = try Limit(parsing: limit)
        #expect(office.deadline(from: at(issued), limit: limit).due == at(due))
        #expect(office.after(at(issued), limit) == at(due))
    }

    @Test func explainsTheLetterOfQingming() {
        let deadline = office.deadline(from: at("2022-04-02 10:00"), limit: .workingDays(1))
        #expect(
            deadline.reasons == [
                .issued(at("2022-04-02 10:00"), .makeUpWorkday),
                .skipped(name: "清明节", from: day("2022-04-03"), to: day("2022-04-05")),
                .due(at("2022-04-06 18:00")),
            ])
        #expect(deadline.assumedYears.isEmpty)
        #expect(!deadline.isSuspended)
    }

    @Test func explainsWeekendsMakeUpDaysAndNeighbouringHolidays() {
        let deadline = office.deadline(from: at("2022-04-22 10:00"), limit: .workingDays(8))
        #expect(
            deadline.reasons == [
                .issued(at("2022-04-22 10:00"), .workday),
                .skipped(name: nil, from: day("2022-04-23"), to: day("2022-04-23")),
                .makeUp(day("2022-04-24")),
                .skipped(name: "劳动节", from: day("2022-04-30"), to: day("2022-05-04")),
                .due(at("2022-05-06 18:00")),
            ])
    }

    @Test func aLongLimitListsHolidaysOnly() {
        let deadline = office.deadline(from: at("2022-03-28 10:00"), limit: .workingDays(60))
        #expect(deadline.reasons.count == 7)
        #expect(deadline.reasons.contains(.skipped(name: "劳动节", from: day("2022-04-30"), to: day("2022-05-04"))))
        #expect(!deadline.reasons.contains { if case .skipped(nil, _, _) = $0 { true } else { false } })
    }

    @Test func wallClockLimitsExplainNothingSkipped() {
        let deadline = office.deadline(from: at("2031-04-04 10:00"), limit: .days(5))
        #expect(deadline.reasons == [.issued(at("2031-04-04 10:00"), .workday), .due(at("2031-04-09 10:00"))])
        #expect(deadline.assumedYears.isEmpty)
    }

    @Test func unpublishedYearsAreSaid() {
        let deadline = office.deadline(from: at("2022-12-30 10:00"), limit: .workingDays(300))
        #expect(deadline.assumedYears == [2023, 2024])
        #expect(deadline.reasons.contains(.assumed(2023)) && deadline.reasons.contains(.assumed(2024)))
        #expect(office.deadline(from: at("2022-12-30 17:30"), limit: .workingHours(1)).assumedYears == [2023])
        #expect(office.deadline(from: at("2022-12-30 17:00"), limit: .workingHours(1)).assumedYears == [])
        #expect(office.deadline(from: at("2031-12-30 17:00"), limit: .workingHours(0)).assumedYears == [])
    }

    @Test(.timeLimit(.minutes(1)))
    func farLimitsAndFarDatesAreAnswered() {
        // Monday 3 January 2400 and 100,000 working days: 20,000 weeks on, Monday again.
        let monday = at("2400-01-03 10:00")
        let due = Instant(day("2400-01-03").adding(days: 140_000), at: .hours(18), in: .china)
        #expect(office.deadline(from: monday, limit: .workingDays(100_000)).due == due)
        #expect(office.deadline(from: at("0001-01-01 08:30"), limit: .workingHours(75)).due == at("0001-01-12 18:00"))
        #expect(office.after(monday, .workingHours(100_000)) > monday)
        #expect(office.workingDays(between: day("0001-01-01"), and: day("0001-01-08")) == 5)
    }

    @Test func closingTimeIsThatOfTheDay() throws {
        let hours = try OfficeHours(parsing: "08:30-12:00,14:00-18:00; fri 08:30-12:00; make-up 09:00-11:00")
        let short = WorkSchedule(calendar: spring2022, hours: hours, zone: .china)
        #expect(short.after(at("2022-04-07 10:00"), .workingDays(1)) == at("2022-04-08 12:00"))
        #expect(short.after(at("2022-04-01 10:00"), .workingDays(1)) == at("2022-04-02 11:00"))
        #expect(short.after(at("2022-04-01 11:00"), .workingHours(4)) == at("2022-04-06 09:30"))
    }

    @Test func anOfficeThatNeverClosesIsDueAtMidnight() throws {
        let always = WorkSchedule(
            calendar: spring2022, hours: try OfficeHours(parsing: "00:00-24:00"), zone: .china)
        #expect(always.after(at("2022-04-06 10:00"), .workingDays(1)) == at("2022-04-08 00:00"))
        #expect(always.after(at("2022-04-06 10:00"), .workingHours(14)) == at("2022-04-07 00:00"))
        #expect(always.working(between: at("2022-04-02 00:00"), and: at("2022-04-07 00:00")) == .hours(48))
    }

    @Test func travelsWhole() throws {
        let pauses = [Pause(from: at("2022-04-06 09:00"), to: at("2022-04-07 09:00"), reason: "待补材料")]
        let paused = office.deadline(from: at("2022-04-01 10:00"), limit: .workingDays(400), pauses: pauses)
        let open = office.deadline(
            from: at("2022-04-02 10:00"), limit: .workingDays(4),
            pauses: [Pause(from: at("2022-04-04 09:00"), to: nil, reason: "鉴定")])
        #expect(try throughJSON(paused) == paused)
        #expect(try throughJSON(open) == open)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(Array(open.reasons.prefix(2))), as: UTF8.self)
        #expect(
            text == """
                [{"at":"2022-04-02T02:00:00.000000Z","kind":"makeUpWorkday","reason":"issued"},\
                {"from":"2022-04-03","name":"清明节","reason":"skipped","to":"2022-04-04"}]
                """)
    }
}

struct WorkScheduleTests {
    @Test(arguments: [
        ("2022-04-06 18:00", "4wh", "2022-04-06 14:00"), ("2022-04-06 18:00", "5wh", "2022-04-06 11:00"),
        ("2022-04-06 18:00", "8wh", "2022-04-02 17:30"), ("2022-04-06 12:00", "3wh", "2022-04-06 09:00"),
        ("2022-04-05 12:00", "1wh", "2022-04-02 17:00"), ("2022-04-06 18:00", "7wh", "2022-04-06 09:00"),
        ("2022-04-06 18:00", "1wd", "2022-04-02 18:00"), ("2022-04-05 09:00", "1wd", "2022-04-02 18:00"),
        ("2022-04-07 18:00", "3wd", "2022-04-01 18:00"), ("2022-04-06 18:00", "24h", "2022-04-05 18:00"),
        ("2022-04-06 18:00", "2d", "2022-04-04 18:00"), ("2022-04-05 12:00", "0wh", "2022-04-05 12:00"),
    ])
    func remindsBefore(due: String, limit: String, moment: String) throws {
        #expect(office.before(at(due), try Limit(parsing: limit)) == at(moment))
    }

    @Test func measuresWorkingTime() {
        #expect(office.working(between: at("2022-04-02 10:00"), and: at("2022-04-06 09:30")) == .hours(7))
        #expect(office.working(between: at("2022-04-06 09:30"), and: at("2022-04-02 10:00")) == .hours(-7))
        #expect(office.working(between: at("2022-04-02 18:00"), and: at("2022-04-06 08:30")) == .zero)
        #expect(office.working(between: at("2022-04-06 12:10"), and: at("2022-04-06 13:50")) == .zero)
    }

    @Test func countsWorkingDaysAfterTheFirst() {
        #expect(office.workingDays(between: day("2022-04-02"), and: day("2022-04-06")) == 1)
        #expect(office.workingDays(between: day("2022-04-01"), and: day("2022-04-06")) == 2)
        #expect(office.workingDays(between: day("2022-04-06"), and: day("2022-04-01")) == -2)
        #expect(office.workingDays(between: day("2022-04-06"), and: day("2022-04-06")) == 0)
    }
}
