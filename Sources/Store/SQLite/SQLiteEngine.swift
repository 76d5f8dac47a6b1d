import CSQLite
import Foundation
import GRDB

/// SQLite through GRDB: one writer thread that shares commits, a pool of readers on snapshots.
final class SQLiteEngine: Engine {
    let dialect = Dialect.sqlite
    let database: any DatabaseWriter
    private let committer: GroupCommitter
    // Nil in memory, where there is no log.
    private let carrier: LogCarrier?
    private let sync: LogSync?
    private let columns = ColumnNames()
    fileprivate var commits: Int { committer.commits }

    /// Once in a process, before the first connection; where another one was there already it changes nothing.
    private static let countsNoMemory = sqlite_without_memory_count() == 0

    /// - Parameters:
    ///   - path: a file; nil is a private store in memory.
    ///   - sync: puts an open file on the disk.
    init(path: String?, sync put: @escaping @Sendable (Int32) -> Int32 = fdatasync) throws {
        _ = Self.countsNoMemory
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.persistentReadOnlyConnections = true
        configuration.label = "huying"
        configuration.prepareDatabase { db in
            for function in StoreFunctions.sqlite { db.add(function: function) }
            // 64 MB of pages for every connection: with 16 the pages of a store of a million cases came half as fast.
            // What sorts a million rows goes to a temporary file beyond that: in memory the figures of past circulars took a gigabyte and a half.
            // Recursive triggers, or `INSERT OR REPLACE` would delete behind the back of the past twins.
            try db.execute(
                sql: "PRAGMA cache_size = -65536; PRAGMA recursive_triggers = ON"
            )
        }
        do {
            if let path {
                database = try DatabasePool(path: path, configuration: configuration)
                let carrier = try LogCarrier(path: path)
                try database.writeWithoutTransaction { db in
                    // Said here and not left to GRDB, which sets it once the log is there: what `prepareDatabase` says of it does not count.
                    try db.execute(sql: "PRAGMA synchronous = NORMAL")
                    carrier.watch(db)
                }
                self.carrier = carrier
                sync = try LogSync(path: path, sync: put)
            } else {
                database = try DatabaseQueue(configuration: configuration)
                carrier = nil
                sync = nil
            }
        } catch let error as DatabaseError {
            throw SQLiteErrors.translate(error)
        }
        let quiet = QuietTimes()
        committer = GroupCommitter(database: database, columns: columns, sync: sync) { [database, carrier] in
            // The writer tells the carrier of each commit: it lives as long.
            withExtendedLifetime(carrier) { quiet.look(database) }
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Reader) throws -> Value) async throws -> Value {
        do {
            return try await database.read { [columns] db in try body(Reader(SQLiteBackend(db, columns: columns))) }
        } catch let error as DatabaseError {
            throw SQLiteErrors.translate(error)
        }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (Writer) throws -> Value) async throws -> Value {
        try await committer.submit(body)
    }

    func backup(to path: String) async throws {
        do {
            let copy = try DatabaseQueue(path: path)
            try database.backup(to: copy)
            try copy.close()
        } catch let error as DatabaseError {
            throw SQLiteErrors.translate(error)
        }
    }

    func close() async {
        committer.stop()
        sync?.stop()
        carrier?.stop()
        try? database.close()
    }
}

extension Store {
    /// A store in a file of its own; made when it does not exist.
    package static func sqlite(path: String) throws -> Store {
        Store(engine: try SQLiteEngine(path: path))
    }

    /// One whose disk fails, or takes its time.
    /// - Parameter sync: what puts an open file on the disk, and gives back 0.
    package static func sqlite(path: String, sync: @escaping @Sendable (Int32) -> Int32) throws -> Store {
        Store(engine: try SQLiteEngine(path: path, sync: sync))
    }

    /// A store that lives as long as the value: for tests and trial runs.
    package static func memory() throws -> Store {
        Store(engine: try SQLiteEngine(path: nil))
    }

    /// How many commits the one writer has made, fewer than the transactions that shared them; nil on PostgreSQL, which does not tell.
    package var commits: Int? { (engine as? SQLiteEngine)?.commits }

    /// A private copy in memory of a store in memory, in a fraction of a millisecond: a test starts from a seeded world.
    package func copyInMemory() throws -> Store {
        guard let source = engine as? SQLiteEngine else { throw StoreError.unavailable("copyInMemory") }
        let copy = try SQLiteEngine(path: nil)
        try source.database.backup(to: copy.database)
        return Store(engine: copy)
    }
}
