import CXLSXWriter
import CZip
import Foundation

/// The rows of a large sheet on their way into the workbook.
///
/// libxlsxwriter writes rows into a temporary file as they come; in the end it copies them into the sheet's part and packs that as small
/// as zlib can without taking forever: of 2.7 GB that takes longer than to write them. Here the library is given an empty file for the
/// end, and the rows go from the first one straight into the finished archive, packed the fast way: in half the time, for a third more
/// bytes.
final class LargeRows {
    /// Fewer bytes are packed by the library in a moment.
    static let least = 32 << 20
    private static let fastest: UInt32 = 1

    private let rows: UnsafeMutablePointer<FILE>
    /// Of the sheet in the archive.
    private let part: String
    /// What the library wrote around the rows, up to where they go and from there on.
    private var before: [UInt8] = []
    private var after: [UInt8] = []
    private var size = 0
    private var position = 0

    /// Takes the rows out of a sheet; nil where there is no room for another file.
    /// - Parameter number: of the sheet in the workbook, from 1.
    init?(of sheet: UnsafeMutablePointer<lxw_worksheet>, number: Int) {
        guard let rows = sheet.pointee.optimize_tmpfile, let empty = tmpfile() else { return nil }
        // The library writes the last row into the same file only when it closes the workbook.
        sheet.pointee.optimize_tmpfile = empty
        sheet.pointee.file = empty
        self.rows = rows
        part = "xl/worksheets/sheet\(number).xml"
    }

    deinit { fclose(rows) }

    /// Puts the rows of all these sheets into a closed workbook.
    /// - Returns: whether it is whole now; else the file is as it was, without them.
    static func insert(_ sheets: [LargeRows], into path: String) -> Bool {
        var code: Int32 = 0
        guard let archive = zip_open(path, 0, &code) else { return false }
        guard sheets.allSatisfy({ $0.replace(in: archive) }) else {
            zip_discard(archive)
            return false
        }
        guard zip_close(archive) == 0 else {
            zip_discard(archive)
            return false
        }
        return true
    }

    private func replace(in archive: OpaquePointer) -> Bool {
        let index = zip_name_locate(archive, part, 0)
        guard index >= 0, let written = read(UInt64(index), of: archive), let opening = written.firstRange(of: Array("<sheetData>".utf8)),
            fflush(rows) == 0, fseeko(rows, 0, SEEK_END) == 0
        else { return false }
        before = Array(written[..<opening.upperBound])
        after = Array(written[opening.upperBound...])
        size = before.count + Int(ftello(rows)) + after.count
        // The archive lets go of the source, and by that of this, once it is closed or discarded.
        let this = Unmanaged.passRetained(self).toOpaque()
        guard let source = zip_source_function(archive, { LargeRows.answer($0, $1, $2, $3) }, this) else {
            Unmanaged<LargeRows>.fromOpaque(this).release()
            return false
        }
        // Of what takes the place of something packed the same way libzip does not look at the level, so it is taken out and put in anew.
        guard zip_delete(archive, UInt64(index)) == 0, case let added = zip_file_add(archive, part, source, 0), added >= 0 else {
            zip_source_free(source)
            return false
        }
        return zip_set_file_compression(archive, UInt64(added), ZIP_CM_DEFLATE, Self.fastest) == 0
    }

    /// What the library wrote of the sheet: all but the rows.
    private func read(_ index: UInt64, of archive: OpaquePointer) -> [UInt8]? {
        var status = zip_stat_t()
        zip_stat_init(&status)
        guard zip_stat_index(archive, index, 0, &status) == 0, let file = zip_fopen_index(archive, index, 0) else { return nil }
        defer { zip_fclose(file) }
        var bytes = [UInt8](repeating: 0, count: Int(status.size))
        return zip_fread(file, &bytes, status.size) == Int64(status.size) ? bytes : nil
    }

    /// libzip's questions to a source of bytes.
    private static func answer(
        _ this: UnsafeMutableRawPointer?, _ data: UnsafeMutableRawPointer?, _ length: UInt64, _ command: zip_source_cmd_t
    ) -> Int64 {
        guard let this else { return -1 }
        let rows = Unmanaged<LargeRows>.fromOpaque(this)
        switch command {
        case ZIP_SOURCE_OPEN:
            rows.takeUnretainedValue().position = 0
            return fseeko(rows.takeUnretainedValue().rows, 0, SEEK_SET) == 0 ? 0 : -1
        case ZIP_SOURCE_READ: return data.map { rows.takeUnretainedValue().fill($0, Int(length)) } ?? -1
        case ZIP_SOURCE_CLOSE: return 0
        case ZIP_SOURCE_STAT:
            guard let status = data?.assumingMemoryBound(to: zip_stat_t.self) else { return -1 }
            zip_stat_init(status)
            status.pointee.size = UInt64(rows.takeUnretainedValue().size)
            status.pointee.valid |= UInt64(ZIP_STAT_SIZE)
            return Int64(MemoryLayout<zip_stat_t>.size)
        case ZIP_SOURCE_ERROR:
            // Two numbers: that it could not be read, and the system's reason.
            guard let codes = data?.assumingMemoryBound(to: Int32.self) else { return -1 }
            (codes[0], codes[1]) = (ZIP_ER_READ, errno)
            return Int64(2 * MemoryLayout<Int32>.size)
        case ZIP_SOURCE_FREE:
            rows.release()
            return 0
        case ZIP_SOURCE_SUPPORTS:
            return [
                ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SUPPORTS,
            ]
            .reduce(0) { $0 | 1 << Int64($1.rawValue) }
        default: return -1
        }
    }

    /// The next bytes: what stands before the rows, the rows, what stands after them.
    private func fill(_ data: UnsafeMutableRawPointer, _ length: Int) -> Int64 {
        var filled = 0
        while filled < length, position < size {
            let count: Int
            if position < before.count {
                count = copy(before, from: position, to: data + filled, most: length - filled)
            } else if position < size - after.count {
                count = fread(data + filled, 1, min(length - filled, size - after.count - position), rows)
                if count == 0 { return -1 }
            } else {
                count = copy(after, from: position - (size - after.count), to: data + filled, most: length - filled)
            }
            filled += count
            position += count
        }
        return Int64(filled)
    }

    private func copy(_ bytes: [UInt8], from start: Int, to data: UnsafeMutableRawPointer, most: Int) -> Int {
        let count = min(most, bytes.count - start)
        bytes.withUnsafeBytes { data.copyMemory(from: $0.baseAddress! + start, byteCount: count) }
        return count
    }
}
