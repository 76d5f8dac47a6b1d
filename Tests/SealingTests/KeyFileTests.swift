import Foundation
import Testing

@testable import Sealing

struct KeyFileTests {
    let keys = KeyRing.seeded(3).rotated()

    @Test func savedRingLoadsAgain() throws {
        try withFolder { folder in
            let path = folder + "/keys.json"
            try keys.save(to: path)
            let loaded = try KeyRing.load(from: path)
            #expect(loaded.fingerprint == keys.fingerprint)
            #expect(try loaded.open(keys.seal("二七", context: "a"), context: "a") == "二七")
            #expect(loaded.blindIndex("x", field: "f") == keys.blindIndex("x", field: "f"))
        }
    }

    @Test func onlyTheOwnerMayReadIt() throws {
        try withFolder { folder in
            let path = folder + "/keys.json"
            let before = umask(0)
            defer { umask(before) }
            try keys.save(to: path)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o660, 0o601, 0o610, 0o666, 0o777])
    func fileOthersMayTouchIsRefused(mode: Int) throws {
        try withFolder { folder in
            let path = folder + "/keys.json"
            try keys.save(to: path)
            #expect(chmod(path, mode_t(mode)) == 0)
            #expect(throws: SealingError.keyFileExposed(path: path, mode: UInt32(mode))) {
                try KeyRing.load(from: path)
            }
            #expect(chmod(path, 0o400) == 0)
            #expect(throws: Never.self) { try KeyRing.load(from: path) }
        }
    }

    @Test func existingFileIsNeverOverwritten() throws {
        try withFolder { folder in
            let path = folder + "/keys.json"
            try keys.save(to: path)
            #expect(throws: SealingError.keyFileExists(path: path)) { try KeyRing.seeded(4).save(to: path) }
            #expect(try KeyRing.load(from: path).fingerprint == keys.fingerprint)
            // Not even through a link that leads nowhere.
            let link = folder + "/link.json"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder + "/nowhere")
            #expect(throws: SealingError.keyFileExists(path: link)) { try keys.save(to: link) }
        }
    }

    @Test func missingAndUnfitPathsAreTold() throws {
        try withFolder { folder in
            let missing = folder + "/none.json"
            #expect(throws: SealingError.keyFileMissing(path: missing)) { try KeyRing.load(from: missing) }
            #expect(throws: SealingError.keyFileUnreadable(path: folder, errno: EINVAL)) {
                try KeyRing.load(from: folder)
            }
            let deep = folder + "/no/such/keys.json"
            #expect(throws: SealingError.keyFileUnwritable(path: deep, errno: ENOENT)) { try keys.save(to: deep) }
            let pipe = folder + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            #expect(throws: SealingError.keyFileUnreadable(path: pipe, errno: EINVAL)) { try KeyRing.load(from: pipe) }
        }
    }

    @Test func everyTruncationIsRefused() throws {
        let whole = try KeyFile(keys).encoded()
        // The last byte is only the newline.
        for length in 0..<(whole.count - 1) {
            let error = refusal(of: whole.prefix(length))
            #expect(error == .keyFileTruncated(path: "p") || error == .keyFileNotJSON(path: "p"), "\(length) bytes")
        }
        #expect(refusal(of: Data()) == .keyFileTruncated(path: "p"))
        #expect(refusal(of: whole.prefix(40)) == .keyFileTruncated(path: "p"))
    }

    @Test func wrongFilesAreToldApart() throws {
        #expect(refusal(of: Data("hello".utf8)) == .keyFileNotJSON(path: "p"))
        #expect(refusal(of: Data("[1, 2]".utf8)) == .keyFileNotOurs(path: "p"))
        #expect(refusal(of: Data(#"{"format": "other-keys", "version": 1}"#.utf8)) == .keyFileNotOurs(path: "p"))
        #expect(refusal(of: Data(#"{"version": 1}"#.utf8)) == .keyFileNotOurs(path: "p"))
        #expect(
            refusal(of: Data(#"{"format": "huying-keys", "version": 2}"#.utf8))
                == .keyFileVersionUnknown(path: "p", version: 2))
        #expect(refusal(of: Data(#"{"format": "huying-keys", "version": 1}"#.utf8)) == .keyFileMalformed(path: "p"))
    }

    @Test func wrongPartsAreMalformed() throws {
        let changes: [(inout KeyFile) -> Void] = [
            { $0.fields = [] },
            { $0.fields.reverse() },
            { $0.fields[1].number = 1 },
            { $0.fields[0].number = 0 },
            { $0.fields[0].key.removeLast() },
            { $0.index.append(0) },
            { $0.tokens = Data() },
            { $0.digests.removeFirst() },
            { $0.journal.removeFirst() },
        ]
        for change in changes {
            var file = KeyFile(keys)
            change(&file)
            #expect(try refusal(of: file.encoded()) == .keyFileMalformed(path: "p"))
        }
    }

    @Test func changedKeyIsNoticed() throws {
        let changes: [(inout KeyFile) -> Void] = [
            { $0.fields[0].key[0] ^= 1 }, { $0.fields[1].key[31] ^= 1 }, { $0.fields[1].number = 3 },
            { $0.index[5] ^= 1 }, { $0.tokens[5] ^= 1 }, { $0.digests[5] ^= 1 }, { $0.journal[5] ^= 1 },
            { swap(&$0.index, &$0.tokens) }, { $0.fingerprint = "" }, { $0.fields.removeLast() },
        ]
        for change in changes {
            var file = KeyFile(keys)
            change(&file)
            #expect(try refusal(of: file.encoded()) == .keyFileDamaged(path: "p"))
        }
    }

    private func refusal(of data: Data) -> SealingError? {
        do {
            _ = try KeyFile.ring(from: data, path: "p")
            return nil
        } catch {
            return error as? SealingError
        }
    }
}
