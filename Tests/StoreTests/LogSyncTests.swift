import Foundation
import Store
import Synchronization
import Testing
import World

/// On SQLite nobody is told "done" before the disk has it, and nobody writes to a disk that failed.
@Suite struct LogSyncTests {
    /// A disk that takes its time, or fails.
    private final class Disk: Sendable {
        let isHeld = Mutex(false)
        let fails = Mutex(false)
        /// Which files were put on it.
        let synced = Mutex<[UInt64]>([])
        let answered = Mutex(0)

        @Sendable func sync(_ file: Int32) -> Int32 {
            while isHeld.withLock({ $0 }) { usleep(500) }
            var status = stat()
            fstat(file, &status)
            synced.withLock { $0.append(UInt64(status.st_ino)) }
            return fails.withLock { $0 } ? -1 : 0
        }
    }

    private func withStore(_ body: (Store, Disk, String) async throws -> Void) async throws {
        let path = TemporaryFolder.make() + "/store.sqlite"
        let disk = Disk()
        let store = try Store.sqlite(path: path) { disk.sync($0) }
        try await store.write { try $0.run("CREATE TABLE texts (id INTEGER PRIMARY KEY)") }
        try await body(store, disk, path)
        await store.close()
    }

    private func add(_ id: Int, to store: Store) async throws {
        try await store.write { try $0.run("INSERT INTO texts (id) VALUES (\(id))") }
    }

    private func count(in store: Store) async throws -> Int? { try await store.read { try $0.value("SELECT count(*) FROM texts") } }

    @Test func nobodyIsAnsweredBeforeTheDiskHasIt() async throws {
        try await withStore { store, disk, _ in
            disk.isHeld.withLock { $0 = true }
            async let results = atOnce(5) { id in
                try await store.write { try $0.run("INSERT INTO texts (id) VALUES (\(id))") }
                disk.answered.withLock { $0 += 1 }
            }
            // The writer goes on meanwhile: all five are committed while the disk is at the first.
            while try await count(in: store) != 5 { try await Task.sleep(for: .milliseconds(1)) }
            #expect(disk.answered.withLock { $0 } == 0)
            disk.isHeld.withLock { $0 = false }
            #expect(firstFailure(await results) == nil)
        }
    }

    @Test func theLogIsPutOnTheDiskBeforeEachAnswer() async throws {
        try await withStore { store, disk, path in
            for id in 1...20 {
                let before = disk.synced.withLock { $0.count }
                try await add(id, to: store)
                #expect(disk.synced.withLock { $0.count } > before)
            }
            var status = stat()
            #expect(stat(path + "-wal", &status) == 0)
            #expect(disk.synced.withLock { Set($0) } == [UInt64(status.st_ino)])
        }
    }

    @Test func afterTheDiskFailedNothingIsAcknowledged() async throws {
        try await withStore { store, disk, _ in
            try await add(1, to: store)
            disk.fails.withLock { $0 = true }
            await #expect { try await add(2, to: store) } throws: { Self.isUnavailable($0) }
            // A second try may seem to succeed though what was written before is lost.
            disk.fails.withLock { $0 = false }
            let there = try await count(in: store)
            await #expect { try await add(3, to: store) } throws: { Self.isUnavailable($0) }
            #expect(try await count(in: store) == there)
        }
    }

    private static func isUnavailable(_ error: any Error) -> Bool {
        if case .unavailable = error as? StoreError { true } else { false }
    }
}
