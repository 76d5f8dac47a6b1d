import Store

extension Scope {
    /// The offices at which the person's duties give a permission, as a pack says.
    package func offices(by permission: Permission, in pack: Pack) -> [ID<Office>] {
        var seen: Set<ID<Office>> = []
        return duties.filter { duty in
            pack.rolesByCode[duty.role]?.grants.contains { $0.permission == permission } == true
        }.compactMap(\.officeID).filter { seen.insert($0).inserted }
    }
}

extension Reading {
    /// The offices at which the person's duties give a permission: whoever keeps the accounts there is not told what is asked of it.
    package func offices(by permission: Permission) -> [ID<Office>] {
        scope.offices(by: permission, in: pack)
    }

    /// The roles that give a permission.
    package func roles(giving permission: Permission) -> [String] {
        pack.rolesByCode.values.filter { role in role.grants.contains { $0.permission == permission } }.map(\.code)
    }

    /// Everybody whose duties of today give a permission, each once.
    package func people(with permission: Permission) throws -> [ID<Account>] {
        let roles = Set(roles(giving: permission))
        var seen: Set<ID<Account>> = []
        return try allDuties().filter { roles.contains($0.role) }.map(\.accountID).filter { seen.insert($0).inserted }
    }
}
