/// A day of the proleptic Gregorian calendar, without time or zone.
package struct Day: Hashable, Sendable {
    /// Days since 1970-01-01, negative before it.
    package let daysSinceEpoch: Int

    package init(daysSinceEpoch: Int) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// Nil unless the day exists in years 1–9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Day.length(ofMonth: month, year: year)
        else { return nil }
        self.init(daysSinceEpoch: Day.number(year, month, day))
    }

    package var year: Int { civil.year }
    /// 1–12.
    package var month: Int { civil.month }
    /// 1–31.
    package var day: Int { civil.day }

    /// 1 Monday … 7 Sunday.
    package var weekday: Int { (daysSinceEpoch + 3).floored(by: 7).remainder + 1 }

    package func adding(days: Int) -> Day { Day(daysSinceEpoch: daysSinceEpoch + days) }

    package static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}

extension Day: Comparable, Strideable {
    package static func < (left: Day, right: Day) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }
    package func distance(to other: Day) -> Int { other.daysSinceEpoch - daysSinceEpoch }
    package func advanced(by days: Int) -> Day { adding(days: days) }
}

/// `2022-04-02`.
extension Day: Codable, CustomStringConvertible {
    /// Reads exactly `2022-04-02`; nil for any other text and for days that do not exist.
    package init?(iso text: String) {
        var reader = TextReader(text)
        guard let day = reader.day(), reader.isAtEnd else { return nil }
        self = day
    }

    package var iso: String {
        let (year, month, day) = civil
        return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }

    package var description: String { iso }

    package init(from decoder: any Decoder) throws {
        self = try decoder.text { Day(iso: $0) }
    }

    package func encode(to encoder: any Encoder) throws { try encoder.text(iso) }
}

extension TextReader {
    mutating func day() -> Day? {
        guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
            let day = number(digits: 2)
        else { return nil }
        return Day(year: year, month: month, day: day)
    }
}

// Howard Hinnant's days_from_civil and civil_from_days: the year begins in March, so that the leap day is its last.
extension Day {
    private static let marchOfYearZero = 719_468
    private static let daysIn400Years = 146_097

    private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let (era, yearOfEra) = (month <= 2 ? year - 1 : year).floored(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * daysIn400Years + dayOfEra - marchOfYearZero
    }

    private var civil: (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = (daysSinceEpoch + Day.marchOfYearZero).floored(by: Day.daysIn400Years)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}
