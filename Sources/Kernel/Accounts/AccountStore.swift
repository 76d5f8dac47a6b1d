import Sealing
import Store
package import WorkingTime

extension Reading {
    package func findAccount(_ id: ID<Account>) throws -> Account {
        guard
            let row = try db.first(
                "SELECT * FROM \(table("accounts")) a WHERE a.district = \(district) AND a.id = \(id)")
        else { throw Problem.notFound("account") }
        return try Account(row: row)
    }

    package func accountIfAny(login: String) throws -> Account? {
        try db.first("SELECT * FROM accounts WHERE district = \(district) AND login = \(login)").map(Account.init(row:))
    }

    package func accounts() throws -> [Account] {
        try scope.require("account.view")
        return try db.rows("SELECT * FROM accounts WHERE district = \(district) ORDER BY login").map(Account.init(row:))
    }

    /// The duties a person has at a moment.
    package func duties(of account: ID<Account>, at moment: Instant? = nil, ended: Bool = false) throws -> [Duty] {
        let at = moment ?? now
        let inForce: SQL = ended ? "(1 = 1)" : "d.begun_at <= \(at) AND (d.ended_at IS NULL OR d.ended_at > \(at))"
        return try dutyRows("d.account_id = \(account) AND \(inForce)")
    }

    package func duties(at office: ID<Office>) throws -> [Duty] {
        try dutyRows("d.office_id = \(office) AND d.begun_at <= \(now) AND (d.ended_at IS NULL OR d.ended_at > \(now))")
    }

    package func allDuties() throws -> [Duty] {
        try dutyRows("d.begun_at <= \(now) AND (d.ended_at IS NULL OR d.ended_at > \(now))")
    }

    private func dutyRows(_ condition: SQL) throws -> [Duty] {
        try db.rows(
            """
            SELECT d.*, o.path AS office_path, o.name_zh AS office_name, a.path AS area_path, a.name AS area_name
            FROM duties d
            LEFT JOIN offices o ON o.district = d.district AND o.id = d.office_id
            LEFT JOIN areas a ON a.district = d.district AND a.id = d.area_id
            WHERE d.district = \(district) AND \(condition) ORDER BY d.begun_at, d.id
            """
        ).map(Duty.init(row:))
    }

    /// Who somebody is and what they may reach, from their duties and the pack's roles. A duty without an office or area that its
    /// role needs grants nothing.
    package func scope(of account: Account, mode: Mode = .live) throws -> Scope {
        let duties = try duties(of: account.id)
        var grants: [Permission: Set<Scope.Grant>] = [:]
        for duty in duties {
            for grant in pack.rolesByCode[duty.role]?.grants ?? [] {
                switch grant.reach {
                case .district, .own: grants[grant.permission, default: []].insert(.init(reach: grant.reach))
                case .area:
                    guard let path = duty.areaPath else { continue }
                    grants[grant.permission, default: []].insert(.init(reach: .area, areaPath: path))
                case .office:
                    guard let path = duty.officePath else { continue }
                    grants[grant.permission, default: []].insert(.init(reach: .office, officePath: path))
                }
            }
        }
        var scope = Scope(
            district: district, actor: .account(account.id, name: account.name), grants: grants, duties: duties, mode: mode)
        scope.compartments = Set(duties.flatMap { pack.rolesByCode[$0.role]?.compartments ?? [] })
        return scope
    }

    /// The office one acts for in using `permission`: that of the first duty whose role gives it, or of the first duty at all where
    /// another permission led there.
    package func officeActing(by permission: Permission) -> ID<Office>? {
        offices(by: permission).first ?? scope.duties.compactMap(\.officeID).first
    }

    /// Where mail reaches a person, opened for the post office only.
    func mailAddress(of account: Account) throws -> String? {
        guard let sealed = account.sealedMail else { return nil }
        return try home.keys.open(sealed, context: "accounts.mail/\(account.id)")
    }
}
