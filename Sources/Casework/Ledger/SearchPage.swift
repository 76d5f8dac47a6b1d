import Hummingbird
import Kernel
import Pages
import Store

/// Search over all words of a case, its notes and numbers; newest first, only what the person may see.
enum SearchPage {
    static func show(_ visit: Visit, kept: KeptParts) async throws -> Response {
        let words = visit.asked("q") ?? ""
        var frame = visit.frame(visit.text("search.title"))
        frame.search?.value = words
        let parts = try await kept.parts(visit, seeing: ["case.search"], version: visit.version) { try await Self.parts($0, words) }
        return try visit.page(KeptPage(frame: frame, parts), "pages/kept-page")
    }

    private static func parts(_ visit: Visit, _ words: String) async throws -> KeptParts.Parts {
        let before = visit.asked("before").flatMap(Int64.init)
        let seen = try await visit.read { reading in
            let found = try reading.searchPage(words, before: before, limit: LedgerPage.rowsPerPage)
            return (
                found: found, offices: try reading.officeNames(in: visit.language.code),
                areas: try reading.areas(named: Set(found.rows.map(\.areaID)))
            )
        }
        let view = LedgerPage.LedgerView(rows: seen.found.rows, offices: seen.offices, areas: seen.areas)
        var table = LedgerPage.table(visit, seen.found.rows, view)
        if seen.found.rows.isEmpty {
            table = Table(
                caption: visit.text("search.title"), columns: [], rows: [],
                empty: EmptyState(
                    title: visit.text(words.isEmpty ? "search.nothing-asked" : "search.nothing", ["words": words]),
                    text: visit.text("search.hint")))
        }
        let next = seen.found.next.map { "/search" + Links.query([("q", words), ("before", "\($0)")]) }
        let above = ListAbove(
            head: PageHead(title: visit.text("search.title"), intro: words.isEmpty ? nil : visit.text("search.for", ["words": words])),
            filters: FilterBar(
                action: "/search", fields: [Field(.search, name: "q", label: visit.text("filter.words"), value: words)],
                clearHref: "/search"))
        let below = ListBelow(table: table, pager: Pager(nextHref: next))
        return .init(above: try visit.markup(above, "pages/list-above"), below: try visit.markup(below, "pages/list-below"))
    }
}

extension Reading {
    /// A page of hits the person may see, and where to go on; nil at the end.
    package func searchPage(_ words: String, before: Int64?, limit: Int) throws -> (rows: [Case], next: Int64?) {
        try scope.require("case.search")
        // A number names one case; among a million the words index would look at every case of the year.
        if before == nil, let named = try caseIfAny(number: words.replacing("\0", with: "").trimmedSpace, for: "case.search") {
            return ([named], nil)
        }
        var rows: [Case] = []
        var seen: Set<ID<Case>> = []
        var last = before
        // Hits that the person may not see are passed over, a few times at most: a rare reach must not read the whole index.
        for round in 0..<20 {
            let most = round == 0 ? limit + 10 : 200
            let hits = try db.search(words, district: district, kind: "case", before: last, limit: most)
            let fresh = hits.map { ID<Case>($0.id) }.filter { seen.insert($0).inserted }
            let visible = try db.rows(
                """
                SELECT \(Case.inLists) FROM cases c WHERE c.district = \(district) AND c.mode = \(scope.mode) AND c.id IN \(list: fresh)
                  AND \(caseCondition("case.search"))
                """
            ).map(Case.init(row:))
            let byID = Dictionary(uniqueKeysWithValues: visible.map { ($0.id, $0) })
            for hit in hits {
                last = hit.entry
                if let found = byID[ID(hit.id)], !rows.contains(where: { $0.id == found.id }) { rows.append(found) }
                if rows.count == limit { return (rows, hit.entry) }
            }
            if hits.count < most { return (rows, nil) }
        }
        return (rows, last)
    }
}
