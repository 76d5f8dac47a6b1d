import GRDB

/// Pieces of work that share a transaction and its way to the disk.
///
/// A piece that is refused before it wrote anything, as most are, leaves no trace. Where one fails later, all of the batch runs
/// once more, each in a savepoint, so that it is rolled back alone. (Not at first: a savepoint copies every page that is
/// written after it, a fifth of all the work.)
final class CommitBatch {
    /// A piece of work, and how to tell whoever waits for it that it was never done.
    struct Job {
        /// Gives back what to say once all is on disk.
        var run: (CommitBatch, Database) -> () -> Void
        var refuse: (any Error) -> Void
    }

    /// A piece failed after it had written.
    private struct LeftTraces: Error {}

    private let jobs: [Job]
    private let columns: ColumnNames
    private var usesSavepoints = false
    private var leftTraces = false
    /// What ended the transaction before its commit, all of the batch with it: a full disk.
    private var endedBy: (any Error)?
    /// What the pieces left to be run together before the commit; with savepoints each runs its own, and fails alone.
    private var last: [(text: String, values: [SQLValue])] = []

    init(_ jobs: [Job], columns: ColumnNames) {
        self.jobs = jobs
        self.columns = columns
    }

    /// Does all of it. Gives back how to answer everybody, who is not to hear of it before it is on the disk; nil where nothing was committed,
    /// which everybody was told.
    func commit(on db: Database) -> LogSync.Commit? {
        do {
            let answers: [() -> Void]
            do {
                answers = try attempt(on: db)
            } catch is LeftTraces {
                try db.execute(sql: "ROLLBACK")
                usesSavepoints = true
                answers = try attempt(on: db)
            }
            return (answer: { for answer in answers { answer() } }, refuse: refuse)
        } catch {
            if db.isInsideTransaction { try? db.execute(sql: "ROLLBACK") }
            refuse(error)
            return nil
        }
    }

    func refuse(_ error: any Error) {
        for job in jobs { job.refuse(SQLiteErrors.translate(error)) }
    }

    private func attempt(on db: Database) throws -> [() -> Void] {
        try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        last = []
        var answers: [() -> Void] = []
        answers.reserveCapacity(jobs.count)
        for job in jobs {
            answers.append(job.run(self, db))
            if let endedBy { throw endedBy }
            if leftTraces, !usesSavepoints { throw LeftTraces() }
        }
        do {
            try run(last, on: db)
        } catch {
            guard db.isInsideTransaction else { throw error }
            throw LeftTraces()
        }
        try db.cachedStatement(sql: "COMMIT").execute()
        return answers
    }

    private func run(_ statements: [(text: String, values: [SQLValue])], on db: Database) throws {
        let backend = SQLiteBackend(db, columns: columns)
        for (text, values) in statements { _ = try backend.execute(text, values) }
    }

    /// Runs one piece's body in the transaction.
    func run<Value>(on db: Database, _ body: (Writer) throws -> Value) -> Result<Value, any Error> {
        let backend = SQLiteBackend(db, columns: columns)
        do {
            if usesSavepoints { try db.execute(sql: "SAVEPOINT piece") }
            let value = try body(Writer(backend))
            if usesSavepoints {
                try run(backend.last, on: db)
                try db.execute(sql: "RELEASE piece")
            } else {
                last += backend.last
            }
            // A body may have swallowed the error with which a full disk ended the transaction.
            guard db.isInsideTransaction else { throw StoreError.diskFull }
            return .success(value)
        } catch {
            let error = SQLiteErrors.translate(error)
            if !db.isInsideTransaction {
                // A full or failing disk ends the whole transaction, and with it what others of the batch had written.
                endedBy = error
            } else if usesSavepoints {
                // What cannot be taken back must not be committed with the others.
                do { try db.execute(sql: "ROLLBACK TO piece; RELEASE piece") } catch { endedBy = SQLiteErrors.translate(error) }
            } else if backend.hasWritten {
                leftTraces = true
            }
            return .failure(error)
        }
    }
}
