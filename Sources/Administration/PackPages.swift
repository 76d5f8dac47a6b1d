import Hummingbird
import Kernel
import Pages
import WorkingTime

/// The district as data: classes with their limits, roles with what they may, calendar, settings.
enum PackPages {
    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    static func reload(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            _ = try await visit.perform(LoadPack())
            return .seeOther("/pack?done=pack.loaded")
        } refused: {
            try await show(visit, problem: $0)
        }
    }

    private static func show(_ visit: Visit, problem: Problem?) async throws -> Response {
        let pack = visit.district.pack
        let settings = pack.settings
        let facts = [
            Definition(visit.text("pack.name"), visit.words(pack.name)), Definition(visit.text("pack.version"), "\(pack.version)"),
            Definition(visit.text("pack.dispatch-limit"), visit.limitText(settings.dispatchLimit)),
            Definition(visit.text("pack.accept-limit"), visit.limitText(settings.acceptLimit)),
            Definition(visit.text("pack.default-limit"), visit.limitText(settings.defaultLimit)),
            Definition(visit.text("pack.urgent-limit"), visit.limitText(settings.urgentLimit)),
            Definition(visit.text("pack.reopen-window"), visit.limitText(settings.reopenWindow)),
            Definition(visit.text("pack.silence-period"), visit.limitText(settings.silencePeriod)),
        ]
        let classes = Table(
            caption: visit.text("pack.classes"),
            columns: [
                Column(visit.text("pack.code"), narrow: true), Column(visit.text("case.class"), phone: .title),
                Column(visit.text("pack.group")), Column(visit.text("pack.limit"), narrow: true, phone: .corner),
                Column(visit.text("pack.offices")),
            ],
            rows: pack.classes.map { item in
                TableRow([
                    .text(item.code), .text(visit.words(item.name)), .text(visit.words(item.group)),
                    .text(item.limit.map { visit.limitText($0) } ?? visit.text("pack.default")),
                    .text(
                        item.offices.map { code in
                            pack.offices.first { $0.code == code }.map { visit.words($0.name) } ?? OfficePages.kindName(visit, code)
                        }.joined(separator: "、")),
                ])
            }, empty: EmptyState(title: visit.text("pack.no-classes")))
        let indicators = Table(
            caption: visit.text("pack.indicators"),
            columns: [
                Column(visit.text("pack.indicator"), phone: .title), Column(visit.text("pack.formula")), Column(visit.text("pack.meaning")),
            ],
            rows: pack.indicators.map { item in
                TableRow([
                    .text(visit.words(item.name), note: "v\(item.version)"),
                    .text(
                        (item.measure.map { "\($0) \(item.duration ?? "")" } ?? item.numerator.map { "\($0) ÷ \(item.denominator)" }
                            ?? item.denominator)),
                    .text(item.note.map { visit.words($0) } ?? ""),
                ])
            }, empty: EmptyState(title: visit.text("pack.no-classes")))
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(visit.text("pack.title")),
                head: PageHead(
                    title: visit.text("pack.title"), intro: visit.text("pack.intro"),
                    actions: visit.scope.may(LoadPack.permission) ? [ActionLink(visit.text("pack.preview"), href: "/pack/preview")] : []),
                facts: DefinitionList(facts, columns: true),
                tables: [
                    TitledTable(title: visit.text("pack.indicators"), table: indicators),
                    TitledTable(title: visit.text("pack.classes"), table: classes),
                ],
                forms: [visit.folded("pack-load", "pack.load", action: "/pack", fields: [], problem: problem)].compactMap { $0 }),
            problem: problem)
    }

    /// Who may do what: the matrix that an auditor reads, generated from the roles and from the verbs and pages that exist.
    static func matrix(_ visit: Visit) async throws -> Response {
        let pack = visit.district.pack
        let permissions = visit.district.modules.permissions.map(\.rawValue).sorted()
        let verbs = Dictionary(grouping: visit.district.modules.verbs, by: \.permission.rawValue)
        let pages = Dictionary(
            grouping: visit.site.modules.flatMap(\.routes).compactMap { route -> (String, String)? in
                if case .permission(let permission) = route.access {
                    (permission.rawValue, "\(route.method.rawValue) \(route.path)")
                } else {
                    nil
                }
            }, by: \.0)
        let table = Table(
            caption: visit.text("matrix.title"),
            columns: [Column(visit.text("matrix.permission"), phone: .title)] + pack.roles.map { Column(visit.words($0.name)) },
            rows: permissions.map { permission in
                let audience = verbs[permission]?.first?.audience
                let note = audience == .everyone ? visit.text("matrix.everyone") : audience == .timers ? visit.text("matrix.timers") : nil
                let meaning = visit.language.textIfKnown("verb.\(permission)")
                return TableRow(
                    [
                        .text(
                            permission,
                            note: ([meaning, note].compactMap { $0 } + (pages[permission] ?? []).map(\.1)).joined(separator: "\n"))
                    ]
                        + pack.roles.map { role in
                            let reaches = role.grants.filter { $0.permission.rawValue == permission }.map {
                                visit.text("reach.\($0.reach.rawValue)")
                            }
                            return reaches.isEmpty ? .nothing : .text(reaches.joined(separator: "、"))
                        })
            }, empty: EmptyState(title: visit.text("matrix.title")), wide: true)
        return try visit.page(
            ListPage(
                frame: visit.frame(visit.text("matrix.title")),
                head: PageHead(
                    title: visit.text("matrix.title"), intro: visit.text("matrix.intro"),
                    actions: [ActionLink(visit.text("print"), href: "#", style: .quiet, prints: true)]), table: table),
            "pages/list-page")
    }
}

