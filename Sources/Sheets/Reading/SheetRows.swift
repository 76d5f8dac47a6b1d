/// The rows of one sheet as they come.
package final class SheetRows {
    private let part: WorkbookPart
    private let state: SheetState
    private let stream: XMLStream
    private var ready: ArraySlice<WorkbookRow> = []
    private var isOver = false

    init(_ part: WorkbookPart, name: String, styles: WorkbookStyles, shared: SharedTexts, isOf1904: Bool, limits: WorkbookLimits) {
        self.part = part
        let state = SheetState(styles: styles, shared: shared, isOf1904: isOf1904, limits: limits)
        self.state = state
        stream = XMLStream(part: name, .init(start: state.start, end: state.end, text: state.text))
    }

    /// How much of the sheet has been read, from 0 to 1.
    package var progress: Double { part.size == 0 ? 1 : Double(part.position) / Double(part.size) }

    /// The next row that has something in it; nil at the end.
    /// - Throws: `WorkbookFailure`.
    package func next() throws -> WorkbookRow? {
        while ready.isEmpty {
            if isOver { return nil }
            if let piece = try part.next() {
                try stream.take(piece)
            } else {
                isOver = true
                try stream.take([], isLast: true)
            }
            if let failure = state.failure { throw failure }
            ready = state.rows[...]
            state.rows = []
        }
        return ready.popFirst()
    }
}

/// Where the reader stands in a sheet.
private final class SheetState {
    private let styles: WorkbookStyles
    private let shared: SharedTexts
    private let isOf1904: Bool
    private let limits: WorkbookLimits
    var rows: [WorkbookRow] = []
    var failure: WorkbookFailure?

    private var row = WorkbookRow(number: 0, cells: [])
    private var column = 0
    private var kind = Kind.number
    private var style = 0
    private var value: [UInt8] = []
    private var takesText = false
    private var hasFormula = false
    private var hasValue = false
    private var phonetic = 0

    private enum Kind { case number, shared, text, flag, error, day }

    init(styles: WorkbookStyles, shared: SharedTexts, isOf1904: Bool, limits: WorkbookLimits) {
        self.styles = styles
        self.shared = shared
        self.isOf1904 = isOf1904
        self.limits = limits
    }

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == "c" {
            cell(attributes)
        } else if name == "v" {
            takesText = true
            hasValue = true
        } else if name == "t" {
            takesText = kind == .text && phonetic == 0
            hasValue = hasValue || takesText
        } else if name == "row" {
            row.cells.removeAll(keepingCapacity: true)
            row.number = attributes.bytes("r").flatMap(Self.number) ?? row.number + 1
            column = -1
            if row.number > limits.rows || row.number < 1 { failure = .outOfRange(cell: "\(row.number)") }
        } else if name == "f" {
            hasFormula = true
        } else if name == "rPh" {
            phonetic += 1
        }
    }

    func end(_ name: XMLName) {
        if name == "v" || name == "t" {
            takesText = false
        } else if name == "c" {
            let content = content()
            if content != .empty, failure == nil {
                while row.cells.count < column { row.cells.append(.empty) }
                row.cells.append(content)
            }
        } else if name == "row" {
            if !row.cells.isEmpty { rows.append(row) }
        } else if name == "rPh" {
            phonetic -= 1
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard takesText, value.count + bytes.count <= limits.cellBytes else { return }
        value.append(contentsOf: bytes)
    }

    private func cell(_ attributes: XMLAttributes) {
        let last = column
        column += 1
        if let address = attributes.bytes("r") { column = Self.column(address) ?? column }
        // Twice the same cell, or one before another: whatever wrote this was no spreadsheet.
        if column <= last || column >= limits.columns { failure = .outOfRange(cell: attributes["r"] ?? "") }
        style = attributes.bytes("s").flatMap(Self.number) ?? 0
        value.removeAll(keepingCapacity: true)
        (takesText, hasFormula, hasValue) = (false, false, false)
        switch attributes.bytes("t").map({ UInt8(bitPattern: $0.pointee) }) {
        case UInt8(ascii: "s"):
            // `s` refers to a shared text, `str` is what a formula gave.
            kind = attributes.bytes("t")?[1] == 0 ? .shared : .text
        case UInt8(ascii: "i"): kind = .text
        case UInt8(ascii: "b"): kind = .flag
        case UInt8(ascii: "e"): kind = .error
        case UInt8(ascii: "d"): kind = .day
        default: kind = .number
        }
    }

    private func content() -> CellContent {
        // A formula that gave an empty text has been worked out.
        guard hasValue, !value.isEmpty else { return hasFormula && kind != .text ? .formula : .empty }
        func text() -> String { String(decoding: value, as: UTF8.self) }
        switch kind {
        case .shared:
            guard let index = Int(text()), let text = shared[index] else { return .empty }
            return text.isEmpty ? .empty : .text(ExcelText.read(text))
        case .text: return .text(ExcelText.read(text()))
        case .flag: return .flag(value == [UInt8(ascii: "1")])
        case .error: return .error(text())
        case .day: return .moment(text().replacing("T", with: " "))
        case .number:
            let digits = text()
            guard styles.isMoment.indices.contains(style), styles.isMoment[style], let serial = Double(digits),
                let moment = CivilTime.text(serial: serial + (isOf1904 && serial >= 1 ? 1462 : 0))
            else { return .number(digits) }
            return .moment(moment)
        }
    }

    private static func number(_ text: UnsafePointer<CChar>) -> Int? {
        var number = 0
        var at = text
        while at.pointee != 0 {
            let digit = Int(at.pointee) - 0x30
            guard (0...9).contains(digit), number < 100_000_000 else { return nil }
            number = number * 10 + digit
            at += 1
        }
        return at == text ? nil : number
    }

    /// `AB12` is column 27, counted from 0.
    private static func column(_ address: UnsafePointer<CChar>) -> Int? {
        var column = 0
        var at = address
        while (0x41...0x5A).contains(at.pointee), column < 1_000_000 {
            column = column * 26 + Int(at.pointee) - 0x40
            at += 1
        }
        return column == 0 ? nil : column - 1
    }
}
