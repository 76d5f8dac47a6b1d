import Testing

@testable import Sealing

struct TokenTests {
    let keys = KeyRing.seeded(8)
    let payload = Array("session 42".utf8)

    @Test func tokenGivesItsPayloadUntilItExpires() throws {
        let token = keys.sign(payload: payload, purpose: "csrf", expires: 1_000)
        #expect(
            token.utf8.allSatisfy {
                Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8).contains($0)
            })
        #expect(try keys.verify(token, purpose: "csrf", now: 999) == payload)
        #expect(throws: SealingError.tokenExpired) { try keys.verify(token, purpose: "csrf", now: 1_000) }
        #expect(throws: SealingError.tokenExpired) { try keys.verify(token, purpose: "csrf", now: .max) }
        #expect(try keys.rotated().verify(token, purpose: "csrf", now: 0) == payload)
        let empty = keys.sign(payload: [], purpose: "", expires: .max)
        #expect(try keys.verify(empty, purpose: "", now: 0) == [])
    }

    @Test func tokenIsForOnePurposeAndOneRing() {
        let token = keys.sign(payload: payload, purpose: "csrf", expires: 1_000)
        #expect(throws: SealingError.tokenForged) { try keys.verify(token, purpose: "link", now: 0) }
        #expect(throws: SealingError.tokenForged) { try KeyRing.seeded(9).verify(token, purpose: "csrf", now: 0) }
        // A forged token is called forged even when it is late as well.
        #expect(throws: SealingError.tokenForged) { try keys.verify(token, purpose: "link", now: 2_000) }
    }

    @Test func everyChangedBitIsRefused() throws {
        let token = keys.sign(payload: payload, purpose: "csrf", expires: 1_000)
        let bytes = try #require(Base64URL.decode(token))
        for index in bytes.indices {
            for bit in 0..<8 {
                var altered = bytes
                altered[index] ^= 1 << UInt8(bit)
                let expected: SealingError = index == 0 ? .tokenMalformed : .tokenForged
                #expect(throws: expected) { try keys.verify(Base64URL.encode(altered), purpose: "csrf", now: 0) }
            }
        }
    }

    @Test func everyOtherSpellingIsRefused() {
        let token = keys.sign(payload: payload, purpose: "csrf", expires: 1_000)
        let letters = Array(token)
        for index in letters.indices {
            var altered = letters
            altered[index] = altered[index] == "A" ? "B" : "A"
            #expect(throws: SealingError.self) { try keys.verify(String(altered), purpose: "csrf", now: 0) }
            #expect(throws: SealingError.self) { try keys.verify(String(letters[..<index]), purpose: "csrf", now: 0) }
        }
        for text in ["", "?", token + "=", token + "A", " " + token, token + "\n", "呼应", "AQAA"] {
            #expect(throws: SealingError.tokenMalformed) { try keys.verify(text, purpose: "csrf", now: 0) }
        }
    }

    @Test func secretDigestDependsOnSecretPurposeAndRing() {
        let digest = keys.secretDigest("abc", purpose: "session")
        #expect(digest.count == 32)
        #expect(digest == keys.rotated().secretDigest("abc", purpose: "session"))
        #expect(digest != keys.secretDigest("abd", purpose: "session"))
        #expect(digest != keys.secretDigest("abc", purpose: "api_key"))
        #expect(digest != KeyRing.seeded(9).secretDigest("abc", purpose: "session"))
    }

    @Test func secretsAreRandomAndFitURLs() {
        #expect(Secret.make().count == 43)
        #expect(Secret.make(bytes: 16).count == 22)
        #expect(Set((0..<100).map { _ in Secret.make() }).count == 100)
        var one = Seeded(1)
        var other = Seeded(1)
        #expect(Secret.make(using: &one) == Secret.make(using: &other))
    }
}
