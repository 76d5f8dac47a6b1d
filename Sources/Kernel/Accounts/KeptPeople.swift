import Synchronization
import WorkingTime

/// Who has been at work lately and what they may reach, as last read: asked for by every request, changed a few times a month.
final class KeptPeople: Sendable {
    struct Person: Sendable {
        var account: Account
        var scope: Scope
    }

    private struct Entry: Sendable {
        var version: String
        var person: Person
    }

    /// A few hundred are at work at once.
    private static let most = 2000
    private let entries = Mutex<[ID<Account>: Entry]>([:])

    fileprivate func person(_ id: ID<Account>, version: String) -> Person? {
        entries.withLock { $0[id] }.flatMap { $0.version == version ? $0.person : nil }
    }

    fileprivate func keep(_ person: Person, version: String) {
        entries.withLock { entries in
            if entries.count >= Self.most { entries.removeAll() }
            entries[person.account.id] = Entry(version: version, person: person)
        }
    }
}

extension Reading {
    /// Somebody and what they may reach today; read anew when anything that it is made of has changed, in whichever process.
    func person(_ id: ID<Account>) throws -> KeptPeople.Person {
        // Before the pack is looked at: what is made of a newer one than this says is made once more.
        let generation = home.packHolder.generation
        let stamps = try [Stamp.accounts, .offices, .areas].map { "\(try stamp(of: $0))" }
        let version = (["\(generation)"] + stamps).joined(separator: ".")
        if let kept = home.people.person(id, version: version), kept.scope.duties.allSatisfy({ $0.endedAt.map { $0 > now } ?? true }) {
            return kept
        }
        let account = try findAccount(id)
        let person = KeptPeople.Person(account: account, scope: try scope(of: account))
        home.people.keep(person, version: version)
        return person
    }
}
