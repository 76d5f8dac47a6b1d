import Testing

@testable import Sealing

struct SealedFieldTests {
    let keys = KeyRing.seeded(5)
    let context = "cases.contact/0199d0e0-0000-7000-8000-000000000001"

    @Test(arguments: ["", "1", "13800138000", "郑州市二七区大学路1号院 👩‍👩‍👧‍👦", String(repeating: "呼应", count: 5_000), "a\0b"])
    func sealedTextOpensAgain(text: String) throws {
        let sealed = try keys.seal(text, context: context)
        #expect(try keys.open(sealed, context: context) == text)
        #expect(sealed.count == text.utf8.count + 31)
        #expect(try keys.seal(text, context: context) != sealed)
    }

    @Test func everyChangedBitIsRefused() throws {
        let sealed = try keys.seal("13800138000", context: context)
        for index in sealed.indices {
            for bit in 0..<8 {
                var altered = sealed
                altered[index] ^= 1 << UInt8(bit)
                #expect(throws: SealingError.self) { try keys.open(altered, context: context) }
            }
        }
    }

    @Test func everyTruncationAndExtensionIsRefused() throws {
        let sealed = try keys.seal("13800138000", context: context)
        for length in sealed.indices {
            let expected: SealingError = length < 31 ? .sealedFieldTruncated : .sealedFieldTampered
            #expect(throws: expected) { try keys.open(Array(sealed.prefix(length)), context: context) }
        }
        #expect(throws: SealingError.sealedFieldTampered) { try keys.open(sealed + [0], context: context) }
    }

    @Test func movedCiphertextIsRefused() throws {
        let sealed = try keys.seal("13800138000", context: "cases.contact/1")
        for other in ["cases.contact/2", "cases.address/1", "", "cases.contact/1 "] {
            #expect(throws: SealingError.sealedFieldTampered) { try keys.open(sealed, context: other) }
        }
    }

    @Test func refusalsAreToldApart() throws {
        var sealed = try keys.seal("x", context: context)
        #expect(throws: SealingError.sealedFieldTampered) { try KeyRing.seeded(6).open(sealed, context: context) }
        sealed[2] = 9
        #expect(throws: SealingError.sealedFieldKeyUnknown(number: 9)) { try keys.open(sealed, context: context) }
        sealed[0] = 2
        #expect(throws: SealingError.sealedFieldFormatUnknown(version: 2)) { try keys.open(sealed, context: context) }
    }

    @Test func rotatedRingOpensOldFieldsAndSealsWithTheNewKey() throws {
        let old = try keys.seal("旧", context: context)
        let rotated = keys.rotated()
        let new = try rotated.seal("新", context: context)
        #expect(try rotated.open(old, context: context) == "旧")
        #expect(try rotated.open(new, context: context) == "新")
        #expect(rotated.needsReseal(old))
        #expect(!rotated.needsReseal(new))
        #expect(!keys.needsReseal(old))
        #expect(throws: SealingError.sealedFieldKeyUnknown(number: 2)) { try keys.open(new, context: context) }
        #expect(!keys.needsReseal([]))
        #expect(try rotated.rotated().rotated().open(old, context: context) == "旧")
    }

    @Test func keyNumbersUseBothBytes() throws {
        let many = (0..<300).reduce(keys) { ring, _ in ring.rotated() }
        let sealed = try many.seal("x", context: context)
        #expect(sealed[1] == 1 && sealed[2] == 45)
        #expect(try many.open(sealed, context: context) == "x")
    }

    @Test func blindIndexIsEqualOnlyForTheSameTextFieldAndRing() {
        let index = keys.blindIndex("13800138000", field: "phone")
        #expect(index.count == 16)
        #expect(index == keys.blindIndex("13800138000", field: "phone"))
        #expect(index == keys.rotated().blindIndex("13800138000", field: "phone"))
        #expect(index != keys.blindIndex("13800138001", field: "phone"))
        #expect(index != keys.blindIndex("13800138000", field: "resident_id"))
        #expect(index != KeyRing.seeded(6).blindIndex("13800138000", field: "phone"))
        #expect(keys.blindIndex("bc", field: "a") != keys.blindIndex("c", field: "ab"))
    }
}
