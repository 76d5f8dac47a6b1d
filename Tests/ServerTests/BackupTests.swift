import Casework
import Foundation
import Kernel
import Server
import Store
import Testing
import World

@Suite struct BackupTests {
    /// A district with a case, and a copy of it made while it is open.
    private func backedUp(withKeys: Bool) async throws -> (home: Home, copy: String, receipt: String) {
        let home = try await Home.make()
        let copy = TemporaryFolder.make() + "/copy"
        let receipt = try await home.opened { open in
            let filed = try await open.district.perform(
                FileCase(channel: "web", text: "路灯不亮", areaCode: "990101001001", contact: Contact(phone: "19900001234")),
                as: .visitor(of: open.district.code))
            _ = try await open.vault.keep(Array("photo".utf8), type: "image/png")
            _ = try await Backup(to: copy, withKeys: withKeys).make(of: open)
            return filed.receipt
        }
        return (home, copy, receipt)
    }

    @Test func whatComesBackIsWhatWasCopied() async throws {
        let (home, copy, receipt) = try await backedUp(withKeys: false)
        #expect(!FileManager.default.fileExists(atPath: copy + "/keys.json"))
        let folder = DataFolder(TemporaryFolder.make() + "/back")
        await #expect(throws: HomeProblem.backupWithoutKeys) { try await Restore(backup: copy, into: folder).run() }
        let proof = try await Restore(backup: copy, into: folder, keys: home.folder.keys).run()
        #expect(proof.isIntact)
        try await Home(folder: folder, signIns: []).opened { open in
            let found = try await open.district.read(as: .visitor(of: open.district.code)) { try $0.findCase(receipt: receipt) }
            let contact = try await open.district.perform(
                RevealContact(caseID: found.id, purpose: "test"), as: .system("test", of: open.district.code))
            #expect(found.text == "路灯不亮" && contact.phone == "19900001234")
            #expect(FileManager.default.enumerator(atPath: open.folder.files)?.contains { "\($0)".count > 60 } == true)
        }
        await #expect(throws: HomeProblem.folderTaken(folder.path)) {
            try await Restore(backup: copy, into: folder, keys: home.folder.keys).run()
        }
        try await home.opened { open in
            await #expect(throws: HomeProblem.backupTaken(copy)) { try await Backup(to: copy, withKeys: false).make(of: open) }
        }
    }

    @Test func aChangedCopyIsRefusedAndLeavesNothing() async throws {
        let (_, copy, _) = try await backedUp(withKeys: true)
        let file = try #require(FileHandle(forUpdatingAtPath: copy + "/huying.sqlite"))
        try file.seek(toOffset: 5000)
        try file.write(contentsOf: Data([0xFF, 0xFE, 0xFD]))
        try file.close()
        let folder = DataFolder(TemporaryFolder.make() + "/back")
        await #expect(throws: HomeProblem.backupChanged(file: "huying.sqlite")) { try await Restore(backup: copy, into: folder).run() }
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        await #expect(throws: HomeProblem.notABackup("/tmp")) { try await Restore(backup: "/tmp", into: folder).run() }
    }

    @Test func aDatabaseOfPostgresComesBackToo() async throws {
        guard Engine.all.contains(.postgres) else { return }
        let folder = DataFolder(TemporaryFolder.make() + "/data")
        let settings = HomeSettings(
            engine: .postgres(conninfo: try await PrivatePostgres.emptyDatabase()), pack: "world", packs: World.packFolder)
        _ = try await FoundDistrict(folder: folder, settings: settings).found()
        let again = FoundDistrict(folder: DataFolder(folder.path + "2"), settings: settings)
        await #expect(throws: HomeProblem.districtTaken("990101")) { try await again.found() }
        let home = Home(folder: folder, signIns: [])
        let copy = TemporaryFolder.make() + "/copy"
        try await home.opened { _ = try await Backup(to: copy, withKeys: true).make(of: $0) }
        let back = DataFolder(TemporaryFolder.make() + "/back")
        await #expect(throws: HomeProblem.needsDatabase) { try await Restore(backup: copy, into: back).run() }
        guard case .postgres(let taken) = settings.engine else { return }
        await #expect(throws: HomeProblem.databaseNotEmpty) { try await Restore(backup: copy, into: back, postgres: taken).run() }
        let proof = try await Restore(backup: copy, into: back, postgres: try await PrivatePostgres.emptyDatabase()).run()
        #expect(proof.isIntact)
        try await Home(folder: back, signIns: []).opened { #expect($0.district.store.dialect == .postgres) }
    }
}
