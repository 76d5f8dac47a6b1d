import Foundation
package import Kernel
import Sealing
import Store
package import WorkingTime

/// A sheet on its way into a register: uploaded, its columns named, tried, taken. Its rows are kept sealed, in pieces, until it is done
/// with; each piece is taken once, whatever happens in between.
package struct SheetImport: Sendable {
    package enum State: String, ClosedList, SQLConvertible {
        case reading, ready, checking, checked, applying, applied, dropped, failed
    }

    package var id: ID<SheetImport>
    package var kind: String
    /// The file's name, as the person has it.
    package var name: String
    /// As it stands above the columns.
    package var header: [String]
    /// By column: a field's code, `SheetColumns.area` or `.number`; empty is left out.
    package var mapping: [String]
    /// As Excel counts.
    package var firstRow: Int
    package var rows: Int
    package var chunks: Int
    package var state: State
    package var includesAlike: Bool
    package var nextChunk: Int
    package var counts: [ImportSubjects.Fate: Int]
    package var trouble: Trouble?
    package var mode: Mode
    package var madeBy: ID<Account>
    package var madeAt: Instant

    init(row: Row) throws {
        id = try row.get("id")
        kind = try row.get("kind")
        name = try row.get("name")
        header = try JSON.decode([String].self, try row.get("header", as: String.self))
        mapping = try JSON.decode([String].self, try row.get("mapping", as: String.self))
        firstRow = try row.get("first_row")
        rows = try row.get("rows")
        chunks = try row.get("chunks")
        state = try row.get("state")
        includesAlike = try row.get("includes_alike")
        nextChunk = try row.get("next_chunk")
        counts = [:]
        for fate in ImportSubjects.Fate.allCases { counts[fate] = try row.get(fate.rawValue) }
        trouble = try row.get("problem", as: String?.self).map { try JSON.decode(Trouble.self, $0) }
        mode = try row.get("mode")
        madeBy = try row.get("made_by")
        madeAt = try row.get("made_at")
    }

    /// Why nobody could go on with it.
    package struct Trouble: Codable, Sendable {
        package var code: String
        package var fields: [FieldProblem]

        package init(_ problem: Problem) { (code, fields) = (problem.code, problem.fields) }

        var problem: Problem {
            var problem = Problem(.conflict, code)
            problem.fields = fields
            return problem
        }
    }

    /// What became of a row that was not simply taken.
    struct Remark: Codable, Sendable {
        /// Within the piece.
        var index: Int
        var judgement: ImportSubjects.Judgement
    }

    static func context(_ id: ID<SheetImport>, _ chunk: Int, _ column: String) -> String { "sheet_chunks.\(column)/\(id)/\(chunk)" }
}

/// What a column may hold beside a field.
enum SheetColumns {
    static let area = "+area"
    static let number = "+number"
    /// Two columns that make a position together; the datum stands behind.
    static let longitude = "+longitude/"
    static let latitude = "+latitude/"

    static var all: [String] {
        [area, number] + FieldValue.Datum.allCases.flatMap { [longitude + $0.rawValue, latitude + $0.rawValue] }
    }
}

extension Reading {
    /// One's own: nobody else sees what a sheet holds before it is taken.
    package func findImport(_ id: ID<SheetImport>) throws -> SheetImport {
        guard
            let row = try db.first(
                """
                SELECT * FROM sheet_imports i WHERE i.district = \(district) AND i.id = \(id) AND i.mode = \(scope.mode)
                  AND (\(scope.isSystem) = \(true) OR i.made_by = \(scope.accountID))
                """)
        else { throw Problem.notFound("import") }
        return try SheetImport(row: row)
    }

    func imports(of kind: String, limit: Int) throws -> [SheetImport] {
        try db.rows(
            """
            SELECT * FROM sheet_imports i WHERE i.district = \(district) AND i.kind = \(kind) AND i.mode = \(scope.mode)
              AND i.made_by = \(scope.accountID) ORDER BY i.made_at DESC LIMIT \(limit)
            """
        ).map(SheetImport.init(row:))
    }

    func rows(of found: SheetImport, chunk: Int) throws -> [AddSheetRows.Row] {
        guard
            let sealed: [UInt8] = try db.value(
                "SELECT rows FROM sheet_chunks WHERE district = \(district) AND import_id = \(found.id) AND chunk = \(chunk)")
        else { return [] }
        let text = try home.keys.open(sealed, context: SheetImport.context(found.id, chunk, "rows"))
        // A sheet that an older release began with.
        if text.utf8.first == UInt8(ascii: "[") { return try JSON.decode([AddSheetRows.Row].self, text) }
        return SheetPiece.rows(in: text)
    }

    func remarks(on found: SheetImport, chunk: Int) throws -> [SheetImport.Remark] {
        guard
            let sealed: [UInt8] = try db.value(
                """
                SELECT outcome FROM sheet_chunks
                WHERE district = \(district) AND import_id = \(found.id) AND chunk = \(chunk) AND outcome IS NOT NULL
                """)
        else { return [] }
        return try JSON.decode(
            [SheetImport.Remark].self, try home.keys.open(sealed, context: SheetImport.context(found.id, chunk, "outcome")))
    }

    /// What the person, and so their office, called these columns before.
    func rememberedFields(_ header: [String], of kind: String) throws -> [String: String] {
        let rows = try db.rows(
            """
            SELECT header, field FROM sheet_mappings WHERE district = \(district) AND kind = \(kind) AND maker = \(mappingMaker)
              AND header IN \(list: header)
            """)
        return Dictionary(
            uniqueKeysWithValues: try rows.map { (try $0.get("header", as: String.self), try $0.get("field", as: String.self)) })
    }

    /// An office has its sheets; who works in none has their own.
    var mappingMaker: String { scope.officeIDs.map(\.description).min() ?? scope.accountID?.description ?? "" }

    /// Rows as the register takes them.
    func importRows(_ rows: [AddSheetRows.Row], _ mapping: [String], of kind: String) -> [ImportSubjects.Row] {
        // The kind's first place is where it is.
        let fields = pack.subjectFields
        let place = pack.subjectKinds.first { $0.code == kind }?.fieldCodes.first { fields[$0]?.kind == .place }
        return rows.map { Self.importRow($0, mapping, place: place) }
    }

    private static func importRow(_ row: AddSheetRows.Row, _ mapping: [String], place: String?) -> ImportSubjects.Row {
        var result = ImportSubjects.Row(values: [:])
        var position: [String: String] = [:]
        for (column, code) in mapping.enumerated() where !code.isEmpty && row.cells.indices.contains(column) {
            let cell = row.cells[column]
            switch code {
            case SheetColumns.area: result.area = cell
            case SheetColumns.number: result.number = cell
            case _ where code.hasPrefix(SheetColumns.longitude) || code.hasPrefix(SheetColumns.latitude): position[code] = cell.trimmedSpace
            default: if !cell.trimmedSpace.isEmpty { result.values[code] = cell }
            }
        }
        guard let place, !position.isEmpty else { return result }
        for datum in FieldValue.Datum.allCases {
            let (latitude, longitude) = (
                position[SheetColumns.latitude + datum.rawValue], position[SheetColumns.longitude + datum.rawValue]
            )
            if let latitude, let longitude, !latitude.isEmpty || !longitude.isEmpty {
                result.values[place] = "\(latitude), \(longitude) \(datum.rawValue)"
            }
        }
        return result
    }
}
