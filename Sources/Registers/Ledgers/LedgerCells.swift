import Expressions
import Kernel
import Pages
import Sheets
import WorkingTime

/// The cells of a ledger's rows: for a page, for paper, for a workbook. A workbook may have seventy million: what is the same in every row
/// of a column is found once.
struct LedgerCells {
    let visit: Visit
    let view: LedgerView
    /// Held here: a pack is large, and asked for in every cell.
    let pack: Pack
    let details: LedgerDetails
    let names: SubjectNames
    /// Where the rows are those of one code of a classification: of that one is spoken, not of others that somebody has beside it.
    var code: String?
    private let columns: [Source]
    /// The fields of those at the other end of relations.
    private let otherFields: [String: Source]

    /// What a column's values are made from, as far as it is the same for all rows.
    private final class Source: Sendable {
        let content: LedgerColumn.Content
        let field: Pack.SubjectField?
        /// What the codes of the field's list are called.
        let words: [String: String]
        let places: LevelPlaces?

        init(_ content: LedgerColumn.Content, of code: String?, _ details: LedgerDetails, _ pack: Pack, _ visit: Visit) {
            self.content = content
            field = code.flatMap { pack.subjectFields[$0] }
            words = Dictionary((field?.list).map { pack.list($0) }?.map { ($0.code, visit.words($0.name)) } ?? []) { first, _ in first }
            places = if case .level(let level) = content { details.levels[level] } else { nil }
        }
    }

    /// One row, its parts found.
    private struct Entry {
        var id: ID<SubjectRecord>
        var found: SubjectRecord
        var facts: SubjectFacts
    }

    init(_ visit: Visit, _ view: LedgerView, _ ids: [ID<SubjectRecord>], in reading: Reading) throws {
        self.visit = visit
        self.view = view
        let pack = reading.pack
        self.pack = pack
        let details = try LedgerDetails(ids, view.columns, kind: view.kind, in: reading)
        self.details = details
        names = try reading.names(
            for: Array(details.subjects.values), Array(details.facts.values) + Array(details.otherFacts.values))
        code = view.query.part
        columns = view.columns.map { column in
            if case .field(let code) = column.content { return Source(column.content, of: code, details, pack, visit) }
            return Source(column.content, of: nil, details, pack, visit)
        }
        otherFields = Dictionary(
            view.columns.compactMap { column in
                guard case .relation(_, _, .field(let field)) = column.content else { return nil }
                return (field, Source(column.content, of: field, details, pack, visit))
            }
        ) { first, _ in first }
    }

    /// The cells of the rows of one group.
    func of(_ part: String?) -> LedgerCells {
        var cells = self
        cells.code = part ?? code
        return cells
    }

    /// Of a page: the title leads to the subject.
    func row(_ id: ID<SubjectRecord>) -> TableRow {
        let href = "/subjects/\(id)"
        let entry = entry(id)
        return TableRow(
            columns.map { column in
                let value = value(column, of: entry)
                if case .field(view.kind.title) = column.content { return .link(value.plainText, href: href) }
                if case .number = column.content { return .link(value.plainText, href: href) }
                switch value {
                case .empty: return .nothing
                case .integer(let number): return .number(visit.language.number(number))
                default: return value.plainText.isEmpty ? .nothing : .text(value.plainText)
                }
            }, href: href)
    }

    /// Of a sheet of paper.
    func texts(_ id: ID<SubjectRecord>) -> [String] {
        let entry = entry(id)
        return columns.map { value($0, of: entry).plainText }
    }

    /// Of a workbook: numbers stay numbers and days stay days.
    /// - Parameter first: what stands before the ledger's own columns.
    func values(_ id: ID<SubjectRecord>, after first: SheetValue) -> [SheetValue] {
        let entry = entry(id)
        var values: [SheetValue] = []
        values.reserveCapacity(columns.count + 1)
        values.append(first)
        for column in columns {
            switch value(column, of: entry, inWords: false) {
            case .empty: values.append(.empty)
            case .integer(let number): values.append(.integer(number))
            case .number(let number, _): values.append(.number(number))
            case .day(let day, _): values.append(.day(year: day.year, month: day.month, day: day.day))
            case .text(let text): values.append(.text(text))
            }
        }
        return values
    }

    private func entry(_ id: ID<SubjectRecord>) -> Entry? {
        details.subjects[id].map { Entry(id: id, found: $0, facts: details.facts[id] ?? SubjectFacts()) }
    }

    /// - Parameter inWords: numbers and days as they are read, beside what they are: a workbook has no use for that.
    private func value(_ column: Source, of entry: Entry?, inWords: Bool = true) -> LedgerValue {
        guard let entry else { return .empty }
        switch column.content {
        case .number: return .text(entry.found.number)
        case .field(let code): return fact(column, entry.facts[code], inWords: inWords)
        case .scheme(let scheme, let part): return .joined(held(scheme, part, entry.id), visit)
        case .relation(let relation, let isReverse, .count):
            return .integer(details.count(of: entry.id, relation, isReverse: isReverse))
        case .relation(let relation, let isReverse, let part): return .joined(ends(relation, isReverse, part, entry.id), visit)
        case .level:
            let places = column.places
            return entry.found.areaID.flatMap { places?.above[$0] }.flatMap { places?.names[$0] }.map { .text($0) } ?? .empty
        case .rule(let rule): return computed(details.value(of: rule, for: entry.id), inWords: inWords)
        case .blank: return .empty
        }
    }

