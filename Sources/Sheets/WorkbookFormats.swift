import CXLSXWriter

typealias CellFormat = UnsafeMutablePointer<lxw_format>

/// The looks of cells, made once per workbook.
struct WorkbookFormats {
    let title: CellFormat
    let heading: CellFormat
    let plain: CellLooks
    /// With lines around them and long texts broken, as a sheet of paper needs it.
    let formal: CellLooks
    let link: CellFormat
    let wrong: CellFormat
    let centredTitle: CellFormat
    let centredHeading: CellFormat
    let section: CellFormat
    let total: CellFormat
    let line: CellFormat
    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private var numbers: [String: CellFormat] = [:]

    /// What cells of a table look like, by what stands in them.
    struct CellLooks {
        let text: CellFormat
        let date: CellFormat
        let dateTime: CellFormat

        init(_ workbook: UnsafeMutablePointer<lxw_workbook>, isFormal: Bool) {
            // Excel's own text format, so that editing the cell does not turn a string into a number.
            text = workbook_add_format(workbook)
            format_set_num_format_index(text, 49)
            date = WorkbookFormats.format("yyyy-mm-dd", in: workbook)
            dateTime = WorkbookFormats.format("yyyy-mm-dd hh:mm", in: workbook)
            if isFormal { for format in [text, date, dateTime] { WorkbookFormats.frame(format) } }
        }
    }

    init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
        self.workbook = workbook
        centredTitle = workbook_add_format(workbook)
        format_set_bold(centredTitle)
        format_set_font_size(centredTitle, 18)
        format_set_align(centredTitle, UInt8(LXW_ALIGN_CENTER.rawValue))
        centredHeading = workbook_add_format(workbook)
        format_set_bold(centredHeading)
        format_set_text_wrap(centredHeading)
        format_set_align(centredHeading, UInt8(LXW_ALIGN_CENTER.rawValue))
        format_set_align(centredHeading, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        format_set_border(centredHeading, UInt8(LXW_BORDER_THIN.rawValue))
        section = workbook_add_format(workbook)
        format_set_bold(section)
        format_set_bg_color(section, 0xEEF1F4)
        format_set_border(section, UInt8(LXW_BORDER_THIN.rawValue))
        total = workbook_add_format(workbook)
        format_set_bold(total)
        format_set_border(total, UInt8(LXW_BORDER_THIN.rawValue))
        line = workbook_add_format(workbook)
        format_set_align(line, UInt8(LXW_ALIGN_LEFT.rawValue))
        title = workbook_add_format(workbook)
        format_set_bold(title)
        format_set_font_size(title, 14)
        heading = workbook_add_format(workbook)
        format_set_bold(heading)
        format_set_text_wrap(heading)
        format_set_align(heading, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        format_set_bottom(heading, UInt8(LXW_BORDER_THIN.rawValue))
        plain = CellLooks(workbook, isFormal: false)
        formal = CellLooks(workbook, isFormal: true)
        link = workbook_get_default_url_format(workbook)
        wrong = workbook_add_format(workbook)
        format_set_num_format_index(wrong, 49)
        format_set_bg_color(wrong, 0xFFC7CE)
        format_set_font_color(wrong, 0x9C0006)
    }

    /// Nil for what needs none.
    mutating func number(_ kind: SheetColumn.Kind, isFormal: Bool) -> CellFormat? {
        switch kind {
        case .number(let decimals): numberFormat("#,##0" + Self.places(decimals), isFormal)
        case .percent(let decimals): numberFormat("0" + Self.places(decimals) + "%", isFormal)
        default: isFormal ? numberFormat("General", isFormal) : nil
        }
    }

    private mutating func numberFormat(_ pattern: String, _ isFormal: Bool) -> CellFormat {
        let key = pattern + (isFormal ? " formal" : "")
        if let known = numbers[key] { return known }
        let made = Self.format(pattern, in: workbook)
        if isFormal { Self.frame(made) }
        numbers[key] = made
        return made
    }

    private static func frame(_ format: CellFormat) {
        format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_text_wrap(format)
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    }

    private static func format(_ pattern: String, in workbook: UnsafeMutablePointer<lxw_workbook>) -> CellFormat {
        let made: CellFormat = workbook_add_format(workbook)
        format_set_num_format(made, pattern)
        return made
    }

    private static func places(_ decimals: Int) -> String {
        decimals > 0 ? "." + String(repeating: "0", count: min(decimals, 15)) : ""
    }
}
