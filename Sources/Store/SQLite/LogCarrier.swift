import CSQLite
import Foundation
import GRDB

/// Carries what was written from SQLite's log over into the file, on a thread of its own: while the writer did so itself and waited for the
/// disk, nobody's verb went on.
///
/// The log begins anew only when all of it has been carried over and nobody writes meanwhile, so the writer carries the last stretch: what
/// it has added while the thread was at work.
final class LogCarrier: @unchecked Sendable {
    /// Pages of four kilobytes that are carried over at once: what is written again and again is carried over once.
    private static let stretch = 8_000
    /// Of the log, before it is to begin anew.
    private static let long = 24_000
    /// Beyond this the writer carries all there is.
    private static let longest = 96_000

    private let connection: DatabaseQueue
    // What follows is guarded by `condition`.
    private let condition = NSCondition()
    private var isWanted = false
    private var isStopped = false
    private var carried = 0
    private var isLastStretch = false

    init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "huying-log"
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0") }
        connection = try DatabaseQueue(path: path, configuration: configuration)
        let thread = Thread { [weak self] in
            while let self, self.waitAndCarry() {}
        }
        thread.name = "huying-log"
        thread.start()
    }

    func stop() {
        condition.withLock {
            isStopped = true
            condition.broadcast()
        }
        try? connection.close()
    }

    /// Has the writer's connection say how long the log is after each commit. Whoever writes keeps this carrier alive.
    func watch(_ writer: Database) {
        sqlite3_wal_hook(
            writer.sqliteConnection,
            { context, handle, _, pages in
                let carrier = Unmanaged<LogCarrier>.fromOpaque(context!).takeUnretainedValue()
                // What cannot be carried over now, because of a reader or a full disk, stays in the log and is carried over later.
                if carrier.isWritersTurn(pages: Int(pages)) {
                    sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
                }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func isWritersTurn(pages: Int) -> Bool {
        condition.withLock {
            // The log has begun anew.
            if pages < carried { (carried, isLastStretch) = (0, false) }
            if isLastStretch || pages >= Self.longest {
                isLastStretch = false
                return true
            }
            if pages - carried >= Self.stretch, !isWanted {
                isWanted = true
                condition.signal()
            }
            return false
        }
    }

    /// False once the store is closed.
    private func waitAndCarry() -> Bool {
        condition.lock()
        while !isWanted && !isStopped {
            // Waking now and then lets the thread end when its store is gone.
            if !condition.wait(until: Date(timeIntervalSinceNow: 1)) { break }
        }
        let (goesOn, isAsked) = (!isStopped, isWanted)
        condition.unlock()
        guard goesOn, isAsked else { return goesOn }
        var (all, done): (Int32, Int32) = (0, 0)
        let outcome = connection.inDatabase { db in
            // Nil where the store was closed just now.
            db.sqliteConnection.map { sqlite3_wal_checkpoint_v2($0, nil, SQLITE_CHECKPOINT_PASSIVE, &all, &done) }
        }
        condition.withLock {
            isWanted = false
            guard outcome == SQLITE_OK else { return }
            carried = Int(done)
            isLastStretch = carried >= Self.long
        }
        return true
    }
}
