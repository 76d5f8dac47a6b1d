import Casework
import Foundation
import Kernel
import Sealing
import Server
import Store
import Testing
import WorkingTime
import World

/// A data folder of 青石区, from its making on.
struct Home {
    let folder: DataFolder
    let signIns: [FirstSignIn]

    static func make() async throws -> Home {
        let folder = DataFolder(TemporaryFolder.make() + "/data")
        let settings = HomeSettings(pack: "world", packs: World.packFolder)
        return Home(folder: folder, signIns: try await FoundDistrict(folder: folder, settings: settings).found().signIns)
    }

    @discardableResult
    func opened<Value>(_ work: (OpenDistrict) async throws -> Value) async throws -> Value {
        let open = try await OpenDistrict.open(folder: folder)
        let result: Result<Value, any Error>
        do { result = .success(try await work(open)) } catch { result = .failure(error) }
        await open.close()
        return try result.get()
    }

    func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
}

@Suite struct HomeTests {
    @Test func afterARotationOldAndNewFieldsOpenAndTheOldFileIsRefused() async throws {
        let home = try await Home.make()
        func file(_ phone: String) async throws -> ID<Case> {
            try await home.opened {
                try await $0.district.perform(
                    FileCase(channel: "web", text: "路灯不亮", contact: Contact(phone: phone)), as: .system("test", of: $0.district.code)
                ).caseID
            }
        }
        func contact(_ id: ID<Case>) async throws -> String? {
            try await home.opened {
                try await $0.district.perform(RevealContact(caseID: id, purpose: "回访"), as: .system("test", of: $0.district.code)).phone
            }
        }
        let before = try await file("13800138000")
        let older = try home.folder.rotateKeys()
        #expect(try home.mode(home.folder.keys) == 0o600 && home.mode(older) == 0o600)
        let after = try await file("13900139000")
        #expect(try await contact(before) == "13800138000")
        #expect(try await contact(after) == "13900139000")
        // Whoever puts the old file back is told at the start, not when a field does not open.
        try FileManager.default.removeItem(atPath: home.folder.keys)
        try FileManager.default.copyItem(atPath: older, toPath: home.folder.keys)
        await #expect(throws: SealingError.self) { try await home.opened { _ in } }
    }

    @Test func aNewDistrictHasPlacesKeysAndOneAdministratorWhoCanSignIn() async throws {
        let home = try await Home.make()
        let admin = try #require(home.signIns.first)
        #expect(home.signIns.count == 1 && admin.login == "admin")
        #expect(try home.mode(home.folder.keys) == 0o600 && home.mode(home.folder.settings) == 0o600)
        try await home.opened { open in
            let (areas, offices) = try await open.district.read(as: .system("test", of: open.district.code)) {
                (try $0.areas().count, try $0.offices().count)
            }
            #expect(areas == 10 && offices > 20)
            let secret = try await open.district.signIn(login: "admin", password: admin.password, from: "127.0.0.1")
            let session = try #require(try await open.district.session(secret))
            #expect(session.account.mustChangePassword && session.scope.may("account.add"))
        }
    }

    @Test func nothingIsEverMadeOverWhatIsThere() async throws {
        let home = try await Home.make()
        let again = FoundDistrict(folder: home.folder, settings: HomeSettings(pack: "world", packs: World.packFolder))
        await #expect(throws: HomeProblem.folderTaken(home.folder.path)) { try await again.found() }
        try await home.opened { _ in }
    }

    @Test func aPackWithAMistakeMakesNoFolder() async throws {
        let folder = DataFolder(TemporaryFolder.make() + "/data")
        let found = FoundDistrict(folder: folder, settings: HomeSettings(pack: "nowhere", packs: World.packFolder))
        await #expect(throws: PackProblems.self) { try await found.found() }
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func wrongLostOrExposedKeysAreRefused() async throws {
        let (home, other) = (try await Home.make(), try await Home.make())
        let manager = FileManager.default
        try manager.moveItem(atPath: home.folder.keys, toPath: home.folder.keys + ".kept")
        await #expect(throws: SealingError.keyFileMissing(path: home.folder.keys)) { try await home.opened { _ in } }
        try manager.copyItem(atPath: other.folder.keys, toPath: home.folder.keys)
        try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: home.folder.keys)
        let mine = try KeyRing.load(from: home.folder.keys + ".kept").fingerprint
        let theirs = try KeyRing.load(from: other.folder.keys).fingerprint
        await #expect(throws: SealingError.wrongKeys(expected: mine, found: theirs)) { try await home.opened { _ in } }
        try manager.setAttributes([.posixPermissions: 0o644], ofItemAtPath: home.folder.keys)
        await #expect(throws: SealingError.keyFileExposed(path: home.folder.keys, mode: 0o644)) { try await home.opened { _ in } }
    }

    @Test func recordsOfAnotherReleaseAreRefused() async throws {
        let home = try await Home.make()
        func write(_ sql: SQL) async throws {
            let store = try Store.sqlite(path: home.folder.store)
            try await store.write { try $0.run(sql) }
            await store.close()
        }
        try await write("INSERT INTO migrations (name) VALUES ('9999-from-the-future')")
        await #expect(throws: StoreError.newerSchema(["9999-from-the-future"])) { try await home.opened { _ in } }
        try await write("DELETE FROM migrations WHERE name LIKE '9999%' OR name = '0100-casework'")
        await #expect(throws: HomeProblem.olderSchema("0100-casework")) { try await home.opened { _ in } }
    }

    @Test func settingsSayWhereTheyAreWrong() async throws {
        let home = try await Home.make()
        try "store: oracle\npack: world\npacks: \(World.packFolder)\n".write(
            toFile: home.folder.settings, atomically: true, encoding: .utf8)
        await #expect(
            throws: HomeProblem.badSetting(
                file: home.folder.settings, line: 1, key: "store", text: "oracle", allowed: "sqlite, postgresql://…, host=… dbname=…")
        ) {
            try await home.opened { _ in }
        }
        try "stroe: sqlite\npack: world\npacks: .\n".write(toFile: home.folder.settings, atomically: true, encoding: .utf8)
        let problems = await #expect(throws: PackProblems.self) { try await home.opened { _ in } }
        #expect(problems?.problems.first?.code == "unknown-key" && problems?.problems.first?.line == 1)
        await #expect(throws: HomeProblem.noFolder("/nowhere")) { try await OpenDistrict.open(folder: DataFolder("/nowhere")) }
    }
}
