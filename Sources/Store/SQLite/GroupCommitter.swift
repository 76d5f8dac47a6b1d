import Foundation
import GRDB
import Synchronization

/// The one writer of an SQLite store. It drains whatever waits into one transaction: nobody is told "done" before it is on disk,
/// and many share an fsync.
final class GroupCommitter: Sendable {
    /// Beyond this, callers at the head of the queue would wait for those at its tail.
    private static let mostPerCommit = 256

    private let lane: Lane<CommitBatch.Job>
    private let count = Count()

    /// How many commits there were: fewer than the verbs that shared them.
    var commits: Int { count.commits.load(ordering: .relaxed) }

    /// - Parameters:
    ///   - sync: nil where what is committed is as lasting as it will be.
    ///   - whenIdle: called about once a second while nothing waits to be written.
    init(database: any DatabaseWriter, columns: ColumnNames, sync: LogSync?, whenIdle: @escaping @Sendable () -> Void = {}) {
        lane = Lane("huying-writer", most: Self.mostPerCommit, whenIdle: whenIdle) { [count] jobs in
            let batch = CommitBatch(jobs, columns: columns)
            if let sync, sync.hasFailed { return batch.refuse(LogSync.failure) }
            guard let commit = database.writeWithoutTransaction({ batch.commit(on: $0) }) else { return }
            count.commits.add(1, ordering: .relaxed)
            if let sync { sync.await(commit) } else { commit.answer() }
        }
    }

    func submit<Value: Sendable>(_ body: @escaping @Sendable (Writer) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job = CommitBatch.Job(
                run: { batch, db in
                    let outcome = batch.run(on: db, body)
                    return { continuation.resume(with: outcome) }
                },
                refuse: { continuation.resume(throwing: $0) })
            if !lane.hand(job) { continuation.resume(throwing: StoreError.unavailable("closed")) }
        }
    }

    /// Returns when all that waited is committed.
    func stop() { lane.stop() }

    private final class Count: Sendable {
        let commits = Atomic(0)
    }
}
