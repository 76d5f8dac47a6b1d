import Kernel
import Sheets

/// A sheet with a header line: rows by the names of their columns.
struct SheetTable {
    struct Record {
        var line: Int
        fileprivate var fields: [String]
        fileprivate var positions: [String: Int]

        func text(_ column: String) -> String {
            positions[column].flatMap { fields.indices.contains($0) ? fields[$0].trimmedSpace : nil } ?? ""
        }
    }

    private var reader: CSVReader
    private let positions: [String: Int]

    /// - Throws: `HomeProblem.emptySheet`, `.missingColumns`, `CSVFailure`.
    init(path: String, required: [String]) throws {
        reader = try CSVReader(path: path)
        guard let header = try reader.next() else { throw HomeProblem.emptySheet(path) }
        let names = header.fields.map(\.trimmedSpace)
        let missing = required.filter { !names.contains($0) }
        guard missing.isEmpty else { throw HomeProblem.missingColumns(missing.sorted(), found: names) }
        positions = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func next() throws -> Record? {
        try reader.next().map { Record(line: $0.line, fields: $0.fields, positions: positions) }
    }

    /// How many records there are, for the progress line; reads the file once.
    static func count(path: String) throws -> Int {
        var reader = try CSVReader(path: path)
        var rows = -1
        while try reader.next() != nil { rows += 1 }
        return max(0, rows)
    }
}
