package import Expressions
import WorkingTime
import Yams

// Ledgers (台账): which subjects of a kind, shown how. Read from `ledgers.yaml`; a ledger holds no rows of its own.

extension Pack {
    package struct Ledger: Sendable {
        package var code: String
        package var name: Words
        package var note: Words?
        package var kind: String
        /// As it was written; `rule` is what it means.
        package var condition: String?
        package var rule: Rule?
        package var columns: [LedgerColumn] = []
        package var group: LedgerGroup?
        package var order: LedgerOrder = .area
        /// On paper and in the workbook: who signs, whether the office's stamp goes there.
        package var signatures: [Words]
        package var isStamped: Bool

        /// What stands in the file, until the kinds are known.
        var texts = Texts()

        struct Texts: Sendable {
            var columns: [(spec: String, name: Words?, value: String?, isSummed: Bool)] = []
            var group: String?
            var order: String?
        }
    }

    /// What the rows are counted and set apart by.
    package enum LedgerGroup: Hashable, Sendable {
        /// A choice, a flag or a short text of the kind.
        case field(String)
        /// Codes that are held; who holds two stands under both.
        case scheme(String)
        /// The areas of a level.
        case level(String)

        /// As it stands in an address.
        package var spec: String {
            switch self {
            case .field(let code), .scheme(let code), .level(let code): code
            }
        }
    }

    package enum LedgerOrder: Hashable, Sendable {
        case number, title, area
        case field(String, descending: Bool)
    }
}

/// One column of a ledger. `spec` says it in a word: `phone`, `key-group.since`, `lives-in.address`, `part-of.reverse.count`, `street`.
package struct LedgerColumn: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// The subject's own number.
        case number
        case field(String)
        case scheme(String, SchemePart)
        case relation(String, isReverse: Bool, RelationPart)
        /// The name of the area of a level that the subject stands in.
        case level(String)
        case rule(Rule)
        /// Filled in by hand, on paper.
        case blank
    }

    package enum SchemePart: String, CaseIterable, Sendable {
        case codes, since, evidence, review
    }

    package enum RelationPart: Hashable, Sendable {
        case title, role, count
        /// Of whoever is at the other end.
        case field(String)
    }

    package var spec: String
    package var content: Content
    /// Its heading, where it is not that of what it shows.
    package var name: Words?
    package var isSummed = false
}

extension Pack {
    package func ledger(_ code: String) -> Ledger? { ledgers.first { $0.code == code } }

    /// Reads a column's spec; nil for what a kind does not have.
    package func ledgerColumn(_ spec: String, of kind: SubjectKind) -> LedgerColumn? {
        let parts = spec.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        func column(_ content: LedgerColumn.Content) -> LedgerColumn { LedgerColumn(spec: spec, content: content) }
        if let age = kind.age, age.code == spec {
            return LedgerColumn(spec: spec, content: .rule(.field(age.code, .number)), name: age.name)
        }
        if kind.fieldCodes.contains(parts[0]) { return parts.count == 1 ? column(.field(parts[0])) : nil }
        if let scheme = schemes.first(where: { $0.code == parts[0] && $0.of.contains(kind.code) }) {
            guard parts.count <= 2, let part = LedgerColumn.SchemePart(rawValue: parts.count > 1 ? parts[1] : "codes") else { return nil }
            return column(.scheme(scheme.code, part))
        }
        if let relation = relations.first(where: { $0.code == parts[0] }) {
            let isReverse = parts.dropFirst().first == "reverse"
            guard (isReverse ? relation.to : relation.from).contains(kind.code) else { return nil }
            let rest = Array(parts.dropFirst(isReverse ? 2 : 1))
            guard rest.count <= 1 else { return nil }
            switch rest.first {
            case nil: return column(.relation(relation.code, isReverse: isReverse, .title))
            case "role": return relation.roles == nil ? nil : column(.relation(relation.code, isReverse: isReverse, .role))
            case "count": return column(.relation(relation.code, isReverse: isReverse, .count))
            case let field?:
                let others = subjectKinds.filter { (isReverse ? relation.from : relation.to).contains($0.code) }
                guard others.contains(where: { $0.fieldCodes.contains(field) }) else { return nil }
                return column(.relation(relation.code, isReverse: isReverse, .field(field)))
            }
        }
        guard parts.count == 1 else { return nil }
        if spec == "number" { return column(.number) }
        return level(spec) == nil ? nil : column(.level(spec))
    }

    package func ledgerGroup(_ spec: String, of kind: SubjectKind) -> LedgerGroup? {
        if kind.fieldCodes.contains(spec), let field = subjectFields[spec] {
            let isShort = [.choice, .flag].contains(field.kind) || field.kind == .text && field.longest <= 60
            return isShort && !field.isSealed ? .field(spec) : nil
        }
        if schemes.contains(where: { $0.code == spec && $0.of.contains(kind.code) }) { return .scheme(spec) }
        return level(spec) == nil ? nil : .level(spec)
    }

