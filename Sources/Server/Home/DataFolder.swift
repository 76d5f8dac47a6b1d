import Foundation

/// The folder one district lives in: its settings, its keys and, with SQLite, its records and files.
package struct DataFolder: Sendable {
    package let path: String

    package init(_ path: String) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    package var settings: String { path + "/huying.yaml" }
    package var keys: String { path + "/keys.json" }
    package var store: String { path + "/huying.sqlite" }
    package var files: String { path + "/files" }
    /// First passwords of a demonstration; its owner alone may read it.
    package var signIns: String { path + "/sign-ins.txt" }

    /// Whether there is anything at this path but an empty folder.
    package var isTaken: Bool {
        guard let contents = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            return FileManager.default.fileExists(atPath: path)
        }
        return !contents.isEmpty
    }

    /// Builds the folder beside its place and moves it there when it is whole, so that what was interrupted is never
    /// taken for a district.
    func build<Value>(_ work: (DataFolder) async throws -> Value) async throws -> Value {
        guard !isTaken else { throw HomeProblem.folderTaken(path) }
        let manager = FileManager.default
        let unfinished = DataFolder(path + ".unfinished")
        try? manager.removeItem(atPath: unfinished.path)
        do {
            try manager.createDirectory(
                atPath: unfinished.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw HomeProblem.cannotWrite(unfinished.path)
        }
        do {
            let value = try await work(unfinished)
            if manager.fileExists(atPath: path) { try manager.removeItem(atPath: path) }
            try manager.moveItem(atPath: unfinished.path, toPath: path)
            return value
        } catch {
            try? manager.removeItem(atPath: unfinished.path)
            throw error
        }
    }
}

/// Files that their owner alone may read.
enum OwnFile {
    static func write(_ text: String, to path: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: attributes) else {
            throw HomeProblem.cannotWrite(path)
        }
    }
}
