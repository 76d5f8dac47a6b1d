import CSQLite
import Foundation
import GRDB
import Synchronization

/// Gives memory back when the process has nothing to do: each connection keeps up to 64 MB of pages, and after the figures of past circulars
/// nobody needs them.
final class QuietTimes: Sendable {
    /// Of one core: timers look for work every second, and that is no work.
    private static let littleWork = 0.2
    private static let quietAfter: Duration = .seconds(5)

    private struct State: Sendable {
        var lookedAt = ContinuousClock.now
        var worked = QuietTimes.processorSeconds
        var quietSince = ContinuousClock.now
        var isReleased = false
    }

    private let state = Mutex(State())

    /// About once a second, while nothing is written.
    func look(_ database: any DatabaseWriter) {
        let (now, worked) = (ContinuousClock.now, Self.processorSeconds)
        let isDue = state.withLock { state in
            let share = (worked - state.worked) / max(0.1, (now - state.lookedAt) / .seconds(1))
            (state.lookedAt, state.worked) = (now, worked)
            if share > Self.littleWork { (state.quietSince, state.isReleased) = (now, false) }
            guard !state.isReleased, now - state.quietSince >= Self.quietAfter else { return false }
            state.isReleased = true
            return true
        }
        guard isDue, let pool = database as? DatabasePool else { return }
        pool.releaseMemoryEventually()
        // The connections give theirs back on threads of their own.
        DispatchQueue.global(qos: .background).asyncAfter(deadline: .now() + 1) { give_memory_back() }
    }

    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
