import Foundation

/// Applies migrations in order of their names, each in a transaction of its own, and remembers which ones are in.
enum Migrations {
    static func apply(_ migrations: [Migration], to store: Store) async throws {
        let ordered = migrations.sorted { $0.name < $1.name }
        let applied = try await store.write { writer -> Set<String> in
            try writer.lock("migrations")
            // A column list that both engines take as it stands.
            try writer.run("CREATE TABLE IF NOT EXISTS migrations (name TEXT NOT NULL PRIMARY KEY)")
            return Set(try writer.values("SELECT name FROM migrations", as: String.self))
        }
        let unknown = applied.subtracting(ordered.map(\.name)).sorted()
        guard unknown.isEmpty else { throw StoreError.newerSchema(unknown) }
        for migration in ordered where !applied.contains(migration.name) {
            try await store.write { writer in
                // Another process may be starting too. The lock is the first statement, so what is read after it is current.
                if writer.dialect == .postgres { try writer.run("LOCK TABLE migrations IN EXCLUSIVE MODE") }
                guard try !writer.exists("SELECT 1 FROM migrations WHERE name = \(migration.name)") else { return }
                for step in migration.steps { try run(step, in: writer) }
                try writer.run("INSERT INTO migrations (name) VALUES (\(migration.name))")
            }
        }
        // Of a new index of a table that is there already nobody knows anything yet.
        if !applied.isEmpty, applied.count < ordered.count { try await store.write { try $0.run("ANALYZE") } }
    }

    static func check(_ migrations: [Migration], in store: Store) async throws {
        let applied = try await store.read { reader in
            Set(try reader.values("SELECT name FROM migrations", as: String.self))
        }
        let known = Set(migrations.map(\.name))
        let newer = applied.subtracting(known).sorted()
        guard newer.isEmpty else { throw StoreError.newerSchema(newer) }
        if let missing = known.subtracting(applied).min() { throw StoreError.unknownMigration(missing) }
    }

    private static func run(_ step: Migration.Step, in writer: Writer) throws {
        switch step {
        case .sql(let text):
            try writer.run(SQL(unchecked: PortableTypes.translate(text.description, for: writer.dialect)))
        case .only(let dialect, let text):
            if dialect == writer.dialect { try writer.run(SQL(unchecked: text.description)) }
        case .table(let name, let revised, let body):
            try createTable(name.description, revised: revised, body: body.description, in: writer)
        case .addColumn(let table, let definition):
            try addColumn(definition.description, to: table.description, in: writer)
        }
    }

    static func createTable(_ name: String, revised: Bool, body: String, in writer: Writer) throws {
        var lines = body.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces.union([","])) }
            .filter { !$0.isEmpty }
        if revised {
            let constraints = ["PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT"]
            let firstConstraint =
                lines.firstIndex { line in constraints.contains { line.hasPrefix($0) } } ?? lines.endIndex
            lines.insert(
                contentsOf: ["version INTEGER NOT NULL DEFAULT 1", "since TIME NOT NULL"], at: firstConstraint)
        }
        let columns = lines.map { PortableTypes.translate($0, for: writer.dialect) }.joined(separator: ",\n  ")
        let strict = writer.dialect == .sqlite ? " STRICT" : ""
        try writer.run(SQL(unchecked: "CREATE TABLE \(name) (\n  \(columns)\n)\(strict)"))
        if revised { try PastTables.create(for: name, in: writer) }
    }

    static func addColumn(_ definition: String, to table: String, in writer: Writer) throws {
        let translated = PortableTypes.translate(definition, for: writer.dialect)
        let revised = try PastTables.exists(for: table, in: writer)
        if revised { try PastTables.dropView(for: table, in: writer) }
        try writer.run(SQL(unchecked: "ALTER TABLE \(table) ADD COLUMN \(translated)"))
        if revised { try PastTables.addColumn(translated, to: table, in: writer) }
    }
}
