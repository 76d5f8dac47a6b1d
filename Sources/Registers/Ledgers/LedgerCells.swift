import Expressions
import Kernel
import Pages
import Sheets
import WorkingTime

/// The cells of a ledger's rows: for a page, for paper, for a workbook.
struct LedgerCells {
    let visit: Visit
    let view: LedgerView
    /// Held here: a pack is large, and asked for in every cell.
    let pack: Pack
    let details: LedgerDetails
    let names: SubjectNames
    /// Where the rows are those of one code of a classification: of that one is spoken, not of others that somebody has beside it.
    var code: String?

    static func read(_ visit: Visit, _ view: LedgerView, _ ids: [ID<SubjectRecord>], in reading: Reading) throws -> LedgerCells {
        let details = try LedgerDetails(ids, view.columns, kind: view.kind, in: reading)
        let names = try reading.names(
            for: Array(details.subjects.values), Array(details.facts.values) + Array(details.otherFacts.values))
        return LedgerCells(visit: visit, view: view, pack: reading.pack, details: details, names: names, code: view.query.part)
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
        return TableRow(
            view.columns.map { column in
                let value = value(column, id)
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
    func texts(_ id: ID<SubjectRecord>) -> [String] { view.columns.map { value($0, id).plainText } }

    /// Of a workbook: numbers stay numbers and days stay days.
    func values(_ id: ID<SubjectRecord>) -> [SheetValue] {
        view.columns.map { column in
            switch value(column, id, inWords: false) {
            case .empty: .empty
            case .integer(let number): .integer(number)
            case .number(let number, _): .number(number)
            case .day(let day, _): .day(year: day.year, month: day.month, day: day.day)
            case .text(let text): .text(text)
            }
        }
    }

    /// - Parameter inWords: numbers and days as they are read, beside what they are: a workbook has no use for that.
    private func value(_ column: LedgerColumn, _ id: ID<SubjectRecord>, inWords: Bool = true) -> LedgerValue {
        guard let found = details.subjects[id] else { return .empty }
        switch column.content {
        case .number: return .text(found.number)
        case .field(let code): return fact(code, details.facts[id], inWords: inWords)
        case .scheme(let scheme, let part): return .joined(held(scheme, part, id), visit)
        case .relation(let relation, let isReverse, .count):
            return .integer(details.count(of: id, relation, isReverse: isReverse))
        case .relation(let relation, let isReverse, let part): return .joined(ends(relation, isReverse, part, id), visit)
        case .level(let level):
            let places = details.levels[level]
            return found.areaID.flatMap { places?.above[$0] }.flatMap { places?.names[$0] }.map { .text($0) } ?? .empty
        case .rule(let rule): return computed(details.value(of: rule, for: id), inWords: inWords)
        case .blank: return .empty
        }
    }

    private func fact(_ code: String, _ facts: SubjectFacts?, inWords: Bool = true) -> LedgerValue {
        guard let field = pack.subjectFields[code], let value = facts?[code] else { return .empty }
        switch value {
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
            case .field(let field): return fact(field, details.otherFacts[other]).plainTextIfAny
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
