import CZip
import Foundation

/// The parts of a workbook, which is a zip archive; read piece by piece, within limits.
final class WorkbookArchive {
    private let archive: OpaquePointer
    private let limits: WorkbookLimits
    private var unpacked: UInt64 = 0

    init(path: String, limits: WorkbookLimits) throws(WorkbookFailure) {
        try Self.look(at: path)
        var code: Int32 = 0
        guard let opened = zip_open(path, ZIP_RDONLY, &code) else { throw .notAWorkbook }
        archive = opened
        self.limits = limits
    }

    deinit { zip_discard(archive) }

    /// Says what is no workbook by its first bytes, as people confuse them.
    private static func look(at path: String) throws(WorkbookFailure) {
        guard let file = try? FileHandle(forReadingFrom: URL(fileURLWithPath: path)) else { throw .cannotRead(path: path) }
        defer { try? file.close() }
        let head = (try? file.read(upToCount: 1 << 16)) ?? Data()
        guard head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) else {
            guard head.starts(with: [0x50, 0x4B]) else { throw .notAWorkbook }
            return
        }
        // Both the old format and encrypted ones of today are compound files; the latter have a stream of this name. Its directory
        // lies anywhere in the file.
        let name = Data("EncryptedPackage".utf8.flatMap { [$0, 0] })
        let rest = (try? file.readToEnd()) ?? nil
        throw (head + (rest ?? Data())).range(of: name) == nil ? .oldFormat : .encrypted
    }

    func has(_ part: String) -> Bool { zip_name_locate(archive, part, 0) >= 0 }

    /// Opens a part for reading from its beginning.
    func open(_ part: String) throws(WorkbookFailure) -> WorkbookPart {
        var status = zip_stat_t()
        zip_stat_init(&status)
        guard zip_stat(archive, part, 0, &status) == 0, status.valid & UInt64(ZIP_STAT_SIZE) != 0 else { throw .damaged(part: part) }
        if status.encryption_method != UInt16(ZIP_EM_NONE) { throw .encrypted }
        unpacked += status.size
        let tooSmall = status.size > 64 << 20 && status.size / max(1, status.comp_size) > limits.ratio
        guard unpacked <= limits.unpackedBytes, !tooSmall else { throw .tooLarge(megabytes: Int(min(unpacked, 1 << 50) >> 20)) }
        guard let file = zip_fopen(archive, part, 0) else { throw .damaged(part: part) }
        return WorkbookPart(file, name: part, size: status.size, archive: self)
    }

    /// A small part, whole.
    func read(_ part: String, atMost limit: Int = 16 << 20) throws(WorkbookFailure) -> [UInt8] {
        let opened = try open(part)
        var bytes: [UInt8] = []
        while let more = try opened.next() {
            bytes += more
            if bytes.count > limit { throw .tooLarge(megabytes: bytes.count >> 20) }
        }
        return bytes
    }
}

/// One part, as it is unpacked.
final class WorkbookPart {
    private let file: OpaquePointer
    private let name: String
    /// As the archive says; what comes may be no more.
    let size: UInt64
    private(set) var position: UInt64 = 0
    /// Kept open as long as its parts are read.
    private let archive: WorkbookArchive
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    fileprivate init(_ file: OpaquePointer, name: String, size: UInt64, archive: WorkbookArchive) {
        self.file = file
        self.name = name
        self.size = size
        self.archive = archive
    }

    deinit { zip_fclose(file) }

    /// The next piece; nil at the end.
    func next() throws(WorkbookFailure) -> ArraySlice<UInt8>? {
        let count = buffer.withUnsafeMutableBytes { zip_fread(file, $0.baseAddress, UInt64($0.count)) }
        guard count >= 0 else { throw .damaged(part: name) }
        position += UInt64(count)
        // An archive that says less than it holds means harm.
        guard position <= size else { throw .tooLarge(megabytes: Int(position >> 20)) }
        return count == 0 ? nil : buffer[..<Int(count)]
    }
}
