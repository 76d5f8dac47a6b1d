import Foundation
import Store
import Testing
import World

/// SQLite's planner is told what the tables have become.
@Suite struct StatisticsTests {
    @Test func whatHasGrownIsCounted() async throws {
        let store = try await Engine.sqlite.emptyStore()
        try await store.migrate(World.migrations)
        func counted(_ table: String) async throws -> Int? {
            try await store.read { reader in
                guard try reader.exists("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'") else { return nil }
                return try reader.value("SELECT COALESCE(max(CAST(stat AS INTEGER)), 0) FROM sqlite_stat1 WHERE tbl = \(table)")
            }
        }
        func fill(_ numbers: ClosedRange<Int>) async throws {
            try await store.write { writer in
                for number in numbers {
                    try writer.run("INSERT INTO numbers (district, series, last) VALUES ('990101', \("series\(number)"), 1)")
                }
            }
            try await store.analyse()
        }
        try await fill(1...900)
        #expect(try await counted("numbers") == nil, "few rows are read as quickly in any way")
        try await fill(901...2000)
        #expect(try await counted("numbers") == 2000)
        try await fill(2001...5000)
        #expect(try await counted("numbers") == 2000, "not yet three times as many")
        try await fill(5001...6001)
        #expect(try await counted("numbers") == 6001)
    }
}
