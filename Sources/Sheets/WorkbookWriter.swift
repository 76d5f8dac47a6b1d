import CXLSXWriter
package import Foundation

/// Writes an .xlsx file row by row in constant memory, through libxlsxwriter.
///
/// Start a sheet, append its rows, start the next or `close()`. The file appears at its path only when `close()` succeeds;
/// a writer that is let go before leaves nothing behind. A table longer than a sheet continues on further ones.
/// Blocks on the disk; one thread at a time.
package final class WorkbookWriter {
    /// Rows of one sheet, the title and heading among them.
    package static let rowsPerSheet = 1_048_576

    private let path: String
    private let zone: TimeZone
    private let rowsPerSheet: Int
    private let largeFrom: Int
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private var formats: WorkbookFormats
    private var names = SheetNames()
    private var sheets: [OpenSheet] = []

    /// - Parameters:
    ///   - path: where the file shall stand; temporary files lie in the same folder.
    ///   - zone: the zone in which moments are shown.
    ///   - created: the date in the file's properties.
    /// - Throws: `SheetFailure.cannotCreate`.
    package convenience init(path: String, zone: TimeZone, created: Date) throws {
        try self.init(path: path, zone: zone, created: created, rowsPerSheet: Self.rowsPerSheet)
    }

    /// - Parameter largeFrom: so many bytes of rows make a sheet a large one.
    init(path: String, zone: TimeZone, created: Date, rowsPerSheet: Int, largeFrom: Int = LargeRows.least) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard access(folder, W_OK) == 0, let opened = Self.open(path + ".partial", folder: folder) else {
            throw SheetFailure.cannotCreate(path: path)
        }
        self.path = path
        self.zone = zone
        self.rowsPerSheet = rowsPerSheet
        self.largeFrom = largeFrom
        workbook = opened
        formats = WorkbookFormats(opened)
        var properties = lxw_doc_properties()
        properties.created = time_t(max(0, min(created.timeIntervalSince1970, 253_402_200_000)))
        workbook_set_properties(opened, &properties)
    }

    deinit { abandon() }

    /// Begins a sheet; rows go to it from now on.
    /// - Throws: `badColumnCount`, `cannotWrite`, `closed`.
    package func startSheet(_ layout: SheetLayout) throws {
        guard (1...16_384).contains(layout.columns.count) else {
            throw SheetFailure.badColumnCount(layout.columns.count)
        }
        try openSheet(layout, part: 1)
    }

    /// Appends one row, cells in the order of the columns; missing cells at the end stay empty.
    /// - Throws: `noSheet`, `rowTooWide`, `cannotWrite`, `closed`.
    package func append(_ row: [SheetValue], style: SheetRowStyle = .plain) throws {
        guard workbook != nil else { throw SheetFailure.closed }
        guard let current = sheets.last else { throw SheetFailure.noSheet }
        guard row.count <= current.layout.columns.count else {
            throw SheetFailure.rowTooWide(cells: row.count, columns: current.layout.columns.count)
        }
        if current.nextRow >= rowsPerSheet { try openSheet(current.layout, part: current.part + 1) }
        try sheets[sheets.count - 1].append(row, style: style, zone: zone)
    }

    /// Writes the file and puts it in its place.
    /// - Throws: `cannotCreate`, `cannotWrite`, `refused`, `closed`; then no file is left.
    package func close() throws {
        guard let workbook else { throw SheetFailure.closed }
        guard sheets.allSatisfy({ $0.isSound }) else {
            abandon()
            throw SheetFailure.cannotWrite(path: path)
        }
        for sheet in sheets { sheet.finish() }
        let large = sheets.enumerated().compactMap { $1.largeRows(number: $0 + 1, from: largeFrom) }
        // ZIP64 only when it must be: some readers refuse it.
        if sheets.reduce(0, { $0 + $1.bytesWritten }) > 3_000_000_000 { workbook.pointee.options.use_zip64 = 1 }
        self.workbook = nil
        let code = workbook_close(workbook)
        guard code == LXW_NO_ERROR else {
            unlink(path + ".partial")
            throw SheetFailure(code, path: path)
        }
        guard large.isEmpty || LargeRows.insert(large, into: path + ".partial") else {
            unlink(path + ".partial")
            throw SheetFailure.cannotWrite(path: path)
        }
        guard rename(path + ".partial", path) == 0 else {
            unlink(path + ".partial")
            throw SheetFailure.cannotCreate(path: path)
        }
    }

    private func openSheet(_ layout: SheetLayout, part: Int) throws {
        guard let workbook else { throw SheetFailure.closed }
        guard let made = workbook_add_worksheet(workbook, names.claim(layout.name, part: part)) else {
            abandon()
            throw SheetFailure.cannotWrite(path: path)
        }
        sheets.append(OpenSheet(made, layout: layout, part: part, formats: &formats))
    }

    /// `lxw_workbook_free` leaves the temporary file of each sheet open, so they are closed here.
    private func abandon() {
        guard let workbook else { return }
        self.workbook = nil
        for sheet in sheets { sheet.discard() }
        lxw_workbook_free(workbook)
    }

    private static func open(_ path: String, folder: String) -> UnsafeMutablePointer<lxw_workbook>? {
        folder.withCString { folder in
            var options = lxw_workbook_options()
            options.constant_memory = 1
            options.tmpdir = UnsafeMutablePointer(mutating: folder)
            return workbook_new_opt(path, &options)
        }
    }
}

extension SheetFailure {
    fileprivate init(_ code: lxw_error, path: String) {
        switch code {
        case LXW_ERROR_CREATING_XLSX_FILE: self = .cannotCreate(path: path)
        case LXW_ERROR_CREATING_TMPFILE, LXW_ERROR_READING_TMPFILE, LXW_ERROR_ZIP_FILE_OPERATION,
            LXW_ERROR_ZIP_FILE_ADD, LXW_ERROR_ZIP_CLOSE:
            self = .cannotWrite(path: path)
        default: self = .refused(code: Int(code.rawValue))
        }
    }
}
