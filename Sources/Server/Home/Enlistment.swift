package import Kernel

extension District {
    /// Registers a person with a first duty, from the command line: the first administrator has nobody above to do it.
    /// Without an office the duty is at the dispatch desk; without an area it covers the office's own.
    package func enlist(
        login: String, name: String, role: String, office officeCode: String?, area areaCode: String?
    ) async throws -> SignIn {
        let system = Scope.system("command-line", of: code)
        let (office, area) = try await read(as: system) { reading in
            let office = try officeCode.map { try reading.officeOrRefuse($0) } ?? reading.dispatchDesk()
            let area = try areaCode.map { try reading.areaOrRefuse($0).id } ?? office.areaID
            return (office, area)
        }
        guard let known = pack.rolesByCode[role] else { throw Problem.field("role", "not-one-of-these") }
        let added = try await perform(AddAccount(login: login, name: name), as: system)
        _ = try await perform(
            AddDuty(accountID: added.accountID, role: role, officeID: office.id, areaID: area), as: system)
        return SignIn(
            accountID: added.accountID, login: login.lowercased(), name: name, role: known.name.zh, office: office.name.zh, password: added.password)
    }

    /// Gives somebody who forgot theirs a new first password.
    package func resetPassword(login: String) async throws -> SignIn {
        let system = Scope.system("command-line", of: code)
        guard let account = try await read(as: system, { try $0.accountIfAny(login: login.lowercased()) }) else {
            throw HomeProblem.noSuchAccount(login)
        }
        let reset = try await perform(ResetPassword(accountID: account.id), as: system)
        return SignIn(accountID: account.id, login: account.login, name: account.name, role: "", office: "", password: reset.password)
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
