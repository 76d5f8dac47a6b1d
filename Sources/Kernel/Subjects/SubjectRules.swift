package import Expressions
import Store
package import WorkingTime

// What a condition on subjects of a kind may name: `${birth-date}`, a field of the kind; `${key-group}`, the codes that a subject is put
// down as on the day looked at. Written once, it is worked out in memory for one and compiled to SQL for all.

extension Pack {
    /// - Throws: what is wrong with it, and where.
    package func rule(_ text: String, on kind: SubjectKind, as wanted: ValueType? = nil) throws(ExpressionProblem) -> Rule {
        try Checker { ruleField($0, of: kind) }.check(text, as: wanted)
    }

    /// Nil for what is no such field, and for what nobody can compare: sealed, a picture, a place, another subject.
    private func ruleField(_ name: String, of kind: SubjectKind) -> FieldType? {
        if let scheme = schemes.first(where: { $0.code == name && $0.of.contains(kind.code) }) {
            return FieldType(.choices, codes: Set(list(scheme.list).map(\.code)), isElsewhere: true)
        }
        if let age = kind.age, age.code == name { return FieldType(.number) }
        guard kind.fieldCodes.contains(name), let field = subjectFields[name], let type = field.ruleType else { return nil }
        let codes = type == .choice || type == .choices ? field.list.map { Set(list($0).map(\.code)) } : nil
        return FieldType(type, codes: codes)
    }
}

extension Pack.SubjectField {
    /// What it is in a condition; nil where it cannot stand in one.
    package var ruleType: ValueType? {
        if isSealed { return nil }
        return switch kind {
        case .text, .personName, .creditCode, .address, .hours, .phone, .residentID: .text
        case .number, .money: .number
        case .date: .date
        case .flag: .truth
        case .choice: .choice
        case .choices: .choices
        case .area, .place, .photo, .reference: nil
        }
    }
}

extension FieldValue {
    /// Yuan, of money.
    package var ruleValue: Value {
        switch self {
        case .text(let text): .text(text)
        case .number(let number): .number(number)
        case .money(let fen): .number(Double(fen) / 100)
        case .date(let day): .date(day.daysSinceEpoch)
        case .choices(let codes): .text(codes.joined(separator: " "))
        case .flag(let flag): .truth(flag)
        case .reference, .place: .none
        }
    }
}

extension Reading {
    /// The district's day at the moment looked at.
    package var dayLookedAt: Day { (asOf ?? now).day(in: pack.zone) }

    /// Whether this person may know of all these fields and schemes of a kind.
    package func opens(_ names: Set<String>, of kind: Pack.SubjectKind) -> Bool {
        var known = Set(fields(of: kind).map(\.code) + openSchemes(of: kind.code).map(\.code))
        if let age = kind.age, known.contains(age.field) { known.insert(age.code) }
        return names.isSubset(of: known)
    }

    /// A rule over subjects `s` and the facts of their kind `k`.
    /// - Parameter walking: rows come along in their order until enough are found; else all are gathered.
    /// - Parameter id: of the subject, in the table whose rows come along: what it is asked of first, nobody looks up for nothing.
    func condition(_ rule: Rule, on kind: Pack.SubjectKind, walking: Bool, id: SQL) throws -> SQL {
        let pack = pack
        let schemes = Set(pack.schemes.filter { $0.of.contains(kind.code) }.map(\.code))
        let today = dayLookedAt
        let holders = Dictionary(
            uniqueKeysWithValues: try schemes.intersection(rule.fields).map { ($0, walking ? try self.holders($0) : .few) })
        let holding = holding
        return RuleSQL(today: today) { name, code -> SQL? in
            holders[name].map { holding.condition(name, code, id: id, $0) }
        } column: { name in
            if let age = kind.age, age.code == name, let day = pack.subjectFields[age.field]?.columns.first {
                return Years.sql(since: "k." + SQL.packColumn(day), on: today)
            }
            guard let field = pack.subjectFields[name], let column = field.columns.first else { return "NULL" }
            let kept: SQL = "k." + SQL.packColumn(column)
            return field.kind == .money ? "(CAST(\(kept) AS DOUBLE PRECISION) / 100)" : kept
        }.condition(kind.age.map { Years.asDays(rule, $0, on: today) } ?? rule)
    }

    private func holders(_ scheme: String, code: String? = nil) throws -> Holding.Holders {
        let only: SQL = code.map { " AND code = \($0)" } ?? ""
        let count = try roughCount(
            of: ["holders", scheme] + (code.map { [$0] } ?? []), most: Holding.most,
            "SELECT 1 FROM subject_classifications WHERE district = \(district) AND scheme = \(scheme)\(only)")
        return count < Holding.many ? .few : count < Holding.most ? .many : .most
    }

