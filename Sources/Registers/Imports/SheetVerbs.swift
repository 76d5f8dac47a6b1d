import Foundation
package import Kernel
import Sealing
import Store

/// Keeps a sheet that somebody uploaded, still without its rows.
package struct KeepSheet: Verb {
    package static let permission: Permission = "sheet.keep"
    package var kind: String
    package var name: String
    package var header: [String]
    /// The number of the first row below the header, as Excel counts.
    package var firstRow: Int

    /// Characters.
    package static let longestHeading = 200

    package init(kind: String, name: String, header: [String], firstRow: Int) {
        self.kind = kind
        self.name = name
        self.header = header
        self.firstRow = firstRow
    }

    package func perform(at desk: Desk) throws -> ID<SheetImport> {
        guard desk.pack.subjectKinds.contains(where: { $0.code == kind }) else { throw Problem.field("kind", "not-one-of-these") }
        guard let account = desk.scope.accountID else { throw Problem.unauthenticated }
        let name = try desk.checkedText(name, field: "name", longest: 120)
        let header = try header.map { try desk.checkedText($0, field: "header", longest: Self.longestHeading, mayBeEmpty: true) }
        let id: ID<SheetImport> = desk.newID()
        try desk.writer.run(
            """
            INSERT INTO sheet_imports (district, id, kind, name, header, mapping, first_row, rows, chunks, state, includes_alike, next_chunk,
              new, changed, same, alike, refused, mode, made_by, made_at)
            VALUES (\(desk.district), \(id), \(kind), \(name), \(try JSON.encode(header)), '[]', \(firstRow), 0, 0, 'reading', \(false), 0,
              0, 0, 0, 0, 0, \(desk.scope.mode), \(account), \(desk.now))
            """)
        return id
    }
}

/// Adds rows to a sheet while it is read; the last piece makes it ready.
package struct AddSheetRows: Verb {
    package static let permission: Permission = "sheet.add-rows"
    package var importID: ID<SheetImport>
    /// With their numbers; at most `ImportSubjects.mostRows`.
    package var rows: [Row]
    package var isLast: Bool

    package struct Row: Codable, Sendable {
        package var number: Int
        package var cells: [String]

        package init(number: Int, cells: [String]) {
            self.number = number
            self.cells = cells
        }
    }

    package init(importID: ID<SheetImport>, rows: [Row], isLast: Bool) {
        self.importID = importID
        self.rows = rows
        self.isLast = isLast
    }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findImport(importID)
        try found.require(.reading)
        guard rows.count <= ImportSubjects.mostRows else {
            throw Problem.field("rows", "too-many-rows", ["most": "\(ImportSubjects.mostRows)"])
        }
        if !rows.isEmpty {
            let sealed = try desk.home.keys.seal(SheetPiece.text(of: rows), context: SheetImport.context(found.id, found.chunks, "rows"))
            try desk.writer.run(
                """
                INSERT INTO sheet_chunks (district, import_id, chunk, rows)
                VALUES (\(desk.district), \(found.id), \(found.chunks), \(sealed))
                """)
        }
        try desk.change(
            found,
            "rows = rows + \(rows.count), chunks = chunks + \(rows.isEmpty ? 0 : 1), state = \(isLast ? SheetImport.State.ready : .reading)"
        )
        return Done()
    }
}

/// Names the columns of a sheet, and has every row tried; nothing is registered yet.
package struct CheckSheet: Verb {
    package static let permission: Permission = "sheet.check"
    package var importID: ID<SheetImport>
    /// By column: the code of a field, `+area`, `+number`, or nothing.
    package var mapping: [String]

    package init(importID: ID<SheetImport>, mapping: [String]) {
        self.importID = importID
        self.mapping = mapping
    }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findImport(importID)
        try found.require(.ready, .checked)
        let kind = try desk.subjectKind(found.kind)
        let known = Set(desk.fields(of: kind).map(\.code) + SheetColumns.all)
        var problems: [FieldProblem] = []
        for (column, code) in mapping.enumerated() where !code.isEmpty {
            if !known.contains(code) { problems.append(FieldProblem("column-\(column)", "no-such-field")) }
            if mapping[..<column].contains(code) { problems.append(FieldProblem("column-\(column)", "column-twice")) }
        }
        if mapping.count != found.header.count { problems.append(FieldProblem("mapping", "required")) }
        if mapping.allSatisfy(\.isEmpty) { problems.append(FieldProblem("column-0", "required")) }
        guard problems.isEmpty else { throw Problem.fields(problems) }
        for (header, code) in zip(found.header, mapping) where !header.isEmpty {
            try desk.writer.run(
                """
                INSERT INTO sheet_mappings (district, kind, maker, header, field)
                VALUES (\(desk.district), \(found.kind), \(desk.mappingMaker), \(header), \(code))
                ON CONFLICT (district, kind, maker, header) DO UPDATE SET field = excluded.field
                """)
        }
        try desk.writer.run("UPDATE sheet_chunks SET outcome = NULL WHERE district = \(desk.district) AND import_id = \(found.id)")
        try desk.begin(found, .checking, ", mapping = \(try JSON.encode(mapping))")
        return Done()
    }
}

