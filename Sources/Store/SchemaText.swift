import Foundation

extension Store {
    /// The present schema, as each engine states it, in an order that does not change.
    package func schemaText() async throws -> String {
        let statements =
            switch dialect {
            case .sqlite: try await sqliteSchema()
            case .postgres: try postgresSchema()
            }
        return "-- Generated from the migrations: do not edit.\n\n" + statements.joined(separator: "\n\n") + "\n"
    }

    private func sqliteSchema() async throws -> [String] {
        try await read { reader in
            try reader.values(
                """
                SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_words_%'
                ORDER BY tbl_name, CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'trigger' THEN 3 ELSE 4 END, name
                """, as: String.self)
        }.map { $0 + ";" }
    }

    private func postgresSchema() throws -> [String] {
        guard let engine = engine as? PostgresEngine else { return [] }
        let dump = try PostgresTool.run(
            "pg_dump",
            ["--schema-only", "--no-owner", "--no-privileges", "--schema=public", "--dbname=\(engine.conninfo)"])
        // What differs from release to release, or says nothing.
        let noise = ["--", "SET ", "SELECT pg_catalog.", "\\", "CREATE SCHEMA public", "COMMENT ON SCHEMA public"]
        let lines = dump.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            !noise.contains { line.hasPrefix($0) }
        }
        let text = lines.joined(separator: "\n").replacing("public.", with: "")
        return text.split(separator: "\n\n").map { $0.trimmingCharacters(in: .newlines) }.filter { !$0.isEmpty }
    }
}
