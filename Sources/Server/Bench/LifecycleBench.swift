import Foundation
import Kernel
import Store

/// The life of a case under load, beside what the disk and the engine could do at most.
struct LifecycleBench: Sendable {
    let bench: BenchDistrict
    let seconds: Double

    struct Outcome: Sendable {
        var lifecycles: ClientLoad
        /// One row, one commit, as many clients.
        var commits: ClientLoad
        /// As many rows as a lifecycle writes, in three commits.
        var rows: ClientLoad
        var rowsEach: Int
    }

    func run() async throws -> Outcome {
        try await prepareBareTable()
        // Each caller once, so that statements are compiled and pages warm.
        _ = await ClientLoad.closed(seconds: min(1, seconds)) { client, turn in try await bench.lifecycle(client + turn * 16) }
        let before = try await countRows()
        let lifecycles = await ClientLoad.closed(seconds: seconds) { client, turn in try await bench.lifecycle(client + turn * 16) }
        let written = try await countRows() - before
        let each = max(1, written / max(1, lifecycles.times.count))
        let store = bench.store
        let commits = await ClientLoad.closed(seconds: seconds / 2) { client, turn in
            try await store.write { try Self.insert(1, client, turn, in: $0) }
        }
        let rows = await ClientLoad.closed(seconds: seconds / 2) { client, turn in
            for part in 0..<3 { try await store.write { try Self.insert((each + part) / 3, client, turn, in: $0) } }
        }
        return Outcome(lifecycles: lifecycles, commits: commits, rows: rows, rowsEach: each)
    }

    func burst() async -> ClientLoad {
        let turns = Int.random(in: 0..<100_000)
        return await ClientLoad.paced(rates: [1, 15, 1, 25, 2, 35, 10], secondsEach: max(2, seconds / 3)) { turn in
            try await bench.lifecycle(turns + turn)
        }
    }

    private func prepareBareTable() async throws {
        try await bench.store.write { writer in
            let made: SQL =
                writer.dialect == .sqlite
                ? "CREATE TABLE IF NOT EXISTS bench_rows (id BLOB NOT NULL PRIMARY KEY, client INTEGER NOT NULL, text TEXT NOT NULL) STRICT"
                : "CREATE TABLE IF NOT EXISTS bench_rows (id UUID NOT NULL PRIMARY KEY, client BIGINT NOT NULL, text TEXT NOT NULL)"
            try writer.run(made)
        }
    }

    /// A row of the length that an order or an event has.
    private static let text = String(repeating: "huying ", count: 60)

    private static func insert(_ count: Int, _ client: Int, _ turn: Int, in writer: Writer) throws {
        for _ in 0..<count {
            try writer.run(
                "INSERT INTO bench_rows (id, client, text) VALUES (\(IDSource.random.next(at: Int64(turn) * 1000)), \(client), \(text))")
        }
    }

    private func countRows() async throws -> Int {
        try await bench.store.read { reader in
            var sum = 0
            for table in ["cases", "cases_past", "orders", "orders_past", "journal", "notices", "search_entries", "messages"]
                as [StaticString]
            {
                sum += try reader.value("SELECT count(*) FROM \(.table(table, asOf: nil))") ?? 0
            }
            return sum
        }
    }
}
