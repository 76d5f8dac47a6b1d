import Foundation
package import Store
import Synchronization

/// A PostgreSQL cluster of the tests' own, in a temporary folder, reached through a socket in that folder. It starts when the first test
/// asks for it. A watchdog shell holds the other end of a pipe: when the test process ends, however it ends, the cluster stops and
/// its folder goes.
package struct PrivatePostgres: Sendable {
    package let folder: String
    /// As libpq takes it.
    package let conninfo: String

    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// The one of this process. Throws `Failure` with the reason where it cannot start: never a silent skip.
    package static var shared: PrivatePostgres { get async throws { try await starting.value } }
    private static let starting = Task { try await start() }

    private static let schemas = Mutex(0)
    /// Kept to the end of the process: closing its end of the pipe is what stops the cluster.
    private static let watchdog = Mutex<Process?>(nil)

    /// An empty store: a schema of its own in the one database.
    package static func emptyStore(connections: Int = 3) async throws -> Store {
        let (store, _) = try await emptyStoreAndAddress(connections: connections)
        return store
    }

    /// An empty store and how to open it again.
    package static func emptyStoreAndAddress(connections: Int = 3) async throws -> (Store, String) {
        let shared = try await shared
        let number = schemas.withLock { count in
            count += 1
            return count
        }
        let owner = try Store.postgres(shared.conninfo, connections: 1)
        try await owner.write { writer in
            _ = try writer.first("SELECT set_config('huying.schema', \("s\(number)"), true)")
            try writer.run("DO $$ BEGIN EXECUTE 'CREATE SCHEMA ' || current_setting('huying.schema'); END $$")
        }
        await owner.close()
        let address = "\(shared.conninfo) options='-csearch_path=s\(number)'"
        return (try Store.postgres(address, connections: connections), address)
    }

    /// A database of its own with nothing in it, for what looks at a whole database: copies, the schema. Its address.
    package static func emptyDatabase() async throws -> String {
        let shared = try await shared
        let name = "d\(UInt32.random(in: 0...UInt32.max))"
        try run("createdb", ["--host=\(shared.folder)", "--username=huying", name])
        return "host=\(shared.folder) port=5432 dbname=\(name) user=huying"
    }

    /// Runs a tool of the same release: `pg_dump`, `pg_restore`. What it printed; throws where it failed.
    @discardableResult
    package static func run(_ tool: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try newestBinaries() + "/" + tool)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(tool) failed: \(process.terminationStatus)")
        }
        return String(decoding: printed, as: UTF8.self)
    }

    private static func start() async throws -> PrivatePostgres {
        let binaries = try newestBinaries()
        let folder =
            "\(NSTemporaryDirectory())huying-postgres-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure(description: "PostgreSQL for tests: cannot make \(folder): \(error)")
        }
        let isRoot = getuid() == 0
        // initdb refuses to work as root.
        let becoming = isRoot ? "runuser -u postgres -- " : ""
        let script = """
            trap '' INT TERM HUP
            cd '\(folder)'
            \(isRoot ? "chown postgres '\(folder)' || exit 1" : "")
            \(becoming)'\(binaries)/initdb' -D '\(folder)/data' -U huying -A trust -E UTF8 --locale=C --no-sync >'\(folder)/initdb.log' 2>&1 || exit 1
            \(becoming)'\(binaries)/postgres' -D '\(folder)/data' -c listen_addresses= -c unix_socket_directories='\(folder)' \
              -c fsync=off -c full_page_writes=off -c shared_buffers=64MB -c max_connections=200 -c autovacuum=off \
              -c log_min_messages=fatal -c deadlock_timeout=50ms -c wal_level=minimal -c max_wal_senders=0 >'\(folder)/postgres.log' 2>&1 &
            cat >/dev/null
            kill -QUIT $(head -1 '\(folder)/data/postmaster.pid')
            wait
            rm -rf '\(folder)'
            """
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", script]
        shell.standardInput = Pipe()
        try shell.run()
        watchdog.withLock { $0 = shell }
        let postgres = PrivatePostgres(folder: folder, conninfo: "host=\(folder) port=5432 dbname=postgres user=huying")
        try await postgres.waitUntilReady(shell)
        return postgres
    }

    private func waitUntilReady(_ shell: Process) async throws {
        var last = ""
        for _ in 0..<1200 {
            do {
                let store = try Store.postgres(conninfo, connections: 1)
                await store.close()
                return
            } catch { last = "\(error)" }
            if !shell.isRunning { break }
            try await Task.sleep(for: .milliseconds(25))
        }
        let logs = ["initdb.log", "postgres.log"].compactMap {
            try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
        }
        throw Failure(
            description:
                "PostgreSQL for tests did not start in \(folder): \(last)\n\(logs.joined(separator: "\n").suffix(2000))"
        )
    }

    private static func newestBinaries() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap(Int.init)
            .sorted()
        guard let newest = versions.last else {
            throw Failure(description: "PostgreSQL for tests: no server under \(root) (Debian package postgresql)")
        }
        return "\(root)/\(newest)/bin"
    }
}
