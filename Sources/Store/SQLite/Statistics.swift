import GRDB

/// SQLite's planner knows of the tables what it was told, and chooses among indexes by it; nobody tells it but us. PostgreSQL finds out
/// by itself.
extension SQLiteEngine {
    /// Counts what has become three times as large since it was counted, and what never was. A second for a million rows.
    func analyse() async throws {
        let grown = try await read { try $0.grownTables() }
        guard !grown.isEmpty else { return }
        _ = try await write { writer in
            for table in grown { try writer.run(SQL(unchecked: "ANALYZE \(table)")) }
            return grown.count
        }
        // A connection knows what was known when it was opened.
        (database as? DatabasePool)?.invalidateReadOnlyConnections()
    }
}

extension Reader {
    /// A table of fewer rows is read as quickly in any way.
    private static let fewest = 1000

    fileprivate func grownTables() throws -> [String] {
        let tables: [String] = try values(
            """
            SELECT name FROM sqlite_schema
            WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_words%'
            """)
        let isCounted = try exists("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'")
        return try tables.filter { table in
            let rows: Int = try value(SQL(unchecked: "SELECT COALESCE(max(rowid), 0) FROM \(table)")) ?? 0
            guard rows > Self.fewest, isCounted else { return rows > Self.fewest }
            let counted: Int = try value("SELECT COALESCE(max(CAST(stat AS INTEGER)), 0) FROM sqlite_stat1 WHERE tbl = \(table)") ?? 0
            return rows > 3 * counted
        }
    }
}
