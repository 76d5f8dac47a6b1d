import Foundation
package import Store

/// What every integration test runs on. `HUYING_ENGINES=sqlite` leaves PostgreSQL out, for a quick look while editing.
package enum Engine: String, Sendable, CaseIterable, CustomStringConvertible {
    case sqlite, postgres

    package static let all: [Engine] = {
        guard let chosen = ProcessInfo.processInfo.environment["HUYING_ENGINES"] else { return allCases }
        return allCases.filter { chosen.split(separator: ",").contains(Substring($0.rawValue)) }
    }()

    package var description: String { self == .sqlite ? "SQLite" : "PostgreSQL" }

    /// A store with nothing in it, not even a schema.
    package func emptyStore() async throws -> Store {
        switch self {
        case .sqlite: try Store.memory()
        case .postgres: try await PrivatePostgres.emptyStore()
        }
    }

    /// An empty store that outlives its value, and how to open it again.
    package func lastingStore() async throws -> (store: Store, reopen: @Sendable () throws -> Store) {
        switch self {
        case .sqlite:
            let path = TemporaryFolder.make() + "/huying.db"
            return (try Store.sqlite(path: path), { try Store.sqlite(path: path) })
        case .postgres:
            let (store, address) = try await PrivatePostgres.emptyStoreAndAddress()
            return (store, { try Store.postgres(address, connections: 2) })
        }
    }
}

/// Folders of one test run, gone when it ends.
package enum TemporaryFolder {
    private static let root: String = {
        let path = NSTemporaryDirectory() + "huying-tests-\(ProcessInfo.processInfo.processIdentifier)"
        atexit { try? FileManager.default.removeItem(atPath: TemporaryFolder.root) }
        return path
    }()

    package static func make() -> String {
        let path = root + "/" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
