import Foundation
import Identifiers
import Sealing
package import Store
package import WorkingTime

/// Subjects of one kind as the verbs would have written them, for the bulk path of made-up districts: rows, statements, search entries and
/// journal. Nobody else may write meanwhile.
package struct SubjectRows: Sendable {
    package let kind: Pack.SubjectKind
    private let home: District
    private let fields: [Pack.SubjectField]
    private let columns: [String]
    private var subjects: [[SQLValue]] = []
    private var facts: [[SQLValue]] = []
    private var statements: [[SQLValue]] = []
    private var journal: [[SQLValue]] = []
    private var texts: [(id: UUID, text: String)] = []

    package init(kind: Pack.SubjectKind, in home: District) {
        self.kind = kind
        self.home = home
        fields = kind.fieldCodes.compactMap { home.pack.subjectFields[$0] }
        columns = ["district", "id", "version", "since"] + fields.flatMap { $0.columns.map(\.text) }
    }

    package var isEmpty: Bool { subjects.isEmpty }

    /// - Parameter values: by field code, read already.
    package mutating func add(_ number: Int64, _ values: [String: FieldValue], in area: Area, at moment: Instant) throws -> ID<
        SubjectRecord
    > {
        let id = ID<SubjectRecord>(home.ids.next(at: moment.microseconds))
        let code = SQLValue.text(home.code)
        let name = home.pack.subjectNumber(number, of: kind)
        let title = values[kind.title]?.typed ?? name
        subjects.append([
            code, id.sqlValue, .text(kind.code), .text(name), .text(title), area.id.sqlValue, .text(area.path), .text("active"), .null,
            .text("live"), moment.sqlValue, .integer(1), moment.sqlValue, .text(PersonName(title).nearSound),
        ])
        var row: [SQLValue] = [code, id.sqlValue, .integer(1), moment.sqlValue]
        for field in fields {
            guard let value = values[field.code] else {
                row += field.columns.map { _ in .null }
                continue
            }
            if field.isSealed {
                row.append(.blob(try home.keys.seal(value.typed, context: SubjectSeal.context(kind.code, field, id))))
                row.append(home.keys.sought(value, of: field))
            } else {
                row += value.columnValues(of: field)
            }
        }
        facts.append(row)
        let said = kind.fieldCodes.filter { values[$0] != nil } + ["area"]
        statements.append([
            code, .uuid(home.ids.next(at: moment.microseconds)), id.sqlValue, .text("import"), .text(""),
            .text(said.joined(separator: " ")),
            moment.sqlValue, moment.sqlValue, .null,
        ])
        journal.append([
            code, moment.sqlValue, moment.sqlValue, .text("system"), .null, .text("generate"), .text("subject.register"),
            .text("subject.registered"), .text("subject"), id.sqlValue,
            .text("{\"kind\":\"\(kind.code)\",\"number\":\"\(name)\",\"source\":\"import\",\"subjectID\":\"\(id)\"}"), .text("live"),
        ])
        let words = fields.filter { !$0.isSealed && [.text, .personName, .address].contains($0.kind) }.compactMap { values[$0.code]?.typed }
        texts.append((id.uuid, ([name] + words).joined(separator: "\n")))
        return id
    }

    package mutating func write(in writer: Writer) throws {
        guard let table = PackName(kind.code) else { return }
        try writer.insert(
            into: "subjects",
            columns: [
                "district", "id", "kind", "number", "title", "area_id", "area_path", "state", "merged_into", "mode", "registered_at",
                "version",
                "since", "sound",
            ], rows: subjects)
        try writer.insert(into: table, columns: columns, rows: facts)
        try writer.insert(
            into: "subject_statements",
            columns: ["district", "id", "subject_id", "source", "note", "fields", "stated_at", "recorded_at", "stated_by"], rows: statements
        )
        try writer.insert(
            into: "journal",
            columns: [
                "district", "happened_at", "recorded_at", "actor_kind", "actor_id", "actor_name", "verb", "event", "subject_kind",
                "subject_id",
                "payload", "mode",
            ], rows: journal)
        try writer.index(texts, district: home.code, kind: "subject")
        (subjects, facts, statements, journal, texts) = ([], [], [], [], [])
    }

    /// How one subject relates to another, and what it is put down as, on the same path.
    package static func write(
        relations: [(from: ID<SubjectRecord>, to: ID<SubjectRecord>)], _ kind: String, classifications: [(ID<SubjectRecord>, String)],
        _ scheme: String, since day: Day, at moment: Instant, in home: District, _ writer: Writer
    ) throws {
        let (code, begun) = (SQLValue.text(home.code), SQLValue.integer(Int64(day.daysSinceEpoch)))
        try writer.insert(
            into: "subject_relations", columns: ["district", "id", "kind", "from_id", "to_id", "begun_on", "version", "since"],
            rows: relations.map {
                [
                    code, .uuid(home.ids.next(at: moment.microseconds)), .text(kind), $0.from.sqlValue, $0.to.sqlValue, begun, .integer(1),
                    moment.sqlValue,
                ]
            })
        try writer.insert(
            into: "subject_classifications",
            columns: ["district", "id", "subject_id", "scheme", "code", "evidence", "begun_on", "version", "since"],
            rows: classifications.map {
                [
                    code, .uuid(home.ids.next(at: moment.microseconds)), $0.0.sqlValue, .text(scheme), .text($0.1), .text("-"), begun,
                    .integer(1),
                    moment.sqlValue,
                ]
            })
    }
}

extension Pack {
    /// A subject's number as people see it: 二七人-000123.
    package func subjectNumber(_ number: Int64, of kind: SubjectKind) -> String {
        let digits = String(number)
        return "\(short)\(kind.short)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
