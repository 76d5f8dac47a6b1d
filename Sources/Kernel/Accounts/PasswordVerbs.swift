import Sealing
import Store

/// A random password for somebody's first sign-in, with its hash, which takes long to make.
struct FirstPassword: Sendable {
    let text: String
    let hash: String

    static func make(in district: District) async throws -> FirstPassword {
        let text = RandomPassword.make()
        return FirstPassword(text: text, hash: try await district.passwordHash(of: text))
    }
}

extension District {
    /// Away from the threads that serve requests, and outside any transaction.
    func passwordHash(of password: String) async throws -> String {
        let cost = passwordCost
        return try await offload { Result { try PasswordHash.make(password, cost: cost).encoded } }.get()
    }
}

/// Gives a person a new first password, told once.
package struct ResetPassword: Verb {
    package static let permission: Permission = "account.change"
    package static let keepsOutcome = false
    package var accountID: ID<Account>
    private var password: FirstPassword?

    private enum CodingKeys: CodingKey { case accountID }

    package init(accountID: ID<Account>) { self.accountID = accountID }

    package func prepared(for scope: Scope, in district: District) async throws -> ResetPassword {
        var verb = self
        verb.password = try await .make(in: district)
        return verb
    }

    package func perform(at desk: Desk) throws -> AddAccount.Outcome {
        guard let password else { throw Problem(.broken, "broken") }
        let account = try desk.findAccount(accountID)
        try desk.requireOpening(rolesOf: account.id)
        try desk.setPassword(hash: password.hash, of: account.id, mustChange: true)
        try desk.endSessions(of: account.id)
        try desk.record(AccountChanged(accountID: account.id, what: "password-reset"))
        return AddAccount.Outcome(accountID: account.id, password: password.text)
    }
}

/// Changes one's own password. The old one is asked for again, and guessing it is slowed down as at signing in; other sessions end.
package struct ChangeOwnPassword: Verb {
    package static let permission: Permission = "account.own-password"
    package static let audience = VerbAudience.everyone
    package var old: String
    package var new: String
    private var checked: Checked?

    /// What was found before the transaction: which hash the old password fits, if it does, and the new one's.
    private struct Checked: Sendable {
        var oldHash: String?
        var newHash: String
    }

    private enum CodingKeys: CodingKey { case old, new }

    package init(old: String, new: String) {
        self.old = old
        self.new = new
    }

    package func prepared(for scope: Scope, in district: District) async throws -> ChangeOwnPassword {
        guard let id = scope.accountID else { throw Problem.unauthenticated }
        let account = try await district.read(as: scope) { try $0.findAccount(id) }
        let attempt = try await Throttle.enter(login: account.login, address: "signed-in", in: district)
        let old = old
        let isRight = await offload { (try? PasswordHash(encoded: account.passwordHash))?.verify(old) == true }
        if isRight { try await district.store.write { try Throttle.leave(attempt, of: district.code, in: $0) } }
        var verb = self
        verb.checked = Checked(
            oldHash: isRight ? account.passwordHash : nil, newHash: try await district.passwordHash(of: String(new.prefix(200))))
        return verb
    }

    package func perform(at desk: Desk) throws -> Done {
        guard let id = desk.scope.accountID, let checked else { throw Problem.unauthenticated }
        let account = try desk.findAccount(id)
        // Somebody may have given them another one meanwhile.
        guard account.passwordHash == checked.oldHash else { throw Problem.field("old", "wrong-password") }
        // Signing in looks at no more than that.
        if new.count > 200 { throw Problem.field("new", "too-long", ["longest": "200", "is": "\(new.count)"]) }
        if let problem = PasswordRule.check(new, userName: account.login).first {
            throw Problem.field("new", "password-\(problem.rawValue)")
        }
        if new == old { throw Problem.field("new", "same-password") }
        try desk.setPassword(hash: checked.newHash, of: id, mustChange: false)
        try desk.endSessions(of: id, except: desk.scope.session)
        try desk.record(AccountChanged(accountID: id, what: "password"))
        return Done()
    }
}
