import Testing
import WorkingTime

struct WorkCalendarTests {
    @Test(arguments: [
        ("2022-04-01", DayKind.workday), ("2022-04-02", .makeUpWorkday), ("2022-04-03", .holiday("清明节")),
        ("2022-04-04", .holiday("清明节")), ("2022-04-05", .holiday("清明节")), ("2022-04-06", .workday),
        ("2022-04-09", .weekend), ("2022-04-10", .weekend), ("2022-04-24", .makeUpWorkday),
    ])
    func knowsTheDaysAroundQingming(text: String, kind: DayKind) throws {
        #expect(spring2022.kind(of: day(text)) == kind)
        #expect(spring2022.isWorking(day(text)) == kind.isWorking)
        #expect(try throughJSON([kind]) == [kind])
    }

    @Test func aNoticeMayNameDaysOfTheYearBefore() {
        #expect(spring2022.kind(of: day("2018-12-29")) == .makeUpWorkday)
        #expect(spring2022.kind(of: day("2018-12-31")) == .holiday("元旦"))
        #expect(!spring2022.isPublished(2018))
        #expect(spring2022.isPublished(2019))
        #expect(spring2022.publishedYears == [2019, 2022])
    }

    @Test func unpublishedYearsAreMondayToFriday() {
        #expect(spring2022.kind(of: day("2031-10-01")) == .workday)
        #expect(spring2022.kind(of: day("2031-10-04")) == .weekend)
        #expect(!WorkCalendar(years: []).isPublished(2022))
    }

    @Test func aLaterNoticeAmendsAnEarlierOne() {
        let first = CalendarYear(
            year: 2020, holidays: [.init(name: "春节", days: days("2020-01-24", "2020-01-30"))],
            workdays: [day("2020-02-01")], source: "1")
        let amendment = CalendarYear(
            year: 2020, holidays: [.init(name: "春节", days: days("2020-01-31", "2020-02-02"))],
            workdays: [day("2020-02-03")], source: "2")
        let calendar = WorkCalendar(years: [first, amendment])
        #expect(calendar.kind(of: day("2020-01-30")) == .holiday("春节"))
        #expect(calendar.kind(of: day("2020-02-01")) == .holiday("春节"))
        #expect(calendar.kind(of: day("2020-02-03")) == .workday)
        #expect(calendar.publishedYears == [2020])
    }

    @Test func aNoticeThatContradictsItselfIsFound() {
        var year = CalendarYear(
            year: 2022, holidays: [.init(name: "清明节", days: days("2022-04-03", "2022-04-05"))], workdays: [], source: ""
        )
        #expect(year.contradictions.isEmpty)
        year.workdays = [day("2022-04-04"), day("2022-04-02")]
        #expect(year.contradictions == [day("2022-04-04")])
        #expect(WorkCalendar(years: [year]).isWorking(day("2022-04-04")))
    }
}
