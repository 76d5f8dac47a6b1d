/// A fixed offset from UTC. China has had no summer time since 1991, so an offset is all a district needs.
package struct Zone: Hashable, Sendable {
    /// Seconds east of UTC.
    package let seconds: Int

    package init(seconds: Int) {
        self.seconds = seconds
    }

    package static let utc = Zone(seconds: 0)
    package static let china = Zone(seconds: 8 * 3_600)
}

/// `+08:00`, or `Z` for UTC; seconds only when there are any.
extension Zone: Codable, CustomStringConvertible {
    /// Reads `Z`, `+08`, `+0800`, `+08:00` or `+08:05:43`; nil for anything else.
    package init?(_ text: String) {
        var reader = TextReader(text)
        guard let zone = reader.zone(), reader.isAtEnd else { return nil }
        self = zone
    }

    package var iso: String {
        if seconds == 0 { return "Z" }
        let size = abs(seconds)
        let minutes = "\(padded(size / 3_600, to: 2)):\(padded(size / 60 % 60, to: 2))"
        return (seconds < 0 ? "-" : "+") + minutes + (size % 60 == 0 ? "" : ":" + padded(size % 60, to: 2))
    }

    package var description: String { iso }

    package init(from decoder: any Decoder) throws {
        self = try decoder.text { Zone($0) }
    }

    package func encode(to encoder: any Encoder) throws { try encoder.text(iso) }
}

extension TextReader {
    mutating func zone() -> Zone? {
        if take("Z") || take("z") { return .utc }
        let east = take("+")
        guard east || take("-"), let hours = number(digits: 2), hours < 24 else { return nil }
        var seconds = hours * 3_600
        if !isAtEnd {
            let colon = take(":")
            guard let minutes = number(digits: 2), minutes < 60 else { return nil }
            seconds += minutes * 60
            if colon, take(":") {
                guard let rest = number(digits: 2), rest < 60 else { return nil }
                seconds += rest
            }
        }
        return Zone(seconds: east ? seconds : -seconds)
    }
}
