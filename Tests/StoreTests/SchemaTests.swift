import Foundation
import Store
import Testing
import World

/// The present schema of both engines stands in `Schema/`, generated from the migrations, so that a change of it is seen in a review.
/// `HUYING_WRITE_SCHEMA=1` writes the files anew.
@Suite struct SchemaTests {
    @Test(arguments: Engine.all) func theCommittedSchemaIsWhatTheMigrationsMake(on engine: Engine) async throws {
        let present = engine == .sqlite ? try await sqliteSchema() : try await postgresSchema()
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .appendingPathComponent("Schema/\(engine.rawValue).sql")
        if ProcessInfo.processInfo.environment["HUYING_WRITE_SCHEMA"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try present.write(to: file, atomically: true, encoding: .utf8)
        }
        let committed = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let difference = committed.split(separator: "\n").difference(from: present.split(separator: "\n"))
        #expect(
            difference.isEmpty, "Schema/\(engine.rawValue).sql is not up to date; HUYING_WRITE_SCHEMA=1 writes it anew")
    }

    @Test func everyTableLeadsItsKeyWithTheDistrict() async throws {
        let store = try Store.memory()
        try await store.migrate(World.migrations)
        let exceptions: Set = ["migrations", "search_entries", "journal", "pack_columns", "pack_indexes"]
        let firsts = try await store.read { reader in
            try reader.rows(
                """
                SELECT m.name AS t, (SELECT i.name FROM pragma_table_info(m.name) i WHERE i.pk = 1) AS k FROM sqlite_schema m
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_words%' AND m.name NOT LIKE '%_past'
                """
            ).map { (try $0.get("t", as: String.self), try $0.get("k", as: String?.self)) }
        }
        for (table, key) in firsts where !exceptions.contains(table) && table != "sign_in_failures" {
            #expect(key == "district", "\(table)")
        }
    }

    private func sqliteSchema() async throws -> String {
        let store = try Store.memory()
        try await store.migrate(World.migrations)
        let statements = try await store.read { reader in
            try reader.values(
                """
                SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_words_%'
                ORDER BY tbl_name, CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'trigger' THEN 3 ELSE 4 END, name
                """, as: String.self)
        }
        return "-- Generated from the migrations: do not edit.\n\n"
            + statements.map { $0 + ";\n" }.joined(separator: "\n")
    }

    private func postgresSchema() async throws -> String {
        let address = try await PrivatePostgres.emptyDatabase()
        let store = try Store.postgres(address, connections: 1)
        try await store.migrate(World.migrations)
        await store.close()
        let dump = try PrivatePostgres.run(
            "pg_dump", ["--schema-only", "--no-owner", "--no-privileges", "--schema=public", "--dbname=\(address)"])
        // What differs from release to release, or says nothing.
        let noise = ["--", "SET ", "SELECT pg_catalog.", "\\", "CREATE SCHEMA public", "COMMENT ON SCHEMA public"]
        let lines = dump.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            !noise.contains { line.hasPrefix($0) }
        }
        let text = lines.joined(separator: "\n").replacing("public.", with: "")
        let paragraphs = text.split(separator: "\n\n").map { $0.trimmingCharacters(in: .newlines) }.filter {
            !$0.isEmpty
        }
        return "-- Generated from the migrations: do not edit.\n\n" + paragraphs.joined(separator: "\n\n") + "\n"
    }
}
