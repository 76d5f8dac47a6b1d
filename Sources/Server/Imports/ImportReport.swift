package import Kernel
import Sheets

/// What became of each row of a sheet.
package struct ImportReport: Sendable {
    package enum Fate: String, Sendable {
        case taken
        /// It was here before; nothing changed.
        case there
        case refused
    }

    package struct Line: Sendable {
        /// Of the file, as an editor counts.
        package var line: Int
        /// What the sheet calls the row: its number or code.
        package var key: String
        package var fate: Fate
        package var problems: [Refusal] = []
    }

    /// One thing that is wrong with a row.
    package struct Refusal: Sendable {
        /// As the sheet names it; nil where the row as a whole is wrong.
        package var column: String?
        package var value: String
        package var problem: Problem
    }

    package private(set) var lines: [Line] = []

    package init() {}

    package mutating func note(_ line: Line) { lines.append(line) }
    package func count(_ fate: Fate) -> Int { lines.count { $0.fate == fate } }
    package var refused: [Line] { lines.filter { $0.fate == .refused } }

    /// The report as a sheet; `sentence` says why in words.
    package func write(to path: String, headers: [String], sentence: (Problem) -> String) throws {
        let file = try PiecewiseFile(path)
        var writer = CSVWriter { try file.append($0) }
        try writer.append(headers)
        for line in lines {
            if line.problems.isEmpty { try writer.append([String(line.line), line.key, line.fate.rawValue, "", "", ""]) }
            for refusal in line.problems {
                try writer.append([
                    String(line.line), line.key, line.fate.rawValue, refusal.column ?? "", String(refusal.value.prefix(200)),
                    sentence(refusal.problem),
                ])
            }
        }
        try writer.finish()
        try file.close()
    }
}
