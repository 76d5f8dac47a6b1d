import Foundation
import Store
import World

/// The small schema of these tests.
enum Sample {
    static let migrations = [
        Migration(
            "0500-things",
            [
                .table(
                    "things",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    name TEXT
                    count INTEGER
                    weight REAL
                    content BLOB
                    seen_at TIME
                    is_good FLAG
                    PRIMARY KEY (district, id)
                    """),
                .table(
                    "rows",
                    """
                    district TEXT NOT NULL
                    id INTEGER NOT NULL
                    value INTEGER NOT NULL CHECK (value >= 0)
                    name TEXT NOT NULL
                    PRIMARY KEY (district, id)
                    UNIQUE (district, name)
                    """),
                .table(
                    "letters", revised: true,
                    """
                    district TEXT NOT NULL
                    id INTEGER NOT NULL
                    text TEXT NOT NULL
                    PRIMARY KEY (district, id)
                    """),
            ])
    ]

    /// A store of the engine with these tables and the store's own.
    static func store(on engine: Engine) async throws -> Store {
        let store = try await engine.emptyStore()
        try await store.migrate(StoreSchema.migrations + migrations)
        return store
    }
}

extension Result {
    var succeeded: Bool { if case .success = self { true } else { false } }
    var error: (any Error)? { if case .failure(let error) = self { error } else { nil } }
}

/// Holds up a store's one writer, runs what shall wait for it, and lets go: so many pieces of work meet in one commit.
func whileWriterIsBusy<Value: Sendable>(in store: Store, _ work: @escaping @Sendable () async throws -> Value)
    async throws -> Value
{
    let (begun, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    async let slow: Void = store.write { _ in
        begun.signal()
        gate.wait()
    }
    await offThread { begun.wait() }
    async let result = work()
    try await Task.sleep(for: .milliseconds(50))
    gate.signal()
    try await slow
    return try await result
}

/// Blocks a thread of its own instead of one that others need.
func offThread(_ work: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            work()
            continuation.resume()
        }
    }
}

/// The first failure among many, nil where all succeeded.
func firstFailure<Value>(_ results: [Result<Value, any Error>]) -> (any Error)? {
    results.lazy.compactMap(\.error).first
}
