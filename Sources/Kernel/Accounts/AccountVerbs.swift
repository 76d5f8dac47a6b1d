import Sealing
import Store
import WorkingTime

package struct AccountAdded: Event {
    package static let name = "account.added"
    package var accountID: ID<Account>
    package var name: String
    package var subject: Subject { Subject("account", accountID.uuid) }
}

package struct AccountChanged: Event {
    package static let name = "account.changed"
    package var accountID: ID<Account>
    package var what: String
    package var subject: Subject { Subject("account", accountID.uuid) }
}

package struct DutyAdded: Event {
    package static let name = "duty.added"
    package var accountID: ID<Account>
    package var role: String
    package var place: String
    package var subject: Subject { Subject("account", accountID.uuid) }
}

package struct DutyEnded: Event {
    package static let name = "duty.ended"
    package var accountID: ID<Account>
    package var role: String
    package var subject: Subject { Subject("account", accountID.uuid) }
}

/// Registers a person who will sign in. The first password is random, told once, and must be changed.
package struct AddAccount: Verb {
    package static let permission: Permission = "account.add"
    package static let keepsOutcome = false
    package var login: String
    package var name: String
    package var mail: String?
    private var password: FirstPassword?

    private enum CodingKeys: CodingKey { case login, name, mail }

    package init(login: String, name: String, mail: String? = nil) {
        self.login = login
        self.name = name
        self.mail = mail
    }

    package struct Outcome: Codable, Sendable {
        package var accountID: ID<Account>
        /// Shown once; only its hash is kept.
        package var password: String
    }

    package func prepared(for scope: Scope, in district: District) async throws -> AddAccount {
        var verb = self
        verb.password = try await .make(in: district)
        return verb
    }

    package func perform(at desk: Desk) throws -> Outcome {
        guard let password else { throw Problem(.broken, "broken") }
        let login = try desk.checkedText(login, field: "login", longest: 40).lowercased()
        guard login.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }) else {
            throw Problem.field("login", "letters-and-digits")
        }
        let name = try desk.checkedText(name, field: "name", longest: 40)
        if try desk.accountIfAny(login: login) != nil { throw Problem.field("login", "taken", ["by": login]) }
        let id: ID<Account> = desk.newID()
        let sealedMail = try MailAddress.checked(mail).map {
            try desk.home.keys.seal($0, context: "accounts.mail/\(id)")
        }
        try desk.writer.run(
            """
            INSERT INTO accounts (district, id, login, name, password, mail, state, language, must_change_password, since)
            VALUES (\(desk.district), \(id), \(login), \(name), \(password.hash),
              \(sealedMail), 'active', 'zh-Hans', 1, \(desk.now))
            """)
        try desk.record(AccountAdded(accountID: id, name: name))
        return Outcome(accountID: id, password: password.text)
    }
}

/// Gives a person a role at an office or in an area.
package struct AddDuty: Verb {
    package static let permission: Permission = "duty.add"
    package var accountID: ID<Account>
    package var role: String
    package var officeID: ID<Office>?
    package var areaID: ID<Area>?

    package init(accountID: ID<Account>, role: String, officeID: ID<Office>? = nil, areaID: ID<Area>? = nil) {
        self.accountID = accountID
        self.role = role
        self.officeID = officeID
        self.areaID = areaID
    }

    package func perform(at desk: Desk) throws -> ID<Duty> {
        _ = try desk.findAccount(accountID)
        guard let role = desk.pack.rolesByCode[role] else { throw Problem.field("role", "not-one-of-these") }
        try desk.requireOpening([role.code])
        let office = try officeID.map { try desk.findOffice($0) }
        let area = try areaID.map { try desk.findArea($0) }
        if office == nil, role.grants.contains(where: { $0.reach == .office }) { throw Problem.field("officeID", "required") }
        if area == nil, role.grants.contains(where: { $0.reach == .area }) { throw Problem.field("areaID", "required") }
        let id: ID<Duty> = desk.newID()
        try desk.writer.run(
            """
            INSERT INTO duties (district, id, account_id, role, office_id, area_id, begun_at, since)
            VALUES (\(desk.district), \(id), \(accountID), \(role.code), \(officeID), \(areaID), \(desk.now), \(desk.now))
            """)
        let place = [office?.name.zh, area?.name].compactMap { $0 }.joined(separator: " ")
        try desk.record(DutyAdded(accountID: accountID, role: role.code, place: place))
        return id
    }
}

package struct EndDuty: Verb {
    package static let permission: Permission = "duty.end"
    package var dutyID: ID<Duty>

    package init(dutyID: ID<Duty>) { self.dutyID = dutyID }

    package func perform(at desk: Desk) throws -> Done {
        guard
            let row = try desk.db.first(
                "SELECT account_id, role FROM duties WHERE district = \(desk.district) AND id = \(dutyID) AND ended_at IS NULL")
        else { throw Problem.notFound("duty") }
        try desk.writer.run(
            "UPDATE duties SET ended_at = \(desk.now), \(revisedAt: desk.now.microseconds) WHERE district = \(desk.district) AND id = \(dutyID)"
        )
        try desk.record(DutyEnded(accountID: try row.get("account_id"), role: try row.get("role")))
        return Done()
    }
}

/// Stops a person from signing in, and ends their sessions at once; or lets them in again.
package struct SuspendAccount: Verb {
    package static let permission: Permission = "account.suspend"
    package var accountID: ID<Account>
    package var suspended: Bool

    package init(accountID: ID<Account>, suspended: Bool) {
        self.accountID = accountID
        self.suspended = suspended
    }

    package func perform(at desk: Desk) throws -> Done {
        let account = try desk.findAccount(accountID)
        if suspended, account.id == desk.scope.accountID { throw Problem(.conflict, "not-oneself") }
        let state: Account.State = suspended ? .suspended : .active
        try desk.writer.run(
            "UPDATE accounts SET state = \(state), \(revisedAt: desk.now.microseconds) WHERE district = \(desk.district) AND id = \(account.id)"
        )
        if suspended { try desk.endSessions(of: account.id) }
        try desk.record(AccountChanged(accountID: account.id, what: state.rawValue))
        return Done()
    }
}

extension Desk {
    func setPassword(hash: String, of account: ID<Account>, mustChange: Bool) throws {
        try writer.run(
            """
            UPDATE accounts SET password = \(hash), must_change_password = \(mustChange), \(revisedAt: now.microseconds)
            WHERE district = \(district) AND id = \(account)
            """)
    }

    func endSessions(of account: ID<Account>, except kept: [UInt8]? = nil) throws {
        try writer.run("DELETE FROM sessions WHERE district = \(district) AND account_id = \(account) AND digest <> \(kept ?? [])")
    }
}

enum MailAddress {
    /// Nil for nothing typed. Only the shape is checked; whether it reaches anybody, the post office finds out.
    static func checked(_ text: String?) throws -> String? {
        guard let text = text?.trimmedSpace, !text.isEmpty else { return nil }
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, halves[1].contains("."), text.count <= 200,
            !text.contains(where: { $0.isWhitespace || "<>,;".contains($0) })
        else { throw Problem.field("mail", "not-a-mail-address") }
        return text
    }
}