/// Takes a sheet that was tried into the register.
package struct ApplySheet: Verb {
    package static let permission: Permission = "sheet.apply"
    package var importID: ID<SheetImport>
    /// Registers also those that may be somebody who is there already.
    package var includesAlike: Bool?

    package init(importID: ID<SheetImport>, includesAlike: Bool? = nil) {
        self.importID = importID
        self.includesAlike = includesAlike
    }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findImport(importID)
        try found.require(.checked)
        try desk.begin(found, .applying, ", includes_alike = \(includesAlike == true)")
        return Done()
    }
}

/// Forgets a sheet and its rows; what was taken of it stays.
package struct DropSheet: Verb {
    package static let permission: Permission = "sheet.drop"
    package var importID: ID<SheetImport>

    package init(importID: ID<SheetImport>) { self.importID = importID }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findImport(importID)
        try found.require(.reading, .ready, .checked, .applied, .failed)
        try desk.writer.run("DELETE FROM sheet_chunks WHERE district = \(desk.district) AND import_id = \(found.id)")
        try desk.change(found, "state = 'dropped'")
        return Done()
    }
}

/// Writes down what became of one piece of a sheet, and goes on to the next.
package struct AdvanceSheet: Verb {
    package static let permission: Permission = "sheet.advance"
    package static let audience = VerbAudience.timers
    package var importID: ID<SheetImport>
    package var chunk: Int
    package var judgements: [ImportSubjects.Judgement]
    /// Why it cannot go on.
    package var problem: SheetImport.Trouble?

    package init(importID: ID<SheetImport>, chunk: Int, judgements: [ImportSubjects.Judgement], problem: SheetImport.Trouble? = nil) {
        self.importID = importID
        self.chunk = chunk
        self.judgements = judgements
        self.problem = problem
    }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findImport(importID)
        if let problem {
            guard [.reading, .checking, .applying].contains(found.state) else { return Done() }
            try desk.change(found, "state = 'failed', problem = \(try JSON.encode(problem))")
            return Done()
        }
        // Another process was faster.
        guard found.nextChunk == chunk, found.state == .checking || found.state == .applying else { return Done() }
        let remarks = judgements.enumerated().filter { $1.fate == .refused || $1.fate == .alike }
            .map { SheetImport.Remark(index: $0, judgement: $1) }
        let sealed = try desk.home.keys.seal(try JSON.encode(remarks), context: SheetImport.context(found.id, chunk, "outcome"))
        try desk.writer.run(
            "UPDATE sheet_chunks SET outcome = \(sealed) WHERE district = \(desk.district) AND import_id = \(found.id) AND chunk = \(chunk)"
        )
        let count = { (fate: ImportSubjects.Fate) in judgements.count { $0.fate == fate } }
        let isDone = chunk + 1 >= found.chunks
        let state: SheetImport.State = !isDone ? found.state : found.state == .checking ? .checked : .applied
        try desk.change(
            found,
            """
            next_chunk = \(chunk + 1), state = \(state), new = new + \(count(.new)), changed = changed + \(count(.changed)),
              same = same + \(count(.same)), alike = alike + \(count(.alike)), refused = refused + \(count(.refused))
            """)
        if state == .applied {
            try desk.record(
                SheetTaken(
                    importID: found.id, kind: found.kind, name: found.name, new: found.counts[.new, default: 0] + count(.new),
                    changed: found.counts[.changed, default: 0] + count(.changed)))
        }
        return Done()
    }
}

package struct SheetTaken: Event {
    package static let name = "sheet.taken"
    package var importID: ID<SheetImport>
    package var kind: String
    package var name: String
    package var new: Int
    package var changed: Int
    package var subject: Subject { Subject("import", importID.uuid) }
}

extension SheetImport {
    func require(_ states: State...) throws {
        guard states.contains(state) else { throw Problem(.conflict, "sheet-state", ["name": name]) }
    }
}

extension Desk {
    func change(_ found: SheetImport, _ columns: SQL) throws {
        try writer.run("UPDATE sheet_imports SET \(columns) WHERE district = \(district) AND id = \(found.id)")
    }

    fileprivate func begin(_ found: SheetImport, _ state: SheetImport.State, _ more: SQL) throws {
        try change(
            found, "state = \(state), next_chunk = 0, new = 0, changed = 0, same = 0, alike = 0, refused = 0, problem = NULL\(more)")
    }
}
