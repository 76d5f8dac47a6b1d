import Casework
package import Kernel
import WorkingTime

/// Takes a sheet of requests into the district by a column map of its pack: each row through the verbs, at its own times. The
/// same sheet again changes nothing.
package struct ImportRequests: Sendable {
    package var path: String
    package var map: Pack.ImportMap
    /// The office that answered; nil is the map's.
    package var office: String?

    package init(path: String, map: Pack.ImportMap, office: String? = nil) {
        self.path = path
        self.map = map
        self.office = office
    }

    /// - Throws: `HomeProblem`, `CSVFailure`; what is wrong with a single row is in the report.
    package func run(in district: District, progress: Progressing) async throws -> ImportReport {
        let system = Scope.system("import", of: district.code)
        let officeID = try await district.read(as: system) { try $0.officeOrRefuse(office ?? map.office).id }
        let total = try SheetTable.count(path: path)
        var table = try SheetTable(path: path, required: Array(map.columns.values))
        var report = ImportReport()
        while let record = try table.next() {
            report.note(await take(record, officeID: officeID, in: district, as: system))
            progress(Progressed(done: report.lines.count, total: total))
        }
        return report
    }

    private func take(
        _ record: SheetTable.Record, officeID: ID<Office>, in district: District, as system: Scope
    ) async -> ImportReport.Line {
        let number = text(record, "number")
        var line = ImportReport.Line(line: record.line, key: number, fate: .taken)
        do {
            let verb = try read(record, officeID: officeID, zone: district.pack.zone)
            let source = verb.filing.sourceNumber ?? number
            if try await district.read(as: system, { try $0.caseIDIfAny(source: source) }) != nil {
                line.fate = .there
                return line
            }
            _ = try await district.perform(verb, as: system, request: try RequestID("import/\(source)"))
        } catch {
            line.fate = .refused
            line.problems = refusals(error, record)
        }
        return line
    }

    private func text(_ record: SheetTable.Record, _ field: String) -> String {
        map.columns[field].map { record.text($0) } ?? ""
    }

    /// All that is wrong with a row is said at once.
    private func read(_ record: SheetTable.Record, officeID: ID<Office>, zone: Zone) throws -> ImportRequest {
        var problems: [FieldProblem] = []
        let times = SheetTime(patterns: map.timeFormats, zone: zone)
        func time(_ field: String) -> Instant? {
            let text = text(record, field)
            let moment = times.read(text)
            if moment == nil, !text.isEmpty { problems.append(FieldProblem(field, "not-a-time", ["text": text])) }
            return moment
        }
        let filedAt = time("filed_at")
        let repliedAt = time("replied_at")
        let reply = text(record, "reply")
        for field in ["number", "text", "filed_at"] where text(record, field).isEmpty {
            problems.append(FieldProblem(field, "required"))
        }
        if reply.isEmpty != text(record, "replied_at").isEmpty {
            problems.append(FieldProblem(reply.isEmpty ? "reply" : "replied_at", "required"))
        }
        guard problems.isEmpty, let filedAt else { throw Problem.fields(problems) }
        let reporter = text(record, "reporter")
        return ImportRequest(
            filing: FileCase(
                channel: map.channel, caseClass: map.caseClass, title: text(record, "title"), text: text(record, "text"),
                contact: reporter.isEmpty ? nil : Contact(name: reporter), sourceNumber: "\(map.code)/\(text(record, "number"))"),
            filedAt: filedAt, officeID: officeID, reply: reply.isEmpty ? nil : reply, repliedAt: repliedAt)
    }

    /// A verb names its own fields; the report names the sheet's columns.
    private static let fields = ["filedAt": "filed_at", "repliedAt": "replied_at", "contact.name": "reporter"]

    private func refusals(_ error: any Error, _ record: SheetTable.Record) -> [ImportReport.Refusal] {
        let problem = error as? Problem ?? Problem(.broken, "broken", ["why": "\(error)"])
        guard !problem.fields.isEmpty else { return [.init(column: nil, value: "", problem: problem)] }
        return problem.fields.map { found in
            let field = Self.fields[found.field] ?? found.field
            return .init(column: map.columns[field] ?? field, value: text(record, field), problem: .fields([found]))
        }
    }
}
