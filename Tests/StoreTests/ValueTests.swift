import Foundation
import Store
import Testing
import World

@Suite struct ValueTests {
    static let texts = [
        "", " ", "a", "中文", "👨‍👩‍👧‍👦", "𠮷野家の𪚥", "e\u{301}", "é", "tab\tline\nreturn\r\\ \\N \\. \\x41 back",
        "it's \"quoted\"; DROP TABLE things; --",
        "NULL", "$1 ? :name @p", "\u{FEFF}bom", "\u{202E}turned", String(repeating: "长", count: 50_000),
    ]
    static let integers: [Int64] = [0, 1, -1, 42, .max, .min, 1_648_602_000_000_000]
    static let reals: [Double] = [
        0, -0.0, 0.1, 1.0 / 3.0, 113.6401, 1e300, -1e-300, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ]
    static let blobs: [[UInt8]] = [[], [0], Array(0...255), [UInt8](repeating: 0, count: 100_000), Array("\\x00".utf8)]

    @Test(arguments: Engine.all) func everyTypeComesBackAsItWentIn(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let ids = (0..<20).map { _ in UUID() }
        for way in ["statement", "bulk"] {
            for index in 0..<15 {
                let (id, text) = (ids[index], Self.texts[index])
                let (integer, real) = (Self.integers[index % Self.integers.count], Self.reals[index % Self.reals.count])
                let (blob, good) = (Self.blobs[index % Self.blobs.count], index % 2 == 0)
                let row = try await store.write { writer -> Row in
                    if way == "statement" {
                        try writer.run(
                            """
                            INSERT INTO things (district, id, name, count, weight, content, seen_at, is_good)
                            VALUES (\(way), \(id), \(text), \(integer), \(real), \(blob), \(integer), \(good))
                            """)
                    } else {
                        try writer.insert(
                            into: "things",
                            columns: ["district", "id", "name", "count", "weight", "content", "seen_at", "is_good"],
                            rows: [
                                [
                                    .text(way), .uuid(id), .text(text), .integer(integer), .real(real), .blob(blob),
                                    .integer(integer), good.sqlValue,
                                ]
                            ])
                    }
                    return try writer.first("SELECT * FROM things WHERE district = \(way) AND id = \(id)")!
                }
                #expect(Array(try row.get("name", as: String.self).unicodeScalars) == Array(text.unicodeScalars))
                #expect(try row.get("id", as: UUID.self) == id)
                #expect(try row.get("count", as: Int64.self) == integer)
                #expect(try row.get("seen_at", as: Int.self) == Int(integer))
                #expect(try row.get("weight", as: Double.self).bitPattern == real.bitPattern || real == 0)
                #expect(try row.get("content", as: [UInt8].self) == blob)
                #expect(try row.get("is_good", as: Bool.self) == good)
            }
        }
    }

    @Test(arguments: Engine.all) func nothingComesBackAsNothing(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let id = UUID()
        let none: String? = nil
        let row = try await store.write { writer in
            try writer.run(
                "INSERT INTO things (district, id, name, count) VALUES ('d', \(id), \(none), \(Optional<Int>.none))")
            return try writer.first("SELECT * FROM things WHERE name IS NULL AND district = 'd'")
        }
        let found = try #require(row)
        #expect(try found.get("name", as: String?.self) == nil)
        #expect(try found.get("weight", as: Double?.self) == nil)
        #expect(throws: StoreError.unexpectedValue(.null, wanted: "text")) { try found.get("name", as: String.self) }
        #expect(throws: StoreError.noSuchColumn("nmae")) { try found.get("nmae", as: String.self) }
    }

    @Test(arguments: Engine.all) func textWithANulByteIsRefused(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        await #expect(throws: StoreError.nulInText) {
            try await store.write {
                try $0.run("INSERT INTO things (district, id, name) VALUES ('d', \(UUID()), \("a\0b"))")
            }
        }
        await #expect(throws: StoreError.nulInText) {
            try await store.write { writer in
                try writer.insert(
                    into: "things", columns: ["district", "id", "name"],
                    rows: [[.text("d"), .uuid(UUID()), .text("fine")], [.text("d"), .uuid(UUID()), .text("a\0b")]])
            }
        }
        let left = try await store.read { try $0.value("SELECT count(*) FROM things", as: Int.self) }
        #expect(left == 0)
    }

    @Test(arguments: Engine.all) func manyRowsAreAppendedAtOnceOrNotAtAll(on engine: Engine) async throws {
        let store = try await Sample.store(on: engine)
        let rows = (0..<5000).map { [SQLValue.text("d"), .integer(Int64($0)), .integer(7), .text("name \($0)\t\\")] }
        try await store.write { try $0.insert(into: "rows", columns: ["district", "id", "value", "name"], rows: rows) }
        await #expect(throws: StoreError.self) {
            try await store.write { writer in
                try writer.insert(
                    into: "rows", columns: ["district", "id", "value", "name"],
                    rows: [
                        [.text("d"), .integer(9999), .integer(1), .text("new")],
                        [.text("d"), .integer(1), .integer(1), .text("there")],
                    ])
            }
        }
        let (count, last) = try await store.read { reader in
            (
                try reader.value("SELECT count(*) FROM rows", as: Int.self),
                try reader.value("SELECT name FROM rows WHERE id = 4999", as: String.self)
            )
        }
        #expect(count == 5000)
        #expect(last == "name 4999\t\\")
    }
}
