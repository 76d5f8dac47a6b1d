import Foundation
import Testing
import WorkingTime

struct OfficeHoursTests {
    @Test(arguments: [
        ("08:30-12:00, 14:00-18:00", "08:30-12:00,14:00-18:00"),
        ("8:30 - 12:00 14:00 – 18:00", "08:30-12:00,14:00-18:00"),
        ("０８：３０－１２：００、１４：００～１８：００", "08:30-12:00,14:00-18:00"),
        ("周一至周五 8:30至12:00，14:00至18:00", "08:30-12:00,14:00-18:00"),
        ("00:00-24:00", "00:00-24:00"),
        ("09:00-12:00,12:00-17:00", "09:00-12:00,12:00-17:00"),
        ("09:00-17:00; make-up 09:00-12:00;", "09:00-17:00; make-up 09:00-12:00"),
        (
            "Mon-Thu: 09:00-17:00\nfriday 09:00-12:00\n调休 10:00-11:00",
            "mon 09:00-17:00; tue 09:00-17:00; wed 09:00-17:00; thu 09:00-17:00; fri 09:00-12:00; make-up 10:00-11:00"
        ),
        (
            "09:00-17:00; 周二、星期四 10:00-17:00",
            "mon 09:00-17:00; tue 10:00-17:00; wed 09:00-17:00; thu 10:00-17:00; fri 09:00-17:00"
        ),
    ])
    func reads(text: String, canonical: String) throws {
        let hours = try OfficeHours(parsing: text)
        #expect(hours.description == canonical)
        #expect(try OfficeHours(parsing: canonical) == hours)
        #expect(try throughJSON(hours) == hours)
    }

    @Test(arguments: [
        ("", OfficeHoursError.empty), (" ; \n", .empty),
        ("8-12", .notATime("8")), ("08:30", .notAnOpening("08:30")), ("mon-fri", .notAnOpening("mon-fri")),
        ("08:30-12:00-14:00", .notAnOpening("08:30-12:00-14:00")), ("08:60-12:00", .notATime("08:60")),
        ("08:30-25:00", .notATime("25:00")), ("08:30-24:01", .notATime("24:01")),
        ("08:30-12:00am", .notATime("12:00am")),
        ("12:00-08:30", .closesBeforeItOpens("12:00-08:30")), ("08:30-08:30", .closesBeforeItOpens("08:30-08:30")),
        ("08:30-12:00, 11:00-18:00", .overlap("08:30-12:00", "11:00-18:00")),
        ("14:00-18:00, 08:30-12:00", .outOfOrder("14:00-18:00", "08:30-12:00")),
        ("mon-fri 08:30-12:00; sat 09:00-12:00", .weekendDay("sat")), ("周日 9:00-12:00", .weekendDay("周日")),
        ("mon-thu 08:30-12:00", .dayWithoutHours(5)), ("make-up 08:30-12:00", .dayWithoutHours(1)),
        ("noon 08:30-12:00", .unknownDay("noon")), ("fri-mon 08:30-12:00", .unknownDay("fri-mon")),
        ("mon-wed-fri 08:30-12:00", .unknownDay("mon-wed-fri")), ("mon- 08:30-12:00", .unknownDay("mon-")),
        ("mon-fri 08:30-12:00; wed 09:00-12:00", .dayNamedTwice("wed")),
        ("08:30-12:00; 14:00-18:00", .dayNamedTwice(" 14:00-18:00")),
        ("08:30-12:00; 调休 9:00-12:00; makeup 9:00-12:00", .dayNamedTwice("makeup")),
    ])
    func refusesAndNamesThePart(text: String, error: OfficeHoursError) {
        #expect(throws: error) { try OfficeHours(parsing: text) }
    }

    @Test func makeUpDaysUseTheirOwnHoursOrMondays() throws {
        let varied = try OfficeHours(parsing: "mon 09:00-16:00; tue-fri 08:30-12:00,14:00-18:00")
        #expect(varied.closing(onWeekday: 1) == .hours(16))
        #expect(varied.closing(onWeekday: 5) == .hours(18))
        #expect(varied.closing(onWeekday: 6) == .hours(16))
        let own = try OfficeHours(parsing: "09:00-16:00; make-up 09:00-12:30")
        #expect(own.closing(onWeekday: 7) == .hours(12) + .minutes(30))
        #expect(own.closing(onWeekday: 1) == .hours(16))
        #expect(try OfficeHours(parsing: "08:30-12:00,14:00-18:00") == .standard)
    }

    @Test func decodingSaysWhatIsWrong() {
        #expect {
            try JSONDecoder().decode([OfficeHours].self, from: Data(#"["08:30-25:00"]"#.utf8))
        } throws: { error in
            guard case DecodingError.dataCorrupted(let context) = error else { return false }
            return context.underlyingError as? OfficeHoursError == .notATime("25:00")
        }
    }
}
