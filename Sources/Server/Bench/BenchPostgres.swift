import Foundation
import Store

/// A PostgreSQL cluster of the bench's own in a temporary folder, durable as a district's would be. A watchdog shell holds the other
/// end of a pipe: when the bench ends, however it ends, the cluster stops and its folder goes.
final class BenchPostgres: @unchecked Sendable {
    let conninfo: String
    private let folder: String
    private let shell = Foundation.Process()
    private let pipe = Pipe()

    init(in folder: String) async throws {
        self.folder = folder
        conninfo = "host=\(folder) port=5432 dbname=postgres user=huying"
        let binaries = try Self.newestBinaries()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // initdb refuses to work as root.
        let isRoot = getuid() == 0
        let becoming = isRoot ? "runuser -u postgres -- " : ""
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = [
            "-c",
            """
            trap '' INT TERM HUP
            cd '\(folder)'
            \(isRoot ? "chown postgres '\(folder)' || exit 1" : "")
            \(becoming)'\(binaries)/initdb' -D '\(folder)/data' -U huying -A trust -E UTF8 --locale=C >'\(folder)/initdb.log' 2>&1 || exit 1
            \(becoming)'\(binaries)/postgres' -D '\(folder)/data' -c listen_addresses= -c unix_socket_directories='\(folder)' \
              -c fsync=on -c synchronous_commit=on -c shared_buffers=1GB -c max_wal_size=4GB >'\(folder)/postgres.log' 2>&1 &
            cat >/dev/null
            kill -INT $(head -1 '\(folder)/data/postmaster.pid')
            wait
            rm -rf '\(folder)'
            """,
        ]
        shell.standardInput = pipe
        try shell.run()
        for _ in 0..<600 where shell.isRunning {
            if let store = try? Store.postgres(conninfo, connections: 1) {
                await store.close()
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        let logs = ["initdb.log", "postgres.log"].compactMap { try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
        throw StoreError.unavailable(String(logs.joined(separator: "\n").suffix(1000)))
    }

    func emptyDatabase(_ name: String) throws -> String {
        try PostgresTool.run("createdb", ["--host=\(folder)", "--username=huying", name])
        return "host=\(folder) port=5432 dbname=\(name) user=huying"
    }

    func stop() {
        try? pipe.fileHandleForWriting.close()
        shell.waitUntilExit()
    }

    private static func newestBinaries() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap(Int.init).sorted()
        guard let newest = versions.last else { throw StoreError.unavailable("no PostgreSQL server under \(root)") }
        return "\(root)/\(newest)/bin"
    }
}
