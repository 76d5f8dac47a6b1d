/// How a moment is written.
package enum MomentStyle: String, Sendable {
    /// `4月6日 18:00` · `6 Apr 18:00`
    case short
    /// `4月6日 周一 18:00` · `Mon 6 Apr 18:00`
    case weekday
    /// `2026年4月6日 18:00` · `6 Apr 2026 18:00`
    case full
    /// `4月6日` · `6 Apr`
    case day
    /// `2026年4月6日` · `6 Apr 2026`
    case date
    /// `2026年4月` · `Apr 2026`
    case month
    /// `18:00`
    case time
}

// Numbers and moments as a language writes them. Moments are microseconds of UTC, with the zone's offset in seconds.
extension Language {
    package func number(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var grouped = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { grouped += "," }
            grouped.append(digit)
        }
        return value < 0 ? "−" + grouped : grouped
    }

    package func number(_ value: Double, decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = (value * scale).rounded()
        guard scaled.isFinite, scaled.magnitude < 9e18 else { return text("format.none") }
        let whole = Int(scaled.magnitude) / Int(scale)
        let part = String(Int(scaled.magnitude) % Int(scale))
        let sign = scaled < 0 ? "−" : ""
        guard decimals > 0 else { return sign + number(whole) }
        return sign + number(whole) + "." + String(repeating: "0", count: decimals - part.count) + part
    }

    /// `97.3%`; a dash when there is nothing to divide by.
    package func percent(_ numerator: Int, of denominator: Int, decimals: Int = 1) -> String {
        guard denominator != 0 else { return text("format.none") }
        return percent(Double(numerator) / Double(denominator), decimals: decimals)
    }

    package func percent(_ ratio: Double, decimals: Int = 1) -> String {
        number(ratio * 100, decimals: decimals) + "%"
    }

    /// Yuan from fen: `1,234.50`.
    package func money(fen: Int64) -> String {
        number(Double(fen) / 100, decimals: 2)
    }

    package func moment(_ microseconds: Int64, zone offset: Int, _ style: MomentStyle = .short) -> String {
        let civil = CivilMoment(microseconds, zone: offset)
        let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
        return text("format.moment." + style.rawValue) { name in
            switch name {
            case "year": String(civil.year)
            case "month": text("format.month.\(civil.month)")
            case "day": String(civil.day)
            case "hour": two(civil.hour)
            case "minute": two(civil.minute)
            case "weekday": text("format.weekday.\(civil.weekday)")
            default: nil
            }
        }
    }

    /// The largest parts of a length of time: `2 天 3 小时`, `25 分钟`; `不到 1 分钟` below one minute.
    package func duration(_ microseconds: Int64, parts most: Int = 2) -> String {
        let minutes = Int(microseconds.magnitude / 60_000_000)
        let parts = [("day", minutes / 1440), ("hour", minutes / 60 % 24), ("minute", minutes % 60)]
        guard let first = parts.firstIndex(where: { $0.1 > 0 }) else { return text("format.duration.moment") }
        // Beyond three days the hours only distract.
        let shown = parts[first].0 == "day" && parts[first].1 >= 3 ? 1 : most
        return parts[first...].prefix(shown).filter { $0.1 > 0 }
            .map { text("format.duration." + $0.0, ["count": String($0.1)]) }.joined(separator: " ")
    }

    /// `还剩 3 小时` before the due time, `超期 2 天` after it.
    package func remaining(until due: Int64, now: Int64) -> String {
        text(due >= now ? "format.remaining" : "format.overdue", ["time": duration(due - now)])
    }

    /// `3 小时前`, `刚刚`.
    package func ago(_ moment: Int64, now: Int64) -> String {
        now - moment < 60_000_000
            ? text("format.just_now") : text("format.ago", ["time": duration(now - moment, parts: 1)])
    }
}
