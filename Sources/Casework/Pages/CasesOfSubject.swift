import Kernel
import Pages

/// The requests that speak of a place by its name, on its page in the registers. Of people there is no such list: who filed what is sealed,
/// and opened case by case, for a purpose.
enum CasesOfSubject {
    private static let most = 5

    static func panel(_ visit: Visit, _ found: SubjectRecord) async throws -> SubjectPanel? {
        let pack = visit.district.pack
        guard visit.scope.may("case.search"), visit.scope.may("case.view"), try visit.asOf() == nil,
            let kind = pack.subjectKinds.first(where: { $0.code == found.kind }), pack.subjectFields[kind.title]?.kind != .personName,
            kind.fieldCodes.contains(where: { pack.subjectFields[$0]?.kind == .place })
        else { return nil }
        let rows = try await visit.read { try $0.searchPage(found.title, before: nil, limit: most).rows }
        return SubjectPanel(
            title: visit.text("subject.cases"),
            table: Table(
                caption: visit.text("subject.cases"),
                columns: [
                    Column(visit.text("case.title"), phone: .title), Column(visit.text("case.state"), narrow: true, phone: .corner),
                    Column(visit.text("case.filed-at"), narrow: true),
                ],
                rows: rows.map { one in
                    TableRow(
                        [
                            .link(one.title, href: visit.caseLink(one), note: one.number), .badge(visit.stateBadge(one)),
                            visit.date(one.filedAt),
                        ], href: visit.caseLink(one))
                }, empty: EmptyState(title: visit.text("subject.no-cases"))),
            more: rows.count < most
                ? nil : ActionLink(visit.text("subject.all-cases"), href: "/search" + Links.query([("q", found.title)]), style: .quiet))
    }
}
