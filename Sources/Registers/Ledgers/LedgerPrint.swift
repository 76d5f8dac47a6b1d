import Hummingbird
import Kernel
import Pages
import WorkingTime

/// A ledger on paper.
struct LedgerPrint: PageModel {
    var frame: Frame
    var printHead: PrintHead
    var note: String?
    var sections: [Section]
    var printFoot: PrintFoot

    struct Section: PageModel {
        var title: String?
        var table: Table
    }

    /// A stack of some thirty sheets; more than that is for the workbook.
    private static let mostRows = 1000

    static func show(_ visit: Visit) async throws -> Response {
        let view = try LedgerView(visit)
        let asOf = try visit.asOf()
        let seen = try await visit.read(asOf: asOf) { reading in
            try view.require(in: reading)
            let plan = try LedgerSheet.Plan(view, for: "subject.view", limit: mostRows, in: reading)
            return (
                plan: plan, cells: try LedgerCells(visit, view, plan.parts.flatMap(\.ids), in: reading),
                count: try reading.countLedger(view.query)
            )
        }
        var place = 0
        let columns =
            [Column(visit.text("ledgers.place"), narrow: true)] + view.columns.map { Column(visit.heading($0, visit.district.pack)) }
        let sections = seen.plan.parts.map { part in
            let cells = seen.cells.of(part.name?.value)
            return Section(
                title: part.name.map {
                    visit.text(
                        "ledgers.section",
                        [
                            "name": visit.name(ofPart: $0.value, in: $0.group, seen.plan.places),
                            "count": visit.language.number(part.ids.count),
                        ])
                },
                table: Table(
                    caption: visit.words(view.ledger.name), columns: columns,
                    rows: part.ids.map { id in
                        place += 1
                        return TableRow([.text("\(place)")] + cells.texts(id).map { $0.isEmpty ? .text("") : .text($0) })
                    }, empty: EmptyState(title: visit.text("ledgers.empty")), wide: true))
        }
        let cut = seen.count > mostRows
        return try visit.page(
            LedgerPrint(
                frame: visit.frame(visit.words(view.ledger.name), breadcrumbs: [Crumb(visit.words(view.ledger.name), href: view.path)]),
                printHead: PrintHead(
                    office: visit.words(visit.district.pack.name), title: visit.words(view.ledger.name),
                    number: visit.text(
                        "ledgers.made",
                        [
                            "office": visit.ownOffice, "date": visit.moment(asOf ?? visit.now, .date),
                            "count": visit.language.number(seen.count),
                        ])),
                note: cut
                    ? visit.text("ledgers.cut", ["count": visit.language.number(seen.count), "shown": visit.language.number(mostRows)])
                    : nil,
                sections: sections,
                printFoot: PrintFoot(
                    signatures: view.ledger.signatures.map { visit.words($0) },
                    office: view.ledger.isStamped ? visit.text("ledgers.stamp") : nil,
                    date: visit.moment(visit.now, .date), note: visit.text("print.by", ["name": visit.session?.account.name ?? ""]))),
            "registers/ledger-print")
    }
}
