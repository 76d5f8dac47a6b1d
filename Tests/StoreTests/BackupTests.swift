import Foundation
import Store
import Testing
import World

@Suite struct BackupTests {
    @Test(arguments: Engine.all) func aCopyMadeWhileOthersWriteIsWholeAndOfOneMoment(on engine: Engine) async throws {
        let address =
            engine == .postgres ? try await PrivatePostgres.emptyDatabase() : TemporaryFolder.make() + "/huying.db"
        let store = engine == .postgres ? try Store.postgres(address, connections: 3) : try Store.sqlite(path: address)
        try await store.migrate(StoreSchema.migrations + Sample.migrations)
        try await store.write { try $0.run("INSERT INTO letters (district, id, text, since) VALUES ('d', 1, 'a', 1)") }

        // Each verb writes two rows that belong together.
        let copyPath = TemporaryFolder.make() + "/copy"
        async let writing = atOnce(120) { number in
            try await store.write { writer in
                for half in [0, 1000] {
                    try writer.run(
                        "INSERT INTO rows (district, id, value, name) VALUES ('d', \(number + half), 1, \("n\(number + half)"))"
                    )
                }
            }
        }
        try await store.backup(to: copyPath)
        let results = await writing
        #expect(firstFailure(results) == nil)
        await store.close()

        let copy = try await reopen(copyPath, on: engine)
        try await copy.checkSchema(StoreSchema.migrations + Sample.migrations)
        let ids = try await copy.read { try $0.values("SELECT id FROM rows ORDER BY id", as: Int.self) }
        #expect(ids.filter { $0 < 1000 } == ids.filter { $0 >= 1000 }.map { $0 - 1000 })
        // The copy is a store like any other: it keeps the past and refuses what the first would.
        await #expect(throws: StoreError.self) { try await copy.write { try $0.run("UPDATE letters SET text = 'b'") } }
        try await copy.write { try $0.run("UPDATE letters SET text = 'b', \(revisedAt: 5)") }
        let before = try await copy.read {
            try $0.value("SELECT text FROM \(SQL.table("letters", asOf: 2)) l", as: String.self)
        }
        #expect(before == "a")
    }

    @Test(arguments: Engine.all) func aCopyThatCannotBeWrittenIsSaid(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        await #expect(throws: StoreError.self) { try await store.backup(to: "/nowhere/at/all/copy") }
    }

    @Test func aFileThatIsNoStoreIsRefused() async throws {
        let path = TemporaryFolder.make() + "/letter.txt"
        try String(repeating: "This is not a database. ", count: 100).write(
            toFile: path, atomically: true, encoding: .utf8)
        do {
            let store = try Store.sqlite(path: path)
            try await store.migrate(StoreSchema.migrations)
            Issue.record("a text was taken for a database")
        } catch StoreError.notADatabase {}
    }

    private func reopen(_ path: String, on engine: Engine) async throws -> Store {
        guard engine == .postgres else { return try Store.sqlite(path: path) }
        let address = try await PrivatePostgres.emptyDatabase()
        try PrivatePostgres.run("pg_restore", ["--exit-on-error", "--dbname=\(address)", path])
        return try Store.postgres(address, connections: 2)
    }
}
