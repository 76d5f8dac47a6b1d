import Foundation
import Kernel
import Sealing
package import WorkingTime

/// What a backup holds, with the hash of each file: so that what comes back is what was copied.
package struct BackupManifest: Codable, Sendable {
    package struct Entry: Codable, Sendable {
        package var path: String
        package var bytes: Int
        package var sha256: String
    }

    var format = "huying-backup"
    var version = 1
    package var district: String
    package var engine: String
    /// Fingerprint of the keys that open it.
    package var keys: String
    package var madeAt: Instant
    package var files: [Entry] = []

    static let name = "manifest.json"

    static func read(from folder: String) throws -> BackupManifest {
        guard let data = FileManager.default.contents(atPath: folder + "/" + name),
            let manifest = try? JSON.decode(BackupManifest.self, data), manifest.format == "huying-backup"
        else { throw HomeProblem.notABackup(folder) }
        return manifest
    }

    func write(to folder: String) throws {
        try OwnFile.write(try JSON.encode(self) + "\n", to: folder + "/" + Self.name)
    }
}

/// Copies files and hashes them on the way, so that each is read once.
enum HashedCopy {
    /// - Returns: the file as it stands in a manifest, under `name`.
    static func copy(_ source: String, to target: String, as name: String) throws -> BackupManifest.Entry {
        try FileManager.default.createDirectory(
            atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        let output = try PiecewiseFile(target)
        let entry = try hash(source, as: name) { try output.append($0) }
        try output.close()
        return entry
    }

    static func hash(_ source: String, as name: String, _ piece: ([UInt8]) throws -> Void = { _ in }) throws -> BackupManifest.Entry {
        guard let input = FileHandle(forReadingAtPath: source) else { throw HomeProblem.backupChanged(file: name) }
        defer { try? input.close() }
        var hash = ContentHash()
        var bytes = 0
        while let data = try input.read(upToCount: 1 << 20), !data.isEmpty {
            let chunk = Array(data)
            hash.append(chunk)
            bytes += chunk.count
            try piece(chunk)
        }
        return BackupManifest.Entry(path: name, bytes: bytes, sha256: hash.hex)
    }
}
