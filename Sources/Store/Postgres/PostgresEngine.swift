import CPostgres
import Foundation

/// PostgreSQL through libpq: a few connections, each on a thread of its own, because libpq blocks. A connection that dies is
/// replaced; a transaction that lost a race runs again.
final class PostgresEngine: Engine {
    let dialect = Dialect.postgres
    private let pool: PostgresPool

    /// How often a transaction is tried before the caller is told.
    private static let tries = 12

    init(conninfo: String, connections: Int) throws {
        pool = try PostgresPool(conninfo: conninfo, size: connections)
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Reader) throws -> Value) async throws -> Value {
        try await transaction(begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { try body(Reader($0)) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (Writer) throws -> Value) async throws -> Value {
        // Repeatable read: two verbs that change one row cannot both win; the second runs again and sees the first.
        try await transaction(begin: "BEGIN ISOLATION LEVEL REPEATABLE READ") { try body(Writer($0)) }
    }

    private func transaction<Value: Sendable>(
        begin: String, _ body: @escaping @Sendable (PostgresBackend) throws -> Value
    ) async throws -> Value {
        for attempt in 1... {
            do {
                return try await pool.run { connection in
                    try connection.run(begin)
                    do {
                        let value = try body(PostgresBackend(connection))
                        try connection.run("COMMIT")
                        return value
                    } catch {
                        if connection.isAlive, connection.isInTransaction { try connection.run("ROLLBACK") }
                        throw error
                    }
                }
            } catch StoreError.conflict where attempt < Self.tries {
                // Growing, jittered pauses let the winner finish.
                try await Task.sleep(for: .microseconds(Int.random(in: 200...2000) * attempt))
            }
        }
        throw StoreError.conflict
    }

    func backup(to path: String) async throws {
        let dump = Foundation.Process()
        dump.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        dump.arguments = ["pg_dump", "--format=custom", "--file=\(path)", "--dbname=\(pool.conninfo)"]
        try dump.run()
        dump.waitUntilExit()
        guard dump.terminationStatus == 0 else { throw StoreError.unavailable("pg_dump \(dump.terminationStatus)") }
    }

    func close() async {
        pool.stop()
    }
}

extension Store {
    /// - Parameter conninfo: as libpq takes it: `host=… dbname=…` or a `postgresql://` URL.
    package static func postgres(_ conninfo: String, connections: Int = 8) throws -> Store {
        Store(engine: try PostgresEngine(conninfo: conninfo, connections: connections))
    }
}
