import Foundation
import Testing
import WorkingTime

struct InstantTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T08:00:00+08:00", 0),
            ("2022-04-06T18:00:00+08:00", 1_649_239_200_000_000),
            ("2022-04-06T18:00+0800", 1_649_239_200_000_000), ("2022-04-06t10:00:00z", 1_649_239_200_000_000),
            ("2022-04-06T10:00:00.5Z", 1_649_239_200_500_000), ("2022-04-06T10:00:00,000001Z", 1_649_239_200_000_001),
            ("2022-04-06T10:00:00.1234567899Z", 1_649_239_200_123_456), ("1969-12-31T23:59:59.999999Z", -1),
            ("2022-04-06T05:30:00-04:30", 1_649_239_200_000_000), ("2022-04-06T18:00+08", 1_649_239_200_000_000),
        ] as [(String, Int64)])
    func readsISO8601(text: String, microseconds: Int64) {
        #expect(Instant(iso: text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "now", "2022-04-06", "2022-04-06T18:00:00", "2022-04-06 18:00:00+08:00", "2022-04-06T24:00:00Z",
        "2022-04-06T18:60:00Z", "2022-04-06T18:00:60Z", "2022-02-29T18:00:00Z", "2022-04-06T18:00:00.Z",
        "2022-04-06T18:00:00+8:00", "2022-04-06T18:00:00+08:60", "2022-04-06T18:00:00+24:00", "2022-04-06T18:00:00ZZ",
        "2022-04-06T18:00.5Z", "2022-04-06T18Z", "2022-04-06T1８:00:00Z", "-2022-04-06T18:00:00Z",
        "2022-04-06T18:00:00+",
        "2022-04-06T18:00:00 +08:00", "99999999999999999999", "2022-04-06T18:00:-1Z",
    ])
    func refuses(text: String) {
        #expect(Instant(iso: text) == nil)
    }

    @Test func readsLocalTimeOnlyWhenTheZoneIsGiven() {
        #expect(Instant(iso: "2022-04-02 09:30") == nil)
        #expect(Instant("2022-04-02 09:30", in: .china) == Instant(iso: "2022-04-02T09:30:00+08:00"))
        #expect(Instant("2022-04-02T09:30:15", in: .utc) == Instant(iso: "2022-04-02T09:30:15Z"))
        #expect(Instant("2022-04-02T09:30Z", in: .china) == Instant(iso: "2022-04-02T09:30:00Z"))
        #expect(Instant("2022-04-02", in: .china) == nil)
        #expect(Instant("2022-04-02 09:30 ", in: .china) == nil)
    }

    @Test func writesTheClocksOfAZone() {
        #expect(at("2022-04-06 18:00").iso(in: .china) == "2022-04-06T18:00:00+08:00")
        #expect(at("2022-04-06 00:30").iso(in: .utc) == "2022-04-05T16:30:00Z")
        #expect(at("2022-04-06 18:00:00.25").iso(in: .china) == "2022-04-06T18:00:00.250000+08:00")
        #expect(Instant(microseconds: -1).iso(in: .utc) == "1969-12-31T23:59:59.999999Z")
        #expect("\(Instant(microseconds: 0))" == "1970-01-01T00:00:00.000000Z")
    }

    @Test func comesBackFromTextAndFromDayAndTime() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let instant = Instant(
                microseconds: .random(in: -60_000_000_000_000_000...200_000_000_000_000_000, using: &random))
            let zone = Zone(seconds: .random(in: -57_600...57_600, using: &random))
            #expect(Instant(iso: instant.iso(in: zone)) == instant)
            #expect(Instant(iso: instant.description) == instant)
            let (day, time) = instant.split(in: zone)
            #expect(time >= .zero && time < .days(1))
            #expect(Instant(day, at: time, in: zone) == instant)
        }
        #expect(try throughJSON(at("2022-04-06 18:00:00.000007")) == at("2022-04-06 18:00:00.000007"))
    }

    @Test func addsAndSubtracts() {
        let noon = at("2022-04-06 12:00")
        #expect(noon + .hours(6) == at("2022-04-06 18:00"))
        #expect(noon.advanced(by: .days(-1)) == at("2022-04-05 12:00"))
        #expect(at("2022-04-06 18:00") - noon == .hours(6))
        #expect(noon - .minutes(30) == at("2022-04-06 11:30"))
        #expect(-Span.seconds(90) + .minutes(2) == .seconds(30))
        #expect(noon.day(in: .china) == day("2022-04-06"))
    }
}

struct ZoneTests {
    @Test(arguments: [
        ("+08:00", 28_800, "+08:00"), ("+0800", 28_800, "+08:00"), ("+08", 28_800, "+08:00"), ("Z", 0, "Z"),
        ("+00:00", 0, "Z"), ("-03:30", -12_600, "-03:30"), ("+08:05:43", 29_143, "+08:05:43"),
    ])
    func readsAndWritesOffsets(text: String, seconds: Int, written: String) throws {
        let zone = try #require(Zone(text))
        #expect(zone.seconds == seconds)
        #expect(zone.iso == written)
        #expect(try throughJSON(zone) == zone)
    }

    @Test(arguments: [
        "", "08:00", "+8", "+08:", "+08:0", "+08:000", "+0800:30", "UTC", "+25:00", "+08:00 ", "Asia/Shanghai",
    ])
    func refuses(text: String) {
        #expect(Zone(text) == nil)
    }
}