    /// That a subject is put down in a scheme on the day looked at.
    /// - Parameters:
    ///   - code: as this only.
    ///   - walking: rows come along in their order until enough are found; else all are gathered.
    func holds(_ scheme: String, _ code: String?, id: SQL, walking: Bool) throws -> SQL {
        holding.condition(scheme, code, id: id, walking ? try holders(scheme, code: code) : .few)
    }

    private var holding: Holding {
        Holding(classifications: "\(table("subject_classifications")) c WHERE \(held(on: dayLookedAt))", dialect: db.dialect)
    }

    /// Classifications `c` that hold on a day.
    func held(on day: Day) -> SQL {
        let day = day.daysSinceEpoch
        return "c.district = \(district) AND c.begun_on <= \(day) AND (c.ended_on IS NULL OR c.ended_on >= \(day))"
    }
}

/// How it is asked whether a subject is put down in a scheme.
private struct Holding: Sendable {
    /// How many are put down in a scheme, or as one code of it.
    enum Holders { case few, many, most }

    static let many = 4000
    static let most = 30_000

    let classifications: SQL
    let dialect: Dialect

    func condition(_ scheme: String, _ code: String?, id: SQL, _ holders: Holders) -> SQL {
        let only: SQL = code.map { " AND c.code = \($0)" } ?? ""
        let those: SQL = "FROM \(classifications) AND c.scheme = \(scheme)\(only)"
        switch (holders, dialect) {
        // A few are looked up.
        case (.few, _): return "\(id) IN (SELECT c.subject_id \(those))"
        // Many are gathered, and each row that comes along is sought among them: where all who come first are none of them, asking the
        // table again and again takes three to six times as long. The sign keeps SQLite from looking them up, and the question whether it is
        // true PostgreSQL from joining.
        case (.many, .sqlite): return "+\(id) IN (SELECT c.subject_id \(those))"
        case (.many, .postgres): return "((\(id) IN (SELECT c.subject_id \(those))) IS TRUE)"
        // Of most, the next rows that come along will do.
        case (.most, _): return "EXISTS (SELECT 1 \(those) AND c.subject_id = \(id))"
        }
    }
}

/// Whole years since a day.
enum Years {
    /// In memory; one day before it is a year it is none, and before the day itself it is less than none.
    static func between(_ day: Day, _ today: Day) -> Int {
        let days = (today.year * 10_000 + today.month * 100 + today.day) - (day.year * 10_000 + day.month * 100 + day.day)
        return days >= 0 ? days / 10_000 : -((9_999 - days) / 10_000)
    }

    static func sql(since day: SQL, on today: Day) -> SQL {
        let now = today.year * 10_000 + today.month * 100 + today.day
        let then: SQL = "CAST(replace(date(\(day) * 86400, 'unixepoch'), '-', '') AS BIGINT)"
        return "floor(CAST(\(now) - \(then) AS DOUBLE PRECISION) / 10000)"
    }

    /// An age compared with a number as a day compared with a day, so that the day's index serves it.
    static func asDays(_ rule: Rule, _ age: Pack.SubjectKind.Age, on today: Day) -> Rule {
        guard case .apply(let operation, let parts) = rule else { return rule }
        if parts.count == 2, case .field(age.code, _) = parts[0], case .number(let years) = parts[1],
            let days = compared(operation, years, age, today)
        {
            return days
        }
        return .apply(operation, parts.map { asDays($0, age, on: today) })
    }

    private static func compared(_ operation: Operation, _ years: Double, _ age: Pack.SubjectKind.Age, _ today: Day) -> Rule? {
        guard (0...500).contains(years) else { return nil }
        let born = Rule.field(age.field, .date)
        /// Who is at least so old was born on that day or before.
        func atLeast(_ years: Double) -> Rule { .apply(.lessOrEqual, [born, .date(latest(Int(years), before: today).daysSinceEpoch)]) }
        func younger(than years: Double) -> Rule { .apply(.greater, [born, .date(latest(Int(years), before: today).daysSinceEpoch)]) }
        return switch operation {
        case .greaterOrEqual: atLeast(years.rounded(.up))
        case .greater: atLeast(years.rounded(.down) + 1)
        case .less: younger(than: years.rounded(.up))
        case .lessOrEqual: younger(than: years.rounded(.down) + 1)
        case .equal where years == years.rounded(): .apply(.and, [atLeast(years), younger(than: years + 1)])
        default: nil
        }
    }

    /// So many years before; where there is no such day, 28 February.
    private static func latest(_ years: Int, before today: Day) -> Day {
        Day(year: today.year - years, month: today.month, day: today.day) ?? Day(year: today.year - years, month: 2, day: 28)!
    }
}