    package func ledgerOrder(_ spec: String, of kind: SubjectKind) -> LedgerOrder? {
        switch spec {
        case "number": return .number
        case "title": return .title
        case "area": return .area
        default:
            let code = spec.hasPrefix("-") ? String(spec.dropFirst()) : spec
            guard kind.fieldCodes.contains(code), subjectFields[code]?.ruleType != nil else { return nil }
            return .field(code, descending: spec.hasPrefix("-"))
        }
    }

    /// The fields and schemes of the kind that a ledger shows, asks or counts by: whoever may not know one of them does not see it.
    package func named(by columns: [LedgerColumn], _ rule: Rule?, _ group: LedgerGroup?, _ order: LedgerOrder) -> Set<String> {
        var names = named(by: columns).union(rule?.fields ?? [])
        if let group, case .level = group {} else if let group { names.insert(group.spec) }
        if case .field(let code, _) = order { names.insert(code) }
        return names
    }

    func named(by columns: [LedgerColumn]) -> Set<String> {
        var names: Set<String> = []
        for column in columns {
            switch column.content {
            case .field(let code), .scheme(let code, _): names.insert(code)
            case .rule(let rule): names.formUnion(rule.fields)
            case .number, .relation, .level, .blank: break
            }
        }
        return names
    }
}

extension PackLoader {
    func readLedgers(_ node: PackNode, _ pack: inout Pack) {
        node.only("ledgers")
        for item in check.once(node.list("ledgers")) {
            item.only("code", "name", "note", "of", "where", "columns", "group", "sort", "signatures", "stamp")
            let code = item.required("code")
            check.place("ledger/\(code)", item)
            var ledger = Pack.Ledger(
                code: code, name: item.requiredWords("name"), note: item.words("note"), kind: item.required("of"),
                condition: item.string("where"), signatures: item.list("signatures").map(\.wordsHere),
                isStamped: item.flag("stamp") ?? true)
            ledger.texts = Pack.Ledger.Texts(
                columns: item.list("columns").map { column in
                    if let spec = column.node.scalar?.string { return (spec, nil, nil, false) }
                    column.only("column", "name", "value", "sum", "blank")
                    if let blank = column.words("blank") { return ("", blank, nil, false) }
                    return (column.string("column") ?? "", column.words("name"), column.string("value"), column.flag("sum") ?? false)
                }, group: item.string("group"), order: item.string("sort"))
            pack.ledgers.removeAll { $0.code == code }
            pack.ledgers.append(ledger)
        }
    }
}

extension PackReferences {
    /// Says what the texts of ledgers mean, now that the kinds are known.
    func finishLedgers(_ pack: inout Pack) {
        for index in pack.ledgers.indices {
            let ledger = pack.ledgers[index]
            let place = "ledger/\(ledger.code)"
            guard let kind = pack.subjectKinds.first(where: { $0.code == ledger.kind }) else {
                check.note(at: place, "unknown-kind", ["kind": ledger.kind])
                continue
            }
            func rule(_ text: String, as wanted: ValueType? = nil) -> Rule? {
                do throws(ExpressionProblem) { return try pack.rule(text, on: kind, as: wanted) } catch {
                    check.note(at: place, "bad-expression", error.told(of: text))
                    return nil
                }
            }
            pack.ledgers[index].rule = ledger.condition.flatMap { rule($0, as: .truth) }
            pack.ledgers[index].columns = ledger.texts.columns.compactMap { column in
                if let value = column.value {
                    if column.name == nil { check.note(at: place, "missing", ["key": "name"]) }
                    return rule(value).map { LedgerColumn(spec: "", content: .rule($0), name: column.name, isSummed: column.isSummed) }
                }
                if column.spec.isEmpty, let name = column.name { return LedgerColumn(spec: "", content: .blank, name: name) }
                guard var read = pack.ledgerColumn(column.spec, of: kind) else {
                    check.note(at: place, "unknown-column", ["column": column.spec, "kind": kind.code])
                    return nil
                }
                (read.name, read.isSummed) = (column.name ?? read.name, column.isSummed)
                return read
            }
            if let spec = ledger.texts.group {
                pack.ledgers[index].group = pack.ledgerGroup(spec, of: kind)
                if pack.ledgers[index].group == nil { check.note(at: place, "unknown-group", ["column": spec, "kind": kind.code]) }
            }
            if let spec = ledger.texts.order {
                if let order = pack.ledgerOrder(spec, of: kind) {
                    pack.ledgers[index].order = order
                } else {
                    check.note(at: place, "unknown-order", ["column": spec, "kind": kind.code])
                }
            }
            if ledger.texts.columns.isEmpty { check.note(at: place, "missing", ["key": "columns"]) }
        }
    }
}

extension ExpressionProblem {
    /// For the sentence about it: what it is, in which text, at which character.
    package func told(of text: String) -> [String: String] {
        values.merging(["expression": text, "position": "\(position)", "code": code.rawValue]) { own, _ in own }
    }
}
