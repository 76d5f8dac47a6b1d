/// How long something may take.
///
/// An amount of zero or less is due at once.
package enum Limit: Hashable, Sendable {
    /// Hours on the wall clock (小时).
    case hours(Int)
    /// Days of 24 hours on the wall clock (天, 自然日).
    case days(Int)
    /// Hours of open office (工作时).
    case workingHours(Int)
    /// Working days (工作日), the day of issue not counted.
    case workingDays(Int)

    /// The largest amount `init(parsing:)` accepts: more is a slip of the keyboard.
    package static let largestAmount = 100_000

    package var amount: Int {
        switch self {
        case .hours(let amount), .days(let amount), .workingHours(let amount), .workingDays(let amount): amount
        }
    }

    /// Whether the working calendar has a say in it.
    package var isWorkingTime: Bool {
        switch self {
        case .hours, .days: false
        case .workingHours, .workingDays: true
        }
    }
}

/// Why a text is not a limit; each carries the offending text.
package enum LimitError: Error, Hashable {
    /// The text does not begin with a whole number.
    case noAmount(String)
    /// What follows the number is no unit of time.
    case unknownUnit(String)
    /// The number is beyond `Limit.largestAmount`.
    case tooLarge(String)
}

/// `24h`, `15d`, `4wh`, `5wd`.
extension Limit: Codable, CustomStringConvertible {
    /// Reads `24小时`, `15天`, `4工作时`, `5 个工作日`, `24 hours`, `15 days`, `4 working hours`, `5 working days`,
    /// `24h`, `15d`, `4wh`, `5wd`, in any case, with or without blanks and full-width forms.
    package init(parsing text: String) throws(LimitError) {
        let plain = text.foldedForms.filter { !$0.isWhitespace }
        let digits = plain.prefix { "0"..."9" ~= $0 }
        let unit = plain.dropFirst(digits.count)
        if digits.isEmpty { throw .noAmount(text) }
        guard let make = unitWords[String(unit.hasPrefix("个") ? unit.dropFirst() : unit)]
        else { throw .unknownUnit(String(unit)) }
        guard let amount = Int(digits), amount <= Limit.largestAmount else { throw .tooLarge(text) }
        self = make(amount)
    }

    package var description: String {
        switch self {
        case .hours(let amount): "\(amount)h"
        case .days(let amount): "\(amount)d"
        case .workingHours(let amount): "\(amount)wh"
        case .workingDays(let amount): "\(amount)wd"
        }
    }

    package init(from decoder: any Decoder) throws {
        self = try decoder.text { try Limit(parsing: $0) }
    }

    package func encode(to encoder: any Encoder) throws { try encoder.text(description) }
}

private let unitWords: [String: @Sendable (Int) -> Limit] = [
    "h": Limit.hours, "hour": Limit.hours, "hours": Limit.hours, "小时": Limit.hours,
    "d": Limit.days, "day": Limit.days, "days": Limit.days, "calendarday": Limit.days, "calendardays": Limit.days,
    "天": Limit.days, "日": Limit.days, "自然日": Limit.days,
    "wh": Limit.workingHours, "workinghour": Limit.workingHours, "workinghours": Limit.workingHours,
    "工作时": Limit.workingHours, "工作小时": Limit.workingHours,
    "wd": Limit.workingDays, "workingday": Limit.workingDays, "workingdays": Limit.workingDays,
    "工作日": Limit.workingDays,
]