/// The working calendar: which years are known, and taking in a new notice.
enum CalendarPages {
    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    static func load(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            let notice = try notice(visit)
            _ = try await visit.perform(notice)
            return .seeOther("/calendar?done=calendar.loaded")
        } refused: {
            try await show(visit, problem: $0)
        }
    }

    /// A line per holiday: `春节 2027-02-05 2027-02-06 …`; make-up days in a field of their own.
    private static func notice(_ visit: Visit) throws -> LoadCalendar {
        func days(_ text: some StringProtocol, _ field: String, _ line: Int) throws -> [Day] {
            try text.split(whereSeparator: { $0.isWhitespace || ",，、".contains($0) }).map { word in
                guard let day = Day(iso: String(word)) else {
                    throw Problem.field(field, "not-a-day-in-line", ["line": "\(line)", "text": String(word)])
                }
                return day
            }
        }
        var holidays: [CalendarYear.Holiday] = []
        for (index, line) in (visit.typed["holidays"] ?? "").split(whereSeparator: \.isNewline).enumerated() {
            let parts = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
            guard parts.count == 2 else { throw Problem.field("holidays", "not-a-holiday-line", ["line": "\(index + 1)"]) }
            holidays.append(.init(name: String(parts[0]), days: try days(parts[1], "holidays", index + 1)))
        }
        guard let year = visit.typed["year"].flatMap({ Int($0) }) else { throw Problem.field("year", "not-a-year") }
        return LoadCalendar(
            year: year, source: visit.typed["source"] ?? "", holidays: holidays,
            workdays: try days(visit.typed["workdays"] ?? "", "workdays", 1))
    }

    private static func show(_ visit: Visit, problem: Problem?) async throws -> Response {
        let calendar = visit.district.pack.calendar
        let years = calendar.years.sorted { $0.year > $1.year }
        let next = (years.first?.year ?? 2026) + 1
        let table = Table(
            caption: visit.text("calendar.title"),
            columns: [
                Column(visit.text("calendar.year"), narrow: true, phone: .title), Column(visit.text("calendar.holidays")),
                Column(visit.text("calendar.workdays")), Column(visit.text("calendar.working-days"), numeric: true),
                Column(visit.text("calendar.source")),
            ],
            rows: years.map { year in
                let first = Day(year: year.year, month: 1, day: 1)!
                let count = (0..<(Day.isLeap(year.year) ? 366 : 365)).count { calendar.isWorking(first.adding(days: $0)) }
                return TableRow([
                    .text("\(year.year)"),
                    .text(
                        year.holidays.map { holiday in
                            let sorted = holiday.days.sorted()
                            return holiday.name + " " + (sorted.first.map { visit.dayText($0) } ?? "")
                                + (sorted.count > 1 ? "–" + visit.dayText(sorted.last!) : "")
                        }.joined(separator: "；")),
                    .text(year.workdays.sorted().map { visit.dayText($0) }.joined(separator: "、")), .number("\(count)"), .text(year.source),
                ])
            }, empty: EmptyState(title: visit.text("calendar.none")))
        let form = visit.folded(
            "calendar-load", "calendar.load", action: "/calendar",
            fields: [
                Field(.number, name: "year", label: visit.text("calendar.year"), value: "\(next)", required: true, width: .short),
                Field(.text, name: "source", label: visit.text("calendar.source"), hint: visit.text("calendar.source.hint"), width: .full),
                Field(
                    .textarea(rows: 7), name: "holidays", label: visit.text("calendar.holidays"),
                    hint: visit.text("calendar.holidays.hint"), required: true, width: .full),
                Field(
                    .textarea(rows: 2), name: "workdays", label: visit.text("calendar.workdays"),
                    hint: visit.text("calendar.workdays.hint"), width: .full),
            ], problem: problem)
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(visit.text("calendar.title")),
                head: PageHead(title: visit.text("calendar.title"), intro: visit.text("calendar.intro")),
                tables: [TitledTable(title: visit.text("calendar.years"), table: table)], forms: [form].compactMap { $0 }), problem: problem
        )
    }
}
