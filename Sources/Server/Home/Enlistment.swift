package import Kernel

extension District {
    /// Registers a person with a first duty, from the command line: the first administrator has nobody above to do it.
    /// Without an office the duty is at the dispatch desk; without an area it covers the office's own.
    package func enlist(
        login: String, name: String, role: String, office officeCode: String?, area areaCode: String?
    ) async throws -> FirstSignIn {
        let (office, area) = try await place(office: officeCode, area: areaCode)
        guard let known = pack.rolesByCode[role] else { throw Problem.field("role", "not-one-of-these") }
        let added = try await perform(AddAccount(login: login, name: name), as: commandLine)
        _ = try await perform(
            AddDuty(accountID: added.accountID, role: role, officeID: office.id, areaID: area), as: commandLine)
        return FirstSignIn(
            accountID: added.accountID, login: login.lowercased(), name: name, role: known.name.zh, office: office.name.zh,
            password: added.password)
    }

    /// Gives a duty to somebody who is there.
    func assign(_ account: ID<Account>, role: String, office officeCode: String?, area areaCode: String?) async throws {
        let (office, area) = try await place(office: officeCode, area: areaCode)
        _ = try await perform(AddDuty(accountID: account, role: role, officeID: office.id, areaID: area), as: commandLine)
    }

    private func place(office: String?, area: String?) async throws -> (Office, ID<Area>?) {
        try await read(as: commandLine) { reading in
            let office = try office.map { try reading.officeOrRefuse($0) } ?? reading.dispatchDesk()
            return (office, try area.map { try reading.areaOrRefuse($0).id } ?? office.areaID)
        }
    }

    private var commandLine: Scope { .system("command-line", of: code) }

    /// Gives somebody who forgot theirs a new first password.
    package func resetPassword(login: String) async throws -> FirstSignIn {
        guard let account = try await read(as: commandLine, { try $0.accountIfAny(login: login.lowercased()) }) else {
            throw HomeProblem.noSuchAccount(login)
        }
        let reset = try await perform(ResetPassword(accountID: account.id), as: commandLine)
        return FirstSignIn(accountID: account.id, login: account.login, name: account.name, role: "", office: "", password: reset.password)
    }
}

extension Reading {
    func officeOrRefuse(_ code: String) throws -> Office {
        guard let office = try officeIfAny(code: code) else { throw HomeProblem.noSuchOffice(code) }
        return office
    }

    func areaOrRefuse(_ code: String) throws -> Area {
        guard let area = try areaIfAny(code: code) else { throw HomeProblem.noSuchArea(code) }
        return area
    }
}
