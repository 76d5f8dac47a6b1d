package import Kernel
import Logging
import Sealing
import Store
package import WorkingTime

/// A district opened from its data folder, checked: its keys are the right ones, its schema is the program's, its pack is whole.
package struct OpenDistrict: Sendable {
    package let district: District
    package let vault: FileVault
    package let folder: DataFolder
    package let settings: HomeSettings

    /// - Throws: `HomeProblem`, `SealingError`, `StoreError` or `PackProblems`, each with what to do about it.
    package static func open(folder: DataFolder, clock: DistrictClock = .live()) async throws -> OpenDistrict {
        let settings = try HomeSettings.read(from: folder)
        let keys = try KeyRing.load(from: folder.keys)
        let pack = try Pack.load(settings.pack, from: settings.packsPath(in: folder), modules: .huying)
        let store = try settings.openStore(in: folder)
        do {
            try await checkSchema(of: store)
            try await check(keys, of: pack.district, in: store)
            let open = try OpenDistrict(
                store: store, keys: keys, pack: pack, folder: folder, settings: settings, clock: clock)
            try await open.district.takeUpSubjects()
            try await open.district.takeUpCalendar()
            return open
        } catch {
            await store.close()
            throw error
        }
    }

    init(
        store: Store, keys: KeyRing, pack: Pack, folder: DataFolder, settings: HomeSettings, clock: DistrictClock,
        passwordCost: PasswordCost = .standard
    ) throws {
        district = try District(
            store: store, clock: clock, keys: keys, pack: pack, modules: .huying, passwordCost: passwordCost,
            fileFolder: settings.engine == .sqlite ? folder.files : nil, log: Logger(label: "huying"))
        vault = FileVault(district: district)
        self.folder = folder
        self.settings = settings
    }

    package func close() async { await district.store.close() }

    /// Brings the records' schema up to this program's.
    package static func migrate(folder: DataFolder) async throws {
        let store = try HomeSettings.read(from: folder).openStore(in: folder)
        do {
            try await store.migrate(Modules.huying.migrations)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    private static func checkSchema(of store: Store) async throws {
        do {
            try await store.checkSchema(Modules.huying.migrations)
        } catch StoreError.unknownMigration(let missing) {
            throw HomeProblem.olderSchema(missing)
        }
    }

    private static func check(_ keys: KeyRing, of district: String, in store: Store) async throws {
        guard let known = try await store.read({ try DistrictFacts.value(keysFact, of: district, in: $0) }) else {
            throw HomeProblem.districtMissing(district)
        }
        try keys.check(fingerprint: known)
        // After a rotation the newer file is the only right one.
        if known != keys.fingerprint {
            let fingerprint = keys.fingerprint
            try await store.write { try DistrictFacts.set(keysFact, to: fingerprint, of: district, in: $0) }
        }
    }

    static let keysFact = "keys"
}

extension HomeSettings {
    func openStore(in folder: DataFolder) throws -> Store {
        switch engine {
        case .sqlite: try .sqlite(path: folder.store)
        case .postgres(let conninfo): try .postgres(conninfo)
        }
    }
}
