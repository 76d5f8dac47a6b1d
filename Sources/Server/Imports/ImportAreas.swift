package import Kernel
import WorkingTime

/// Takes a sheet of areas (`code,parent,level,name` and, where there is one, `from`) into the district. Levels are the pack's,
/// by code or name, or the numbers of the national statistics (3 the district, 4 its streets, 5 communities).
package struct ImportAreas: Sendable {
    package var path: String

    package init(path: String) { self.path = path }

    package func run(in district: District, progress: Progressing) async throws -> ImportReport {
        let total = try SheetTable.count(path: path)
        var table = try SheetTable(path: path, required: ["code", "parent", "level", "name"])
        var report = ImportReport()
        while let record = try table.next() {
            report.note(await take(record, in: district))
            progress(Progressed(done: report.lines.count, total: total))
        }
        return report
    }

    private func take(_ record: SheetTable.Record, in district: District) async -> ImportReport.Line {
        let system = Scope.system("import", of: district.code)
        let code = record.text("code")
        var line = ImportReport.Line(line: record.line, key: code, fate: .taken)
        do {
            if try await district.read(as: system, { try $0.areaIfAny(code: code) }) != nil {
                line.fate = .there
                return line
            }
            let verb = try await read(record, in: district, as: system)
            _ = try await district.perform(verb, as: system, request: try RequestID("import/areas/\(code)"))
        } catch {
            line.fate = .refused
            let problem = error as? Problem ?? Problem(.broken, "broken", ["why": "\(error)"])
            line.problems =
                problem.fields.isEmpty
                ? [.init(column: nil, value: "", problem: problem)]
                : problem.fields.map { .init(column: $0.field, value: record.text($0.field), problem: .fields([$0])) }
        }
        return line
    }

    private func read(_ record: SheetTable.Record, in district: District, as system: Scope) async throws -> AddArea {
        let level = record.text("level")
        guard let known = Self.level(level, in: district.pack) else {
            throw Problem.field("level", "not-one-of-these", ["text": level])
        }
        let parent = record.text("parent")
        let above = try await district.read(as: system) { try $0.areaIfAny(code: parent) }
        guard let above else { throw Problem.field("parent", "unknown-area", ["text": parent]) }
        let from = record.text("from")
        if !from.isEmpty, Day(iso: from) == nil { throw Problem.field("from", "not-a-day", ["text": from]) }
        return AddArea(
            code: record.text("code"), parent: above.id, level: known.code, name: record.text("name"), from: Day(iso: from))
    }

    private static func level(_ text: String, in pack: Pack) -> Pack.Level? {
        if let level = pack.levels.first(where: { $0.code == text || $0.name.zh == text }) { return level }
        guard let number = Int(text), pack.levels.indices.contains(number - 3) else { return nil }
        return pack.levels[number - 3]
    }
}
