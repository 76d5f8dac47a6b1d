import Foundation

/// A file written piece by piece.
final class PiecewiseFile {
    private let handle: FileHandle

    init(_ path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path)
        else { throw HomeProblem.cannotWrite(path) }
        self.handle = handle
    }

    func append(_ bytes: [UInt8]) throws { try handle.write(contentsOf: Data(bytes)) }
    func close() throws { try handle.close() }
}
