import Foundation

/// The world's packs in a folder of their own, with other kinds and fields of subjects.
package enum PackCopy {
    /// - Parameter change: the texts of `fields.yaml` and `subjects.yaml`.
    /// - Returns: the folder; the pack in it is `world`.
    package static func make(_ change: (_ fields: inout String, _ subjects: inout String) -> Void) throws -> String {
        let folder = TemporaryFolder.make()
        try FileManager.default.copyItem(atPath: World.packFolder + "/world", toPath: folder + "/world")
        let base = URL(fileURLWithPath: World.packFolder + "/base").resolvingSymlinksInPath().path
        try FileManager.default.copyItem(atPath: base, toPath: folder + "/base")
        var fields = try String(contentsOfFile: folder + "/base/fields.yaml", encoding: .utf8)
        var subjects = try String(contentsOfFile: folder + "/base/subjects.yaml", encoding: .utf8)
        change(&fields, &subjects)
        try fields.write(toFile: folder + "/base/fields.yaml", atomically: true, encoding: .utf8)
        try subjects.write(toFile: folder + "/base/subjects.yaml", atomically: true, encoding: .utf8)
        return folder
    }
}
