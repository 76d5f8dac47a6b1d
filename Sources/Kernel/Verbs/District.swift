import Dispatch
package import Logging
package import Sealing
package import Store
package import WorkingTime

/// A live district: its store, clock, keys, pack and modules. Everything is passed in; nothing is global.
package final class District: Sendable {
    package let code: String
    package let store: Store
    package let clock: DistrictClock
    package let keys: KeyRing
    package let ids: IDSource
    package let modules: Modules
    package let announcer: Announcer
    package let log: Logger
    /// How hard passwords are to guess; tests take the cheap one.
    package let passwordCost: PasswordCost
    let keptLoads = KeptLoads()
    /// Verified against where a name does not exist, so that time tells nothing.
    let decoyHash: PasswordHash
    /// Where files are kept; nil keeps them in the database.
    package let fileFolder: String?
    let packHolder: PackHolder
    let officeCache = OfficeCache()
    let areaCache = AreaCache()
    let people = KeptPeople()
    let counts = KeptCounts()

    package init(
        store: Store, clock: DistrictClock, keys: KeyRing, pack: Pack, modules: Modules, ids: IDSource = .random,
        passwordCost: PasswordCost = .standard, fileFolder: String? = nil, announcer: Announcer = Announcer(),
        log: Logger = Logger(label: "huying")
    ) throws {
        code = pack.district
        self.passwordCost = passwordCost
        self.fileFolder = fileFolder
        decoyHash = try PasswordHash.make(Secret.make(bytes: 16), cost: passwordCost)
        self.store = store
        self.clock = clock
        self.keys = keys
        self.ids = ids
        self.modules = modules
        self.announcer = announcer
        self.log = log
        packHolder = PackHolder(pack)
    }

    /// The pack in force. Loading another one is a verb; readers always see a whole one.
    package var pack: Pack {
        _read { yield packHolder.pack }
    }

    /// Another number for each pack that was loaded.
    package var packGeneration: Int { packHolder.generation }

    /// Asked here, where the pack lies: what is asked of `pack` from elsewhere may copy all of it first.
    package func item(_ code: String, in list: String) -> Pack.ListItem? { packHolder.pack.item(code, in: list) }
    func list(_ name: String) -> [Pack.ListItem] { packHolder.pack.list(name) }

    /// What is due before it is near: a working day from this second on.
    package func nearLimit(at now: Instant) -> Instant { packHolder.nearLimit(at: now) }

    package func schedule(hours: String? = nil) -> WorkSchedule { packHolder.schedule(hours: hours) }

    /// Performs a verb for a person. With a request id, a repeat returns the first outcome and changes nothing.
    package func perform<V: Verb>(
        _ verb: V, as scope: Scope, request: RequestID? = nil, happenedAt: Instant? = nil
    ) async throws -> V.Outcome {
        if V.audience == .staff { try scope.require(V.permission) }
        if V.audience == .timers, !scope.isSystem { throw Problem.forbidden(V.permission) }
        if let happenedAt, happenedAt > clock.now { throw Problem.field("happenedAt", "in-the-future") }
        let verb = try await verb.prepared(for: scope, in: self)
        let outcome: V.Outcome
        let announced: [Announcement]
        let afterwards: [@Sendable () -> Void]
        do {
            (outcome, announced, afterwards) = try await store.write { writer in
                let desk = Desk(
                    writer: writer, scope: scope, now: self.clock.now, home: self, request: request, verb: V.name,
                    happenedAt: happenedAt)
                if let request, let earlier = try RequestLog.outcome(of: request, verb, at: desk) { return (earlier, [], []) }
                try desk.foreseeing()
                let outcome = try verb.perform(at: desk)
                if let request { try RequestLog.remember(outcome, of: request, verb, at: desk) }
                try desk.finish()
                return (outcome, desk.announced, desk.afterwards)
            }
        } catch {
            throw problem(of: error)
        }
        for work in afterwards { work() }
        announcer.publish(announced)
        return outcome
    }

    /// Asks something on behalf of a person, now or as it was known at a moment.
    package func read<Value: Sendable>(
        as scope: Scope, asOf: Instant? = nil, _ body: @escaping @Sendable (Reading) throws -> Value
    ) async throws -> Value {
        do {
            return try await store.read { reader in
                try body(Reading(db: reader, scope: scope, now: self.clock.now, asOf: asOf, home: self))
            }
        } catch {
            throw problem(of: error)
        }
    }

    /// What a full or failing disk says is for whoever runs the machine: people read only that it will not do now.
    private func problem(of error: any Error) -> any Error {
        switch error as? StoreError {
        case .diskFull, .unavailable: log.error("store failed", metadata: ["error": "\(error)"])
        default: break
        }
        return StoreProblems.translate(error)
    }
}

/// Runs work that takes long or blocks away from the threads that serve requests.
package func offload<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: work()) }
    }
}
