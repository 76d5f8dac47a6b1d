import Foundation
import Kernel
import Sealing
import Store
import WorkingTime

/// Copies a district into a folder while it goes on working. The keys stay out of it unless asked for: a copy that anybody may
/// find should open for nobody.
package struct Backup: Sendable {
    package var path: String
    package var withKeys: Bool

    package init(to path: String, withKeys: Bool) {
        self.path = path
        self.withKeys = withKeys
    }

    /// The folder appears when the copy is whole.
    package func make(of open: OpenDistrict) async throws -> BackupManifest {
        do {
            return try await DataFolder(path).build { try await copy(open, into: $0.path) }
        } catch HomeProblem.folderTaken {
            throw HomeProblem.backupTaken(path)
        }
    }

    private func copy(_ open: OpenDistrict, into folder: String) async throws -> BackupManifest {
        var manifest = BackupManifest(
            district: open.district.code, engine: open.district.store.dialect.rawValue,
            keys: open.district.keys.fingerprint, madeAt: open.district.clock.now)
        // First the records, then the files: a file is kept before the row that names it.
        let store = BackupManifest.storeName(open.district.store.dialect.rawValue)
        try await open.district.store.backup(to: folder + "/" + store)
        manifest.files.append(try HashedCopy.hash(folder + "/" + store, as: store))
        for name in Self.filesBelow(open.folder.files) {
            // What nobody had hung on anything may have been swept away meanwhile.
            guard FileManager.default.fileExists(atPath: open.folder.files + "/" + name) else { continue }
            manifest.files.append(
                try HashedCopy.copy(open.folder.files + "/" + name, to: "\(folder)/files/\(name)", as: "files/\(name)"))
        }
        let packs = open.settings.packsPath(in: open.folder)
        for name in Self.filesBelow(packs) {
            manifest.files.append(try HashedCopy.copy("\(packs)/\(name)", to: "\(folder)/packs/\(name)", as: "packs/\(name)"))
        }
        var ownersOnly = [(open.folder.settings, "huying.yaml")]
        if withKeys { ownersOnly.append((open.folder.keys, "keys.json")) }
        for (source, name) in ownersOnly {
            manifest.files.append(try HashedCopy.copy(source, to: "\(folder)/\(name)", as: name))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(folder)/\(name)")
        }
        try manifest.write(to: folder)
        return manifest
    }

    /// Names relative to the folder, in order; half-written files are left out.
    private static func filesBelow(_ folder: String) -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
        return names.compactMap { $0 as? String }.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }
}

extension BackupManifest {
    static func storeName(_ engine: String) -> String { engine == "sqlite" ? "huying.sqlite" : "huying.pgdump" }
}
