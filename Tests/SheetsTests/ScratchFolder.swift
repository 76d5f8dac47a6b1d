import Foundation

/// A folder that goes with the test that asked for it.
final class ScratchFolder: Sendable {
    let path = NSTemporaryDirectory() + "sheets-" + UUID().uuidString

    init() { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// One more within it.
    func make() -> String {
        let folder = path + "/" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }
}
