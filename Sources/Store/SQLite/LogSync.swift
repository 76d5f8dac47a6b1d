import Foundation
import Synchronization

/// Puts SQLite's log on the disk, on a thread of its own, and only then has everybody answered whose commit is there: while one commit reaches
/// the disk, the next is already being made, and those made meanwhile share the disk's answer.
///
/// SQLite itself, told to, waits for the disk within each commit (`synchronous = FULL`). With `NORMAL` it does so only before what is in the
/// log is carried over into the file: the file is never torn, and what is in the log counts up to its last whole commit. So others may see for
/// some milliseconds what a power cut would take back again; nobody was told that it is done.
final class LogSync: Sendable {
    /// What is to be said of a commit once it is on the disk, or once it is known that it may not be.
    typealias Commit = (answer: () -> Void, refuse: (any Error) -> Void)

    private let lane: Lane<Commit>
    private let failed: Failed

    /// - Parameters:
    ///   - path: the store's file; its log is there already.
    ///   - sync: what puts an open file on the disk, and gives back 0.
    init(path: String, sync: @escaping @Sendable (Int32) -> Int32) throws {
        let log = try OpenLog(path: path + "-wal")
        let failed = Failed()
        self.failed = failed
        lane = Lane("huying-sync") { commits in
            // What the system could not write it may have forgotten, and would not fail to write again: from then on nothing is sure.
            if !failed.value.load(ordering: .relaxed), sync(log.file) != 0 { failed.value.store(true, ordering: .relaxed) }
            for commit in commits {
                if failed.value.load(ordering: .relaxed) { commit.refuse(Self.failure) } else { commit.answer() }
            }
        }
    }

    /// Once the disk has failed, until the process is started again and SQLite has found out what is in the log.
    var hasFailed: Bool { failed.value.load(ordering: .relaxed) }

    static let failure = StoreError.unavailable(
        "the log could not be put on the disk; nothing is taken any more until the process is started again")

    func await(_ commit: Commit) {
        if !lane.hand(commit) { commit.refuse(StoreError.unavailable("closed")) }
    }

    /// Returns when everybody was answered.
    func stop() { lane.stop() }

    private final class Failed: Sendable {
        let value = Atomic(false)
    }

    /// Closed when nobody puts it on the disk any more.
    private final class OpenLog: Sendable {
        let file: Int32

        init(path: String) throws {
            file = open(path, O_RDONLY | O_CLOEXEC)
            guard file >= 0, syncFolder(of: path) else { throw StoreError.unavailable(path) }
        }

        deinit { close(file) }
    }
}
