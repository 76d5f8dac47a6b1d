import Hummingbird
import Kernel
import Pages
import WorkingTime

/// The corrections desk: what somebody says should be otherwise, until somebody else has decided.
enum ChangesPage {
    private static let most = 200

    static func show(_ visit: Visit) async throws -> Response {
        let state = visit.asked("state").flatMap(SubjectChange.State.init(rawValue:)) ?? .waiting
        let seen = try await visit.read { reading in
            let changes = try reading.subjectChanges(state, limit: most)
            return (
                changes: changes, waiting: try reading.countSubjectChanges(.waiting),
                subjects: try reading.subjects(named: Set(changes.compactMap(\.subjectID)), for: DecideChange.permission),
                people: try Dictionary(
                    uniqueKeysWithValues: Set(changes.compactMap(\.proposedBy)).map { ($0, try reading.findAccount($0).name) })
            )
        }
        let pack = visit.district.pack
        let table = Table(
            caption: visit.text("nav.changes"),
            columns: [
                Column(visit.text("change.about"), phone: .title), Column(visit.text("change.kind"), narrow: true, phone: .corner),
                Column(visit.text("change.fields"), phone: .plain), Column(visit.text("change.by"), phone: .plain),
                Column(visit.text("change.at"), narrow: true),
            ],
            rows: seen.changes.map { change in
                let href = "/changes/\(change.id)"
                let about = change.subjectID.flatMap { seen.subjects[$0] }
                let fields = change.fields.map {
                    $0 == "area" ? visit.text("subject.area") : pack.subjectFields[$0].map { visit.words($0.name) } ?? $0
                }
                return TableRow(
                    [
                        .link(about?.title ?? visit.text("change.somebody"), href: href, note: change.number),
                        .text(visit.text("change.kind.\(change.kind.rawValue)")),
                        fields.isEmpty ? .nothing : .text(fields.joined(separator: visit.text("list.joint"))),
                        .text(change.proposedBy.flatMap { seen.people[$0] } ?? visit.text("change.resident")),
                        visit.date(change.proposedAt),
                    ], href: href)
            }, empty: EmptyState(title: visit.text("change.none"), text: visit.text("change.none.text")))
        let tabs = Tabs(
            label: visit.text("nav.changes"),
            items: SubjectChange.State.allCases.map { one in
                NavItem(
                    label: visit.text("change.state.\(one.rawValue)"), href: "/changes?state=\(one.rawValue)", current: one == state,
                    count: one == .waiting ? visit.language.number(seen.waiting) : nil)
            })
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("nav.changes")),
                head: PageHead(title: visit.text("nav.changes"), intro: visit.text("change.intro")), tabs: tabs, table: table),
            "pages/list-page")
    }
}
