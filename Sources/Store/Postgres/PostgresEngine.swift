import CPostgres
import Foundation
import Synchronization

/// PostgreSQL through libpq: a few connections, each on a thread of its own, because libpq blocks. A connection that dies is
/// replaced; a transaction that lost a race runs again.
final class PostgresEngine: Engine {
    let dialect = Dialect.postgres
    private let pool: PostgresPool
    private let written = Atomic<Int>(0)
    var conninfo: String { pool.conninfo }

    /// How often a transaction is tried before the caller is told.
    private static let tries = 12

    init(conninfo: String, connections: Int) throws {
        pool = try PostgresPool(conninfo: conninfo, size: connections)
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Reader) throws -> Value) async throws -> Value {
        try await transaction(begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", reading: true) { try body(Reader($0)) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (Writer) throws -> Value) async throws -> Value {
        // Repeatable read: two verbs that change one row cannot both win; the second runs again and sees the first.
        let value = try await transaction(begin: "BEGIN ISOLATION LEVEL REPEATABLE READ") { try body(Writer($0)) }
        if Self.milestones.contains(written.add(1, ordering: .relaxed).newValue) {
            // Nobody waits for it: what was written is written.
            Task { await analyseSmall() }
        }
        return value
    }

    /// After so many transactions since the start the planner is told what the tables have become. A new district's are empty, all
    /// of their indexes look equally good, and autovacuum would leave it at that for a minute.
    private static let milestones: Set<Int> = [50, 200, 1_000, 5_000, 25_000]

    func analyse() async throws { _ = try await write { try $0.run("ANALYZE") } }

    private func analyseSmall() async {
        // It only makes things faster; where it is refused, they work. Large tables are autovacuum's affair.
        _ = try? await transaction(begin: "BEGIN") { backend in
            let large = try backend.query(
                "SELECT 1 FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema::regnamespace AND c.reltuples > 50000",
                [])
            if large.isEmpty {
                _ = try backend.execute("SET LOCAL lock_timeout = '2s'", [])
                _ = try backend.execute("ANALYZE", [])
            }
        }
    }

    private func transaction<Value: Sendable>(
        begin: String, reading: Bool = false, _ body: @escaping @Sendable (PostgresBackend) throws -> Value
    ) async throws -> Value {
        for attempt in 1... {
            do {
                return try await pool.run { try Self.attempt(begin, reading: reading, on: $0, body) }
            } catch let again as Again where attempt < again.mostTries {
                // Growing, jittered pauses let the winner finish.
                if again.reason == .conflict {
                    try await Task.sleep(for: .microseconds(Int.random(in: 200...2000) * attempt))
                }
            } catch let again as Again {
                throw again.reason
            }
        }
        throw StoreError.conflict
    }

    /// Nothing was written, and another try may well succeed.
    private struct Again: Error {
        var reason: StoreError
        /// Every connection of the pool may have died, or hold old plans.
        var mostTries = PostgresEngine.tries
    }

    private static func attempt<Value>(
        _ begin: String, reading: Bool, on connection: PostgresConnection, _ body: (PostgresBackend) throws -> Value
    ) throws -> Value {
        var committing = false
        do {
            try connection.begin(begin)
            let value = try body(PostgresBackend(connection))
            committing = true
            if reading { try connection.leave() } else { try connection.commit() }
            return value
        } catch {
            guard connection.isAlive else {
                // Whether a commit that was asked for has happened, nobody knows. Before that, another connection can do all of it.
                if committing, !reading { throw error }
                throw Again(reason: error as? StoreError ?? .unavailable("connection"))
            }
            try connection.abandon()
            switch error as? StoreError {
            case .conflict?: throw Again(reason: .conflict)
            case .constraint(.unique, _)?:
                // The row in the way may be newer than what we saw; a second look decides whether it is a repeat or a refusal.
                throw Again(reason: error as? StoreError ?? .conflict, mostTries: 2)
            case .statement(_, PostgresErrors.stalePlan)?:
                try connection.forgetPrepared()
                throw Again(reason: .busy)
            default: throw error
            }
        }
    }

    func backup(to path: String) async throws {
        try PostgresTool.run("pg_dump", ["--format=custom", "--file=\(path)", "--dbname=\(conninfo)"])
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
