extension Instant {
    /// Reads ISO 8601 with its offset: `2022-04-06T18:00:00+08:00`, `2022-04-06T10:00Z`, `…:00.25Z`.
    ///
    /// Seconds may be left out; digits beyond the microsecond are cut off. Years 0001–9999; nil for anything else.
    package init?(iso text: String) {
        self.init(reading: text, separators: "Tt", zone: nil)
    }

    /// Reads what `init(iso:)` reads and also `2022-04-02 09:30` without an offset, then taken on the clocks of `zone`.
    package init?(_ text: String, in zone: Zone) {
        self.init(reading: text, separators: "Tt ", zone: zone)
    }

    /// ISO 8601 on the clocks of `zone`, `2022-04-06T18:00:00+08:00`; six decimals only when the second is not whole.
    package func iso(in zone: Zone) -> String {
        let (day, time) = split(in: zone)
        let (seconds, fraction) = time.microseconds.floored(by: 1_000_000)
        let decimals = fraction == 0 ? "" : "." + padded(Int(fraction), to: 6)
        return "\(day.iso)T\(clockFace(Int(seconds)))\(decimals)\(zone.iso)"
    }

    private init?(reading text: String, separators: String, zone: Zone?) {
        var reader = TextReader(text)
        guard let day = reader.day(), separators.utf8.contains(where: { reader.take($0) }),
            let time = reader.time(),
            let zone = reader.isAtEnd ? zone : reader.zone(), reader.isAtEnd
        else { return nil }
        self.init(day, at: time, in: zone)
    }
}

/// ISO 8601 in UTC, always with six decimals, so that the texts sort as the instants do.
extension Instant: Codable, CustomStringConvertible {
    package var description: String {
        let (day, time) = split(in: .utc)
        let (seconds, fraction) = time.microseconds.floored(by: 1_000_000)
        return "\(day.iso)T\(clockFace(Int(seconds))).\(padded(Int(fraction), to: 6))Z"
    }

    package init(from decoder: any Decoder) throws {
        self = try decoder.text { Instant(iso: $0) }
    }

    package func encode(to encoder: any Encoder) throws { try encoder.text(description) }
}

extension TextReader {
    /// `09:30`, `09:30:15` or `09:30:15.25` as the time since midnight.
    fileprivate mutating func time() -> Span? {
        guard let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2), minute < 60
        else { return nil }
        let time = Span.hours(hour) + .minutes(minute)
        guard take(":") else { return time }
        guard let second = number(digits: 2), second < 60 else { return nil }
        guard take(".") || take(",") else { return time + .seconds(second) }
        guard let fraction = millionths() else { return nil }
        return time + .seconds(second) + Span(microseconds: Int64(fraction))
    }
}

/// Seconds since midnight as `18:00:00`.
private func clockFace(_ seconds: Int) -> String {
    "\(padded(seconds / 3_600, to: 2)):\(padded(seconds / 60 % 60, to: 2)):\(padded(seconds % 60, to: 2))"
}
