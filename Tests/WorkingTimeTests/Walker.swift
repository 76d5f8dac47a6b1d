import Foundation
import WorkingTime

/// Walks through time slot by slot and counts on its fingers: the oracle for deadlines from 2019 to 2026.
///
/// Times are minutes since midnight of 1 December 2018 in China; all of them must lie on slots.
struct Walker {
    let slot: Int
    let worked: [Bool]
    static let first = Foundation.Date(timeIntervalSince1970: 1_543_593_600)
    static let text = "08:30-12:00,14:00-18:00; fri 08:00-12:15,13:00-16:00; make-up 09:00-11:00,12:00-16:30"

    /// `notices` are dates as text with whether they are off, as in the published files.
    init(slot: Int, notices: [String: NamedDay]) {
        self.slot = slot
        var china = Foundation.Calendar(identifier: .gregorian)
        china.timeZone = TimeZone(secondsFromGMT: 8 * 3_600) ?? .current
        worked = (0..<3_300).map { number in
            let date = Walker.first.addingTimeInterval(Double(number) * 86_400)
            let parts = china.dateComponents([.year, .month, .day, .weekday], from: date)
            let text = String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            if let named = notices[text] { return !named.off }
            return parts.weekday != 1 && parts.weekday != 7
        }
    }

    /// The minutes of a day the office is open; day 0 is a Saturday.
    func openings(_ day: Int) -> [Range<Int>] {
        if !worked[day] { return [] }
        switch day % 7 {
        case 0, 1: return [540..<660, 720..<990]
        case 6: return [480..<735, 780..<960]
        default: return [510..<720, 840..<1_080]
        }
    }

    func isOpen(_ minute: Int) -> Bool {
        for opening in openings(minute / 1_440) where opening.contains(minute % 1_440) { return true }
        return false
    }

    /// Nil when an open pause comes first.
    func due(from start: Int, _ limit: Limit, pauses: [(from: Int, to: Int?)]) -> Int? {
        var left = limit.amount
        if case .hours = limit { left *= 60 }
        if case .workingHours = limit { left *= 60 }
        var minute = start
        while left > 0 {
            let covering = pauses.filter { $0.from <= minute && minute < $0.to ?? .max }
            if covering.contains(where: { $0.to == nil }) { return nil }
            let end = minute + slot
            if covering.isEmpty {
                switch limit {
                case .hours: left -= slot
                case .days: left -= (end - start) % 1_440 == 0 ? 1 : 0
                case .workingHours: left -= isOpen(minute) ? slot : 0
                case .workingDays:
                    let closes = openings(minute / 1_440).last?.upperBound == minute % 1_440 + slot
                    left -= closes && minute / 1_440 > start / 1_440 ? 1 : 0
                }
            }
            minute = end
        }
        return minute
    }

    func instant(_ minute: Int) -> Instant {
        Instant(microseconds: Int64(Walker.first.timeIntervalSince1970) * 1_000_000 + Int64(minute) * 60_000_000)
    }
}

struct NamedDay: Decodable {
    var name: String
    var off: Bool
}

/// Published years 2019–2026 made of named days; days before belong to the notice of 2019.
func workCalendar(of notices: [String: NamedDay]) -> WorkCalendar {
    WorkCalendar(
        years: (2019...2026).map { year in
            let own = notices.filter { max(2019, day($0.key).year) == year }
            return CalendarYear(
                year: year,
                holidays: own.filter(\.value.off).map { .init(name: $0.value.name, days: [day($0.key)]) },
                workdays: own.filter { !$0.value.off }.map { day($0.key) }, source: "test")
        })
}

/// Eight years of invented holidays of one to eight days, each made up for on a weekend nearby.
func inventedNotices(seed: UInt64) -> [String: NamedDay] {
    var random = SeededGenerator(seed: seed)
    var notices: [String: NamedDay] = [:]
    for month in 0..<96 {
        let first = day("2018-12-28").adding(days: month * 30 + .random(in: 0..<15, using: &random))
        for offset in 0..<Int.random(in: 1...8, using: &random) {
            notices[first.adding(days: offset).iso] = NamedDay(name: "节\(month)", off: true)
        }
        let madeUp = first.adding(days: .random(in: 9...13, using: &random))
        if madeUp.weekday > 5 { notices[madeUp.iso] = NamedDay(name: "节\(month)", off: false) }
    }
    return notices
}
