import Kernel
import Store
import WorkingTime

/// Goes on with sheets that are tried or taken, piece by piece; a restart goes on where the last one stopped.
enum SheetWork {
    static let timer = DistrictTimer("sheets", everySeconds: 1) { try await run(in: $0) }

    /// What somebody uploaded is full of names and numbers: it is not kept longer than it is of use.
    static let sweeper = DistrictTimer("sheets-sweep", everySeconds: 3600) { district in
        let (code, before) = (district.code, district.clock.now - .days(district.pack.settings.sheetDays))
        let interrupted = try JSON.encode(SheetImport.Trouble(Problem(.conflict, "sheet-interrupted")))
        // Nothing takes longer to read: whoever read it is gone.
        let longAgo = district.clock.now - .hours(2)
        _ = try await district.store.write { writer in
            try writer.run(
                """
                UPDATE sheet_imports SET state = 'failed', problem = \(interrupted)
                WHERE district = \(code) AND state = 'reading' AND made_at < \(longAgo)
                """)
            let old: SQL = """
                SELECT id FROM sheet_imports WHERE district = \(code) AND made_at < \(before)
                  AND state IN ('reading', 'ready', 'checked', 'applied', 'failed')
                """
            try writer.run("DELETE FROM sheet_chunks WHERE district = \(code) AND import_id IN (\(old))")
            try writer.run("UPDATE sheet_imports SET state = 'dropped' WHERE district = \(code) AND id IN (\(old))")
        }
    }

    static func run(in district: District) async throws {
        let system = Scope.system("sheets", of: district.code)
        while let found = try await next(in: district) {
            var system = system
            system.mode = found.mode
            do {
                let judgements = try await judge(found, in: district, asking: system)
                _ = try await district.perform(
                    AdvanceSheet(importID: found.id, chunk: found.nextChunk, judgements: judgements), as: system)
            } catch let problem as Problem where problem.kind != .busy {
                // Whoever uploaded it may no longer do so, or the pack has no such register any more.
                _ = try await district.perform(
                    AdvanceSheet(importID: found.id, chunk: found.nextChunk, judgements: [], problem: SheetImport.Trouble(problem)),
                    as: system)
            }
        }
    }

    private static func next(in district: District) async throws -> SheetImport? {
        let code = district.code
        return try await district.read(as: .system("sheets", of: code)) { reading in
            try reading.db.first(
                "SELECT * FROM sheet_imports WHERE district = \(code) AND state IN ('checking', 'applying') ORDER BY made_at LIMIT 1"
            ).map(SheetImport.init(row:))
        }
    }

    /// In the reach of whoever uploaded it, as it is today.
    private static func judge(_ found: SheetImport, in district: District, asking system: Scope) async throws -> [ImportSubjects.Judgement]
    {
        let (scope, rows) = try await district.read(as: system) { reading in
            var scope = try reading.scope(of: try reading.findAccount(found.madeBy))
            scope.mode = found.mode
            return (scope, reading.importRows(try reading.rows(of: found, chunk: found.nextChunk), found.mapping, of: found.kind))
        }
        let verb = ImportSubjects(kind: found.kind, rows: rows, note: found.name, includesAlike: found.includesAlike)
        if found.state == .checking { return try await tried(verb, as: scope, in: district) }
        // Taken once: a repeat after a crash gets the first answer.
        let request = try RequestID("sheet-\(found.id)-\(found.nextChunk)")
        return try await district.perform(verb, as: scope, request: request).rows
    }

    /// Each row is tried by itself, so both halves of a piece at once.
    private static func tried(_ verb: ImportSubjects, as scope: Scope, in district: District) async throws -> [ImportSubjects.Judgement] {
        let middle = verb.rows.count / 2
        var (one, other) = (verb, verb)
        (one.rows, other.rows) = (Array(verb.rows[..<middle]), Array(verb.rows[middle...]))
        async let first = district.read(as: scope) { [one] in try one.tried(in: $0) }
        async let second = district.read(as: scope) { [other] in try other.tried(in: $0) }
        return try await first + second
    }
}
