import Foundation
import Sealing
import Store
package import WorkingTime

/// Photos and attachments, named by their content: on disk beside an SQLite store, in the database on PostgreSQL.
package struct FileVault: Sendable {
    let district: District
    private var folder: String? { district.fileFolder }

    package init(district: District) {
        self.district = district
    }

    package struct Kept: Sendable {
        package var type: String
        package var content: [UInt8]
    }

    /// When and where a photo was taken.
    package struct Origin: Sendable {
        package var takenAt: Instant?
        package var latitude: Double?
        package var longitude: Double?

        package init(takenAt: Instant?, latitude: Double?, longitude: Double?) {
            self.takenAt = takenAt
            self.latitude = latitude
            self.longitude = longitude
        }
    }

    /// Keeps a file that was checked before; the same content is kept once. Its hash, by which whoever had the content may hang it
    /// on a case within the hours that the pack gives (`upload-hours`).
    package func keep(_ content: [UInt8], type: String, origin: Origin? = nil) async throws -> String {
        let hash = ContentHash.hex(of: content)
        let code = district.code
        let now = district.clock.now
        let inDatabase = folder == nil
        // The row first: from then on the sweep leaves the file alone.
        _ = try await district.store.write { writer in
            try writer.run(
                """
                INSERT INTO files (district, hash, type, bytes, kept_at, taken_at, latitude, longitude)
                VALUES (\(code), \(hash), \(type), \(content.count), \(now), \(origin?.takenAt), \(origin?.latitude), \(origin?.longitude))
                ON CONFLICT (district, hash) DO UPDATE SET kept_at = excluded.kept_at
                """)
            if inDatabase {
                try writer.run(
                    """
                    INSERT INTO file_contents (district, hash, content) VALUES (\(code), \(hash), \(content))
                    ON CONFLICT (district, hash) DO NOTHING
                    """)
            }
        }
        if let folder { try write(content, to: path(of: hash, in: folder)) }
        return hash
    }

    /// Forgets what was sent and hung on nothing: forms that were refused and left. Returns how many.
    @discardableResult
    package func sweep() async throws -> Int {
        let code = district.code
        let before = district.clock.now - .hours(district.pack.settings.uploadHours)
        let uses: [SQL] = district.modules.fileUses.map {
            "NOT EXISTS (SELECT 1 FROM \($0) p WHERE p.district = f.district AND p.hash = f.hash)"
        }
        return try await district.store.write { [self] writer in
            let left: [String] = try writer.values(
                """
                SELECT f.hash FROM files f WHERE f.district = \(code) AND f.kept_at < \(before)
                  AND \(SQL.all(uses)) LIMIT 500
                """)
            guard !left.isEmpty else { return 0 }
            try writer.run("DELETE FROM file_contents WHERE district = \(code) AND hash IN \(list: left)")
            try writer.run("DELETE FROM files WHERE district = \(code) AND hash IN \(list: left)")
            // Within the transaction, while nobody else can keep the same content again.
            if let folder { for hash in left { try? FileManager.default.removeItem(atPath: path(of: hash, in: folder)) } }
            return left.count
        }
    }

    /// Nil where it is not there.
    package func load(_ hash: String) async throws -> Kept? {
        guard hash.count == 64, hash.allSatisfy(\.isHexDigit) else { return nil }
        let code = district.code
        let found = try await district.store.read { reader -> (String, [UInt8]?)? in
            guard let type: String = try reader.value("SELECT type FROM files WHERE district = \(code) AND hash = \(hash)") else {
                return nil
            }
            return (type, try reader.value("SELECT content FROM file_contents WHERE district = \(code) AND hash = \(hash)"))
        }
        guard let (type, content) = found else { return nil }
        if let content { return Kept(type: type, content: content) }
        guard let folder, let data = FileManager.default.contents(atPath: path(of: hash, in: folder)) else { return nil }
        return Kept(type: type, content: Array(data))
    }

    private func path(of hash: String, in folder: String) -> String { "\(folder)/\(hash.prefix(2))/\(hash)" }

    /// Whole or not at all, and on the disk when this returns: written beside, flushed, then renamed.
    private func write(_ content: [UInt8], to path: String) throws {
        let manager = FileManager.default
        guard !manager.fileExists(atPath: path) else { return }
        let parent = (path as NSString).deletingLastPathComponent
        try manager.createDirectory(atPath: parent, withIntermediateDirectories: true)
        let beside = path + ".\(UUID().uuidString)"
        guard manager.createFile(atPath: beside, contents: Data(content)), let handle = FileHandle(forWritingAtPath: beside) else {
            throw Problem(.busy, "disk-full")
        }
        try handle.synchronize()
        try handle.close()
        if rename(beside, path) != 0 || !syncFolder(of: path) { throw Problem(.busy, "disk-full") }
    }
}
