/// Why a text is not office hours; each carries the part that is wrong.
package enum OfficeHoursError: Error, Hashable {
    case empty
    case unknownDay(String)
    /// Saturday and Sunday have no hours of their own; `make-up` sets those of make-up working days.
    case weekendDay(String)
    case dayNamedTwice(String)
    /// A weekday (1 Monday … 5 Friday) that is left without hours.
    case dayWithoutHours(Int)
    case notATime(String)
    case notAnOpening(String)
    case closesBeforeItOpens(String)
    case overlap(String, String)
    case outOfOrder(String, String)
}

extension OfficeHours {
    /// Reads openings, by day where days differ: `08:30-12:00, 14:00-18:00; Fri 08:30-12:00; make-up 09:00-12:00` or
    /// `周一至周四 8:30-12:00、14:00-18:00；周五 8:30-12:00；调休 9:00-12:00`.
    ///
    /// A part without days is for every weekday that no other part names. Full-width forms are read as ASCII.
    package init(parsing text: String) throws(OfficeHoursError) {
        var general: [Opening]?
        var makeUp: [Opening]?
        var named: [Int: [Opening]] = [:]
        for part in OfficeHours.parts(of: text) {
            let times = part.firstIndex { "0"..."9" ~= $0 } ?? part.endIndex
            let days = part[..<times].trimmed
            let openings = try OfficeHours.openings(part[times...], of: part)
            if days.isEmpty {
                if general != nil { throw .dayNamedTwice(String(part)) }
                general = openings
            } else if makeUpWords.contains(days) {
                if makeUp != nil { throw .dayNamedTwice(days) }
                makeUp = openings
            } else {
                for weekday in try OfficeHours.weekdays(days) {
                    if named.updateValue(openings, forKey: weekday) != nil { throw .dayNamedTwice(days) }
                }
            }
        }
        if general == nil, makeUp == nil, named.isEmpty { throw .empty }
        var weekdays: [[Opening]] = []
        for weekday in 1...5 {
            guard let openings = named[weekday] ?? general else { throw .dayWithoutHours(weekday) }
            weekdays.append(openings)
        }
        self.init(weekdays: weekdays, makeUp: makeUp)
    }

    /// Parts between semicolons or line ends, with one spelling for every dash and comma and no space around dashes.
    private static func parts(of text: String) -> [Substring] {
        var plain = ""
        for character in text.foldedForms {
            switch character {
            case "至", "到", "~", "–", "—": plain.append("-")
            case "、": plain.append(",")
            case "\n", "\r\n": plain.append(";")
            case " ", "\t": if let last = plain.last, !" -".contains(last) { plain.append(" ") }
            default: plain.append(character)
            }
            if plain.hasSuffix(" -") { plain.replaceSubrange(plain.index(plain.endIndex, offsetBy: -2)..., with: "-") }
        }
        return plain.split(separator: ";").filter { !$0.trimmed.isEmpty }
    }

    /// `mon`, `mon-thu`, `mon,wed` as weekdays 1–5.
    private static func weekdays(_ text: String) throws(OfficeHoursError) -> [Int] {
        var weekdays: [Int] = []
        for item in text.split(separator: ",") {
            var ends: [Int] = []
            for name in item.split(separator: "-", omittingEmptySubsequences: false) {
                guard let weekday = weekdayWords[name.trimmed] else { throw .unknownDay(item.trimmed) }
                if weekday > 5 { throw .weekendDay(name.trimmed) }
                ends.append(weekday)
            }
            guard ends.count <= 2, ends[0] <= ends[ends.count - 1] else { throw .unknownDay(item.trimmed) }
            weekdays += ends[0]...ends[ends.count - 1]
        }
        return weekdays
    }

    private static func openings(_ times: Substring, of part: Substring) throws(OfficeHoursError) -> [Opening] {
        var openings: [Opening] = []
        var previous = ""
        for text in times.split(whereSeparator: { ", ".contains($0) }) {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2 else { throw .notAnOpening(String(text)) }
            let opening = Opening(opens: try time(ends[0]), closes: try time(ends[1]))
            guard opening.opens < opening.closes else { throw .closesBeforeItOpens(String(text)) }
            if let last = openings.last, opening.opens < last.closes {
                throw opening.closes <= last.opens
                    ? .outOfOrder(previous, String(text)) : .overlap(previous, String(text))
            }
            openings.append(opening)
            previous = String(text)
        }
        if openings.isEmpty { throw .notAnOpening(part.trimmed) }
        return openings
    }

    /// `8:30`, `08:30` or `24:00`.
    private static func time(_ text: Substring) throws(OfficeHoursError) -> Span {
        var reader = TextReader(text.utf8.count == 4 ? "0" + text : String(text))
        guard let hour = reader.number(digits: 2), reader.take(":"), let minute = reader.number(digits: 2),
            reader.isAtEnd, hour < 24 || (hour == 24 && minute == 0), minute < 60
        else { throw .notATime(String(text)) }
        return .hours(hour) + .minutes(minute)
    }
}

/// The text `init(parsing:)` reads, in one spelling for equal hours.
extension OfficeHours: Codable, CustomStringConvertible {
    package var description: String {
        var parts: [String]
        if weekdays.allSatisfy({ $0 == weekdays[0] }) {
            parts = [OfficeHours.text(weekdays[0])]
        } else {
            parts = zip(["mon", "tue", "wed", "thu", "fri"], weekdays).map { "\($0) \(OfficeHours.text($1))" }
        }
        if let makeUp { parts.append("make-up \(OfficeHours.text(makeUp))") }
        return parts.joined(separator: "; ")
    }

    package init(from decoder: any Decoder) throws {
        self = try decoder.text { try OfficeHours(parsing: $0) }
    }

    package func encode(to encoder: any Encoder) throws { try encoder.text(description) }

    private static func text(_ openings: [Opening]) -> String {
        openings.map { "\(text($0.opens))-\(text($0.closes))" }.joined(separator: ",")
    }

    private static func text(_ time: Span) -> String {
        let minutes = Int(time.microseconds / Span.minutes(1).microseconds)
        return "\(padded(minutes / 60, to: 2)):\(padded(minutes % 60, to: 2))"
    }
}

extension Substring {
    /// Without blanks at both ends, nor the colon of `Mon: 08:30-12:00`.
    fileprivate var trimmed: String {
        let isMargin: (Character) -> Bool = { $0 == " " || $0 == ":" }
        return String(drop(while: isMargin).reversed().drop(while: isMargin).reversed())
    }
}

private let makeUpWords: Set<String> = ["make-up", "makeup", "调休", "调休日"]

private let weekdayWords: [String: Int] = {
    let english = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    var words = ["周天": 7, "星期天": 7]
    for (index, (name, digit)) in zip(english, "一二三四五六日").enumerated() {
        for word in [name, String(name.prefix(3)), "周\(digit)", "星期\(digit)"] { words[word] = index + 1 }
    }
    return words
}()
