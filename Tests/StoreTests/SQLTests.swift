import Store
import Testing
import World

@Suite struct SQLTests {
    @Test(arguments: Engine.all) func whatIsInterpolatedIsBoundNeverPasted(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let evil = "x'); DROP TABLE rows; --"
        try await store.write { try $0.run("INSERT INTO rows (district, id, value, name) VALUES ('d', 1, 2, \(evil))") }
        let (found, gone) = try await store.read { reader in
            (
                try reader.value("SELECT name FROM rows WHERE name = \(evil)", as: String.self),
                try reader.value("SELECT name FROM rows WHERE name = \("' OR 1 = 1 --")", as: String.self)
            )
        }
        #expect(found == evil)
        #expect(gone == nil)
    }

    @Test(arguments: Engine.all) func listsMatchTheirMembersAndAnEmptyOneMatchesNothing(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        try await store.write { writer in
            for id in 1...5 {
                try writer.run("INSERT INTO rows (district, id, value, name) VALUES ('d', \(id), 0, \("n\(id)"))")
            }
        }
        let answers = try await store.read { reader in
            try [[2, 4, 9], [], [5]].map { list in
                try reader.values("SELECT id FROM rows WHERE id IN \(list: list) ORDER BY id", as: Int.self)
            }
        }
        #expect(answers == [[2, 4], [], [5]])
    }

    @Test(arguments: Engine.all) func fragmentsJoinIntoOneStatement(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        try await store.write { writer in
            for id in 1...6 {
                try writer.run(
                    "INSERT INTO rows (district, id, value, name) VALUES ('d', \(id), \(id * 10), \("n\(id)"))")
            }
        }
        let conditions: [SQL] = ["id > \(1)", .any(["value = \(20)", "value = \(50)"]), "name <> \("n9")"]
        let (some, all, none) = try await store.read { reader in
            (
                try reader.values(
                    "SELECT id FROM rows WHERE \(SQL.all(conditions)) \(SQL.empty) ORDER BY id LIMIT \(5)", as: Int.self
                ),
                try reader.values("SELECT id FROM rows WHERE \(SQL.all([])) ORDER BY id", as: Int.self),
                try reader.values("SELECT id FROM rows WHERE \(SQL.any([]))", as: Int.self)
            )
        }
        #expect(some == [2, 5])
        #expect(all == [1, 2, 3, 4, 5, 6])
        #expect(none == [])
    }

    @Test(arguments: Engine.all) func aReaderCannotWrite(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        await #expect(throws: StoreError.self) {
            _ = try await store.read { try $0.rows("DELETE FROM rows RETURNING id") }
        }
    }

    @Test(arguments: Engine.all) func streamedRowsMayAskOtherThingsMeanwhile(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        try await store.write { writer in
            try writer.insert(
                into: "rows", columns: ["district", "id", "value", "name"],
                rows: (0..<1200).map { [.text("d"), .integer(Int64($0)), .integer(Int64($0 % 7)), .text("n\($0)")] })
        }
        let sum = try await store.read { reader in
            var sum = 0
            try reader.stream("SELECT id, value FROM rows WHERE id < \(1100) ORDER BY id") { row in
                let id: Int = try row.get("id")
                sum += try reader.value("SELECT value FROM rows WHERE id = \(id)", as: Int.self) ?? -1000
                if id == 3 { try reader.stream("SELECT id FROM rows WHERE id = \(id)") { _ in sum += 1 } }
            }
            return sum
        }
        #expect(sum == (0..<1100).reduce(0) { $0 + $1 % 7 } + 1)
    }

    @Test(arguments: Engine.all) func aStreamThatIsLeftEarlyLeavesTheStoreUsable(on engine: Engine) async throws {
        struct Enough: Error {}
        let store = try await Sample.store(on: engine)
        try await store.write { writer in
            for id in 1...3 {
                try writer.run("INSERT INTO rows (district, id, value, name) VALUES ('d', \(id), 0, \("n\(id)"))")
            }
        }
        let count = try await store.write { writer -> Int? in
            do { try writer.stream("SELECT id FROM rows") { _ in throw Enough() } } catch is Enough {}
            try writer.run("INSERT INTO rows (district, id, value, name) VALUES ('d', 9, 0, 'after')")
            return try writer.value("SELECT count(*) FROM rows")
        }
        #expect(count == 4)
    }

    static let refusals: [(String, SQL, StoreError.Constraint)] = [
        ("key", "INSERT INTO rows (district, id, value, name) VALUES ('d', 1, 0, 'other')", .unique),
        ("unique", "INSERT INTO rows (district, id, value, name) VALUES ('d', 2, 0, 'one')", .unique),
        ("check", "INSERT INTO rows (district, id, value, name) VALUES ('d', 3, -1, 'three')", .check),
        ("not null", "INSERT INTO rows (district, id, value) VALUES ('d', 4, 0)", .notNull),
    ]

    @Test(arguments: Engine.all) func theDatabaseRefusesInTheStoresWords(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        try await store.write { try $0.run("INSERT INTO rows (district, id, value, name) VALUES ('d', 1, 0, 'one')") }
        for (name, statement, expected) in Self.refusals {
            do {
                _ = try await store.write { try $0.run(statement) }
                Issue.record("\(name) was not refused")
            } catch StoreError.constraint(let constraint, _) {
                #expect(constraint == expected, "\(name)")
            }
        }
    }
}
