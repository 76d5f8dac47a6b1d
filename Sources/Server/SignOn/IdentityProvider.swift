import AsyncHTTPClient
import Foundation
import HTTPTypes
import JWTKit
import Kernel
import NIOCore
import NIOHTTP1
import Sealing

/// A provider of OpenID Connect as a client sees it (Core 1.0, authorisation code flow; Discovery 1.0). Its description and keys are
/// fetched when they are first needed, and again after an hour or where a token names a key that is not known.
actor IdentityProvider {
    enum Failure: Error, CustomStringConvertible {
        case notReached(String)
        case refused(String)
        case badToken(String)

        var description: String {
            switch self {
            case .notReached(let why): "the identity provider was not reached: \(why)"
            case .refused(let why): "the identity provider refused: \(why)"
            case .badToken(let why): "the identity token cannot be taken: \(why)"
            }
        }
    }

    /// What the provider says of itself, as far as it is used.
    private struct Description: Decodable {
        var issuer: String
        var authorizationEndpoint: String
        var tokenEndpoint: String
        var keys: String
        var tokenEndpointMethods: [String]?

        private enum CodingKeys: String, CodingKey {
            case issuer
            case authorizationEndpoint = "authorization_endpoint"
            case tokenEndpoint = "token_endpoint"
            case keys = "jwks_uri"
            case tokenEndpointMethods = "token_endpoint_auth_methods_supported"
        }
    }

    private struct Tokens: Decodable {
        var identity: String

        private enum CodingKeys: String, CodingKey { case identity = "id_token" }
    }

    private struct Known {
        var description: Description
        var keys: JWTKeyCollection
        var fetchedAt: ContinuousClock.Instant
    }

    /// A person is waiting at the browser.
    private static let patience = TimeAmount.seconds(10)
    private static let lifetime = Duration.seconds(3600)
    /// A token that names an unknown key may be forged; the provider is not asked anew for each.
    private static let shortestLife = Duration.seconds(60)
    private static let largestAnswer = 1 << 20

    let settings: ProviderSettings
    private var known: Known?

    init(_ settings: ProviderSettings) { self.settings = settings }

    /// Where the browser is sent to say who it is.
    func address(returning redirect: String, errand: SignOnErrand) async throws -> String {
        guard var parts = URLComponents(string: try await provider().description.authorizationEndpoint) else {
            throw Failure.refused("its authorization_endpoint is no address")
        }
        let asked = [
            ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", redirect),
            ("scope", settings.scopes.joined(separator: " ")), ("state", errand.state), ("nonce", errand.nonce),
            ("code_challenge", ProofKey(verifier: errand.verifier).challenge), ("code_challenge_method", "S256"),
        ]
        let items = (parts.queryItems ?? []) + asked.map { URLQueryItem(name: $0.0, value: $0.1) }
        parts.queryItems = items
        // A plus sign would be read as a space at the other end.
        let query = parts.percentEncodedQuery?.replacing("+", with: "%2B")
        parts.percentEncodedQuery = query
        guard let address = parts.string else { throw Failure.refused("its authorization_endpoint is no address") }
        return address
    }

    /// Whom the provider vouches for in exchange for the code it gave the browser: the value of the claim.
    /// - Throws: `Failure`; a token of another issuer, for another client, of another errand, out of date or wrongly signed is no token.
    func person(code: String, returning redirect: String, errand: SignOnErrand, now: Date) async throws -> String {
        let provider = try await provider()
        let tokens: Tokens = try await exchange(code, redirect, errand, at: provider.description)
        let token = try await verified(tokens.identity, by: provider)
        try token.check(issuer: settings.issuer, client: settings.clientID, nonce: errand.nonce, now: now)
        guard let name = token.texts[settings.claim], !name.isEmpty else {
            throw Failure.badToken("it carries no claim \(settings.claim)")
        }
        return name
    }

    private func verified(_ text: String, by provider: Known) async throws -> IdentityToken {
        do { return try await provider.keys.verify(text, as: IdentityToken.self) } catch {
            // The provider may have changed its keys since.
            guard ContinuousClock.now - provider.fetchedAt > Self.shortestLife else { throw Failure.badToken("\(error)") }
            known = nil
            do { return try await self.provider().keys.verify(text, as: IdentityToken.self) } catch let failure as Failure {
                throw failure
            } catch {
                throw Failure.badToken("\(error)")
            }
        }
    }

    private func provider() async throws -> Known {
        if let known, ContinuousClock.now - known.fetchedAt < Self.lifetime { return known }
        let base = settings.issuer.hasSuffix("/") ? String(settings.issuer.dropLast()) : settings.issuer
        let description: Description = try await fetch(HTTPClientRequest(url: base + "/.well-known/openid-configuration"))
        // Discovery 1.0, 4.3: who answers for another name is not whom we trust.
        guard description.issuer == settings.issuer else {
            throw Failure.refused("it calls itself \(description.issuer), the settings say \(settings.issuer)")
        }
        let keys = JWTKeyCollection()
        try await keys.add(jwks: try await fetch(HTTPClientRequest(url: description.keys)) as JWKS)
        let fresh = Known(description: description, keys: keys, fetchedAt: .now)
        known = fresh
        return fresh
    }

    private func exchange<Answer: Decodable>(
        _ code: String, _ redirect: String, _ errand: SignOnErrand, at description: Description
    ) async throws -> Answer {
        var form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("code_verifier", errand.verifier),
        ]
        var request = HTTPClientRequest(url: description.tokenEndpoint)
        // `client_secret_basic` is what a provider takes that does not say (Discovery 1.0, 3).
        if description.tokenEndpointMethods?.contains("client_secret_basic") ?? true {
            let pair = Self.formEncoded(settings.clientID) + ":" + Self.formEncoded(settings.clientSecret)
            request.headers.add(name: "authorization", value: "Basic " + Data(pair.utf8).base64EncodedString())
        } else {
            form += [("client_id", settings.clientID), ("client_secret", settings.clientSecret)]
        }
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        let body = form.map { "\($0.0)=\(Self.formEncoded($0.1))" }.joined(separator: "&")
        request.body = .bytes(ByteBuffer(string: body))
        return try await fetch(request)
    }

    private func fetch<Answer: Decodable>(_ request: HTTPClientRequest) async throws -> Answer {
        var request = request
        request.headers.add(name: "accept", value: "application/json")
        request.headers.add(name: "user-agent", value: "huying")
        do {
            let response = try await OutwardClient.shared.execute(request, timeout: Self.patience)
            let body = try await response.body.collect(upTo: Self.largestAnswer)
            guard response.status == .ok else {
                throw Failure.refused("HTTP \(response.status.code): \(String(buffer: body).prefix(300))")
            }
            return try JSONDecoder().decode(Answer.self, from: Data(body.readableBytesView))
        } catch let failure as Failure { throw failure } catch { throw Failure.notReached("\(request.url): \(error)") }
    }

    private static let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    private static func formEncoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}

/// The one client by which the server speaks to others. It follows nobody elsewhere: what is sent was agreed with one address.
enum OutwardClient {
    static let shared: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
