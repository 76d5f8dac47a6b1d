import Store
import Testing
import World

@Suite struct MigrationTests {
    private static let later = Migration(
        "0501-letters-later",
        [
            .addColumn("letters", "note TEXT NOT NULL DEFAULT 'none'"), .addColumn("letters", "weight INTEGER"),
            .sql("CREATE INDEX letters_by_note ON letters (district, note)"),
        ])

    @Test(arguments: Engine.all) func migratingAgainChangesNothing(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        try await store.write { try $0.run("INSERT INTO rows (district, id, value, name) VALUES ('d', 1, 0, 'one')") }
        try await store.migrate(StoreSchema.migrations + Sample.migrations)
        try await store.checkSchema(StoreSchema.migrations + Sample.migrations)
        let count = try await store.read { try $0.value("SELECT count(*) FROM rows", as: Int.self) }
        #expect(count == 1)
    }

    @Test(arguments: Engine.all) func dataNewerThanTheProgramIsRefused(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        await #expect(throws: StoreError.newerSchema(["0500-things"])) {
            try await store.migrate(StoreSchema.migrations)
        }
        await #expect(throws: StoreError.newerSchema(["0500-things"])) {
            try await store.checkSchema(StoreSchema.migrations)
        }
    }

    @Test(arguments: Engine.all) func dataOlderThanTheProgramIsRefusedUntilMigrated(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let all = StoreSchema.migrations + Sample.migrations + [Self.later]
        await #expect(throws: StoreError.unknownMigration("0501-letters-later")) { try await store.checkSchema(all) }
        try await store.migrate(all)
        try await store.checkSchema(all)
    }

    @Test(arguments: Engine.all) func twoProcessesThatStartTogetherMigrateOnce(on engine: Engine) async throws {
        let (first, reopen) = try await engine.lastingStore()
        let second = try reopen()
        let results = await atOnce(6) { number in
            try await (number % 2 == 0 ? first : second).migrate(StoreSchema.migrations + Sample.migrations)
        }
        for result in results { #expect(result.error == nil) }
        let names = try await second.read {
            try $0.values("SELECT name FROM migrations ORDER BY name", as: String.self)
        }
        #expect(
            names == [
                "0000-store", "0001-store-search-chunks", "0002-store-search-steps", "0003-store-functions", "0004-store-pack-tables",
                "0500-things",
            ])
    }

    @Test(arguments: Engine.all) func aMigrationThatFailsLeavesNothingBehind(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let broken = Migration(
            "0502-broken", [.sql("CREATE TABLE half (id INTEGER)"), .sql("CREATE TABLE half (id INTEGER)")])
        let all = StoreSchema.migrations + Sample.migrations
        await #expect(throws: StoreError.self) { try await store.migrate(all + [broken]) }
        await #expect(throws: StoreError.self) { try await store.read { try $0.rows("SELECT * FROM half") } }
        try await store.checkSchema(all)
    }

    @Test(arguments: Engine.all) func aColumnAddedLaterKeepsThePastAndTheAsOfViewWorking(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        try await store.write { writer in
            try writer.run("INSERT INTO letters (district, id, text, since) VALUES ('d', 1, 'first', 10)")
            try writer.run("UPDATE letters SET text = 'second', \(revisedAt: 20) WHERE district = 'd' AND id = 1")
        }
        try await store.migrate(StoreSchema.migrations + Sample.migrations + [Self.later])
        try await store.write { writer in
            try writer.run(
                "UPDATE letters SET text = 'third', note = 'new', \(revisedAt: 30) WHERE district = 'd' AND id = 1")
            try writer.run(
                "UPDATE letters SET text = 'fourth', weight = 4, \(revisedAt: 40) WHERE district = 'd' AND id = 1")
        }
        let seen = try await store.read { reader in
            try [Int64(15), 25, 35, 45].map { moment in
                let row = try reader.first(
                    "SELECT text, note, weight FROM \(SQL.table("letters", asOf: moment)) l WHERE l.note >= '' ORDER BY l.note"
                )
                return [
                    try row?.get("text"), try row?.get("note"), try row?.get("weight", as: Int?.self).map(String.init),
                ]
            }
        }
        #expect(
            seen == [
                ["first", "none", nil], ["second", "none", nil], ["third", "new", nil], ["fourth", "new", "4"],
            ])
        await #expect(throws: StoreError.self) { try await store.write { try $0.run("DELETE FROM letters") } }
    }

    @Test(arguments: Engine.all) func statementsOfBeforeAMigrationGoOnWorking(on engine: Engine) async throws {
        let (first, reopen) = try await engine.lastingStore()
        try await first.migrate(StoreSchema.migrations + Sample.migrations)
        try await first.write {
            try $0.run("INSERT INTO letters (district, id, text, since) VALUES ('d', 1, 'first', 10)")
        }
        for _ in 0..<12 { _ = try await first.read { try $0.rows("SELECT * FROM letters") } }
        let second = try reopen()
        try await second.migrate(StoreSchema.migrations + Sample.migrations + [Self.later])
        for _ in 0..<12 {
            let row = try await first.read { try $0.first("SELECT * FROM letters") }
            #expect(try row?.get("note", as: String.self) == "none")
        }
    }
}
