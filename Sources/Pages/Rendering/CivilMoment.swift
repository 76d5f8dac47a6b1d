/// A moment taken apart into the day and time people read, by the proleptic Gregorian calendar.
package struct CivilMoment: Sendable {
    package let year: Int
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int
    package let second: Int
    /// 1 is Monday, 7 is Sunday.
    package let weekday: Int

    package init(_ microseconds: Int64, zone offset: Int) {
        let seconds = Self.floored(microseconds, 1_000_000) + Int64(offset)
        let days = Int(Self.floored(seconds, 86_400))
        let clock = Int(seconds) - days * 86_400
        (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60)
        weekday = ((days + 3) % 7 + 7) % 7 + 1

        // Howard Hinnant's civil_from_days: eras of 400 years that begin on 1 March.
        let shifted = days + 719_468
        let era = Int(Self.floored(Int64(shifted), 146_097))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// What a `<time datetime>` and a date field hold: `2026-04-06T18:00`.
    package var machine: String {
        "\(date)T\(Self.padded(hour)):\(Self.padded(minute))"
    }

    /// `2026-04-06`
    package var date: String {
        "\(year)-\(Self.padded(month))-\(Self.padded(day))"
    }

    private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static func floored(_ value: Int64, _ by: Int64) -> Int64 {
        value >= 0 ? value / by : (value - by + 1) / by
    }
}
