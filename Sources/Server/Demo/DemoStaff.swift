import Kernel
import Sealing

/// The people of a demonstration with accounts, and who of them does what.
struct DemoStaff: Sendable {
    let signIns: [FirstSignIn]
    private let byRole: [String: [Scope]]
    private let byOffice: [String: [Scope]]
    private let filersByArea: [String: Scope]

    /// Makes the accounts. Each person then chooses the password that is told, so that one can sign in with it at once.
    static func settle(_ members: [DemoPeople.Member], in district: District) async throws -> DemoStaff {
        var signIns: [FirstSignIn] = []
        for member in members {
            var signIn = try await district.enlist(
                login: member.login, name: member.name, role: member.role, office: member.office, area: member.area)
            let chosen = RandomPassword.make()
            _ = try await district.perform(
                ChangeOwnPassword(old: signIn.password, new: chosen), as: try await district.scope(of: member.login))
            signIn.password = chosen
            signIns.append(signIn)
        }
        var byRole: [String: [Scope]] = [:]
        var byOffice: [String: [Scope]] = [:]
        var filersByArea: [String: Scope] = [:]
        for member in members {
            let scope = try await district.scope(of: member.login)
            byRole[member.role, default: []].append(scope)
            if ["handler", "office-head"].contains(member.role) { byOffice[member.office, default: []].append(scope) }
            if ["handler", "grid-worker"].contains(member.role), let area = member.area { filersByArea[area] = scope }
        }
        return DemoStaff(signIns: signIns, byRole: byRole, byOffice: byOffice, filersByArea: filersByArea)
    }

    /// - Parameter turn: people of one role take turns.
    func person(_ role: String, turn: Int) -> Scope? {
        byRole[role].map { $0[turn % $0.count] }
    }

    func handler(of office: String, turn: Int) -> Scope? {
        byOffice[office].map { $0[turn % $0.count] }
    }

    /// Who registers what was seen or told on the spot: somebody of the community, else of its sub-district.
    func filer(in area: String) -> Scope? {
        filersByArea[area] ?? filersByArea[String(area.prefix(9))]
    }
}

extension District {
    func scope(of login: String) async throws -> Scope {
        try await read(as: .system("demo", of: code)) { reading in
            guard let account = try reading.accountIfAny(login: login) else { throw HomeProblem.noSuchAccount(login) }
            return try reading.scope(of: account)
        }
    }
}
