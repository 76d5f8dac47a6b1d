import Foundation

/// Puts a folder on the disk: a new or another name of a file lasts only once its folder does. False where that failed; `errno` says why.
package func syncFolder(of path: String) -> Bool {
    let folder = (path as NSString).deletingLastPathComponent
    let opened = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { return false }
    defer { close(opened) }
    return fsync(opened) == 0
}
