import Foundation
import JWTKit

/// What a provider says of a person, signed (OpenID Connect Core 1.0, section 2).
struct IdentityToken: JWTPayload {
    private var iss: String
    private var aud: AudienceClaim
    private var azp: String?
    private var exp: Double
    private var iat: Double?
    private var nonce: String?
    /// Every claim that is a text.
    let texts: [String: String]

    /// Two clocks are never quite alike.
    private static let slack = 60.0

    private enum CodingKeys: CodingKey { case iss, aud, azp, exp, iat, nonce }

    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let known = try decoder.container(keyedBy: CodingKeys.self)
        iss = try known.decode(String.self, forKey: .iss)
        aud = try known.decode(AudienceClaim.self, forKey: .aud)
        azp = try known.decodeIfPresent(String.self, forKey: .azp)
        exp = try known.decode(Double.self, forKey: .exp)
        iat = try known.decodeIfPresent(Double.self, forKey: .iat)
        nonce = try known.decodeIfPresent(String.self, forKey: .nonce)
        let all = try decoder.container(keyedBy: AnyKey.self)
        texts = all.allKeys.reduce(into: [:]) { $0[$1.stringValue] = try? all.decode(String.self, forKey: $1) }
    }

    /// Nobody signs tokens here.
    func encode(to encoder: any Encoder) throws {
        throw EncodingError.invalidValue(self, .init(codingPath: [], debugDescription: "identity tokens are only read"))
    }

    /// The signature is checked by the key collection; everything else needs to know what was asked.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// Section 3.1.3.7, what concerns a client that was told the token by the provider itself.
    func check(issuer: String, client: String, nonce expected: String, now: Date) throws {
        func require(_ holds: Bool, _ what: String) throws {
            if !holds { throw IdentityProvider.Failure.badToken(what) }
        }
        try require(iss == issuer, "it is of the issuer \(iss)")
        try require(aud.value.contains(client), "it is meant for \(aud.value.joined(separator: ", "))")
        try require(aud.value.count == 1 || azp != nil, "it is meant for several and names no authorised party")
        try require(azp == nil || azp == client, "its authorised party is \(azp ?? "")")
        try require(nonce == expected, "its nonce is not the one asked with")
        let moment = now.timeIntervalSince1970
        try require(moment < exp + Self.slack, "it is out of date")
        try require((iat ?? moment) < moment + Self.slack, "it comes from the future")
    }
}
