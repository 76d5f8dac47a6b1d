import CXLSXWriter
import Foundation

/// One sheet of a workbook while its rows are being written.
struct OpenSheet {
    let layout: SheetLayout
    let part: Int
    /// The next free row, counted from 0.
    private(set) var nextRow: Int

    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let headingRow: Int
    private let formats: WorkbookFormats
    private let looks: WorkbookFormats.CellLooks
    private let numberFormats: [CellFormat?]

    init(
        _ sheet: UnsafeMutablePointer<lxw_worksheet>, layout: SheetLayout, part: Int, formats: inout WorkbookFormats
    ) {
        self.sheet = sheet
        self.layout = layout
        self.part = part
        looks = layout.isFormal ? formats.formal : formats.plain
        numberFormats = layout.columns.map { formats.number($0.kind, isFormal: layout.isFormal) }
        self.formats = formats
        let title = layout.title ?? ""
        let above = (title.isEmpty ? [] : [title]) + layout.subtitles
        headingRow = above.count
        nextRow = headingRow + 1
        for (row, text) in above.enumerated() {
            if layout.isFormal {
                if row == 0 { worksheet_set_row(sheet, 0, 32, nil) }
                across(text, row, row == 0 ? formats.centredTitle : formats.line)
            } else {
                worksheet_write_string(sheet, UInt32(row), 0, ExcelText.cell(text), row == 0 ? formats.title : formats.line)
            }
        }
        writeHeading()
        arrangePrint()
    }

    /// - Throws: `SheetFailure.refused` or `.cannotWrite`.
    mutating func append(_ row: [SheetValue], style: SheetRowStyle, zone: TimeZone) throws {
        switch style {
        case .plain: break
        case .section, .line:
            if style == .line { worksheet_set_row(sheet, UInt32(nextRow), 24, nil) }
            across(row.first?.plainText(in: zone) ?? "", nextRow, style == .section ? formats.section : formats.line)
            nextRow += 1
            return
        case .total:
            for (index, value) in row.enumerated() {
                let text = value.plainText(in: zone)
                if let number = value.excelNumber {
                    worksheet_write_number(sheet, UInt32(nextRow), UInt16(index), number, formats.total)
                } else {
                    worksheet_write_string(sheet, UInt32(nextRow), UInt16(index), ExcelText.cell(text), formats.total)
                }
            }
            nextRow += 1
            return
        }
        if layout.isFormal { makeRoom(for: row) }
        for (index, value) in row.enumerated() {
            let code = write(value, UInt32(nextRow), UInt16(index), zone)
            guard code == LXW_NO_ERROR else { throw SheetFailure.refused(code: Int(code.rawValue)) }
        }
        // The lines around a row go on to the last column.
        if layout.isFormal { for index in row.count..<layout.columns.count { frameEmpty(UInt32(nextRow), UInt16(index)) } }
        nextRow += 1
    }

    /// False once the disk has refused a row.
    var isSound: Bool { ferror(sheet.pointee.optimize_tmpfile) == 0 && fflush(sheet.pointee.optimize_tmpfile) == 0 }

    var bytesWritten: Int { max(0, ftello(sheet.pointee.optimize_tmpfile)) }

    /// The filter is set last, because only now its last row is known.
    func finish() {
        // Over sections, sums and lines to sign on it would tear them apart.
        guard !layout.isFormal else { return }
        let lastColumn = UInt16(layout.columns.count - 1)
        worksheet_autofilter(sheet, UInt32(headingRow), 0, UInt32(nextRow - 1), lastColumn)
    }

    /// Its rows, where they are many: they go into the closed workbook another way.
    /// - Parameter number: of the sheet, from 1.
    func largeRows(number: Int, from least: Int) -> LargeRows? { bytesWritten < least ? nil : LargeRows(of: sheet, number: number) }

    func discard() {
        if let file = sheet.pointee.optimize_tmpfile { fclose(file) }
        sheet.pointee.optimize_tmpfile = nil
    }

    /// One text over all columns; a table of one column has nothing to join.
    private func across(_ text: String, _ row: Int, _ format: CellFormat) {
        let last = UInt16(layout.columns.count - 1)
        if last == 0 {
            worksheet_write_string(sheet, UInt32(row), 0, ExcelText.cell(text), format)
        } else {
            worksheet_merge_range(sheet, UInt32(row), 0, UInt32(row), last, ExcelText.cell(text), format)
        }
    }

    private func writeHeading() {
        for (index, column) in layout.columns.enumerated() {
            let place = UInt16(index)
            worksheet_set_column(sheet, place, place, min(max(column.width, 1), 255), nil)
            worksheet_write_string(
                sheet, UInt32(headingRow), place, ExcelText.cell(column.title), layout.isFormal ? formats.centredHeading : formats.heading)
        }
        worksheet_freeze_panes(sheet, UInt32(headingRow + 1), 0)
        for (index, column) in layout.columns.enumerated() where !column.choices.isEmpty { offer(column.choices, UInt16(index)) }
    }

    /// A drop-down in every cell below the heading.
    private func offer(_ choices: [String], _ column: UInt16) {
        // Excel separates them with commas, and keeps so many characters.
        let listed = choices.filter { !$0.contains(",") }
        guard listed.joined(separator: ",").count <= 255 else { return }
        var pointers: [UnsafeMutablePointer<CChar>?] = listed.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        pointers.withUnsafeMutableBufferPointer { list in
            var validation = lxw_data_validation()
            validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
            validation.value_list = list.baseAddress
            worksheet_data_validation_range(
                sheet, UInt32(headingRow + 1), column, UInt32(WorkbookWriter.rowsPerSheet - 1), column, &validation)
        }
    }

