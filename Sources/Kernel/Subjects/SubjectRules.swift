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
        let known = Set(fields(of: kind).map(\.code) + openSchemes(of: kind.code).map(\.code))
        return names.isSubset(of: known)
    }

    /// A rule over subjects `s` and the facts of their kind `k`.
    func condition(_ rule: Rule, on kind: Pack.SubjectKind) -> SQL {
        let pack = pack
        let held = held(on: dayLookedAt)
        let all = table("subject_classifications")
        let schemes = Set(pack.schemes.filter { $0.of.contains(kind.code) }.map(\.code))
        return RuleSQL(today: dayLookedAt) { name, code -> SQL? in
            guard schemes.contains(name) else { return nil }
            let only: SQL = code.map { " AND c.code = \($0)" } ?? ""
            return "s.id IN (SELECT c.subject_id FROM \(all) c WHERE \(held) AND c.scheme = \(name)\(only))"
        } column: { name in
            guard let field = pack.subjectFields[name], let column = field.columns.first else { return "NULL" }
            let kept: SQL = "k." + SQL.packColumn(column)
            return field.kind == .money ? "(CAST(\(kept) AS DOUBLE PRECISION) / 100)" : kept
        }.condition(rule)
    }

    /// Classifications `c` that hold on a day.
    func held(on day: Day) -> SQL {
        let day = day.daysSinceEpoch
        return "c.district = \(district) AND c.begun_on <= \(day) AND (c.ended_on IS NULL OR c.ended_on >= \(day))"
    }
}
