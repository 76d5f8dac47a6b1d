import Foundation
import Kernel
import Pages
import Sheets
import Synchronization

/// Reads an uploaded sheet into sealed pieces, beside the request that brought it: a small one is there when the page comes, of a large
/// one the page says how far it is. What cannot be read is said in either case.
final class SheetReading: Sendable {
    private struct Progress {
        var id: ID<SheetImport>?
        var isOver = false
        var failure: (any Error)?
    }

    /// So long whoever sent it waits for an answer.
    private static let patience = Duration.seconds(3)

    private let path = NSTemporaryDirectory() + "sheet-" + UUID().uuidString
    private let filename: String
    private let kind: String
    private let names: Set<String>
    private let district: District
    private let scope: Scope
    private let progress = Mutex(Progress())

    /// - Parameter names: what the columns of the register may be called.
    init(_ file: TypedForm.File, kind: String, names: Set<String>, district: District, scope: Scope) throws {
        filename = String(file.filename.prefix(100))
        self.kind = kind
        self.names = names
        self.district = district
        self.scope = scope
        guard FileManager.default.createFile(atPath: path, contents: Data(file.content), attributes: [.posixPermissions: 0o600]) else {
            throw Problem(.busy, "disk-full")
        }
    }

    /// Begins, and waits a little.
    /// - Throws: what is wrong with the sheet, where that shows so soon.
    func begun() async throws -> ID<SheetImport> {
        Task { await run() }
        let begun = ContinuousClock.now
        while true {
            let (id, isOver, failure) = progress.withLock { ($0.id, $0.isOver, $0.failure) }
            if let failure { throw failure }
            if let id, isOver || ContinuousClock.now - begun > Self.patience { return id }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func run() async {
        // The file is gone afterwards, whatever happens; a sheet whose process ended is given up by the sweeper.
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            try await read()
            progress.withLock { $0.isOver = true }
        } catch {
            let problem = Self.problem(error, filename)
            if let id = progress.withLock({ $0.id }) { await give(up: id, problem) }
            progress.withLock { ($0.isOver, $0.failure) = (true, problem) }
        }
    }

    private func read() async throws {
        var sheet = try UploadedSheet(path: path, filename: filename, names: names)
        let id = try await district.perform(
            KeepSheet(kind: kind, name: filename, header: sheet.header, firstRow: sheet.firstRow), as: scope)
        progress.withLock { $0.id = id }
        // While some rows are sealed and kept, the next are read.
        var keeping: Task<Void, any Error>?
        func keep(_ rows: [AddSheetRows.Row], isLast: Bool) async throws {
            try await keeping?.value
            keeping = Task { [district, scope] in
                _ = try await district.perform(AddSheetRows(importID: id, rows: rows, isLast: isLast), as: scope)
            }
        }
        do {
            var rows: [AddSheetRows.Row] = []
            var count = 0
            while let row = try sheet.nextRow() {
                let cells = row.cells.prefix(sheet.header.count)
                guard cells.contains(where: { !$0.trimmedSpace.isEmpty }) else { continue }
                rows.append(AddSheetRows.Row(number: row.number, cells: Array(cells)))
                count += 1
                if rows.count == ImportSubjects.mostRows {
                    try await keep(rows, isLast: false)
                    rows = []
                }
            }
            guard count > 0 else { throw Problem.field("sheet", "sheet.empty", ["file": filename]) }
            try await keep(rows, isLast: true)
            try await keeping?.value
        } catch {
            // What says that the sheet was given up must come after it.
            _ = await keeping?.result
            throw error
        }
    }

    private func give(up id: ID<SheetImport>, _ problem: any Error) async {
        let trouble = SheetImport.Trouble(problem as? Problem ?? Problem(.broken, "sheet-interrupted"))
        var system = Scope.system("sheets", of: district.code)
        system.mode = scope.mode
        // The store may be what failed: then the sweeper finds it.
        _ = try? await district.perform(AdvanceSheet(importID: id, chunk: 0, judgements: [], problem: trouble), as: system)
    }

    private static func problem(_ error: any Error, _ filename: String) -> any Error {
        switch error {
        case let failure as WorkbookFailure: failure.problem(filename)
        case let failure as CSVFailure: failure.problem(filename)
        default: error
        }
    }
}
