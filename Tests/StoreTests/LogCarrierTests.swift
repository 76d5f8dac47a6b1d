import Foundation
import Store
import Testing

/// What is written is carried from the log into the file while writing goes on, and the log begins anew.
@Suite struct LogCarrierTests {
    @Test func theLogDoesNotGrowForEver() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("huying-log-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("store.sqlite").path
        let store = try Store.sqlite(path: path)
        try await store.write { try $0.run("CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL)") }
        let text = String(repeating: "huying ", count: 150_000)
        // 320 MB, a megabyte a piece; somebody reads meanwhile.
        for id in 1...320 {
            try await store.write { try $0.run("INSERT INTO texts (id, text) VALUES (\(id), \(text))") }
            if id % 20 == 0 {
                #expect(try await store.read { try $0.value("SELECT count(*) FROM texts", as: Int.self) } == id)
            }
        }
        let log = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int ?? 0
        #expect(log < 200_000_000, "\(log)")
        await store.close()
        let again = try Store.sqlite(path: path)
        let (count, length) = try await again.read {
            (
                try $0.value("SELECT count(*) FROM texts", as: Int.self),
                try $0.value("SELECT min(length(text)) FROM texts", as: Int.self)
            )
        }
        #expect(count == 320 && length == text.count)
        await again.close()
    }
}
