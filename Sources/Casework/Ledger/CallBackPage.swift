import Hummingbird
import Kernel
import Pages
import Store
import WorkingTime

/// Whom to call: the sample of answered cases that nobody has reached yet, the most pressing first.
enum CallBackPage {
    static func show(_ visit: Visit) async throws -> Response {
        let seen = try await visit.read { reading in
            (
                rows: try reading.casesToCallBack(limit: 200),
                offices: try reading.officeNames(in: visit.language.code)
            )
        }
        let table = Table(
            caption: visit.text("nav.call-backs"),
            columns: [
                Column(visit.text("case.title"), phone: .title), Column(visit.text("case.office")), Column(visit.text("case.outcome")),
                Column(visit.text("case.state")), Column(visit.text("call-back.tries"), narrow: true),
                Column(visit.text("call-back.due"), narrow: true, phone: .corner),
            ],
            rows: seen.rows.map { row in
                TableRow(
                    [
                        .link(row.found.title, href: visit.caseLink(row.found), note: row.found.number),
                        .text(row.found.officeID.flatMap { seen.offices[$0] } ?? ""),
                        .text(visit.name(of: row.found.outcome, in: "outcomes")),
                        .badge(visit.stateBadge(row.found)), .text("\(row.tries)"), .clock(visit.clock(due: row.due)),
                    ], href: visit.caseLink(row.found), tone: row.due < visit.now ? .late : nil)
            }, empty: EmptyState(title: visit.text("call-backs.none"), text: visit.text("call-backs.none.text")))
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("nav.call-backs")),
                head: PageHead(
                    title: visit.text("nav.call-backs"),
                    intro: visit.text("call-backs.intro", ["percent": "\(visit.district.pack.settings.callBacks.percent)"])),
                table: table, pager: Pager()), "pages/list-page")
    }
}

extension Reading {
    fileprivate func casesToCallBack(limit: Int) throws -> [(found: Case, due: Instant, tries: Int)] {
        try db.rows(
            """
            SELECT c.*, o.due_at AS call_by,
              (SELECT count(*) FROM case_call_backs b WHERE b.district = c.district AND b.case_id = c.id) AS tries
            FROM orders o JOIN cases c ON c.district = o.district AND c.id = o.matter_id
            WHERE o.district = \(district) AND o.mode = \(scope.mode) AND o.kind = 'call-back' AND o.state IN ('issued', 'accepted')
              AND o.to_office IN \(list: scope.officeIDs) AND \(caseCondition("case.call-back"))
            ORDER BY o.due_at, o.id LIMIT \(limit)
            """
        ).map { (try Case(row: $0), try $0.get("call_by"), try $0.get("tries")) }
    }
}
