import Crypto
import Testing

@testable import Sealing

struct KeyRingTests {
    let keys = KeyRing.seeded(1)

    @Test func everyRingAndEveryPurposeHasItsOwnKey() {
        let made = KeyRing.make()
        let all =
            [made.indexKey, made.tokenKey, made.digestKey, made.journalKey, made.fieldKeys[0].key]
            + [keys.indexKey, keys.tokenKey, keys.digestKey, keys.journalKey, keys.fieldKeys[0].key]
        let bytes = Set(all.map { $0.withUnsafeBytes { Array($0) } })
        #expect(bytes.count == 10)
        #expect(bytes.allSatisfy { $0.count == 32 })
    }

    @Test func fingerprintIsShortAndStable() {
        #expect(keys.fingerprint == KeyRing.seeded(1).fingerprint)
        #expect(keys.fingerprint.count == 16)
        #expect(keys.fingerprint != KeyRing.seeded(2).fingerprint)
        #expect(keys.journalKeyID == keys.rotated().journalKeyID)
        #expect(keys.journalKeyID != keys.fingerprint)
    }

    @Test func rotatedRingFitsTheDatabaseOfTheOldOne() throws {
        let twice = keys.rotated().rotated()
        try twice.check(fingerprint: keys.fingerprint)
        try twice.check(fingerprint: twice.fingerprint)
    }

    @Test func wrongOrOlderRingIsRefused() {
        let rotated = keys.rotated()
        let other = KeyRing.seeded(2)
        #expect(throws: SealingError.wrongKeys(expected: keys.fingerprint, found: other.fingerprint)) {
            try other.check(fingerprint: keys.fingerprint)
        }
        #expect(throws: SealingError.wrongKeys(expected: rotated.fingerprint, found: keys.fingerprint)) {
            try keys.check(fingerprint: rotated.fingerprint)
        }
        // Two rotations of one ring are two rings.
        #expect(throws: SealingError.self) { try keys.rotated().check(fingerprint: rotated.fingerprint) }
        #expect(throws: SealingError.self) { try keys.check(fingerprint: "") }
    }

    @Test func printingShowsNoKey() {
        var dumped = ""
        dump(keys, to: &dumped)
        dump(keys.fieldKeys, to: &dumped)
        let shown = [
            "\(keys)", String(reflecting: keys), String(describing: Optional(keys)), "\(keys.fieldKeys)", dumped,
        ]
        let secrets = [keys.indexKey, keys.tokenKey, keys.digestKey, keys.journalKey, keys.fieldKeys[0].key]
        for secret in secrets {
            let bytes = secret.withUnsafeBytes { Array($0) }
            for text in shown {
                #expect(!text.contains(Hex.encode(bytes)))
                #expect(!text.contains("\(bytes[0]), \(bytes[1]), \(bytes[2])"))
                #expect(!text.contains("SymmetricKey"))
            }
        }
        #expect("\(keys)" == "KeyRing(\(keys.fingerprint))")
    }
}
