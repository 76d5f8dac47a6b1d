import Foundation
import GRDB

/// The one writer of an SQLite store. It drains whatever waits into one transaction, each piece of work in a savepoint of
/// its own, and answers all of them after a single fsync: work that fails is rolled back alone, and nobody is told "done"
/// before it is on disk.
final class GroupCommitter: @unchecked Sendable {
    /// Runs its work and gives back what to say once the commit succeeded (nil) or failed (its error).
    private typealias Job = (Database) -> ((any Error)?) -> Void

    /// Beyond this, callers at the head of the queue would wait for those at its tail.
    private static let mostPerCommit = 256

    private let database: any DatabaseWriter
    private let columns: ColumnNames
    // What follows is guarded by `condition`.
    private let condition = NSCondition()
    private var waiting: [Job] = []
    private var stopped = false
    private var committed = 0
    /// What ended the transaction under way before its commit, all of the batch with it. The writer's thread only.
    private var endedBy: (any Error)?
    /// What the batch's pieces left to be run together before the commit. The writer's thread only.
    private var last: [(text: String, values: [SQLValue])] = []

    /// How many commits there were: fewer than the verbs that shared them.
    var commits: Int { condition.withLock { committed } }

    init(database: any DatabaseWriter, columns: ColumnNames) {
        self.database = database
        self.columns = columns
        let thread = Thread { [weak self] in
            while let self, self.commitOnce() {}
        }
        thread.name = "huying-writer"
        thread.start()
    }

    func submit<Value: Sendable>(_ body: @escaping @Sendable (Writer) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job: Job = { [self] db in
                let outcome = inSavepoint(db, body)
                return { commitError in
                    if let commitError {
                        continuation.resume(throwing: commitError)
                    } else {
                        continuation.resume(with: outcome)
                    }
                }
            }
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
            return goOn
        }
        let batch = Array(waiting.prefix(Self.mostPerCommit))
        waiting.removeFirst(batch.count)
        condition.unlock()

        var answers: [((any Error)?) -> Void] = []
        var failure: (any Error)?
        endedBy = nil
        last = []
        database.writeWithoutTransaction { db in
            do {
                try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
                answers = batch.map { $0(db) }
                if let endedBy { throw endedBy }
                let backend = SQLiteBackend(db, columns: columns)
                for (text, values) in last { _ = try backend.execute(text, values) }
                try db.cachedStatement(sql: "COMMIT").execute()
            } catch {
                failure = SQLiteErrors.translate(error)
                if db.isInsideTransaction { try? db.execute(sql: "ROLLBACK") }
            }
        }
        if failure == nil { condition.withLock { committed += 1 } }
        if answers.isEmpty {
            // Not even the transaction could begin: run each piece against nothing, to give it the reason.
            for job in batch { refuse(job, with: failure) }
        } else {
            for answer in answers { answer(failure) }
        }
        return true
    }

    private func refuse(_ job: Job, with failure: (any Error)?) {
        let refusal = failure ?? StoreError.unavailable("begin")
        database.writeWithoutTransaction { db in job(db)(refusal) }
    }

    private func inSavepoint<Value>(_ db: Database, _ body: (Writer) throws -> Value) -> Result<Value, any Error> {
        // What is left of a batch whose transaction has ended must not write outside it.
        guard db.isInsideTransaction else { return .failure(endedBy ?? StoreError.unavailable("begin")) }
        do {
            let backend = SQLiteBackend(db, columns: columns)
            _ = try backend.execute("SAVEPOINT verb", [])
            let value = try body(Writer(backend))
            _ = try backend.execute("RELEASE verb", [])
            last += backend.last
            return .success(value)
        } catch {
            let error = SQLiteErrors.translate(error)
            if db.isInsideTransaction { try? db.execute(sql: "ROLLBACK TO verb; RELEASE verb") }
            // A full or failing disk ends the whole transaction, and with it what others of the batch had written.
            if !db.isInsideTransaction { endedBy = error }
            return .failure(error)
        }
    }
}
