import Store

extension Reading {
    /// Everybody whose duties of today give a permission, each once.
    package func people(with permission: Permission) throws -> [ID<Account>] {
        let roles = Set(pack.rolesByCode.values.filter { role in role.grants.contains { $0.permission == permission } }.map(\.code))
        var seen: Set<ID<Account>> = []
        return try allDuties().filter { roles.contains($0.role) }.map(\.accountID).filter { seen.insert($0).inserted }
    }
}
