import Hummingbird
import Kernel
import Pages
import WorkingTime

/// Late arrivals by office, from a door's log of which only they are kept, and letters to those offices with one click.
enum LateArrivalsPage {
    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    static func record(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            let offices = try await visit.read { try $0.offices() }
            let outcome = try await visit.perform(
                RecordLateArrivals(
                    entries: try entries(visit, offices), basis: visit.typed["basis"] ?? "",
                    graceMinutes: visit.typed["grace"].flatMap { Int($0) }))
            return .seeOther("/late-arrivals?looked=\(outcome.looked)&late=\(outcome.late)&offices=\(outcome.offices)")
        } refused: {
            try await show(visit, problem: $0)
        }
    }

    static func issue(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            _ = try await visit.perform(
                IssueLateLetters(
                    from: try visit.typed.day("from"), to: try visit.typed.day("to"), ask: visit.typed["ask"] ?? "",
                    limit: visit.typed["limit"] ?? "", basis: visit.typed["basis"]))
            return .seeOther("/orders?kind=letter&done=letter.issued")
        } refused: {
            try await show(visit, problem: $0)
        }
    }

    /// Lines as a door's software writes them: office, name, time, with tabs or commas between.
    private static func entries(_ visit: Visit, _ offices: [Office]) throws -> [RecordLateArrivals.Entry] {
        let byName = Dictionary(
            offices.flatMap { [($0.name.zh, $0.id), ($0.code, $0.id)] }, uniquingKeysWith: { first, _ in first })
        let lines = (visit.typed["log"] ?? "").split(whereSeparator: \.isNewline)
        guard !lines.isEmpty else { throw Problem.field("log", "required") }
        return try lines.enumerated().map { index, line in
            let cells = line.split(whereSeparator: { "\t,，".contains($0) }).map { $0.trimmingPrefix(while: \.isWhitespace) }.map { text in
                String(text.reversed().trimmingPrefix(while: \.isWhitespace).reversed())
            }
            let values = ["line": "\(index + 1)", "text": String(line.prefix(60))]
            guard cells.count == 3 else { throw Problem.field("log", "not-three-cells", values) }
            guard let office = byName[cells[0]] else { throw Problem.field("log", "unknown-office-in-line", values) }
            guard let at = Instant(cells[2].replacing("/", with: "-"), in: visit.site.zone) else {
                throw Problem.field("log", "not-a-time-in-line", values)
            }
            return RecordLateArrivals.Entry(officeID: office, person: cells[1], at: at)
        }
    }

    private static func show(_ visit: Visit, problem: Problem?) async throws -> Response {
        let today = visit.now.day(in: visit.site.zone)
        let from = visit.asked("from").flatMap(Day.init(iso:)) ?? visit.typed["from"].flatMap(Day.init(iso:)) ?? today.adding(days: -30)
        let to = visit.asked("to").flatMap(Day.init(iso:)) ?? visit.typed["to"].flatMap(Day.init(iso:)) ?? today
        let seen = try await visit.read { reading in
            (
                all: try reading.lateOffices(from: from, to: to), open: try reading.lateOffices(from: from, to: to, withoutLetter: true),
                names: try reading.officeNames(in: visit.language.code)
            )
        }
        let waiting = Set(seen.open.map(\.officeID))
        let table = Table(
            caption: visit.text("nav.late-arrivals"),
            columns: [
                Column(visit.text("circular.office"), phone: .title), Column(visit.text("late.people"), numeric: true),
                Column(visit.text("late.times"), numeric: true), Column(visit.text("late.letter"), narrow: true, phone: .corner),
            ],
            rows: seen.all.map { line in
                TableRow([
                    .text(seen.names[line.officeID] ?? ""), .number("\(line.people)"), .number("\(line.times)"),
                    .badge(
                        waiting.contains(line.officeID)
                            ? Badge(visit.text("late.no-letter"), .near) : Badge(visit.text("late.has-letter"), .done)),
                ])
            }, empty: EmptyState(title: visit.text("late.none"), text: visit.text("late.none.text")))
        let forms = [
            visit.folded(
                "late-record", RecordLateArrivals.permission, action: "/late-arrivals",
                fields: [
                    Field(
                        .textarea(rows: 8), name: "log", label: visit.text("late.log"), hint: visit.text("late.log.hint"), required: true,
                        width: .full),
                    Field(.text, name: "basis", label: visit.text("late.basis"), required: true, width: .full, maxlength: 200),
                    Field(
                        .number, name: "grace", label: visit.text("late.grace"), value: "0", width: .short, inputmode: "numeric",
                        unit: visit.text("late.minutes")),
                ], problem: problem),
            seen.open.isEmpty
                ? nil
                : visit.folded(
                    "late-letters", IssueLateLetters.permission, action: "/late-arrivals/letters",
                    fields: [
                        Field(.date, name: "from", label: visit.text("late.from"), value: from.iso, required: true, width: .short),
                        Field(.date, name: "to", label: visit.text("late.to"), value: to.iso, required: true, width: .short),
                        Field(
                            .textarea(rows: 3), name: "ask", label: visit.text("letter.ask"), value: visit.text("late.ask"), required: true,
                            width: .full, maxlength: 2000),
                        Field(
                            .text, name: "limit", label: visit.text("letter.limit"), value: visit.text("late.limit"), required: true,
                            width: .short),
                        Field(.text, name: "basis", label: visit.text("letter.basis"), width: .full, maxlength: 200),
                    ], problem: problem),
        ]
        let note = visit.asked("looked").map {
            Callout(
                visit.text(
                    "late.recorded", ["looked": $0, "late": visit.asked("late") ?? "", "offices": visit.asked("offices") ?? ""]),
                tone: .done)
        }
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(visit.text("nav.late-arrivals")),
                head: PageHead(
                    title: visit.text("nav.late-arrivals"),
                    intro: visit.text("late.intro", ["from": visit.day(from), "to": visit.day(to)])),
                tables: [TitledTable(title: visit.text("late.by-office"), table: table)], forms: forms.compactMap { $0 }, note: note),
            problem: problem)
    }
}
