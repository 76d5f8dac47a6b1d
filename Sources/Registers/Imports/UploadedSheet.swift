import Foundation
import Kernel
import Pages
import Sheets

/// A sheet as it was uploaded, read row by row whatever it is: .xlsx, or text with commas.
struct UploadedSheet {
    /// Rows with something in them, by their number.
    private var next: () throws -> (number: Int, cells: [String])?
    private(set) var header: [String] = []
    private(set) var firstRow = 1
    /// Rows that were read in search of the header and belong below it.
    private var ahead: [(number: Int, cells: [String])] = []

    /// How many of the first rows are looked at in search of the header: offices put a title and a date above it.
    private static let headLines = 10

    /// - Parameter names: what the columns of this register may be called.
    init(path: String, filename: String, names: Set<String>) throws {
        next = try Self.open(path)
        var first: [(number: Int, cells: [String])] = []
        while first.count < Self.headLines, let row = try next() { first.append(row) }
        guard !first.isEmpty else { throw Problem.field("sheet", "sheet.empty", ["file": filename]) }
        // The first row that has names of columns; else the first with more than one cell.
        let known = { (row: (number: Int, cells: [String])) in row.cells.count { names.contains(Self.plain($0)) } }
        let at =
            first.firstIndex { known($0) >= 2 } ?? first.firstIndex { $0.cells.count { !$0.trimmedSpace.isEmpty } > 1 } ?? 0
        var (cells, last) = (first[at].cells, at)
        if first.indices.contains(at + 1), let both = Self.joined(cells, first[at + 1].cells, names) { (cells, last) = (both, at + 1) }
        header = cells.map { String($0.trimmedSpace.prefix(KeepSheet.longestHeading)) }
        while header.last?.isEmpty == true { header.removeLast() }
        guard !header.isEmpty else { throw Problem.field("sheet", "sheet.empty", ["file": filename]) }
        firstRow = first[last].number + 1
        ahead = Array(first[(last + 1)...])
    }

    /// A header of two lines, where a heading above stands over several below: of those the ones below count. Which cells are merged
    /// stands at the end of a sheet, so it is told by what is empty: below a heading of its own a second line has nothing.
    /// - Returns: nil where the row below is one of the table.
    private static func joined(_ above: [String], _ below: [String], _ names: Set<String>) -> [String]? {
        let width = max(above.count, below.count)
        func cell(_ row: [String], _ column: Int) -> String { row.indices.contains(column) ? row[column].trimmedSpace : "" }
        var isNamed = false
        for column in 0..<width where !cell(below, column).isEmpty {
            let isSpanned = cell(above, column).isEmpty || (column + 1 < width && cell(above, column + 1).isEmpty)
            guard isSpanned else { return nil }
            if names.contains(plain(cell(below, column))) { isNamed = true }
        }
        guard isNamed else { return nil }
        return (0..<width).map { cell(below, $0).isEmpty ? cell(above, $0) : cell(below, $0) }
    }

    mutating func nextRow() throws -> (number: Int, cells: [String])? {
        if !ahead.isEmpty { return ahead.removeFirst() }
        return try next()
    }

    /// Without spaces, line ends and the stars of required columns.
    static func plain(_ header: String) -> String {
        String(header.filter { !$0.isWhitespace && !"*\u{FF0A}:\u{FF1A}".contains($0) }).lowercased()
    }

    private static func open(_ path: String) throws -> () throws -> (number: Int, cells: [String])? {
        do {
            let reader = try WorkbookReader(path: path)
            // The first sheet that can be seen.
            let rows = try reader.rows(of: reader.sheets.firstIndex { !$0.isHidden } ?? 0)
            return {
                guard let row = try rows.next() else { return nil }
                return (row.number, row.cells.map(\.typed))
            }
        } catch WorkbookFailure.notAWorkbook {
            var reader = try CSVReader(path: path)
            return { try reader.next().map { ($0.line, $0.fields) } }
        }
    }
}

extension WorkbookFailure {
    /// What is wrong with the file, for whoever sent it.
    func problem(_ filename: String) -> Problem {
        switch self {
        case .oldFormat: .field("sheet", "sheet.old-format", ["file": filename])
        case .encrypted: .field("sheet", "sheet.encrypted", ["file": filename])
        case .tooLarge(let megabytes): .field("sheet", "sheet.too-large", ["file": filename, "megabytes": "\(megabytes)"])
        case .notAWorkbook, .cannotRead, .noSuchSheet: .field("sheet", "sheet.not-a-sheet", ["file": filename])
        case .damaged(let part): .field("sheet", "sheet.damaged", ["file": filename, "part": part])
        case .outOfRange(let cell): .field("sheet", "sheet.out-of-range", ["file": filename, "cell": cell])
        }
    }
}

extension CSVFailure {
    func problem(_ filename: String) -> Problem {
        switch self {
        case .unterminatedQuote(let place), .textAfterQuote(let place):
            .field("sheet", "sheet.quote", ["file": filename, "line": "\(place.line)"])
        case .cellTooLong(let place, _), .rowTooLong(let place, _), .tooManyFields(let place, _):
            .field("sheet", "sheet.row-too-long", ["file": filename, "line": "\(place.line)"])
        case .notText, .wideText, .cannotRead: .field("sheet", "sheet.not-a-sheet", ["file": filename])
        }
    }
}
