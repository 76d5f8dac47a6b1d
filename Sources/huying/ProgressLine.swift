import Foundation
import Server
import Synchronization

/// One line on the terminal that says how far the work is, how fast, and how much longer. Silent where nobody looks.
final class ProgressLine: Sendable {
    private let what: String
    private let began = ContinuousClock.now
    private let shownAt = Mutex<ContinuousClock.Instant?>(nil)
    private let isWatched = isatty(2) == 1

    init(_ what: String) { self.what = what }

    func show(_ progress: Progressed) {
        guard isWatched else { return }
        let now = ContinuousClock.now
        shownAt.withLock { shownAt in
            if let last = shownAt, now - last < .milliseconds(200) { return }
            shownAt = now
            write(text(progress, after: now - began))
        }
    }

    /// Clears the line, so that what is said next stands alone.
    func finish() {
        if shownAt.withLock({ $0 }) != nil { write("") }
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }

    private func text(_ progress: Progressed, after time: Duration) -> String {
        let rate = Double(progress.done) / max(0.001, time / .seconds(1))
        let left = progress.total.map { rate > 0 ? Double($0 - progress.done) / rate : 0 }
        return Words.progress(what, done: progress.done, total: progress.total, rate: rate, secondsLeft: left)
    }
}
