/// What a cell of a workbook holds, as it was written.
package enum CellContent: Sendable, Hashable {
    case empty
    case text(String)
    /// Its digits as they stand in the file: Excel keeps fifteen of them.
    case number(String)
    /// A number that is shown as a day, a time of day or both: `2026-03-01`, `09:30:00`, `2026-03-01 09:30:00`.
    case moment(String)
    case flag(Bool)
    /// `#N/A`, `#REF!`.
    case error(String)
    /// A formula that was never worked out: whoever wrote the file was no Excel.
    case formula

    /// As somebody would type it.
    package var typed: String {
        switch self {
        case .empty, .formula: ""
        case .text(let text), .moment(let text), .error(let text): text
        case .number(let digits): Self.plain(digits)
        case .flag(let flag): flag ? "yes" : "no"
        }
    }

    /// `4.10103195103041E+17` as `410103195103041000`, so that a number that was rounded can be told from one that was not; and
    /// `0.30000000000000004` as the 0.3 that Excel shows.
    private static func plain(_ digits: String) -> String {
        if digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return digits }
        let parts = digits.split { $0 == "E" || $0 == "e" }
        guard parts.count == 2, let exponent = Int(parts[1].drop { $0 == "+" }), (1...30).contains(exponent) else {
            guard digits.contains("."), let number = Double(digits) else { return digits }
            return shown(number)
        }
        let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let decimals = halves.count > 1 ? halves[1] : ""
        guard decimals.count <= exponent else { return Double(digits).map(shown) ?? digits }
        return halves[0] + decimals + String(repeating: "0", count: exponent - decimals.count)
    }

    /// With fifteen digits, as Excel keeps them.
    private static func shown(_ number: Double) -> String {
        let shortest = "\(number)"
        let plain = shortest.count > 16 ? Double(shortest.prefix(16)).map { "\($0)" } ?? shortest : shortest
        return plain.hasSuffix(".0") ? String(plain.dropLast(2)) : plain
    }
}

/// One row that has something in it.
package struct WorkbookRow: Sendable {
    /// As Excel counts, from 1.
    package var number: Int
    /// From the first column on, up to the last that has something in it.
    package var cells: [CellContent]

    package subscript(_ column: Int) -> CellContent { cells.indices.contains(column) ? cells[column] : .empty }
}
