import Hummingbird
import Kernel
import Pages
import Store

/// What taking up the pack's files again would alter, before anybody does it; or what is wrong with them, at which line.
enum PackPreview {
    private static let mostNamed = 30

    static func show(_ visit: Visit) async throws -> Response {
        let home = visit.district
        let waiting: Pack
        do { waiting = try Pack.waiting(for: home) } catch let error as PackProblems { return try refused(visit, error) }
        let changes = try await visit.read { try $0.tableChanges(for: waiting) }
        let parts = PackComparison(from: home.pack, to: waiting).parts
        let isRefused = changes.contains { if case .otherType = $0 { true } else { false } }
        let isSame = parts.isEmpty && changes.isEmpty
        return try visit.managed(
            ManagedPage(
                frame: frame(visit), head: head(visit), tables: tables(visit, parts, changes),
                forms: isSame || isRefused
                    ? [] : [visit.folded("pack-load", LoadPack.permission, action: "/pack", fields: [], problem: nil)].compactMap { $0 },
                note: isSame
                    ? Callout(visit.text("pack.preview.same"), tone: .done)
                    : isRefused ? Callout(visit.text("pack.preview.refused"), tone: .late) : nil))
    }

    private static func frame(_ visit: Visit) -> Frame {
        visit.frame(visit.text("pack.preview"), breadcrumbs: [Crumb(visit.text("pack.title"), href: "/pack")])
    }

    private static func head(_ visit: Visit) -> PageHead {
        PageHead(title: visit.text("pack.preview"), intro: visit.text("pack.preview.intro"))
    }

    private static func tables(_ visit: Visit, _ parts: [PackComparison.Part], _ changes: [PackTableChange]) -> [TitledTable] {
        func named(_ codes: [String]) -> Cell {
            let more = codes.count - mostNamed
            let shown = codes.prefix(mostNamed).joined(separator: visit.text("list.joint"))
            return codes.isEmpty
                ? .nothing : .text(shown, note: more > 0 ? visit.text("pack.preview.more", ["count": visit.language.number(more)]) : nil)
        }
        let differing = Table(
            caption: visit.text("pack.preview"),
            columns: [
                Column(visit.text("pack.part"), narrow: true, phone: .title), Column(visit.text("pack.added")),
                Column(visit.text("pack.changed")),
                Column(visit.text("pack.removed")),
            ],
            rows: parts.map { part in
                TableRow([.text(visit.text("pack.part.\(part.name)")), named(part.added), named(part.changed), named(part.removed)])
            }, empty: EmptyState(title: visit.text("pack.preview.same")))
        let shaped = Table(
            caption: visit.text("pack.tables"),
            columns: [Column(visit.text("pack.table"), narrow: true, phone: .title), Column(visit.text("pack.becomes"))],
            rows: changes.map { change in
                switch change {
                case .table(let table): TableRow([.text(table), .text(visit.text("pack.table.new"))])
                case .column(let table, let column): TableRow([.text(table), .text(visit.text("pack.table.column", ["column": column]))])
                case .index(let table, let column): TableRow([.text(table), .text(visit.text("pack.table.index", ["column": column]))])
                case .otherType(let table, let column, let present, let wanted):
                    TableRow([
                        .text(table),
                        .badge(
                            Badge(visit.text("pack.table.refused"), .late),
                            note: visit.text("pack.table.type", ["column": column, "is": present, "wanted": wanted])),
                    ])
                }
            }, empty: EmptyState(title: visit.text("pack.tables.same")))
        return [
            TitledTable(title: visit.text("pack.differing"), table: differing),
            TitledTable(title: visit.text("pack.tables"), table: shaped),
        ]
    }

    private static func refused(_ visit: Visit, _ error: PackProblems) throws -> Response {
        let table = Table(
            caption: visit.text("pack.wrong"),
            columns: [Column(visit.text("pack.where"), narrow: true, phone: .title), Column(visit.text("pack.what"))],
            rows: error.problems.prefix(100).map { problem in
                TableRow([
                    .text("\(problem.file):\(problem.line)"),
                    .text(Problem.fields([problem.fieldProblem]).sentences(in: visit.language).values.first ?? problem.code),
                ])
            }, empty: EmptyState(title: visit.text("pack.preview.same")))
        return try visit.managed(
            ManagedPage(
                frame: frame(visit), head: head(visit), tables: [TitledTable(title: visit.text("pack.wrong"), table: table)],
                note: Callout(visit.text("pack.preview.broken"), tone: .late)))
    }
}
