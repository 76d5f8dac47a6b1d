package import WorkingTime

extension Pack {
    /// When people are left alone, how much they are told, and by which way.
    package struct MessageRules: Sendable {
        /// Since midnight; equal is never.
        package var quietFrom = Span.hours(0)
        package var quietTo = Span.hours(0)
        package var perDay = 30
        /// The first is tried first.
        package var channels: [Message.Channel] = [.gateway, .mail]
        /// Keys of messages that wait for nothing.
        package var always: Set<String> = []

        /// When something that is ready now may leave.
        func end(ofQuietAt now: Instant, in zone: Zone) -> Instant? {
            guard quietFrom != quietTo else { return nil }
            let (day, time) = now.split(in: zone)
            let overnight = quietFrom > quietTo
            let isQuiet = overnight ? time >= quietFrom || time < quietTo : time >= quietFrom && time < quietTo
            guard isQuiet else { return nil }
            return Instant(overnight && time >= quietFrom ? day.adding(days: 1) : day, at: quietTo, in: zone)
        }

        func nextMorning(after now: Instant, in zone: Zone) -> Instant {
            Instant(now.day(in: zone).adding(days: 1), at: quietFrom == quietTo ? .hours(8) : quietTo, in: zone)
        }
    }
}
