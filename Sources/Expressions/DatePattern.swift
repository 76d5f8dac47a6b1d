import WorkingTime

/// How a date is written: `%Y年%n月%e日`. The parts of ODK's `format-date` that a day has and every language writes alike.
package struct DatePattern {
    package enum Part: Hashable, Sendable {
        case plain(String)
        /// Four digits; two digits.
        case year, shortYear
        /// Two digits; as many as it needs.
        case month, shortMonth
        case day, shortDay
    }

    package let parts: [Part]

    package init?(_ text: String) {
        var parts: [Part] = []
        var plain = ""
        var rest = text[...]
        while let next = rest.popFirst() {
            guard next == "%" else {
                plain.append(next)
                continue
            }
            let part: Part
            switch rest.popFirst() {
            case "Y": part = .year
            case "y": part = .shortYear
            case "m": part = .month
            case "n": part = .shortMonth
            case "d": part = .day
            case "e": part = .shortDay
            default: return nil
            }
            if !plain.isEmpty { parts.append(.plain(plain)) }
            plain = ""
            parts.append(part)
        }
        if !plain.isEmpty { parts.append(.plain(plain)) }
        self.parts = parts
    }

    func text(of day: Int) -> String {
        let day = Day(daysSinceEpoch: day)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return parts.map { part in
            switch part {
            case .plain(let text): text
            case .year: String(day.iso.prefix(4))
            case .shortYear: two(day.year % 100)
            case .month: two(day.month)
            case .shortMonth: String(day.month)
            case .day: two(day.day)
            case .shortDay: String(day.day)
            }
        }.joined()
    }
}
