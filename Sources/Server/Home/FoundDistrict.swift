package import Kernel
import Sealing
import Store
import WorkingTime

/// Makes a new district: its keys, its records, the places of its pack, and somebody who can sign in.
package struct FoundDistrict: Sendable {
    package var folder: DataFolder
    package var settings: HomeSettings
    /// Nil makes a district with one administrator; otherwise the pack's invented people and requests are played into it.
    package var demonstration: Demonstration?
    package var progress: Progressing

    package init(
        folder: DataFolder, settings: HomeSettings, demonstration: Demonstration? = nil,
        progress: @escaping Progressing = { _ in }
    ) {
        self.folder = folder
        self.settings = settings
        self.demonstration = demonstration
        self.progress = progress
    }

    /// Told once: nobody can find the passwords again.
    package struct Outcome: Sendable {
        package var pack: Pack
        package var areas: Int
        package var offices: Int
        package var signIns: [FirstSignIn]
        package var cases = 0
    }

    package func found() async throws -> Outcome {
        let pack = try Pack.load(settings.pack, from: settings.packs, modules: .huying)
        return try await folder.build { unfinished in
            let keys = KeyRing.make()
            try keys.save(to: unfinished.keys)
            try settings.write(to: unfinished)
            let store = try settings.openStore(in: unfinished)
            do {
                let outcome = try await fill(store, keys: keys, pack: pack, folder: unfinished)
                await store.close()
                return outcome
            } catch {
                await store.close()
                throw error
            }
        }
    }

    private func fill(_ store: Store, keys: KeyRing, pack: Pack, folder: DataFolder) async throws -> Outcome {
        try await store.migrate(Modules.huying.migrations)
        try await claim(pack.district, for: keys, in: store)
        let clock = demonstration.map { DistrictClock.virtual(startingAt: $0.begins) } ?? .live()
        // A random first password of 89 bits needs no slow hash; the one that a person chooses gets it.
        let open = try OpenDistrict(
            store: store, keys: keys, pack: pack, folder: folder, settings: settings, clock: clock, passwordCost: .cheap)
        let district = open.district
        let places = try await district.perform(SeedPlaces(), as: .system("init", of: district.code))
        var outcome = Outcome(pack: pack, areas: places.areas, offices: places.offices, signIns: [])
        if let demonstration {
            let played = try await demonstration.play(in: district, packs: settings.packs, progress: progress)
            outcome.signIns = played.signIns
            outcome.cases = played.cases
            try OwnFile.write(FirstSignIn.table(played.signIns), to: folder.signIns)
        } else {
            outcome.signIns = [try await administrator(in: district)]
        }
        return outcome
    }

    /// The first thing written, so that a database is never filled under two rings of keys.
    private func claim(_ district: String, for keys: KeyRing, in store: Store) async throws {
        let fingerprint = keys.fingerprint
        try await store.write { writer in
            guard try DistrictFacts.value(OpenDistrict.keysFact, of: district, in: writer) == nil else {
                throw HomeProblem.districtTaken(district)
            }
            try DistrictFacts.set(OpenDistrict.keysFact, to: fingerprint, of: district, in: writer)
        }
    }

    private func administrator(in district: District) async throws -> FirstSignIn {
        let role = "administrator"
        let name = district.pack.rolesByCode[role]?.name.zh ?? role
        return try await district.enlist(login: "admin", name: name, role: role, office: nil, area: nil)
    }
}

/// How somebody signs in, while the password can still be told.
package struct FirstSignIn: Sendable {
    package var accountID: ID<Account>
    package var login: String
    package var name: String
    package var role: String
    package var office: String
    package var password: String

    /// A line each, for the file of a demonstration.
    static func table(_ signIns: [FirstSignIn]) -> String {
        signIns.map { "\($0.login)\t\($0.password)\t\($0.role)\t\($0.office)\t\($0.name)\n" }.joined()
    }
}

/// How far long work has come. `total` is nil where nobody knows.
package struct Progressed: Sendable {
    package var done: Int
    package var total: Int?

    package init(done: Int, total: Int?) {
        self.done = done
        self.total = total
    }
}

package typealias Progressing = @Sendable (Progressed) -> Void
