import Foundation
import Hummingbird
import Kernel
import Pages
import Sheets
import WorkingTime

/// The columns of a register's sheets, out and in: what goes out comes in again unchanged.
struct RegisterColumns {
    let visit: Visit
    let fields: [Pack.SubjectField]
    let columns: [SheetColumn]

    init(_ visit: Visit, _ kind: Pack.SubjectKind) {
        self.visit = visit
        fields = SubjectFields(visit, kind).fields
        columns =
            [SheetColumn(visit.text("import.number"), width: 18)]
            + fields.map { field in
                let choices =
                    switch field.kind {
                    case .choice: visit.district.pack.list(field.list ?? "").map { visit.words($0.name) }
                    case .flag: visit.district.pack.list("flags").map { visit.words($0.name) }
                    default: [String]()
                    }
                return SheetColumn(visit.words(field.name), choices: choices)
            } + [SheetColumn(visit.text("subject.area"), width: 24)]
    }

    /// One subject as a row: sealed fields masked, which are no values and come in as none.
    func row(_ found: SubjectRecord, _ facts: SubjectFacts, _ names: SubjectNames) -> [SheetValue] {
        [.text(found.number)]
            + fields.map { field in
                guard let value = facts[field.code] else { return .empty }
                return .text(typed(value, field, names))
            } + [.text(found.areaID.flatMap { names.areas[$0] } ?? "")]
    }

    private func typed(_ value: FieldValue, _ field: Pack.SubjectField, _ names: SubjectNames) -> String {
        if field.isSealed { return field.masked(value.typed) }
        switch field.kind {
        case .choice, .flag, .choices: return visit.shown(value, of: field, names: names)
        case .area:
            if case .reference(let id) = value { return names.areas[ID(id)] ?? "" }
            return ""
        case .reference:
            if case .reference(let id) = value { return names.subjects[ID(id)]?.number ?? "" }
            return ""
        default: return value.typed
        }
    }
}

/// A register, as it is filtered, as a workbook.
enum RegisterExport {
    private static let rowsAtOnce = 500

    static func excel(_ visit: Visit) async throws -> Response {
        let kind = try visit.kind(try visit.parameter("kind"))
        let filter = try RegisterPage.filter(visit, kind)
        let asOf = try visit.asOf()
        let columns = RegisterColumns(visit, kind)
        let query = RegisterPage.query(visit).withoutWords
        let number = try await visit.perform(ExportSubjects(ledger: kind.code, query: Links.query(query))).number
        return try await visit.workbook(visit.words(kind.name)) { writer in
            try writer.startSheet(SheetLayout(name: visit.words(kind.name), columns: columns.columns, footer: visit.exportMark(number)))
            var mark: SubjectMark?
            while true {
                let (rows, facts, names) = try await visit.read(asOf: asOf) { [mark] reading in
                    try reading.scope.require("subject.export")
                    let rows = try reading.subjects(filter, after: mark, limit: rowsAtOnce, for: "subject.export")
                    let facts = try reading.facts(of: rows)
                    return (rows, facts, try reading.names(for: rows, Array(facts.values)))
                }
                for found in rows { try writer.append(columns.row(found, facts[found.id] ?? SubjectFacts(), names)) }
                guard rows.count == rowsAtOnce else { break }
                mark = rows.last.map(SubjectMark.init)
            }
        }
    }
}
