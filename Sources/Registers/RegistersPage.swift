import Hummingbird
import Kernel
import Pages

/// All registers: how many of each kind there are, in reach of whoever looks.
struct RegistersPage {
    let counts: KeptAnswers<[Int]>

    func show(_ visit: Visit) async throws -> Response {
        let kinds = visit.district.pack.subjectKinds
        let counts = try await counts.answer(visit.scope.reachKey("subject.view") + ";\(kinds.map(\.code))") {
            try await visit.read { reading in try kinds.map { try reading.countSubjects(SubjectFilter(kind: $0.code)) } }
        }
        let table = Table(
            caption: visit.text("nav.registers"),
            columns: [
                Column(visit.text("register.kind"), phone: .title), Column(visit.text("register.count"), numeric: true, phone: .corner),
                Column(visit.text("register.fields"), phone: .plain),
            ],
            rows: zip(kinds, counts).map { kind, count in
                let href = "/registers/\(kind.code)"
                let fields = kind.fieldCodes.compactMap { visit.district.pack.subjectFields[$0] }.map { visit.words($0.name) }
                return TableRow(
                    [
                        .link(visit.words(kind.name), href: href), .number(visit.language.number(count), href: href),
                        .muted(fields.joined(separator: visit.text("list.joint"))),
                    ], href: href)
            }, empty: EmptyState(title: visit.text("registers.none"), text: visit.text("registers.none.text")))
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("nav.registers")),
                head: PageHead(title: visit.text("nav.registers"), intro: visit.text("registers.intro")), table: table),
            "pages/list-page")
    }
}
