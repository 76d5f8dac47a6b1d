import Synchronization

/// The one clock of a district, passed to whoever needs the time: live, or virtual for tests, scenarios and drills.
package final class DistrictClock: Sendable {
    private let reading: (@Sendable () -> Instant)?
    private let latest: Mutex<Instant>

    private init(reading: (@Sendable () -> Instant)?, latest: Instant) {
        self.reading = reading
        self.latest = Mutex(latest)
    }

    package static func live() -> DistrictClock { live(reading: systemTime) }

    /// A live clock over another source of time than the machine's.
    package static func live(reading: @escaping @Sendable () -> Instant) -> DistrictClock {
        DistrictClock(reading: reading, latest: reading())
    }

    /// Stands at `instant` until it is advanced.
    package static func virtual(startingAt instant: Instant) -> DistrictClock {
        DistrictClock(reading: nil, latest: instant)
    }

    package var isVirtual: Bool { reading == nil }

    /// Never earlier than an answer already given: when the machine's clock is set back, the last answer is held
    /// until the machine has caught up (see `setBackBy`).
    package var now: Instant {
        latest.withLock { latest in
            if let reading { latest = max(latest, reading()) }
            return latest
        }
    }

    /// How far the machine's clock now stands behind the latest answer; zero in good order and for a virtual clock.
    package var setBackBy: Span {
        latest.withLock { latest in
            guard let reading else { return .zero }
            return max(.zero, latest - reading())
        }
    }

    /// Moves a virtual clock forward. Throws when `instant` is earlier than now, or the clock is live.
    package func advance(to instant: Instant) throws(ClockError) {
        try move { now throws(ClockError) in
            if instant < now { throw .wouldGoBack(from: now, to: instant) }
            return instant
        }
    }

    /// Moves a virtual clock forward. Throws when `span` is negative, or the clock is live.
    package func advance(by span: Span) throws(ClockError) {
        try move { now throws(ClockError) in
            if span < .zero { throw .wouldGoBack(from: now, to: now + span) }
            return now + span
        }
    }

    /// Puts a virtual clock anywhere, also back: for tests. Throws when the clock is live.
    package func set(_ instant: Instant) throws(ClockError) {
        try move { _ in instant }
    }

    private func move(_ change: (Instant) throws(ClockError) -> Instant) throws(ClockError) {
        if !isVirtual { throw .notVirtual }
        try latest.withLock { latest throws(ClockError) in latest = try change(latest) }
    }
}

package enum ClockError: Error, Hashable {
    case notVirtual
    case wouldGoBack(from: Instant, to: Instant)
}
