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

    @Test func whatWasSentWithoutWaitingIsRefusedAtTheCommitAtTheLatest() async throws {
        let store = try await Sample.store(on: .postgres)
        @Sendable func insert(_ id: Int, _ name: String) -> SQL {
            "INSERT INTO rows (district, id, value, name) VALUES ('d', \(id), 0, \(name))"
        }
        try await store.write { try $0.run(insert(1, "one")) }
        await #expect(throws: StoreError.constraint(.unique, name: "rows_district_name_key")) {
            try await store.write { writer in
                try writer.run(insert(2, "two"))
                try writer.run(insert(3, "one"))
                try writer.run(insert(4, "four"))
            }
        }
        // Asked something, the transaction says it there and then.
        let gotOn = Mutex(false)
        await #expect(throws: StoreError.constraint(.check, name: "rows_value_check")) {
            try await store.write { writer in
                try writer.run("UPDATE rows SET value = -1 WHERE district = 'd'")
                _ = try writer.rows("SELECT id FROM rows")
                gotOn.withLock { $0 = true }
            }
        }
        #expect(!gotOn.withLock { $0 })
        #expect(try await store.read { try $0.values("SELECT id FROM rows", as: Int.self) } == [1])
    }

    @Test func aRefusalOfTheBodyTakesBackWhatWasSent() async throws {
        let store = try await Sample.store(on: .postgres)
        struct Refused: Error {}
        for _ in 0..<20 {
            await #expect(throws: Refused.self) {
                try await store.write { writer in
                    try writer.run("INSERT INTO rows (district, id, value, name) VALUES ('d', 1, 0, 'one')")
                    throw Refused()
                }
            }
        }
        #expect(try await store.read { try $0.rows("SELECT id FROM rows") }.isEmpty)
    }

    @Test func moreThanIsSentAtOnceArrivesInItsOrder() async throws {
        let store = try await Sample.store(on: .postgres)
        let text = String(repeating: "呼", count: 3000)
        let seen = try await store.write { writer in
            for id in 1...1000 {
                try writer.run("INSERT INTO rows (district, id, value, name) VALUES ('d', \(id), 0, \("\(id)\(text)"))")
                try writer.run("UPDATE rows SET value = value * 2 + 1 WHERE district = 'd' AND id = \(id)")
            }
            // What a stream's body writes, another statement of the same transaction sees.
            var sums: [Int] = []
            try writer.stream("SELECT id FROM rows WHERE district = 'd' AND id <= 2 ORDER BY id") { row in
                let id: Int = try row.get("id")
                try writer.run("UPDATE rows SET value = value + \(id) WHERE district = 'd'")
                sums.append(try writer.value("SELECT sum(value) FROM rows") ?? 0)
            }
            return sums
        }
        #expect(seen == [2000, 4000])
    }

    @Test func whatWasForeseenIsFoundAsItWouldBeFoundOtherwise() async throws {
        let store = try await Sample.store(on: .postgres)
        let names: SQL = "SELECT name FROM rows WHERE district = 'd' ORDER BY id"
        @Sendable func insert(_ id: Int) -> SQL { "INSERT INTO rows (district, id, value, name) VALUES ('d', \(id), 0, \("n\(id)"))" }
        try await store.write { writer in
            try writer.foreseeing {
                let (rows, count) = (try writer.rows(names), try writer.value("SELECT count(*) FROM rows", as: Int.self))
                #expect(rows.isEmpty && count == nil)
            }
            // Asked in another order than foreseen, twice, and between others.
            #expect(try writer.value("SELECT count(*) FROM rows", as: Int.self) == 0)
            try writer.run(insert(1))
            // What was written since made the other one void.
            #expect(try writer.values(names, as: String.self) == ["n1"])
            try writer.foresee(names)
            #expect(try writer.touched(by: insert(2)) == 1)
            #expect(try writer.values(names, as: String.self) == ["n1", "n2"])
            try writer.foresee(names)
            #expect(try writer.value("SELECT count(*) FROM rows", as: Int.self) == 2)
            #expect(try writer.values(names, as: String.self) == ["n1", "n2"])
            #expect(try writer.values(names, as: String.self) == ["n1", "n2"])
            // A number is the same whatever is written, and is taken once.
            let first = try writer.nextNumber(district: "d", series: "case")
            try writer.foreseeNumber(district: "d", series: "case")
            try writer.run(insert(3))
            #expect(try writer.nextNumber(district: "d", series: "case") == first + 1)
            #expect(try writer.nextNumber(district: "d", series: "case") == first + 2)
            // Nobody asks for these.
            try writer.foresee(names)
            try writer.foreseeNumber(district: "d", series: "case")
        }
        for _ in 0..<16 {
            let seen = try await store.read { reader in
                // Nothing of the transaction before is left on any connection.
                let seen = try reader.values(names, as: String.self)
                try reader.foresee(names)
                return seen
            }
            #expect(seen == ["n1", "n2", "n3"])
        }
    }

    @Test func aForeseenQuestionThatIsRefusedEndsTheTransaction() async throws {
        let store = try await Sample.store(on: .postgres)
        for _ in 0..<20 {
            await #expect(throws: StoreError.self) {
                try await store.write { writer in
                    try writer.run("INSERT INTO rows (district, id, value, name) VALUES ('d', 1, 0, 'one')")
                    try writer.foresee("SELECT 1 / value FROM rows")
                    _ = try writer.rows("SELECT id FROM rows")
                }
            }
        }
        #expect(try await store.read { try $0.rows("SELECT id FROM rows") }.isEmpty)
    }
}
