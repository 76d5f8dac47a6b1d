import Foundation

extension KeyRing {
    /// Reads a key file that only its owner may touch.
    /// - Throws: a `SealingError.keyFile…` that carries the path.
    package static func load(from path: String) throws -> KeyRing {
        try KeyFile.ring(from: PrivateFile.read(path), path: path)
    }

    /// Writes a new file with mode 0600 that is on disk when this returns; a file that is already there is never
    /// touched.
    /// - Throws: `SealingError.keyFileExists` or `.keyFileUnwritable`.
    package func save(to path: String) throws {
        try PrivateFile.create(path, holding: KeyFile(self).encoded())
    }
}

/// A file that its owner alone may read.
private enum PrivateFile {
    static func read(_ path: String) throws -> Data {
        // Not blocking, so that a pipe put in the file's place is refused instead of waited for.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            let reason = errno
            throw reason == ENOENT
                ? SealingError.keyFileMissing(path: path) : SealingError.keyFileUnreadable(path: path, errno: reason)
        }
        defer { close(file) }
        // Asked of the open file, so that nobody can exchange it between the question and the reading.
        try check(file, path: path)
        return try contents(of: file, path: path)
    }

    static func create(_ path: String, holding data: Data) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let reason = errno
            throw reason == EEXIST
                ? SealingError.keyFileExists(path: path) : SealingError.keyFileUnwritable(path: path, errno: reason)
        }
        defer { close(file) }
        // The umask may have taken the owner's own bits away.
        guard fchmod(file, 0o600) == 0, append(data, to: file), fsync(file) == 0, syncFolder(of: path) else {
            let reason = errno
            unlink(path)
            throw SealingError.keyFileUnwritable(path: path, errno: reason)
        }
    }

    private static func check(_ file: Int32, path: String) throws {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw SealingError.keyFileUnreadable(path: path, errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SealingError.keyFileUnreadable(path: path, errno: EINVAL)
        }
        guard status.st_mode & 0o077 == 0 else {
            throw SealingError.keyFileExposed(path: path, mode: UInt32(status.st_mode & 0o777))
        }
        guard status.st_size <= largest else { throw SealingError.keyFileUnreadable(path: path, errno: EFBIG) }
    }

    private static func contents(of file: Int32, path: String) throws -> Data {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Foundation.read(file, &buffer, buffer.count)
            if count == 0 { return data }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SealingError.keyFileUnreadable(path: path, errno: errno) }
            data.append(contentsOf: buffer[..<count])
        }
    }

    private static func append(_ data: Data, to file: Int32) -> Bool {
        var rest = [UInt8](data)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// A new name is only durable once its folder is.
    private static func syncFolder(of path: String) -> Bool {
        let folder = (path as NSString).deletingLastPathComponent
        let opened = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { return false }
        defer { close(opened) }
        return fsync(opened) == 0
    }

    private static let largest = 8 << 20
}
