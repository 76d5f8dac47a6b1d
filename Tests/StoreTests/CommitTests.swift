import Foundation
import Store
import Testing
import World

@Suite struct CommitTests {
    struct Refused: Error {}

    @Test(arguments: Engine.all) func oneOfManyAtOnceFailsAlone(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let results = await atOnce(60) { number in
            try await store.write { writer in
                try writer.run(
                    "INSERT INTO rows (district, id, value, name) VALUES ('d', \(number), 1, \("n\(number)"))")
                if number % 10 == 3 { throw Refused() }
                if number % 10 == 7 {
                    try writer.run(
                        "INSERT INTO rows (district, id, value, name) VALUES ('d', \(1000 + number), -1, 'x')")
                }
            }
        }
        let kept = try await store.read { try $0.values("SELECT id FROM rows ORDER BY id", as: Int.self) }
        #expect(kept == (0..<60).filter { ![3, 7].contains($0 % 10) })
        for (number, result) in results.enumerated() { #expect(result.succeeded == kept.contains(number)) }
        #expect(results[3].error is Refused)
    }

    /// Words are written last, for all of a commit together; those that cannot be written take only their own work with them.
    @Test func wordsThatCannotBeWrittenFailAlone() async throws {
        let (store, _) = try await Engine.sqlite.lastingStore()
        try await store.migrate(StoreSchema.migrations + Sample.migrations)
        let id = UUID()
        try await store.write { try $0.run("DROP TABLE search_words") }
        let results = try await whileWriterIsBusy(in: store) {
            await atOnce(20) { number in
                try await store.write { writer in
                    try writer.run("INSERT INTO rows (district, id, value, name) VALUES ('d', \(number), 1, \("n\(number)"))")
                    if number == 7 { try writer.index("停水", district: "d", kind: "case", id: id) }
                }
            }
        }
        let kept = try await store.read { try $0.values("SELECT id FROM rows ORDER BY id", as: Int.self) }
        #expect(kept == (0..<20).filter { $0 != 7 })
        for (number, result) in results.enumerated() { #expect(result.succeeded == (number != 7)) }
    }

    @Test(arguments: Engine.all) func whatWasAcknowledgedIsThereAfterReopening(on engine: Engine) async throws {
        let (store, reopen) = try await engine.lastingStore()
        try await store.migrate(StoreSchema.migrations + Sample.migrations)
        let results = await atOnce(150) { number in
            try await store.write {
                try $0.run("INSERT INTO rows (district, id, value, name) VALUES ('d', \(number), 1, \("n\(number)"))")
            }
        }
        #expect(firstFailure(results) == nil)
        await store.close()
        let again = try reopen()
        let count = try await again.read { try $0.value("SELECT count(*) FROM rows", as: Int.self) }
        #expect(count == 150)
    }

    /// On SQLite; PostgreSQL does this by itself (`commit_delay` aside, its log is flushed for all that wait).
    @Test func verbsAtOnceShareACommit() async throws {
        let (store, _) = try await Engine.sqlite.lastingStore()
        try await store.migrate(StoreSchema.migrations + Sample.migrations)
        let before = try #require(store.commits)
        let results = try await whileWriterIsBusy(in: store) {
            await atOnce(100) { number in
                try await store.write {
                    try $0.run(
                        "INSERT INTO rows (district, id, value, name) VALUES ('d', \(number), 1, \("n\(number)"))")
                }
            }
        }
        #expect(firstFailure(results) == nil)
        #expect(try #require(store.commits) - before <= 5)
    }

    @Test(arguments: Engine.all) func aChangeIsNeverLostToAnother(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        try await store.write { try $0.run("INSERT INTO rows (district, id, value, name) VALUES ('d', 1, 0, 'sum')") }
        let results = await atOnce(25) { _ in
            try await store.write { writer in
                let value: Int = try writer.value("SELECT value FROM rows WHERE district = 'd' AND id = 1") ?? -1
                try writer.run("UPDATE rows SET value = \(value + 1) WHERE district = 'd' AND id = 1")
            }
        }
        let sum = try await store.read { try $0.value("SELECT value FROM rows WHERE id = 1", as: Int.self) }
        #expect(sum == results.filter(\.succeeded).count)
        for result in results { #expect(result.succeeded || result.error as? StoreError == .conflict) }
        #expect((sum ?? 0) >= 20)
    }

    @Test(arguments: Engine.all) func aReaderSeesOneMoment(on engine: Engine) async throws {
        let (store, reopen) = try await engine.lastingStore()
        try await store.migrate(StoreSchema.migrations + Sample.migrations)
        try await store.write { try $0.run("INSERT INTO rows (district, id, value, name) VALUES ('d', 1, 0, 'one')") }
        let other = try reopen()
        let (reading, written) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let seen = store.read { reader in
            let before = try reader.value("SELECT count(*) FROM rows", as: Int.self)
            reading.signal()
            written.wait()
            return [before, try reader.value("SELECT count(*) FROM rows", as: Int.self)]
        }
        await offThread { reading.wait() }
        try await other.write { try $0.run("INSERT INTO rows (district, id, value, name) VALUES ('d', 2, 0, 'two')") }
        written.signal()
        #expect(try await seen == [1, 1])
    }

    @Test(arguments: Engine.all) func aClosedStoreSaysSoAndAnswersEverybody(on engine: Engine) async throws {
        let (store, reopen) = try await engine.lastingStore()
        try await store.migrate(StoreSchema.migrations + Sample.migrations)
        async let results = atOnce(40) { number in
            try await store.write {
                try $0.run("INSERT INTO rows (district, id, value, name) VALUES ('d', \(number), 1, \("n\(number)"))")
            }
        }
        await store.close()
        let done = await results.filter(\.succeeded).count
        await #expect(throws: StoreError.unavailable("closed")) { try await store.write { _ in } }
        let again = try reopen()
        let kept = try await again.read { try $0.value("SELECT count(*) FROM rows", as: Int.self) }
        #expect(kept == done)
    }
}
