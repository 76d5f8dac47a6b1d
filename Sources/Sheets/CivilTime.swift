import Foundation

/// A wall-clock time of the years 1 to 9999, computed without a calendar object: it is needed once per cell.
struct CivilTime {
    let daysSince1970: Int
    let secondOfDay: Int

    /// Nil when the moment lies outside the years 1 to 9999.
    init?(_ moment: Date, in zone: TimeZone) {
        let seconds = moment.timeIntervalSince1970.rounded(.down)
        guard seconds > -62_135_500_000, seconds < 253_402_200_000 else { return nil }
        let local = Int(seconds) + zone.secondsFromGMT(for: moment)
        secondOfDay = ((local % 86_400) + 86_400) % 86_400
        daysSince1970 = (local - secondOfDay) / 86_400
    }

    /// Nil when there is no such day.
    init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        // Days from civil, after Howard Hinnant: years begin in March, eras have 400 years.
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSince1970 = era * 146_097 + dayOfEra - 719_468
        secondOfDay = 0
        guard civilDay == (year, month, day) else { return nil }
    }

    /// Days since Excel's zero, the time of day as a fraction.
    /// Nil before 1900-03-01: earlier serials are off by one, because Excel knows a 29 February 1900.
    var excelSerial: Double? {
        let days = daysSince1970 + 25_569
        return days >= 61 ? Double(days) + Double(secondOfDay) / 86_400 : nil
    }

    /// What Excel shows for a number that is a day, a time of day or both; nil outside the years 1900 to 9999.
    static func text(serial: Double) -> String? {
        guard serial >= 0, serial < 2_958_466 else { return nil }
        let seconds = Int((serial * 86_400).rounded())
        let (days, rest) = (seconds / 86_400, seconds % 86_400)
        // Below 60 Excel counts a 29 February 1900 that there never was.
        let time = CivilTime(days: days - (days < 60 ? 25_568 : 25_569), second: rest)
        if days == 0 { return String(time.text.suffix(8)) }
        return rest == 0 ? time.dayText : time.text
    }

    private init(days: Int, second: Int) {
        daysSince1970 = days
        secondOfDay = second
    }

    var dayText: String {
        let (year, month, day) = civilDay
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    var text: String {
        let time = [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60].map { padded($0, 2) }
        return dayText + " " + time.joined(separator: ":")
    }

    private var civilDay: (Int, Int, Int) {
        let shifted = daysSince1970 + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
