import Expressions
import Kernel
import Pages

/// How a ledger is made one's own: a further condition, other columns, counted by something else. All of it stands in the address, so
/// that it can be kept as a view.
struct LedgerForm {
    let visit: Visit
    let view: LedgerView
    let groups: [Pack.LedgerGroup]
    let fields: [Pack.SubjectField]
    let schemes: [Pack.Scheme]

    var form: Form {
        let kept = LedgerView.query(visit).filter { ["q", "area", "sort", "as-of"].contains($0.name) }
        return Form(
            action: view.path, method: "get",
            fields: [
                Field(
                    .textarea(rows: 2), name: "where", label: visit.text("ledgers.where"), hint: hint, value: view.typedRule ?? "",
                    problem: view.problem.map { visit.sentence(about: $0, in: view.typedRule ?? "") }, width: .full, maxlength: 1000),
                Field(
                    .select, name: "group", label: visit.text("ledgers.group"), value: view.query.group?.spec ?? "-",
                    options: [Choice(value: "-", label: visit.text("ledgers.group.none"))]
                        + groups.map { Choice(value: $0.spec, label: visit.name(of: $0)) }, width: .short),
                Field(.checkboxes, name: "column", label: visit.text("ledgers.columns"), options: columns, width: .full),
            ], submit: visit.text("ledgers.apply"), cancel: Crumb(visit.text("ledgers.reset"), href: view.path),
            hidden: kept.map { HiddenField($0.name, $0.value) })
    }

    /// What a condition may name, each as it is written.
    private var hint: String {
        let names =
            (view.kind.age.map { ["${\($0.code)} \(visit.words($0.name))"] } ?? [])
            + fields.filter { $0.ruleType != nil }.map { "${\($0.code)} \(visit.words($0.name))" }
            + schemes.map { "selected(${\($0.code)}, …) \(visit.words($0.name))" }
        return visit.text(
            "ledgers.where.hint",
            ["example": "${age} >= 80 and ${sex} = 'female'", "names": names.joined(separator: visit.text("list.joint"))])
    }

    /// Those of the ledger first, then what else there is of the kind.
    private var columns: [Choice] {
        let pack = visit.district.pack
        let shown = Set(view.columns.map { spec($0) })
        let own = view.ledger.columns.indices.map { view.ledger.spec(of: $0) }
        let ends = pack.relations.flatMap { relation in
            (relation.from.contains(view.kind.code) ? [relation.code, relation.code + ".count"] : [])
                + (relation.to.contains(view.kind.code) ? [relation.code + ".reverse", relation.code + ".reverse.count"] : [])
        }
        let others =
            ["number"] + (view.kind.age.map { [$0.code] } ?? []) + fields.filter { $0.kind != .photo }.map(\.code)
            + schemes.flatMap { [$0.code, $0.code + ".since", $0.code + ".evidence", $0.code + ".review"] }
            + pack.levels.map(\.code).filter { $0 != "district" } + ends
        var seen: Set<String> = []
        return (own + others).filter { seen.insert($0).inserted }.compactMap { spec in
            let column = own.firstIndex(of: spec).map { view.ledger.columns[$0] } ?? pack.ledgerColumn(spec, of: view.kind)
            return column.map { Choice(value: spec, label: visit.heading($0, pack), selected: shown.contains(spec)) }
        }
    }

    private func spec(_ column: LedgerColumn) -> String {
        column.spec.isEmpty ? view.ledger.columns.firstIndex(of: column).map { view.ledger.spec(of: $0) } ?? "" : column.spec
    }
}

extension Visit {
    /// What is wrong with a condition, and where.
    func sentence(about problem: ExpressionProblem, in typed: String) -> String {
        let values = problem.told(of: typed)
        return text("expression.at", ["sentence": text("expression.\(problem.code.rawValue)", values), "position": "\(problem.position)"])
    }
}
