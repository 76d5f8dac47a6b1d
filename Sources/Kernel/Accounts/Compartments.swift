package import Store
import WorkingTime

// What is shut to everybody but those whose role opens it, however far else they see; and to the people it is about.

extension Reading {
    /// Rows in no compartment, or in one that this person opens and that is not about an office of theirs.
    package func compartmentCondition(_ compartment: SQL, barring office: SQL) throws -> SQL {
        if scope.opensEverything { return "(1 = 1)" }
        if scope.compartments.isEmpty { return "\(compartment) IS NULL" }
        return """
            (\(compartment) IS NULL
              OR \(compartment) IN \(list: scope.compartments.sorted()) AND (\(office) IS NULL OR \(office) NOT IN \(list: try ownOffices())))
            """
    }

    /// The offices whose affairs this person is part of: their own and those above them, but not the one at the top, which is everybody's.
    package func ownOffices() throws -> [ID<Office>] {
        let paths = try scope.officeIDs.map { try findOffice($0).path }
        let own = Set(scope.officeIDs)
        return try officeList().all.filter { office in
            own.contains(office.id) || office.parentID != nil && paths.contains { $0.hasPrefix(office.path) }
        }.map(\.id)
    }

    /// Everybody whose role opens a compartment and who is not of the office that a matter is about.
    package func accountsOpening(_ compartment: String, besides barred: ID<Office>?) throws -> [ID<Account>] {
        let roles = pack.roles.filter { $0.compartments.contains(compartment) }.map(\.code)
        let barredPath = try barred.map { try findOffice($0) }
        let duties = try allDuties().filter { roles.contains($0.role) }
        return Set(duties.map(\.accountID)).filter { account in
            guard let barredPath else { return true }
            return !duties.contains { duty in
                duty.accountID == account
                    && (duty.officePath.map { $0.hasPrefix(barredPath.path) && barredPath.parentID != nil || $0 == barredPath.path }
                        ?? false)
            }
        }.sorted { $0.description < $1.description }
    }
}

extension Desk {
    /// Nobody gives themselves, or comes by somebody else's account to, what is shut to them. The first of a compartment's keepers are
    /// named at the command line.
    func requireOpening(_ roles: [String]) throws {
        let shut = Set(roles.flatMap { pack.rolesByCode[$0]?.compartments ?? [] }).filter { !scope.opens($0) }
        guard shut.isEmpty else { throw Problem(.forbidden, "compartment-shut") }
    }

    /// The same for whatever would let this person act as another.
    func requireOpening(rolesOf account: ID<Account>) throws { try requireOpening(try duties(of: account).map(\.role)) }
}
