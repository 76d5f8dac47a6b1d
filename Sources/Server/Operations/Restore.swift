import Foundation
import Kernel
import Sealing
import Store

/// Makes a new data folder from a backup. Nothing that exists is written over; every file must have the hash it was copied with.
package struct Restore: Sendable {
    package var backup: String
    package var folder: DataFolder
    /// The key file, where the backup does not hold it.
    package var keys: String?
    /// An empty database, for a backup of PostgreSQL.
    package var postgres: String?

    package init(backup: String, into folder: DataFolder, keys: String? = nil, postgres: String? = nil) {
        self.backup = backup
        self.folder = folder
        self.keys = keys
        self.postgres = postgres
    }

    /// - Returns: what checking the journal of the new district found.
    package func run() async throws -> JournalProof {
        let manifest = try BackupManifest.read(from: backup)
        let holdsKeys = manifest.files.contains { $0.path == "keys.json" }
        guard holdsKeys || keys != nil else { throw HomeProblem.backupWithoutKeys }
        try await folder.build { try await fill($0, from: manifest) }
        let open = try await OpenDistrict.open(folder: folder)
        do {
            let proof = try await open.proveJournal(head: nil)
            await open.close()
            return proof
        } catch {
            await open.close()
            throw error
        }
    }

    private func fill(_ new: DataFolder, from manifest: BackupManifest) async throws {
        for entry in manifest.files {
            guard !entry.path.hasPrefix("/"), !entry.path.contains("..") else { throw HomeProblem.backupChanged(file: entry.path) }
            let found = try HashedCopy.copy("\(backup)/\(entry.path)", to: "\(new.path)/\(entry.path)", as: entry.path)
            guard found.sha256 == entry.sha256 else { throw HomeProblem.backupChanged(file: entry.path) }
        }
        for name in [new.settings, new.keys] where FileManager.default.fileExists(atPath: name) {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: name)
        }
        if let keys { try takeKeys(from: keys, into: new, fingerprint: manifest.keys) }
        var settings = try HomeSettings.read(from: new)
        // The packs it had then, unless those it names are here.
        if FileManager.default.fileExists(atPath: settings.packsPath(in: new)) {
            try? FileManager.default.removeItem(atPath: new.path + "/packs")
        } else {
            settings.packs = "packs"
        }
        if manifest.engine == "postgres" { settings.engine = try await restoreDatabase(in: new) }
        try settings.write(to: new)
    }

    private func takeKeys(from path: String, into new: DataFolder, fingerprint: String) throws {
        let ring = try KeyRing.load(from: path)
        try ring.check(fingerprint: fingerprint)
        try? FileManager.default.removeItem(atPath: new.keys)
        try ring.save(to: new.keys)
    }

    private func restoreDatabase(in new: DataFolder) async throws -> HomeSettings.Engine {
        guard let postgres else { throw HomeProblem.needsDatabase }
        let empty = try Store.postgres(postgres, connections: 1)
        let isTaken = try await empty.holdsTables()
        await empty.close()
        guard !isTaken else { throw HomeProblem.databaseNotEmpty }
        let dump = new.path + "/" + BackupManifest.storeName("postgres")
        try Store.restorePostgres(postgres, from: dump)
        try FileManager.default.removeItem(atPath: dump)
        return .postgres(conninfo: postgres)
    }
}