    /// A4 across, all columns on one page, the heading on every page.
    private func arrangePrint() {
        worksheet_set_paper(sheet, 9)
        worksheet_set_landscape(sheet)
        worksheet_fit_to_pages(sheet, 1, 0)
        if let footer = layout.footer {
            // An ampersand begins a code; 255 characters is Excel's limit for all of it.
            worksheet_set_footer(sheet, "&C&8" + footer.replacingOccurrences(of: "&", with: "&&").prefix(200))
        }
        worksheet_repeat_rows(sheet, UInt32(headingRow), UInt32(headingRow))
    }

    private func write(_ value: SheetValue, _ row: UInt32, _ column: UInt16, _ zone: TimeZone) -> lxw_error {
        let kind = layout.columns[Int(column)].kind
        switch value {
        case .empty:
            if layout.isFormal { frameEmpty(row, column) }
            return LXW_NO_ERROR
        case .text(let text):
            return write(text, row, column)
        case .wrong(let text):
            return worksheet_write_string(sheet, row, column, ExcelText.cell(text), formats.wrong)
        case .number, .integer:
            guard kind != .text, let number = value.excelNumber else {
                return write(value.plainText(in: zone), row, column)
            }
            return worksheet_write_number(sheet, row, column, number, numberFormats[Int(column)])
        case .day(let year, let month, let day):
            return write(CivilTime(year: year, month: month, day: day), row, column, shown: .date)
        case .moment(let moment):
            return write(CivilTime(moment, in: zone), row, column, shown: .dateTime)
        case .link(let url, let text):
            return writeLink(url, text, row, column)
        }
    }

    private func write(_ text: String, _ row: UInt32, _ column: UInt16) -> lxw_error {
        if text.isEmpty {
            if layout.isFormal { frameEmpty(row, column) }
            return LXW_NO_ERROR
        }
        return worksheet_write_string(sheet, row, column, ExcelText.cell(text), looks.text)
    }

    /// Rows whose height nobody says are as high as one line in half of the programs that open them.
    private func makeRoom(for row: [SheetValue]) {
        var lines = 1
        for (index, value) in row.enumerated() {
            guard case .text(let text) = value, Double(text.utf8.count) > layout.columns[index].width else { continue }
            let size = text.printedSize
            // Lines break between words, and not at the last place there is.
            lines = max(lines, Int((Double(size.across) / (layout.columns[index].width - 1)).rounded(.up)) + size.breaks)
        }
        if lines > 1 { worksheet_set_row(sheet, UInt32(nextRow), Double(min(lines, 27)) * 15, nil) }
    }

    private func frameEmpty(_ row: UInt32, _ column: UInt16) { worksheet_write_blank(sheet, row, column, looks.text) }

    private func write(
        _ time: CivilTime?, _ row: UInt32, _ column: UInt16, shown: SheetColumn.Kind
    ) -> lxw_error {
        guard let time else { return LXW_NO_ERROR }
        let kind = layout.columns[Int(column)].kind
        let showsDay = kind == .date || (shown == .date && kind != .dateTime)
        guard kind != .text, let serial = time.excelSerial else {
            return write(showsDay || shown == .date ? time.dayText : time.text, row, column)
        }
        // A date column holds whole days, so that its filter and its sums by day are right.
        return worksheet_write_number(
            sheet, row, column, showsDay ? serial.rounded(.down) : serial, showsDay ? looks.date : looks.dateTime)
    }

    /// The address of a link may be no longer than 2,079 and a sheet holds 65,530 of them; beyond, the text stands alone.
    private func writeLink(_ url: String, _ text: String, _ row: UInt32, _ column: UInt16) -> lxw_error {
        guard url.isLinkable, sheet.pointee.hlink_count < 65_530 else { return write(text, row, column) }
        let shown = ExcelText.cell(text.isEmpty ? url : text)
        let code = worksheet_write_url_opt(sheet, row, column, url, formats.link, shown, nil)
        return code == LXW_NO_ERROR ? code : write(text, row, column)
    }
}

extension SheetValue {
    /// The number Excel can hold exactly, or nil.
    fileprivate var excelNumber: Double? {
        switch self {
        case .number(let number): number.isFinite ? number : nil
        case .integer(let number): number.magnitude < 1_000_000_000_000_000 ? Double(number) : nil
        default: nil
        }
    }
}

extension String {
    /// How many digits wide it is where it stands in one line, Chinese characters as two, and how many line ends it has. By bytes, since a
    /// workbook asks it of millions: whatever has three and more from U+1000 on counts as wide.
    fileprivate var printedSize: (across: Int, breaks: Int) {
        var (across, breaks) = (0, 0)
        for byte in utf8 where byte & 0xC0 != 0x80 {
            across += byte < 0xE1 ? 1 : 2
            if byte == UInt8(ascii: "\n") { breaks += 1 }
        }
        return (across, breaks)
    }

    fileprivate var isLinkable: Bool {
        guard ["http://", "https://", "mailto:"].contains(where: { lowercased().hasPrefix($0) }) else { return false }
        return utf8.count <= 2000 && unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    }
}
