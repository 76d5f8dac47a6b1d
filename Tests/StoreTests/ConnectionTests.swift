import Store
import Synchronization
import Testing
import World

@Suite(.enabled(if: Engine.all.contains(.postgres))) struct ConnectionTests {
    @Test func connectionsThatDiedAreReplacedWithoutLosingAVerb() async throws {
        let (killer, address) = try await PrivatePostgres.emptyStoreAndAddress(connections: 1)
        let store = try Store.postgres("\(address) application_name=victims", connections: 4)
        try await store.migrate(StoreSchema.migrations + Sample.migrations)
        // Every connection of the pool is opened, then killed.
        _ = await atOnce(8) { _ in try await store.read { try $0.rows("SELECT pg_sleep(0.02)") } }
        let killed = try await killer.write {
            try $0.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victims'")
                .count
        }
        #expect(killed == 4)
        let results = await atOnce(30) { number in
            try await store.write {
                try $0.run("INSERT INTO rows (district, id, value, name) VALUES ('d', \(number), 1, \("n\(number)"))")
            }
        }
        for result in results { #expect(result.error == nil) }
    }

    @Test func aConnectionKilledInMidVerbDoesItAgainOnce() async throws {
        let store = try await Sample.store(on: .postgres)
        let tries = Mutex(0)
        try await store.write { writer in
            try writer.run("INSERT INTO rows (district, id, value, name) VALUES ('d', 1, 1, 'one')")
            let isFirst = tries.withLock { count in
                count += 1
                return count == 1
            }
            if isFirst { _ = try writer.rows("SELECT pg_terminate_backend(pg_backend_pid())") }
        }
        let kept = try await store.read { try $0.values("SELECT id FROM rows ORDER BY id", as: Int.self) }
        #expect(kept == [1])
        #expect(tries.withLock { $0 } == 2)
    }

    @Test func aWrongAddressIsRefusedAtStart() async throws {
        let shared = try await PrivatePostgres.shared
        #expect(throws: StoreError.self) { try Store.postgres("\(shared.conninfo) dbname=nothing", connections: 2) }
        #expect(throws: StoreError.self) { try Store.postgres("host=/nowhere dbname=nothing", connections: 2) }
    }

    @Test func deadlocksAreTriedAgain() async throws {
        let store = try await Sample.store(on: .postgres)
        try await store.write { writer in
            for id in 1...2 {
                try writer.run("INSERT INTO rows (district, id, value, name) VALUES ('d', \(id), 0, \("n\(id)"))")
            }
        }
        let results = await atOnce(6) { number in
            try await store.write { writer in
                let order = number % 2 == 0 ? [1, 2] : [2, 1]
                for id in order {
                    try writer.run("UPDATE rows SET value = value + 1 WHERE district = 'd' AND id = \(id)")
                    _ = try writer.rows("SELECT pg_sleep(0.005)")
                }
            }
        }
        let sums = try await store.read { try $0.values("SELECT value FROM rows ORDER BY id", as: Int.self) }
        let done = results.filter(\.succeeded).count
        #expect(done == 6)
        #expect(sums == [done, done])
    }
}
