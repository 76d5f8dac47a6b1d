import Foundation

/// PostgreSQL's own programs: copying a database and bringing it back is theirs to do.
package enum PostgresTool {
    /// What it printed. Throws `StoreError.unavailable` with what it complained about.
    @discardableResult
    package static func run(_ tool: String, _ arguments: [String]) throws -> String {
        let process = Foundation.Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        let output = Pipe()
        // Into a file: a second pipe that fills up would stop the program.
        let complaints = FileManager.default.temporaryDirectory.appendingPathComponent("huying-\(UUID().uuidString)")
        guard FileManager.default.createFile(atPath: complaints.path, contents: nil) else { throw StoreError.diskFull }
        defer { try? FileManager.default.removeItem(at: complaints) }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: complaints)
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let said = (try? String(contentsOf: complaints, encoding: .utf8)) ?? ""
            throw StoreError.unavailable("\(tool): \(said.trimmingCharacters(in: .whitespacesAndNewlines).suffix(500))")
        }
        return String(decoding: printed, as: UTF8.self)
    }
}

extension Store {
    /// Fills an empty PostgreSQL database from what `backup(to:)` wrote: all of it, or nothing.
    package static func restorePostgres(_ conninfo: String, from path: String) throws {
        try PostgresTool.run(
            "pg_restore",
            ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--dbname=\(conninfo)", path])
    }

    /// Whether there is any table yet. False for SQLite, whose file is new where it is empty.
    package func holdsTables() async throws -> Bool {
        guard dialect == .postgres else { return false }
        return try await read { reader in
            try reader.exists("SELECT 1 FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
        }
    }
}
