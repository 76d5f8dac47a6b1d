package import Store

/// What one product area brings: verbs, tables, reactions, timers, indicators. Pages and routes are added by its front door at
/// the floor above.
package struct Module: Sendable {
    package var name: String
    package var verbs: [AnyVerb] = []
    package var migrations: [Migration] = []
    package var reactions: [Reaction] = []
    package var timers: [DistrictTimer] = []
    package var populations: [any Population] = []
    /// Permissions for looking, which no verb carries.
    package var viewPermissions: [Permission] = []
    /// Kinds of subjects that are shut to everybody but those whose role opens the compartment: `["tip": "tips"]`.
    package var compartments: [String: String] = [:]
    /// Tables with a column `hash` that hold on to files.
    package var fileUses: [SQL] = []

    package init(name: String) { self.name = name }
}

/// Everything the district is made of, checked once at start.
package struct Modules: Sendable {
    package let all: [Module]
    private let reactionsByEvent: [String: [Reaction]]
    private let verbsByName: [String: AnyVerb]

    /// Two verbs of one name, or two populations, are a mistake of ours: refused at start.
    package init(_ modules: [Module]) {
        all = modules
        reactionsByEvent = Dictionary(grouping: modules.flatMap(\.reactions), by: \.event)
        verbsByName = Dictionary(modules.flatMap(\.verbs).map { ($0.name, $0) }) { first, _ in
            preconditionFailure("two verbs are named \(first.name)")
        }
    }

    package var verbs: [AnyVerb] { verbsByName.values.sorted { $0.name < $1.name } }
    package func verb(named name: String) -> AnyVerb? { verbsByName[name] }
    package func reactions(to event: String) -> [Reaction] { reactionsByEvent[event] ?? [] }
    package var migrations: [Migration] { StoreSchema.migrations + all.flatMap(\.migrations) }
    package var timers: [DistrictTimer] { all.flatMap(\.timers) }
    package func population(named name: String) -> (any Population)? {
        all.flatMap(\.populations).first { $0.name == name }
    }
    /// By population, the conditions that a pack's indicators may name.
    package var conditions: [String: Set<String>] {
        Dictionary(all.flatMap(\.populations).map { ($0.name, Set($0.conditionNames)) }, uniquingKeysWith: { first, _ in first })
    }
    package var compartments: [String: String] {
        Dictionary(all.flatMap { Array($0.compartments) }, uniquingKeysWith: { first, _ in first })
    }
    package var fileUses: [SQL] { all.flatMap(\.fileUses) }
    /// Every permission that exists; a pack that grants another one is refused.
    package var permissions: Set<Permission> {
        Set(verbs.map(\.permission)).union(all.flatMap(\.viewPermissions))
    }
}

/// Work that the district does by itself, again and again.
package struct DistrictTimer: Sendable {
    package var name: String
    package var everySeconds: Int
    package var run: @Sendable (District) async throws -> Void

    package init(_ name: String, everySeconds: Int, _ run: @escaping @Sendable (District) async throws -> Void) {
        self.name = name
        self.everySeconds = everySeconds
        self.run = run
    }
}
