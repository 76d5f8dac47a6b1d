import Hummingbird
import Kernel
import Pages
import Sealing
import WorkingTime

/// The journal, and the proof that nobody touched it.
enum JournalPages {
    static func show(_ visit: Visit) async throws -> Response {
        let before = visit.asked("before").flatMap(Int64.init)
        let event = visit.asked("event")
        let entries = try await visit.read { try $0.journal(before: before, event: event, limit: 101) }
        let shown = Array(entries.prefix(100))
        let table = Table(
            caption: visit.text("journal.title"),
            columns: [
                Column(visit.text("journal.number"), numeric: true, phone: .corner), Column(visit.text("journal.when"), narrow: true),
                Column(visit.text("journal.who"), narrow: true), Column(visit.text("journal.what"), phone: .title),
                Column(visit.text("journal.verb"), narrow: true),
            ],
            rows: shown.map { entry in
                let line = visit.timelineEntry(entry)
                let href = visit.site.link(to: entry.subject)
                return TableRow([
                    .number("\(entry.sequence)"), visit.date(entry.recordedAt, .full), .text(line.who),
                    href.map { .link(line.sentence, href: $0) } ?? .text(line.sentence), .muted(entry.verb),
                ])
            }, empty: EmptyState(title: visit.text("journal.none")))
        let next =
            entries.count > 100
            ? shown.last.map { "/journal" + Links.query([("before", "\($0.sequence)")] + (event.map { [("event", $0)] } ?? [])) } : nil
        let actions =
            visit.scope.may("journal.verify")
            ? [ActionLink(visit.text("journal.verify"), href: "/journal/verification", style: .primary)] : []
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("journal.title")),
                head: PageHead(title: visit.text("journal.title"), intro: visit.text("journal.intro"), actions: actions),
                table: table, pager: Pager(previousHref: before == nil ? nil : "/journal", nextHref: next)),
            "pages/list-page")
    }

    static func verify(_ visit: Visit) async throws -> Response {
        let (result, blocks) = try await visit.read { reading in
            (try JournalBlocks.verify(in: reading), try JournalBlocks.all(in: reading))
        }
        let note: Callout
        switch result {
        case .intact(let blocks, let entries, let head):
            note = Callout(
                visit.text("verify.intact", ["blocks": "\(blocks)", "entries": visit.language.number(entries)])
                    + (head.map { " " + visit.text("verify.head", ["head": $0.text]) } ?? ""),
                title: visit.text("verify.intact.title"), tone: .done)
        case .broken(let block, let why):
            note = Callout(
                visit.text("verify.broken", ["block": "\(block)", "why": why.sentence(in: visit.language)]),
                title: visit.text("verify.broken.title"), tone: .late)
        }
        let table = Table(
            caption: visit.text("verify.blocks"),
            columns: [
                Column(visit.text("verify.block"), numeric: true, phone: .title), Column(visit.text("verify.range")),
                Column(visit.text("verify.entries"), numeric: true), Column(visit.text("verify.sealed")), Column(visit.text("verify.hash")),
            ],
            rows: blocks.suffix(50).reversed().map { block in
                TableRow([
                    .number("\(block.number)"), .text("\(block.firstSequence)–\(block.lastSequence)"), .number("\(block.count)"),
                    visit.date(Instant(microseconds: block.sealedAt), .full), .muted(String(block.head.text.suffix(64).prefix(16)) + "…"),
                ])
            }, empty: EmptyState(title: visit.text("verify.none")))
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(visit.text("journal.verify"), breadcrumbs: [Crumb(visit.text("journal.title"), href: "/journal")]),
                head: PageHead(title: visit.text("journal.verify"), intro: visit.text("verify.intro")),
                tables: [TitledTable(title: visit.text("verify.blocks"), table: table)],
                forms: [visit.folded("journal-seal", "journal.seal", action: "/journal/blocks", fields: [], problem: nil)].compactMap {
                    $0
                }, note: note))
    }

    static func seal(_ visit: Visit) async throws -> Response {
        _ = try await visit.perform(SealJournal())
        return .seeOther("/journal/verification?done=journal.sealed")
    }
}

/// Figures that somebody states, because they cannot be computed here.
enum FigurePages {
    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    static func add(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            guard let asOf = visit.typed["asOf"].flatMap(Day.init(iso:)) else { throw Problem.field("asOf", "not-a-day") }
            _ = try await visit.perform(
                AssertFigure(
                    name: visit.typed["name"] ?? "", value: visit.typed["value"] ?? "", unit: visit.typed["unit"] ?? "",
                    qualifier: visit.typed["qualifier"], source: visit.typed["source"] ?? "", asOf: asOf))
            return .seeOther("/figures?done=figure.asserted")
        } refused: {
            try await show(visit, problem: $0)
        }
    }

    private static func show(_ visit: Visit, problem: Problem?) async throws -> Response {
        let figures = try await visit.read { try $0.assertedFigures() }
        let table = Table(
            caption: visit.text("figures.title"),
            columns: [
                Column(visit.text("figure.name"), phone: .title), Column(visit.text("figure.value"), numeric: true, phone: .corner),
                Column(visit.text("figure.source")), Column(visit.text("figure.as-of")), Column(visit.text("figure.by")),
            ],
            rows: figures.map {
                TableRow([
                    .text($0.name), .number($0.qualifier + $0.value + " " + $0.unit), .text($0.source), .text($0.asOf.iso), .text($0.by),
                ])
            },
            empty: EmptyState(title: visit.text("figures.none"), text: visit.text("figures.none.text")))
        let form = visit.folded(
            "figure-add", "indicator.assert", action: "/figures",
            fields: [
                Field(.text, name: "name", label: visit.text("figure.name"), required: true, maxlength: 60),
                Field(
                    .text, name: "qualifier", label: visit.text("figure.qualifier"), hint: visit.text("figure.qualifier.hint"),
                    width: .short, maxlength: 10),
                Field(.text, name: "value", label: visit.text("figure.value"), required: true, width: .short, maxlength: 30),
                Field(.text, name: "unit", label: visit.text("figure.unit"), width: .short, maxlength: 10),
                Field(.text, name: "source", label: visit.text("figure.source"), required: true, width: .full, maxlength: 200),
                Field(.date, name: "asOf", label: visit.text("figure.as-of"), required: true, width: .short),
            ], problem: problem)
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(visit.text("figures.title")),
                head: PageHead(title: visit.text("figures.title"), intro: visit.text("figures.intro")),
                tables: [TitledTable(title: visit.text("figures.title"), table: table)], forms: [form].compactMap { $0 }), problem: problem)
    }
}