    private func fact(_ column: Source, _ value: FieldValue?, inWords: Bool = true) -> LedgerValue {
        guard let field = column.field, let value else { return .empty }
        switch value {
        case .text(let text) where !field.isSealed: return .text(column.words[text] ?? text)
        case .number(let number) where !field.isSealed:
            return .number(number, inWords ? visit.shown(value, of: field, names: names) : "")
        case .money(let fen): return .number(Double(fen) / 100, inWords ? visit.shown(value, of: field, names: names) : "")
        case .date(let day): return .day(day, inWords ? visit.day(day) : "")
        default: return .text(visit.shown(value, of: field, names: names))
        }
    }

    private func held(_ scheme: String, _ part: LedgerColumn.SchemePart, _ id: ID<SubjectRecord>) -> [String] {
        let list = pack.schemes.first { $0.code == scheme }?.list ?? ""
        let only = view.query.group == .scheme(scheme) && part != .codes ? code : nil
        return (details.held[id] ?? []).filter { $0.scheme == scheme && (only ?? $0.code) == $0.code }.map { held in
            switch part {
            case .codes: visit.name(of: held.code, in: list)
            case .since: visit.day(held.since)
            case .evidence: held.evidence
            case .review: held.reviewOn.map { visit.day($0) } ?? ""
            }
        }
    }

    private func ends(_ code: String, _ isReverse: Bool, _ part: LedgerColumn.RelationPart, _ id: ID<SubjectRecord>) -> [String] {
        let roles = pack.relations.first { $0.code == code }?.roles ?? ""
        return details.ends(of: id, code, isReverse: isReverse).compactMap { relation, other in
            switch part {
            case .title: return details.others[other]?.title ?? visit.text("subject.out-of-reach")
            case .role: return relation.role.map { visit.name(of: $0, in: roles) }
            case .field(let field): return otherFields[field].flatMap { fact($0, details.otherFacts[other]?[field]).plainTextIfAny }
            case .count: return nil
            }
        }
    }

    private func computed(_ value: Value, inWords: Bool) -> LedgerValue {
        switch value {
        case .truth(let truth): .text(visit.name(of: truth ? "yes" : "no", in: "flags"))
        case .number(let number):
            if let whole = Int(exactly: number) {
                .integer(whole)
            } else {
                .number(number, inWords ? visit.language.number(number, decimals: 2) : "")
            }
        case .text(let text): text.isEmpty ? .empty : .text(text)
        case .date(let days): .day(Day(daysSinceEpoch: days), inWords ? visit.day(Day(daysSinceEpoch: days)) : "")
        case .none: .empty
        }
    }

    /// What a workbook's column is.
    static func sheetColumn(_ visit: Visit, _ column: LedgerColumn) -> SheetColumn {
        let heading = visit.heading(column, visit.district.pack)
        switch column.content {
        case .field(let code):
            switch visit.district.pack.subjectFields[code]?.kind {
            case .number: return SheetColumn(heading, .general)
            case .money: return SheetColumn(heading, .number(decimals: 2), width: 14)
            case .date: return SheetColumn(heading, .date)
            case .address: return SheetColumn(heading, width: 32)
            case .choice, .flag: return SheetColumn(heading, width: max(8, Double(heading.count) * 2 + 2))
            default: return SheetColumn(heading, width: 16)
            }
        case .rule(let rule): return SheetColumn(heading, rule.type == .number ? .general : rule.type == .date ? .date : .text, width: 12)
        case .relation(_, _, .count): return SheetColumn(heading, .number(decimals: 0))
        case .level, .scheme(_, .codes): return SheetColumn(heading, width: 20)
        case .scheme(_, .evidence): return SheetColumn(heading, width: 26)
        default: return SheetColumn(heading, width: max(12, Double(heading.count) * 2 + 4))
        }
    }
}

/// What stands in one cell of a ledger.
enum LedgerValue {
    case empty
    case text(String)
    case integer(Int)
    /// With its unit, as a page shows it.
    case number(Double, String)
    case day(Day, String)

    static func joined(_ texts: [String], _ visit: Visit) -> LedgerValue {
        texts.isEmpty ? .empty : .text(texts.joined(separator: visit.text("list.joint")))
    }

    var plainText: String {
        switch self {
        case .empty: ""
        case .text(let text), .number(_, let text), .day(_, let text): text
        case .integer(let number): "\(number)"
        }
    }

    var plainTextIfAny: String? { plainText.isEmpty ? nil : plainText }
}
