import CSQLite
import Foundation
import GRDB
import Synchronization

/// Carries what was written from SQLite's log over into the file, on a thread of its own: while the writer did so itself and waited for the
/// disk, nobody's verb went on.
///
/// The log begins anew only when all of it has been carried over and nobody writes meanwhile, so the writer carries the last stretch: what
/// it has added while the thread was at work.
final class LogCarrier: Sendable {
    /// Pages of four kilobytes that are carried over at once: what is written again and again is carried over once.
    private static let stretch = 8_000
    /// Of the log, before it is to begin anew.
    private static let long = 24_000
    /// Beyond this the writer carries all there is.
    private static let longest = 96_000

    private struct State: Sendable {
        var isWanted = false
        var carried = 0
        var isLastStretch = false
    }

    private let connection: DatabaseQueue
    private let state: Box
    private let lane: Lane<Void>

    init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "huying-log"
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0") }
        let connection = try DatabaseQueue(path: path, configuration: configuration)
        let state = Box()
        (self.connection, self.state) = (connection, state)
        lane = Lane("huying-log") { _ in Self.carry(on: connection, state) }
    }

    func stop() {
        lane.stop()
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
        let (isTurn, wants) = state.value.withLock { state in
            // The log has begun anew.
            if pages < state.carried { (state.carried, state.isLastStretch) = (0, false) }
            if state.isLastStretch || pages >= Self.longest {
                state.isLastStretch = false
                return (true, false)
            }
            guard pages - state.carried >= Self.stretch, !state.isWanted else { return (false, false) }
            state.isWanted = true
            return (false, true)
        }
        if wants { _ = lane.hand(()) }
        return isTurn
    }

    private static func carry(on connection: DatabaseQueue, _ state: Box) {
        var (all, done): (Int32, Int32) = (0, 0)
        let outcome = connection.inDatabase { db in
            // Nil where the store was closed just now.
            db.sqliteConnection.map { sqlite3_wal_checkpoint_v2($0, nil, SQLITE_CHECKPOINT_PASSIVE, &all, &done) }
        }
        state.value.withLock { state in
            state.isWanted = false
            guard outcome == SQLITE_OK else { return }
            state.carried = Int(done)
            state.isLastStretch = state.carried >= long
        }
    }

    private final class Box: Sendable {
        let value = Mutex(State())
    }
}
