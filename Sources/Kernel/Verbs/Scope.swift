package import Store

/// Who asks, and what they may reach. Every query that returns the district's data takes one; there is no other way to the data.
package struct Scope: Sendable {
    package enum Actor: Hashable, Sendable {
        case account(ID<Account>, name: String)
        /// Someone without an account: a resident with or without a receipt code.
        case visitor
        /// A timer, a reaction, a device: named by what runs.
        case system(String)
    }

    /// One way in which a permission is held.
    package struct Grant: Hashable, Sendable {
        package var reach: Reach
        package var officePath: String?
        package var areaPath: String?

        package init(reach: Reach, officePath: String? = nil, areaPath: String? = nil) {
            self.reach = reach
            self.officePath = officePath
            self.areaPath = areaPath
        }
    }

    package var district: String
    package var actor: Actor
    package var grants: [Permission: Set<Grant>]
    package var duties: [Duty]
    package var mode: Mode
    /// What is shut to everybody else: a role opens it, whatever else it may see.
    package var compartments: Set<String> = []
    /// Set for what the district itself computes for people to read: it sees everything that is open, and nothing that is shut.
    private(set) var isForReaders = false
    /// The name of the API key, where a program acts for the account.
    var program: String?
    /// The digest of the session one came in by; nil without one.
    var session: [UInt8]?

    package init(
        district: String, actor: Actor, grants: [Permission: Set<Grant>] = [:], duties: [Duty] = [], mode: Mode = .live
    ) {
        self.district = district
        self.actor = actor
        self.grants = grants
        self.duties = duties
        self.mode = mode
    }

    /// A resident without an account. May run verbs that are open to everyone, and see what a receipt code opens.
    package static func visitor(of district: String) -> Scope { Scope(district: district, actor: .visitor) }
    /// The district's own timers. They see everything, and every event names them.
    package static func system(_ name: String, of district: String, mode: Mode = .live) -> Scope {
        Scope(district: district, actor: .system(name), mode: mode)
    }

    /// The district's own eyes for papers that many read: everything, but no compartment.
    package static func readers(_ name: String, of district: String) -> Scope {
        var scope = Scope.system(name, of: district)
        scope.isForReaders = true
        return scope
    }

    package var isSystem: Bool { if case .system = actor { true } else { false } }
    package var accountID: ID<Account>? { if case .account(let id, _) = actor { id } else { nil } }

    package func may(_ permission: Permission) -> Bool { isSystem || grants[permission]?.isEmpty == false }

    package func require(_ permission: Permission) throws {
        guard !may(permission) else { return }
        throw actor == .visitor ? Problem.unauthenticated : Problem.forbidden(permission)
    }

    package func reachesDistrict(_ permission: Permission) -> Bool {
        isSystem || grants[permission]?.contains { $0.reach == .district } == true
    }

    package func areaPaths(_ permission: Permission) -> [String] {
        (grants[permission] ?? []).filter { $0.reach == .area }.compactMap(\.areaPath).sorted()
    }

    /// Whether a permission reaches every area, by the district itself or as its own.
    package func reachesEveryArea(_ permission: Permission) -> Bool {
        reachesDistrict(permission) || areaPaths(permission).contains(where: TreePath.isTop)
    }

    /// Whether a permission reaches an area.
    package func reaches(_ area: Area, _ permission: Permission) -> Bool {
        reachesDistrict(permission) || areaPaths(permission).contains { area.path.hasPrefix($0) }
    }

    /// Whether two permissions reach the same areas.
    func reachesAlike(_ one: Permission, _ other: Permission) -> Bool {
        reachesDistrict(one) == reachesDistrict(other) && areaPaths(one) == areaPaths(other)
    }

    package func officePaths(_ permission: Permission) -> [String] {
        (grants[permission] ?? []).filter { $0.reach == .office }.compactMap(\.officePath).sorted()
    }

    package func ownOnly(_ permission: Permission) -> Bool {
        grants[permission]?.contains { $0.reach == .own } == true
    }

    /// The same for everybody who sees the same by some permissions: what figures are kept under.
    package func reachKey(_ permissions: Permission...) -> String {
        let reach = permissions.flatMap { permission in
            [
                "\(reachesDistrict(permission))", areaPaths(permission).joined(separator: ","),
                officePaths(permission).joined(separator: ","), ownOnly(permission) ? accountID?.description ?? "" : "",
            ]
        }
        // Whoever opens a compartment has figures of their own: what they count depends on where they work as well.
        return (reach + [mode.rawValue, compartments.isEmpty ? "" : accountID?.description ?? ""]).joined(separator: "|")
    }

    /// The same reach in nobody's name; nil for those who open a compartment, where what is seen depends on who looks.
    package var unnamed: Scope? {
        guard compartments.isEmpty else { return nil }
        return Scope(district: district, actor: .visitor, grants: grants, mode: mode)
    }

    /// The same for all whose unnamed reach is the same: what parts of pages are kept under.
    package var sightKey: String {
        let held = grants.map { permission, grants in
            let ways = grants.map { "\($0.reach.rawValue) \($0.officePath ?? "") \($0.areaPath ?? "")" }
            return permission.rawValue + "=" + ways.sorted().joined(separator: ",")
        }
        return held.sorted().joined(separator: ";") + "|" + mode.rawValue
    }

    package func opens(_ compartment: String) -> Bool { opensEverything || compartments.contains(compartment) }

    /// The district's own work, which has to reach what is shut as well: timers, reactions.
    package var opensEverything: Bool { isSystem && !isForReaders }

    /// The offices one works in, without those below.
    package var officeIDs: [ID<Office>] { Array(Set(duties.compactMap(\.officeID))) }
}

/// Live, or a drill: what happens in a drill reaches no live figure and no real person.
package enum Mode: String, Codable, Sendable, SQLConvertible, CaseIterable {
    case live, drill
}

/// Prefix search over materialised paths (`/1/7/a/`): an index range on both engines.
package enum TreePath {
    package static func condition(_ column: SQL, under path: String) -> SQL {
        // `0` is the character after `/`, so the range holds exactly what starts with the path.
        "(\(column) >= \(path) AND \(column) < \(String(path.dropLast()) + "0"))"
    }

    package static func condition(_ column: SQL, underAny paths: [String]) -> SQL {
        .any(paths.map { condition(column, under: $0) })
    }

    /// Of the district itself.
    static func isTop(_ path: String) -> Bool { path.split(separator: "/").count == 1 }

    package static func child(of parent: String?, key: Int64) -> String {
        (parent ?? "/") + String(key, radix: 36) + "/"
    }
}
