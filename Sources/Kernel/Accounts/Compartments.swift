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

    /// The offices whose affairs this person is part of.
    package func ownOffices() throws -> [ID<Office>] {
        let paths = try scope.officeIDs.map { try findOffice($0).path }
        return try officeList().all.filter { office in paths.contains(where: office.isAffair(ofPeopleAt:)) }.map(\.id)
    }

    /// Everybody whose role opens a compartment and who is not of the office that a matter is about, in whatever role.
    package func accountsOpening(_ compartment: String, besides barred: ID<Office>?) throws -> [ID<Account>] {
        let roles = pack.roles.filter { $0.compartments.contains(compartment) }.map(\.code)
        let barred = try barred.map { try findOffice($0) }
        let duties = try allDuties()
        return Set(duties.filter { roles.contains($0.role) }.map(\.accountID)).filter { account in
            guard let barred else { return true }
            return !duties.contains { duty in
                duty.accountID == account && duty.officePath.map(barred.isAffair(ofPeopleAt:)) == true
            }
        }.sorted { $0.description < $1.description }
    }
}

extension Office {
    /// Whether what is about this office is about people at the office of that path too: it is theirs or one above theirs, but not the one
    /// at the top, which is everybody's.
    fileprivate func isAffair(ofPeopleAt path: String) -> Bool { path == self.path || parentID != nil && path.hasPrefix(self.path) }
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
