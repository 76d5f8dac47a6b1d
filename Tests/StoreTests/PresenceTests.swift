import Foundation
import Store
import Testing
import World

@Suite struct PresenceTests {
    @Test(arguments: Engine.all) func whatAColumnHasIsToldApartInEveryType(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        try await store.write { writer in
            for at in 0..<300 {
                try writer.run(
                    """
                    INSERT INTO things (district, id, name, count, weight, content, is_good)
                    VALUES (\(at % 3 == 0 ? "other" : "d"), \(UUID()), \("名\(at)"), \(Int64(at)), \(Double(at) / 4), \([UInt8(at % 256), 0, 255]), \(true))
                    """)
            }
            try writer.run("INSERT INTO things (district, id) VALUES ('d', \(UUID()))")
        }
        func present(_ values: [SQLValue], in column: SQL, _ type: PackTable.ColumnType) async throws -> Set<SQLValue> {
            try await store.read { try $0.present(Set(values), in: column, type, rows: "FROM things t WHERE t.district = 'd'") }
        }
        let there = (0..<300).filter { $0 % 3 != 0 }
        // More than are asked at once, and some that nobody has.
        let names = (0..<400).map { SQLValue.text("名\($0)") }
        #expect(try await present(names, in: "t.name", .text) == Set(there.map { SQLValue.text("名\($0)") }))
        let counts = (0..<400).map { SQLValue.integer(Int64($0)) }
        #expect(try await present(counts, in: "t.count", .integer) == Set(there.map { SQLValue.integer(Int64($0)) }))
        #expect(try await present([.real(0.25), .real(0.3), .null], in: "t.weight", .real) == [.real(0.25)])
        #expect(try await present([.blob([1, 0, 255]), .blob([1, 0]), .blob([])], in: "t.content", .bytes) == [.blob([1, 0, 255])])
        #expect(try await present([.integer(0), .integer(1)], in: "t.is_good", .flag) == [.integer(1)])
        #expect(try await present([.text("' OR 1 = 1 --"), .text("")], in: "t.name", .text).isEmpty)
        #expect(try await present([], in: "t.name", .text).isEmpty)
        let id = UUID()
        try await store.write { try $0.run("INSERT INTO things (district, id) VALUES ('d', \(id))") }
        #expect(try await present([.uuid(id), .uuid(UUID())], in: "t.id", .uuid) == [.uuid(id)])
    }
}
