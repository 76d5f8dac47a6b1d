import Foundation
import Store
import Testing
import World

@Suite struct DiskFullTests {
    @Test(arguments: [true, false]) func aFullDiskIsSaidAndLosesNothing(inAFile: Bool) async throws {
        let store = inAFile ? try await Engine.sqlite.lastingStore().store : try Store.memory()
        try await store.migrate(StoreSchema.migrations + Sample.migrations)
        try await limit(store, to: 120)
        let content = [UInt8](repeating: 7, count: 20_000)
        // All of these meet in one commit, small and large ones mixed; then some alone.
        var results = try await whileWriterIsBusy(in: store) {
            await atOnce(40) { try await insert($0, content, store) }
        }
        for number in 40..<60 { results += await atOnce(1) { _ in try await insert(number, content, store) } }
        let acknowledged = results.indices.filter { results[$0].succeeded }
        let kept = try await store.read { try $0.values("SELECT count FROM things ORDER BY count", as: Int.self) }
        #expect(kept == acknowledged)
        #expect(acknowledged.count < 60)
        for result in results { #expect(result.succeeded || result.error as? StoreError == .diskFull) }

        try await limit(store, to: 100_000)
        try await store.write {
            try $0.run("INSERT INTO things (district, id, count, content) VALUES ('d', \(UUID()), 1000, \(content))")
        }
        let after = try await store.read { try $0.values("SELECT count FROM things ORDER BY count", as: Int.self) }
        #expect(after == acknowledged + [1000])
    }

    private func insert(_ number: Int, _ content: [UInt8], _ store: Store) async throws {
        try await store.write { writer in
            try writer.run(
                "INSERT INTO things (district, id, count, content) VALUES ('d', \(UUID()), \(number), \(number % 2 == 0 ? content : [1]))"
            )
        }
    }

    private func limit(_ store: Store, to pages: Int) async throws {
        try await store.write { writer in
            if pages == 120 {
                try writer.run("PRAGMA max_page_count = 120")
            } else {
                try writer.run("PRAGMA max_page_count = 100000")
            }
        }
    }
}
