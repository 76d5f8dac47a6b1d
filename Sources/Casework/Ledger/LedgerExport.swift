import Foundation
import Hummingbird
import Kernel
import Pages
import Sheets
import Synchronization
import WorkingTime

/// The ledger as a workbook or as CSV: streamed row by row from one consistent view of the store.
enum LedgerExport {
    static func excel(_ visit: Visit) async throws -> Response {
        let mark = try await mark(visit, "xlsx")
        let path = temporary("xlsx")
        let zone = TimeZone(secondsFromGMT: visit.site.zone.seconds)!
        try await write(visit) { rows in
            let writer = try WorkbookWriter(
                path: path, zone: zone, created: Date(timeIntervalSince1970: Double(visit.now.microseconds) / 1e6))
            try writer.startSheet(SheetLayout(name: visit.text("ledger.title"), title: mark, columns: columns(visit), footer: mark))
            try rows { try writer.append($0) }
            try writer.close()
        }
        return try .file(
            at: path, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", filename: filename(visit, "xlsx"))
    }

    static func csv(_ visit: Visit) async throws -> Response {
        _ = try await mark(visit, "csv")
        let path = temporary("csv")
        let zone = TimeZone(secondsFromGMT: visit.site.zone.seconds)!
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw Problem(.busy, "disk-full")
        }
        try await write(visit) { rows in
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            var writer = CSVWriter { try handle.write(contentsOf: Data($0)) }
            try writer.append(columns(visit).map(\.title))
            try rows { try writer.append($0.map { $0.plainText(in: zone) }) }
            try writer.finish()
            try handle.close()
        }
        return try .file(at: path, type: "text/csv; charset=utf-8", filename: filename(visit, "csv"))
    }

    private static func write(_ visit: Visit, _ sink: @escaping @Sendable (((([SheetValue]) throws -> Void)) throws -> Void) throws -> Void)
        async throws
    {
        let filter = try CaseFilter(visit)
        try await visit.read(asOf: try visit.asOf()) { reading in
            try reading.scope.require("case.export")
            let offices = try reading.officeNames(in: visit.language.code)
            let areas = Dictionary(uniqueKeysWithValues: try reading.areas(includingEnded: true).map { ($0.id, $0.name) })
            try sink { take in
                try reading.streamLedger(filter) { try take(row(visit, $0, offices: offices, areas: areas)) }
            }
        }
    }

    private static func columns(_ visit: Visit) -> [SheetColumn] {
        [
            SheetColumn(visit.text("case.number"), .text, width: 20), SheetColumn(visit.text("case.title"), .text, width: 40),
            SheetColumn(visit.text("case.class"), .text, width: 18), SheetColumn(visit.text("case.urgency"), .text),
            SheetColumn(visit.text("case.channel"), .text), SheetColumn(visit.text("case.area"), .text, width: 22),
            SheetColumn(visit.text("case.address"), .text, width: 30), SheetColumn(visit.text("case.office"), .text, width: 22),
            SheetColumn(visit.text("case.state"), .text), SheetColumn(visit.text("case.filed-at"), .dateTime, width: 18),
            SheetColumn(visit.text("case.due"), .dateTime, width: 18), SheetColumn(visit.text("case.resolved-at"), .dateTime, width: 18),
            SheetColumn(visit.text("case.working-days"), .number(decimals: 0)), SheetColumn(visit.text("case.outcome"), .text),
            SheetColumn(visit.text("confirm.solved"), .text), SheetColumn(visit.text("confirm.rating"), .text),
            SheetColumn(visit.text("case.closing"), .text), SheetColumn(visit.text("case.reopened-times"), .number(decimals: 0)),
        ]
    }

    private static func row(_ visit: Visit, _ found: Case, offices: [ID<Office>: String], areas: [ID<Area>: String]) -> [SheetValue] {
        func moment(_ instant: Instant?) -> SheetValue {
            instant.map { .moment(Date(timeIntervalSince1970: Double($0.microseconds) / 1e6)) } ?? .empty
        }
        return [
            .text(found.number), .text(found.title), .text(visit.className(found.caseClass)),
            .text(visit.name(of: found.urgency, in: "urgencies")),
            .text(visit.name(of: found.channel, in: "channels")), .text(areas[found.areaID] ?? ""), .text(found.address),
            .text(found.officeID.flatMap { offices[$0] } ?? ""), .text(visit.text("case.state.\(found.state.rawValue)")),
            moment(found.filedAt), moment(found.dueAt), moment(found.resolvedAt), found.workingDays.map { .integer($0) } ?? .empty,
            .text(visit.name(of: found.outcome, in: "outcomes")), .text(found.solved.map { visit.text($0 ? "yes" : "no") } ?? ""),
            .text(found.rating.map { visit.name(of: "\($0)", in: "ratings") } ?? ""),
            .text(found.closing.map { visit.name(of: $0.rawValue, in: "closings") } ?? ""), .integer(found.reopened),
        ]
    }

    /// Whose export it is stands above the table and on every printed page; what left the house stands in the journal.
    private static func mark(_ visit: Visit, _ format: String) async throws -> String {
        let query = String(Links.query(try CaseFilter(visit).query).prefix(1000))
        let number = try await visit.perform(RecordExport(query: query, format: format)).number
        let who = visit.session.map { "\($0.account.name)（\($0.account.login)）" } ?? ""
        return visit.words(visit.district.pack.name) + visit.text("ledger.title") + " · "
            + visit.text("ledger.mark", ["number": number, "who": who, "at": visit.moment(visit.now, .full)])
    }

    private static func filename(_ visit: Visit, _ ending: String) -> String {
        "\(visit.text("ledger.title"))-\(visit.now.day(in: visit.site.zone).iso).\(ending)"
    }

    static func temporary(_ ending: String) -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("huying-\(UUID().uuidString).\(ending)").path
    }
}
