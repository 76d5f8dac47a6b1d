/// A moment, in whole microseconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Comparable, Sendable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The moment `time` after midnight of `day` on the clocks of `zone`.
    package init(_ day: Day, at time: Span = .zero, in zone: Zone) {
        let midnight = Span.days(day.daysSinceEpoch) - .seconds(zone.seconds)
        self.init(microseconds: (midnight + time).microseconds)
    }

    package func advanced(by span: Span) -> Instant { Instant(microseconds: microseconds + span.microseconds) }

    /// The day on the clocks of `zone` and the time since its midnight, `0 ..< 24 h`.
    package func split(in zone: Zone) -> (day: Day, time: Span) {
        let local = advanced(by: .seconds(zone.seconds)).microseconds
        let (days, rest) = local.floored(by: Span.days(1).microseconds)
        return (Day(daysSinceEpoch: Int(days)), Span(microseconds: rest))
    }

    package func day(in zone: Zone) -> Day { split(in: zone).day }

    package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }
    package static func + (instant: Instant, span: Span) -> Instant { instant.advanced(by: span) }
    package static func - (instant: Instant, span: Span) -> Instant { instant.advanced(by: -span) }
    package static func - (left: Instant, right: Instant) -> Span {
        Span(microseconds: left.microseconds - right.microseconds)
    }
}
