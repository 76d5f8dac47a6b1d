import Foundation
import JWTKit
import Testing

@testable import Server

/// Which tokens are taken and which are not: OpenID Connect Core 1.0, section 3.1.3.7.
struct IdentityTokenTests {
    private struct Claims: JWTPayload {
        var iss = "https://id.example.cn"
        var aud = ["huying"]
        var azp: String?
        var exp = 1_000_600.0
        var iat: Double? = 1_000_000
        var nonce: String? = "n"
        var login = "liu.min"

        private enum CodingKeys: String, CodingKey {
            case iss, aud, azp, exp, iat, nonce
            case login = "preferred_username"
        }

        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    private let now = Date(timeIntervalSince1970: 1_000_000)

    private func token(_ change: (inout Claims) -> Void = { _ in }) async throws -> IdentityToken {
        var claims = Claims()
        change(&claims)
        let keys = await JWTKeyCollection().add(ecdsa: ES256PrivateKey(), kid: "one")
        return try await keys.verify(try await keys.sign(claims, kid: "one"), as: IdentityToken.self)
    }

    private func check(_ token: IdentityToken) throws {
        try token.check(issuer: "https://id.example.cn", client: "huying", nonce: "n", now: now)
    }

    @Test func aTokenForUsIsTaken() async throws {
        let token = try await token()
        try check(token)
        #expect(token.texts["preferred_username"] == "liu.min")
        try check(
            try await self.token {
                $0.aud = ["huying", "mail"]
                $0.azp = "huying"
            })
    }

    @Test func aTokenNotForUsIsNot() async throws {
        let changes: [(inout Claims) -> Void] = [
            { $0.iss = "https://id.example.com" }, { $0.aud = ["mail"] }, { $0.aud = ["huying", "mail"] }, { $0.azp = "mail" },
            { $0.nonce = "other" }, { $0.nonce = nil }, { $0.exp = 999_000 }, { $0.iat = 1_001_000 },
        ]
        for (number, change) in changes.enumerated() {
            let token = try await token(change)
            #expect(throws: IdentityProvider.Failure.self, "change \(number)") { try check(token) }
        }
    }

    @Test func aTokenOfAnotherKeyOrNoneIsNot() async throws {
        let ours = await JWTKeyCollection().add(ecdsa: ES256PrivateKey(), kid: "one")
        let theirs = await JWTKeyCollection().add(ecdsa: ES256PrivateKey(), kid: "one")
        let forged = try await theirs.sign(Claims(), kid: "one")
        await #expect(throws: (any Error).self) { try await ours.verify(forged, as: IdentityToken.self) }
        let unsigned = "eyJhbGciOiJub25lIn0." + forged.split(separator: ".")[1] + "."
        await #expect(throws: (any Error).self) { try await ours.verify(unsigned, as: IdentityToken.self) }
    }
}
