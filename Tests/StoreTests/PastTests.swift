import Store
import Testing
import World

@Suite struct PastTests {
    @Test(arguments: Engine.all) func aChangeWithoutItsRevisionIsRefused(on engine: Engine) async throws {
        let store = try await letterStore(on: engine)
        await #expect(throws: StoreError.self) { try await store.write { try $0.run("UPDATE letters SET text = 'x'") } }
        await #expect(throws: StoreError.self) {
            try await store.write { try $0.run("UPDATE letters SET text = 'x', version = version + 2, since = 99") }
        }
        #expect(try await text(in: store, asOf: nil) == "first")
    }

    @Test(arguments: Engine.all) func aChangeThatGoesBackInTimeIsRefused(on engine: Engine) async throws {
        let store = try await letterStore(on: engine)
        await #expect(throws: StoreError.timeWentBack) {
            try await store.write { try $0.run("UPDATE letters SET text = 'x', \(revisedAt: 9)") }
        }
        try await store.write { try $0.run("UPDATE letters SET text = 'same moment', \(revisedAt: 10)") }
        #expect(try await text(in: store, asOf: 10) == "same moment")
    }

    @Test(arguments: Engine.all) func nothingIsDeletedOrReplaced(on engine: Engine) async throws {
        let store = try await letterStore(on: engine)
        await #expect(throws: StoreError.self) {
            try await store.write { try $0.run("DELETE FROM letters WHERE id = 1") }
        }
        if engine == .sqlite {
            await #expect(throws: StoreError.self) {
                try await store.write {
                    try $0.run("INSERT OR REPLACE INTO letters (district, id, text, since) VALUES ('d', 1, 'x', 50)")
                }
            }
        } else {
            await #expect(throws: StoreError.self) { try await store.write { try $0.run("TRUNCATE letters") } }
        }
        #expect(try await text(in: store, asOf: nil) == "first")
    }

    @Test(arguments: Engine.all) func aRolledBackChangeLeavesNoPast(on engine: Engine) async throws {
        struct Refused: Error {}
        let store = try await letterStore(on: engine)
        await #expect(throws: Refused.self) {
            try await store.write { writer in
                try writer.run("UPDATE letters SET text = 'x', \(revisedAt: 20)")
                throw Refused()
            }
        }
        let past = try await store.read { try $0.value("SELECT count(*) FROM letters_past", as: Int.self) }
        #expect(past == 0)
    }

    /// Random inserts and changes at random moments, many at the same one, against a list of versions kept beside.
    @Test(arguments: Engine.all) func everyMomentShowsTheVersionOfThatMoment(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        var random = Seeded(20_220_402)
        var versions: [Int: [(since: Int64, text: String)]] = [:]
        var now: Int64 = 100
        for step in 0..<150 {
            now += Int64.random(in: 0...3, using: &random)
            let (id, moment, text) = (Int.random(in: 1...6, using: &random), now, "text \(step)")
            let isNew = versions[id] == nil
            try await store.write { writer in
                if isNew {
                    try writer.run(
                        "INSERT INTO letters (district, id, text, since) VALUES ('d', \(id), \(text), \(moment))")
                } else {
                    try writer.run(
                        "UPDATE letters SET text = \(text), \(revisedAt: moment) WHERE district = 'd' AND id = \(id)")
                }
            }
            versions[id, default: []].append((moment, text))
        }
        let last = now
        let seen = try await store.read { reader in
            try (98...(last + 2)).map { moment in
                try reader.rows(
                    "SELECT id, text FROM \(SQL.table("letters", asOf: moment)) l WHERE l.district = 'd' ORDER BY l.id"
                )
                .map { "\(try $0.get("id", as: Int.self)) \(try $0.get("text", as: String.self))" }
            }
        }
        for (index, rows) in seen.enumerated() {
            let moment = 98 + Int64(index)
            let expected = versions.sorted { $0.key < $1.key }.compactMap { id, list in
                list.last { $0.since <= moment }.map { "\(id) \($0.text)" }
            }
            #expect(rows == expected, "as of \(moment)")
        }
    }

    private func letterStore(on engine: Engine) async throws -> Store {
        let store = try await Sample.store(on: engine)
        try await store.write {
            try $0.run("INSERT INTO letters (district, id, text, since) VALUES ('d', 1, 'first', 10)")
        }
        return store
    }

    private func text(in store: Store, asOf moment: Int64?) async throws -> String? {
        try await store.read { try $0.value("SELECT text FROM \(SQL.table("letters", asOf: moment)) l WHERE l.id = 1") }
    }
}
