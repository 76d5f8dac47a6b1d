import Hummingbird
import Kernel
import Pages

/// All ledgers that are open to whoever looks, each with how many stand in it.
struct LedgersPage {
    let counts: KeptAnswers<[String: Int]>

    func show(_ visit: Visit) async throws -> Response {
        let pack = visit.district.pack
        let open = try await visit.read { reading in
            try reading.scope.require("subject.view")
            return pack.ledgers.filter { $0.isOpen(to: reading) }
        }
        let counts = try await counts.answer(visit.scope.reachKey("subject.view")) {
            try await visit.read { reading in
                var counts: [String: Int] = [:]
                for ledger in open {
                    var filter = SubjectFilter(kind: ledger.kind)
                    filter.rule = ledger.rule
                    counts[ledger.code] = try reading.countLedger(LedgerQuery(filter))
                }
                return counts
            }
        }
        let table = Table(
            caption: visit.text("nav.ledgers"),
            columns: [
                Column(visit.text("ledgers.name"), phone: .title), Column(visit.text("ledgers.rows"), numeric: true, phone: .corner),
                Column(visit.text("register.kind"), narrow: true), Column(visit.text("ledgers.note"), phone: .plain),
            ],
            rows: open.map { ledger in
                let href = "/ledgers/\(ledger.code)"
                return TableRow(
                    [
                        .link(visit.words(ledger.name), href: href), .number(visit.language.number(counts[ledger.code] ?? 0), href: href),
                        .text(pack.subjectKinds.first { $0.code == ledger.kind }.map { visit.words($0.name) } ?? ""),
                        ledger.note.map { .muted(visit.words($0)) } ?? .nothing,
                    ], href: href)
            }, empty: EmptyState(title: visit.text("ledgers.none"), text: visit.text("ledgers.none.text")))
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("nav.ledgers")),
                head: PageHead(title: visit.text("nav.ledgers"), intro: visit.text("ledgers.intro")), table: table),
            "pages/list-page")
    }
}
