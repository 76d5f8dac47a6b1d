import Foundation
import Hummingbird
import Kernel
import Pages
import Sheets
import WorkingTime

/// A row of a sheet that was not simply taken, and why.
struct RemarkedRow: Sendable {
    var row: AddSheetRows.Row
    var judgement: ImportSubjects.Judgement

    /// The first of an import, as they stand in the sheet.
    static func first(_ limit: Int, of found: SheetImport, in reading: Reading) throws -> [RemarkedRow] {
        var all: [RemarkedRow] = []
        for chunk in 0..<found.chunks where all.count < limit { all += try of(found, chunk: chunk, in: reading) }
        return Array(all.prefix(limit))
    }

    static func of(_ found: SheetImport, chunk: Int, in reading: Reading) throws -> [RemarkedRow] {
        let remarks = try reading.remarks(on: found, chunk: chunk)
        guard !remarks.isEmpty else { return [] }
        let rows = try reading.rows(of: found, chunk: chunk)
        return remarks.compactMap { remark in
            rows.indices.contains(remark.index) ? RemarkedRow(row: rows[remark.index], judgement: remark.judgement) : nil
        }
    }

    /// What is wrong, each with the column that it is about; nil where it is about the whole row.
    func sentences(_ visit: Visit, _ found: SheetImport, _ kind: Pack.SubjectKind) -> [(column: Int?, sentence: String)] {
        if judgement.fate == .alike {
            return [(nil, visit.text("import.is-alike", ["number": judgement.number ?? ""]))]
        }
        return judgement.problems.map { problem in
            let code = ["area": SheetColumns.area, "number": SheetColumns.number][problem.field] ?? problem.field
            let column = found.mapping.firstIndex(of: code)
            let name = column.map { found.header[$0] } ?? visit.district.pack.subjectFields[code].map { visit.words($0.name) }
            let sentence =
                problem.field.isEmpty
                ? Problem(.invalid, problem.code, problem.values).sentence(in: visit.language) : problem.sentence(in: visit.language)
            return (column, name.map { visit.text("import.cell", ["column": $0, "sentence": sentence]) } ?? sentence)
        }
    }
}

/// The rows that were not taken, as a workbook to be put right and sent again: the cells that are wrong coloured, the reason at the end.
enum RefusedRows {
    static func download(_ visit: Visit) async throws -> Response {
        let id: ID<SheetImport> = try visit.id()
        let found = try await visit.read { try $0.findImport(id) }
        let kind = try visit.kind(found.kind)
        return try await visit.workbook(visit.text("import.refused-file", ["name": found.name])) { try await write(found, kind, visit, $0) }
    }

    private static func write(_ found: SheetImport, _ kind: Pack.SubjectKind, _ visit: Visit, _ writer: WorkbookWriter) async throws {
        try writer.startSheet(
            SheetLayout(
                name: visit.text("import.refused-rows"),
                columns: found.header.map { SheetColumn($0) } + [
                    SheetColumn(visit.text("import.why"), width: 50), SheetColumn(visit.text("import.row"), width: 8),
                ]))
        for chunk in 0..<found.chunks {
            for remarked in try await visit.read({ try RemarkedRow.of(found, chunk: chunk, in: $0) }) {
                let sentences = remarked.sentences(visit, found, kind)
                let wrong = Set(sentences.compactMap(\.column))
                var cells = found.header.indices.map { column -> SheetValue in
                    let text = remarked.row.cells.indices.contains(column) ? remarked.row.cells[column] : ""
                    return wrong.contains(column) ? .wrong(text) : .text(text)
                }
                cells += [.text(sentences.map(\.sentence).joined(separator: "\n")), .text("\(remarked.row.number)")]
                try writer.append(cells)
            }
        }
    }
}

/// An empty sheet with the columns of a register, and what may be chosen in them.
enum SheetTemplate {
    static func download(_ visit: Visit) async throws -> Response {
        let kind = try visit.kind(try visit.parameter("kind"))
        return try await visit.workbook(visit.text("import.template-file", ["kind": visit.words(kind.name)])) { writer in
            try writer.startSheet(SheetLayout(name: visit.words(kind.name), columns: RegisterColumns(visit, kind).columns))
        }
    }
}
