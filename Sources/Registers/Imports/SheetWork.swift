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
                try await goOn(with: found, in: district, as: system)
            } catch let problem as Problem where problem.kind != .busy {
                // Whoever uploaded it may no longer do so, or the pack has no such register any more.
                let trouble = SheetImport.Trouble(problem)
                _ = try await district.perform(
                    AdvanceSheet(importID: found.id, chunk: found.nextChunk, judgements: [], problem: trouble), as: system)
            }
        }
    }

    /// So many pieces, and what became of the sheet is asked anew: another process may have it by now.
    private static let piecesAtOnce = 40
    /// So many are tried at a time, while the outcome of another is written down: both cores are busy, and readers are left for others.
    private static let piecesAhead = 3

    /// Pieces are tried side by side, because none changes anything, and taken one after the other.
    private static func goOn(with found: SheetImport, in district: District, as system: Scope) async throws {
        guard found.state == .checking else {
            let judgements = try await take(found, in: district, asking: system)
            try await advance(found, found.nextChunk, judgements, in: district, as: system)
            return
        }
        // A sheet without rows has one piece too: it comes to its end.
        let end = max(found.nextChunk + 1, min(found.chunks, found.nextChunk + piecesAtOnce))
        try await withThrowingTaskGroup(of: (Int, [ImportSubjects.Judgement]).self) { group in
            var started = found.nextChunk
            func startNext() {
                guard started < end else { return }
                let chunk = started
                started += 1
                group.addTask { (chunk, try await tried(found, chunk, in: district, asking: system)) }
            }
            for _ in 0..<piecesAhead { startNext() }
            var waiting: [Int: [ImportSubjects.Judgement]] = [:]
            var next = found.nextChunk
            while let (chunk, judgements) = try await group.next() {
                startNext()
                waiting[chunk] = judgements
                while let judgements = waiting.removeValue(forKey: next) {
                    try await advance(found, next, judgements, in: district, as: system)
                    next += 1
                }
            }
        }
    }

    private static func advance(
        _ found: SheetImport, _ chunk: Int, _ judgements: [ImportSubjects.Judgement], in district: District, as system: Scope
    ) async throws {
        _ = try await district.perform(AdvanceSheet(importID: found.id, chunk: chunk, judgements: judgements), as: system)
    }

    private static func next(in district: District) async throws -> SheetImport? {
        let code = district.code
        return try await district.read(as: .system("sheets", of: code)) { reading in
            try reading.db.first(
                "SELECT * FROM sheet_imports WHERE district = \(code) AND state IN ('checking', 'applying') ORDER BY made_at LIMIT 1"
            ).map(SheetImport.init(row:))
        }
    }

    private static func tried(
        _ found: SheetImport, _ chunk: Int, in district: District, asking system: Scope
    ) async throws -> [ImportSubjects.Judgement] {
        let (scope, verb) = try await piece(chunk, of: found, in: district, asking: system)
        return try await district.read(as: scope) { try verb.tried(in: $0) }
    }

    private static func take(_ found: SheetImport, in district: District, asking system: Scope) async throws -> [ImportSubjects.Judgement] {
        let (scope, verb) = try await piece(found.nextChunk, of: found, in: district, asking: system)
        // Taken once: a repeat after a crash gets the first answer.
        let request = try RequestID("sheet-\(found.id)-\(found.nextChunk)")
        return try await district.perform(verb, as: scope, request: request).rows
    }

    /// In the reach of whoever uploaded it, as it is today.
    private static func piece(
        _ chunk: Int, of found: SheetImport, in district: District, asking system: Scope
    ) async throws -> (Scope, ImportSubjects) {
        try await district.read(as: system) { reading in
            var scope = try reading.scope(of: try reading.findAccount(found.madeBy))
            scope.mode = found.mode
            let rows = reading.importRows(try reading.rows(of: found, chunk: chunk), found.mapping, of: found.kind)
            return (scope, ImportSubjects(kind: found.kind, rows: rows, note: found.name, includesAlike: found.includesAlike))
        }
    }
}
