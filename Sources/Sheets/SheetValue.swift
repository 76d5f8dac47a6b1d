package import Foundation

/// What one cell holds. The column decides how it looks; see `SheetColumn.Kind`.
package enum SheetValue: Sendable, Equatable {
    case empty
    /// Always a string in the file: `=1+1`, `0371` and a resident id arrive as they are.
    case text(String)
    /// Not finite becomes an empty cell, since Excel has no such number.
    case number(Double)
    /// From 10^15 on it is written as its digits, since Excel would round it.
    case integer(Int)
    /// A calendar date, months and days from 1. One that does not exist becomes an empty cell.
    case day(year: Int, month: Int, day: Int)
    /// A moment, shown in the zone of the writer, to the second.
    case moment(Date)
    /// A text that is wrong as it stands; its cell is coloured.
    case wrong(String)
    /// `http`, `https` and `mailto` become links; any other address leaves the text alone.
    case link(url: String, text: String)
}

extension SheetValue {
    /// The cell as a person would type it: `2026-03-01`, `2026-03-01 09:30:00`, a link's text. For CSV.
    package func plainText(in zone: TimeZone) -> String {
        switch self {
        case .empty: ""
        case .text(let text), .wrong(let text): text
        case .number(let number): number.isFinite ? Self.digits(of: number) : ""
        case .integer(let number): String(number)
        case .day(let year, let month, let day):
            CivilTime(year: year, month: month, day: day)?.dayText ?? ""
        case .moment(let moment): CivilTime(moment, in: zone)?.text ?? ""
        case .link(_, let text): text
        }
    }

    private static func digits(of number: Double) -> String {
        if let whole = Int(exactly: number), whole.magnitude < 1_000_000_000_000_000 { return String(whole) }
        return String(number)
    }
}
