import Expressions
import Kernel
import Pages
import WorkingTime

/// A ledger as it is asked for: the pack's definition, and what the address says otherwise.
struct LedgerView: Sendable {
    var ledger: Pack.Ledger
    var kind: Pack.SubjectKind
    var query: LedgerQuery
    var columns: [LedgerColumn]
    /// A condition beside the ledger's own, as it was typed.
    var typedRule: String?
    /// What is wrong with what was typed; the ledger is then shown without it.
    var problem: ExpressionProblem?

    init(_ visit: Visit) throws {
        let pack = visit.district.pack
        guard let ledger = pack.ledger(try visit.parameter("code")) else { throw Problem.notFound("page") }
        (self.ledger, kind) = (ledger, try visit.kind(ledger.kind))
        var filter = SubjectFilter(kind: kind.code)
        filter.words = visit.asked("q")
        if let text = visit.asked("area") {
            guard let id = ID<Area>(text) else { throw Problem.field("area", "not-one-of-these") }
            filter.areaID = id
        }
        filter.rule = ledger.rule
        typedRule = visit.asked("where")
        if let typedRule {
            do throws(ExpressionProblem) {
                let own = try pack.rule(typedRule, on: kind, as: .truth)
                filter.rule = filter.rule.map { .apply(.and, [$0, own]) } ?? own
            } catch { problem = error }
        }
        let asked = visit.query.filter { $0.name == "column" && !$0.value.isEmpty }.map(\.value)
        let kind = kind
        columns = asked.isEmpty ? ledger.columns : ledger.columns(asked, pack, kind)
        let group = visit.asked("group").map { $0 == "-" ? nil : pack.ledgerGroup($0, of: kind) } ?? ledger.group
        query = LedgerQuery(
            filter, group: group, part: group == nil ? nil : visit.asked("part").map { $0 == "-" ? "" : $0 },
            order: visit.asked("sort").flatMap { pack.ledgerOrder($0, of: kind) } ?? ledger.order)
    }

    /// What it names may be shut to somebody: then the ledger is not there for them.
    func require(in reading: Reading) throws {
        guard reading.opens(reading.pack.named(by: columns, query.filter.rule, query.group, query.order), of: kind) else {
            throw Problem.notFound("page")
        }
    }

    var path: String { "/ledgers/\(ledger.code)" }

    /// The address without the page and the part.
    static func query(_ visit: Visit) -> [(name: String, value: String)] {
        visit.query.filter { ["q", "area", "where", "column", "group", "sort", "as-of"].contains($0.name) && !$0.value.isEmpty }
    }
}

extension Pack.Ledger {
    /// Those that were asked for, in their order: columns with a name of their own are the ledger's, by their place.
    fileprivate func columns(_ specs: [String], _ pack: Pack, _ kind: Pack.SubjectKind) -> [LedgerColumn] {
        specs.compactMap { spec in
            if spec.hasPrefix("="), let place = Int(spec.dropFirst()), columns.indices.contains(place) { return columns[place] }
            return columns.first { $0.spec == spec } ?? pack.ledgerColumn(spec, of: kind)
        }
    }

    /// How a column of the ledger's own is asked for.
    func spec(of place: Int) -> String { columns[place].spec.isEmpty ? "=\(place)" : columns[place].spec }

    /// Whether everything that it shows or asks is open to this person.
    func isOpen(to reading: Reading) -> Bool {
        guard let kind = try? reading.subjectKind(kind) else { return false }
        return reading.opens(reading.pack.named(by: columns, rule, group, order), of: kind)
    }
}

extension Visit {
    /// The heading of a ledger's column.
    func heading(_ column: LedgerColumn, _ pack: Pack) -> String {
        if let name = column.name { return words(name) }
        switch column.content {
        case .number: return text("subject.number")
        case .field(let code): return pack.subjectFields[code].map { words($0.name) } ?? code
        case .scheme(let code, let part):
            let scheme = pack.schemes.first { $0.code == code }.map { words($0.name) } ?? code
            return part == .codes ? scheme : text("ledgers.scheme.\(part.rawValue)", ["scheme": scheme])
        case .relation(let code, let isReverse, let part):
            let relation = pack.relations.first { $0.code == code }.map { words(isReverse ? $0.reverse : $0.name) } ?? code
            switch part {
            case .title: return relation
            case .role: return text("ledgers.role", ["relation": relation])
            case .count: return text("ledgers.count", ["relation": relation])
            case .field(let field):
                return text("ledgers.of", ["relation": relation, "field": pack.subjectFields[field].map { words($0.name) } ?? field])
            }
        case .level(let level): return pack.level(level).map { words($0.name) } ?? level
        case .rule, .blank: return ""
        }
    }

    /// What a group's rows have in common.
    func name(ofPart value: String, in group: Pack.LedgerGroup, _ places: [ID<Area>: String]) -> String {
        if value.isEmpty { return text("ledgers.part.none") }
        switch group {
        case .field(let code):
            guard let field = district.pack.subjectFields[code] else { return value }
            if field.kind == .flag { return name(of: value, in: "flags") }
            return field.list.map { name(of: value, in: $0) } ?? value
        case .scheme(let code): return district.pack.schemes.first { $0.code == code }.map { name(of: value, in: $0.list) } ?? value
        case .level: return ID<Area>(value).flatMap { places[$0] } ?? value
        }
    }

    /// What a group is called: 社区, 重点人群.
    func name(of group: Pack.LedgerGroup) -> String {
        switch group {
        case .field(let code): district.pack.subjectFields[code].map { words($0.name) } ?? code
        case .scheme(let code): district.pack.schemes.first { $0.code == code }.map { words($0.name) } ?? code
        case .level(let level): district.pack.level(level).map { words($0.name) } ?? level
        }
    }
}
