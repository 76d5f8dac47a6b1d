import Hummingbird
import Kernel
import Pages
import WorkingTime

/// The people who sign in, their duties and their keys.
enum AccountPages {
    static func list(_ visit: Visit) async throws -> Response { try await list(visit, problem: nil) }

    private static func list(_ visit: Visit, problem: Problem?) async throws -> Response {
        let seen = try await visit.read { reading in
            (accounts: try reading.accounts(), duties: Dictionary(grouping: try reading.allDuties(), by: \.accountID))
        }
        let table = Table(
            caption: visit.text("accounts.title"),
            columns: [
                Column(visit.text("account.name"), phone: .title), Column(visit.text("account.login")),
                Column(visit.text("account.duties")),
                Column(visit.text("account.state"), narrow: true, phone: .corner),
            ],
            rows: seen.accounts.map { account in
                TableRow(
                    [
                        .link(account.name, href: "/accounts/\(account.id)"), .text(account.login),
                        .text((seen.duties[account.id] ?? []).map { dutyText(visit, $0) }.joined(separator: "；")),
                        .badge(stateBadge(visit, account)),
                    ], href: "/accounts/\(account.id)")
            }, empty: EmptyState(title: visit.text("accounts.none")))
        let form = visit.folded(
            "account-add", "account.add", action: "/accounts",
            fields: [
                Field(
                    .text, name: "login", label: visit.text("account.login"), hint: visit.text("account.login.hint"), required: true,
                    width: .short, autocomplete: "off", maxlength: 40),
                Field(.text, name: "name", label: visit.text("account.name"), required: true, width: .short, maxlength: 40),
                Field(.email, name: "mail", label: visit.text("account.mail"), hint: visit.text("account.mail.hint"), maxlength: 200),
            ], problem: problem)
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(visit.text("accounts.title")),
                head: PageHead(
                    title: visit.text("accounts.title"), intro: visit.text("accounts.intro", ["count": "\(seen.accounts.count)"])),
                tables: [TitledTable(title: visit.text("accounts.title"), table: table)], forms: [form].compactMap { $0 }), problem: problem
        )
    }

    static func dutyText(_ visit: Visit, _ duty: Duty) -> String {
        [visit.district.pack.rolesByCode[duty.role].map { visit.words($0.name) } ?? duty.role, duty.officeName, duty.areaName].compactMap {
            $0
        }.joined(separator: " · ")
    }

    static func stateBadge(_ visit: Visit, _ account: Account) -> Badge {
        account.state == .active ? Badge(visit.text("account.active"), .done) : Badge(visit.text("account.suspended"), .late)
    }

    static func add(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            let outcome = try await visit.perform(
                AddAccount(login: visit.typed["login"] ?? "", name: visit.typed["name"] ?? "", mail: visit.typed["mail"]))
            return try told(visit, outcome)
        } refused: {
            try await list(visit, problem: $0)
        }
    }

    static func reset(_ visit: Visit) async throws -> Response {
        try await visit.answering {
            try told(visit, try await visit.perform(ResetPassword(accountID: try visit.id())))
        } refused: {
            try await show(visit, problem: $0)
        }
    }

    /// The password is on the screen this once.
    private static func told(_ visit: Visit, _ outcome: AddAccount.Outcome) throws -> Response {
        try visit.managed(
            ManagedPage(
                frame: visit.frame(visit.text("account.told")),
                head: PageHead(
                    title: visit.text("account.told"),
                    actions: [ActionLink(visit.text("account.open"), href: "/accounts/\(outcome.accountID)", style: .primary)]),
                facts: DefinitionList([Definition(visit.text("sign-in.password"), outcome.password, note: visit.text("account.told.note"))])
            ))
    }

    static func suspend(_ visit: Visit) async throws -> Response {
        try await step(visit, "account.changed") {
            _ = try await visit.perform(SuspendAccount(accountID: $0, suspended: visit.typed["suspended"] == "yes"))
        }
    }

    static func addDuty(_ visit: Visit) async throws -> Response {
        try await step(visit, "duty.added") { id in
            let area: ID<Area>? = try await {
                guard let code = visit.typed["areaID"] else { return nil }
                guard let area = try await visit.read({ try $0.areaIfAny(code: code) }) else {
                    throw Problem.field("areaID", "unknown-area")
                }
                return area.id
            }()
            _ = try await visit.perform(
                AddDuty(accountID: id, role: visit.typed["role"] ?? "", officeID: try visit.typed.id("officeID"), areaID: area))
        }
    }

    static func endDuty(_ visit: Visit) async throws -> Response {
        try await step(visit, "duty.ended") { _ in _ = try await visit.perform(EndDuty(dutyID: try visit.typed.required("duty"))) }
    }

    static func addKey(_ visit: Visit) async throws -> Response {
        let id: ID<Account> = try visit.id()
        return try await visit.answering {
            let outcome = try await visit.perform(AddAPIKey(accountID: id, name: visit.typed["name"] ?? ""))
            return try visit.managed(
                ManagedPage(
                    frame: visit.frame(visit.text("apikey.told")),
                    head: PageHead(
                        title: visit.text("apikey.told"),
                        actions: [ActionLink(visit.text("account.open"), href: "/accounts/\(id)", style: .primary)]),
                    facts: DefinitionList([Definition(visit.text("apikey.key"), outcome.key, note: visit.text("apikey.told.note"))])))
        } refused: {
            try await show(visit, problem: $0)
        }
    }

    static func revokeKey(_ visit: Visit) async throws -> Response {
        try await step(visit, "apikey.revoked") { _ in _ = try await visit.perform(RevokeAPIKey(keyID: try visit.typed.required("key"))) }
    }

    private static func step(_ visit: Visit, _ done: String, _ work: (ID<Account>) async throws -> Void) async throws -> Response {
        let id: ID<Account> = try visit.id()
        return try await visit.answering {
            try await work(id)
            return .seeOther("/accounts/\(id)?done=\(done)")
        } refused: {
            try await show(visit, problem: $0)
        }
    }

    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    private static func show(_ visit: Visit, problem: Problem?) async throws -> Response {
        let id: ID<Account> = try visit.id()
        let seen = try await visit.read { reading in
            (
                account: try reading.findAccount(id), duties: try reading.duties(of: id, ended: true), offices: try reading.offices(),
                keys: try reading.apiKeys().filter { $0.accountID == id }, feed: try reading.feed(of: Subject("account", id.uuid))
            )
        }
        let account = seen.account
        let path = "/accounts/\(id)"
        let active = seen.duties.filter { $0.endedAt == nil }
        let none = Choice(value: "", label: "—")
        let forms = [
            visit.folded(
                "duty-add", "duty.add", action: "\(path)/duties",
                fields: [
                    Field(
                        .select, name: "role", label: visit.text("duty.role"), required: true,
                        options: [Choice(value: "", label: visit.text("choose"))]
                            + visit.district.pack.roles.map {
                                Choice(value: $0.code, label: visit.words($0.name), hint: $0.note.map { visit.words($0) })
                            }),
                    Field(
                        .select, name: "officeID", label: visit.text("duty.office"),
                        options: [none] + seen.offices.map { Choice(value: $0.id.description, label: visit.words($0.name)) }),
                    Field(
                        .text, name: "areaID", label: visit.text("duty.area"), hint: visit.text("duty.area.hint"),
                        width: .short),
                ], problem: problem),
            active.isEmpty
                ? nil
                : visit.folded(
                    "duty-end", "duty.end", action: "\(path)/duties/end",
                    fields: [
                        Field(
                            .select, name: "duty", label: visit.text("duty.which"),
                            options: active.map { Choice(value: $0.id.description, label: dutyText(visit, $0)) })
                    ], problem: problem, danger: true),
            visit.folded("account-reset", "account.change", action: "\(path)/password", fields: [], problem: problem, danger: true),
            visit.folded(
                account.state == .active ? "account-suspend" : "account-restore", "account.suspend", action: "\(path)/suspension",
                fields: [
                    Field(.hidden, name: "suspended", label: "", value: account.state == .active ? "yes" : "no")
                ], problem: problem, danger: account.state == .active),
            visit.folded(
                "apikey-add", "apikey.add", action: "\(path)/keys",
                fields: [
                    Field(
                        .text, name: "name", label: visit.text("apikey.name"), hint: visit.text("apikey.name.hint"), required: true,
                        maxlength: 60)
                ], problem: problem),
            seen.keys.allSatisfy({ $0.revokedAt != nil })
                ? nil
                : visit.folded(
                    "apikey-revoke", "apikey.revoke", action: "\(path)/keys/revocation",
                    fields: [
                        Field(
                            .select, name: "key", label: visit.text("apikey.which"),
                            options: seen.keys.filter { $0.revokedAt == nil }.map { Choice(value: $0.id.description, label: $0.name) })
                    ], problem: problem, danger: true),
        ].compactMap { $0 }
        let duties = Table(
            caption: visit.text("account.duties"),
            columns: [
                Column(visit.text("duty.role"), phone: .title), Column(visit.text("duty.office")), Column(visit.text("duty.area")),
                Column(visit.text("duty.from")), Column(visit.text("duty.to")),
            ],
            rows: seen.duties.map { duty in
                TableRow([
                    .text(visit.district.pack.rolesByCode[duty.role].map { visit.words($0.name) } ?? duty.role),
                    .text(duty.officeName ?? "—"),
                    .text(duty.areaName ?? "—"), visit.date(duty.begunAt, .date), duty.endedAt.map { visit.date($0, .date) } ?? .nothing,
                ])
            }, empty: EmptyState(title: visit.text("account.no-duties"), text: visit.text("account.no-duties.text")))
        return try visit.managed(
            ManagedPage(
                frame: visit.frame(account.name, breadcrumbs: [Crumb(visit.text("accounts.title"), href: "/accounts")]),
                head: PageHead(title: account.name, above: account.login, badge: stateBadge(visit, account)),
                tables: [TitledTable(title: visit.text("account.duties"), table: duties)], forms: forms,
                timeline: Timeline(seen.feed.map { visit.timelineEntry($0) }.reversed())), problem: problem)
    }
}
