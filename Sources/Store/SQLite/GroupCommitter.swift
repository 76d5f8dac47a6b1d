import Foundation
import GRDB

/// The one writer of an SQLite store. It drains whatever waits into one transaction: nobody is told "done" before it is on disk,
/// and many share an fsync.
final class GroupCommitter: @unchecked Sendable {
    /// Beyond this, callers at the head of the queue would wait for those at its tail.
    private static let mostPerCommit = 256

    private let database: any DatabaseWriter
    private let columns: ColumnNames
    private let whenIdle: () -> Void
    // What follows is guarded by `condition`.
    private let condition = NSCondition()
    private var waiting: [CommitBatch.Job] = []
    private var stopped = false
    private var committed = 0

    /// How many commits there were: fewer than the verbs that shared them.
    var commits: Int { condition.withLock { committed } }

    /// - Parameter whenIdle: called about once a second while nothing waits to be written.
    init(database: any DatabaseWriter, columns: ColumnNames, whenIdle: @escaping () -> Void = {}) {
        self.database = database
        self.columns = columns
        self.whenIdle = whenIdle
        let thread = Thread { [weak self] in
            while let self, self.commitOnce() {}
        }
        thread.name = "huying-writer"
        thread.start()
    }

    func submit<Value: Sendable>(_ body: @escaping @Sendable (Writer) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job = CommitBatch.Job(
                run: { batch, db in
                    let outcome = batch.run(on: db, body)
                    return { continuation.resume(with: outcome) }
                },
                refuse: { continuation.resume(throwing: $0) })
            condition.lock()
            defer { condition.unlock() }
            if stopped {
                continuation.resume(throwing: StoreError.unavailable("closed"))
            } else {
                waiting.append(job)
                condition.signal()
            }
        }
    }

    func stop() {
        condition.lock()
        stopped = true
        condition.broadcast()
        condition.unlock()
    }

    /// False when the store is closed and nothing waits.
    private func commitOnce() -> Bool {
        condition.lock()
        while waiting.isEmpty && !stopped {
            // Waking now and then lets the thread end when its store is gone.
            if !condition.wait(until: Date(timeIntervalSinceNow: 1)) && waiting.isEmpty { break }
        }
        if waiting.isEmpty {
            let goOn = !stopped
            condition.unlock()
            if goOn { whenIdle() }
            return goOn
        }
        let jobs = Array(waiting.prefix(Self.mostPerCommit))
        waiting.removeFirst(jobs.count)
        condition.unlock()

        let batch = CommitBatch(jobs, columns: columns)
        if database.writeWithoutTransaction({ batch.commit(on: $0) }) { condition.withLock { committed += 1 } }
        return true
    }
}
