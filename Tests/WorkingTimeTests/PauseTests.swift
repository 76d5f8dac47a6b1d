import Testing
import WorkingTime

struct PauseTests {
    @Test(arguments: [
        // Hours: what is paused is not used up.
        ("2022-04-06 09:00", "4wh", [("2022-04-06 10:00", "2022-04-06 11:00")], "2022-04-06 16:00"),
        ("2022-04-06 09:00", "4wh", [("2022-04-06 12:00", "2022-04-06 14:00")], "2022-04-06 15:00"),
        ("2022-04-06 09:00", "4wh", [("2022-04-06 10:00", "2022-04-07 10:00")], "2022-04-07 15:00"),
        ("2022-04-06 09:00", "4h", [("2022-04-06 10:00", "2022-04-06 11:30")], "2022-04-06 14:30"),
        // A limit that has run out is not paused any more.
        ("2022-04-06 09:00", "1wh", [("2022-04-06 10:00", "2022-04-06 11:00")], "2022-04-06 10:00"),
        ("2022-04-06 09:00", "1wd", [("2022-04-07 18:00", "2022-04-09 09:00")], "2022-04-07 18:00"),
        // Working days: lost when still at closing time, so none within a day and one over a night.
        ("2022-04-06 09:00", "3wd", [("2022-04-07 09:00", "2022-04-07 17:59")], "2022-04-11 18:00"),
        ("2022-04-06 09:00", "3wd", [("2022-04-07 09:00", "2022-04-07 18:00")], "2022-04-12 18:00"),
        ("2022-04-06 09:00", "3wd", [("2022-04-07 10:00", "2022-04-08 10:00")], "2022-04-12 18:00"),
        ("2022-04-06 09:00", "3wd", [("2022-04-07 18:00", "2022-04-08 08:30")], "2022-04-11 18:00"),
        ("2022-04-06 09:00", "3wd", [("2022-04-08 19:00", "2022-04-11 08:00")], "2022-04-11 18:00"),
        ("2022-04-06 09:00", "1wd", [("2022-04-06 10:00", "2022-04-06 20:00")], "2022-04-07 18:00"),
        ("2022-04-06 09:00", "1wd", [("2022-04-06 10:00", "2022-04-11 10:00")], "2022-04-11 18:00"),
        ("2022-04-02 10:00", "1wd", [("2022-04-03 00:00", "2022-04-06 00:00")], "2022-04-06 18:00"),
        // Days: lost when still as 24 hours are completed; nothing falls due while paused.
        ("2022-04-06 09:00", "1d", [("2022-04-06 10:00", "2022-04-06 20:00")], "2022-04-07 09:00"),
        ("2022-04-06 09:00", "1d", [("2022-04-07 08:00", "2022-04-07 20:00")], "2022-04-08 09:00"),
        ("2022-04-06 09:00", "1d", [("2022-04-06 10:00", "2022-04-10 10:00")], "2022-04-11 09:00"),
        // Pauses may come in any order, overlap, touch, repeat, or end before they begin.
        (
            "2022-04-06 09:00", "4wh",
            [("2022-04-06 10:30", "2022-04-06 11:00"), ("2022-04-06 10:00", "2022-04-06 10:45")], "2022-04-06 16:00"
        ),
        (
            "2022-04-06 09:00", "3wd",
            [("2022-04-07 17:00", "2022-04-07 19:00"), ("2022-04-07 17:00", "2022-04-07 19:00")], "2022-04-12 18:00"
        ),
        ("2022-04-06 09:00", "4wh", [("2022-04-06 11:00", "2022-04-06 10:00")], "2022-04-06 15:00"),
        ("2022-04-06 09:00", "4wh", [("2022-04-05 09:00", "2022-04-06 10:00")], "2022-04-06 16:00"),
        ("2022-04-06 09:00", "0wd", [("2022-04-05 09:00", "2022-04-08 10:00")], "2022-04-06 09:00"),
    ])
    func movesTheDeadline(issued: String, limit: String, paused: [(String, String)], due: String) throws {
        let pauses = paused.map { Pause(from: at($0.0), to: at($0.1), reason: "待补材料") }
        let deadline = office.deadline(from: at(issued), limit: try Limit(parsing: limit), pauses: pauses)
        #expect(deadline.due == at(due))
        #expect(deadline.pauses == pauses)
    }

    @Test(arguments: ["4wh", "3wd", "30h", "2d"])
    func anOpenPauseSuspends(limit: String) throws {
        let pause = Pause(from: at("2022-04-06 10:00"), to: nil, reason: "鉴定")
        let deadline = office.deadline(
            from: at("2022-04-05 09:00"), limit: try Limit(parsing: limit), pauses: [pause])
        #expect(deadline.due == nil)
        #expect(deadline.isSuspended)
        #expect(deadline.reasons.suffix(2) == [.paused(pause), .suspended(since: at("2022-04-06 10:00"))])
    }

    @Test func anOpenPauseAfterTheDueTimeChangesNothing() {
        let pause = Pause(from: at("2022-04-06 18:00"), to: nil, reason: "鉴定")
        let deadline = office.deadline(from: at("2022-04-02 10:00"), limit: .workingDays(1), pauses: [pause])
        #expect(deadline.due == at("2022-04-06 18:00"))
        #expect(deadline.pauses == [pause])
        #expect(!deadline.reasons.contains(.paused(pause)))
    }

    @Test func aPauseOnTheDayOfIssueSuspendsFromItsOwnBeginning() {
        let pause = Pause(from: at("2022-04-06 10:00"), to: nil, reason: "鉴定")
        let deadline = office.deadline(from: at("2022-04-06 09:00"), limit: .workingDays(1), pauses: [pause])
        #expect(deadline.reasons.last == .suspended(since: at("2022-04-06 10:00")))
    }

    @Test func aStandstillBeginsWithTheFirstOfItsPauses() {
        let first = Pause(from: at("2022-04-06 10:00"), to: at("2022-04-06 15:00"), reason: "待补材料")
        let open = Pause(from: at("2022-04-06 15:00"), to: nil, reason: "鉴定")
        let deadline = office.deadline(from: at("2022-04-06 09:00"), limit: .workingHours(4), pauses: [open, first])
        #expect(deadline.reasons.last == .suspended(since: first.from))
        #expect(deadline.reasons.contains(.paused(first)) && deadline.reasons.contains(.paused(open)))
    }
}
