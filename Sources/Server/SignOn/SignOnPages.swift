import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import Pages
import Sealing
import WorkingTime

/// What a browser carries along while it is at the provider's: signed by us, in a cookie that nobody else's page can read.
struct SignOnErrand: Codable {
    var state = Secret.make(bytes: 16)
    var nonce = Secret.make(bytes: 16)
    var verifier = ProofKey().verifier
    /// Where the person was going.
    var to: String

    static let cookie = "sign-on"
    private static let purpose = "sign-on"
    private static let lifetime = Span.minutes(10)

    init(to: String) { self.to = to }

    init?(_ token: String?, in district: District) {
        guard let token, let bytes = try? district.keys.verify(token, purpose: Self.purpose, now: district.clock.now.microseconds),
            let errand = try? JSON.decode(SignOnErrand.self, Data(bytes))
        else { return nil }
        self = errand
    }

    func token(in district: District) throws -> String {
        let expires = district.clock.now + Self.lifetime
        return district.keys.sign(payload: Array(try JSON.encode(self).utf8), purpose: Self.purpose, expires: expires.microseconds)
    }
}

/// Signing in at the identity provider's: out with an errand, back with a code.
struct SignOnPages: Sendable {
    let provider: IdentityProvider

    private static let way = "/sign-in/provider"
    private static let wayBack = "/sign-in/provider/return"

    var routes: [PageRoute] { [.get(Self.way, .everyone, leave), .get(Self.wayBack, .everyone, comeBack)] }

    private func leave(_ visit: Visit) async throws -> Response {
        let errand = SignOnErrand(to: SignIn.safeTarget(visit.asked("to")))
        let address = try await asking(visit) {
            try await provider.address(returning: visit.absolute(Self.wayBack), errand: errand)
        }
        var response = Response.seeOther(address)
        response.headers.append(visit.cookie(SignOnErrand.cookie, try errand.token(in: visit.district), path: Self.way))
        return response
    }

    private func comeBack(_ visit: Visit) async throws -> Response {
        guard let errand = SignOnErrand(visit.cookieValue(SignOnErrand.cookie), in: visit.district), visit.asked("state") == errand.state
        else { throw Problem(.unauthenticated, "sign-on-over") }
        guard let code = visit.asked("code") else {
            visit.district.log.notice("sign-on refused", metadata: ["error": "\(visit.asked("error")?.prefix(80) ?? "-")"])
            throw Problem(.unauthenticated, "sign-on-refused")
        }
        let name = try await asking(visit) {
            try await provider.person(
                code: code, returning: visit.absolute(Self.wayBack), errand: errand,
                now: Date(timeIntervalSince1970: Double(visit.now.microseconds) / 1_000_000))
        }
        let secret = try await visit.district.signIn(vouchedFor: name)
        var response = Response.seeOther(errand.to)
        response.headers.append(visit.sessionCookie(secret))
        response.headers.append(visit.cookie(SignOnErrand.cookie, "", path: Self.way, lasting: 0))
        return response
    }

    /// What went wrong at the provider's stands in the log; the person reads what to do.
    private func asking<Answer>(_ visit: Visit, _ work: () async throws -> Answer) async throws -> Answer {
        do { return try await work() } catch let failure as IdentityProvider.Failure {
            visit.district.log.warning("sign-on failed", metadata: ["why": "\(failure)"])
            switch failure {
            case .notReached: throw Problem(.busy, "sign-on-unreachable")
            case .refused, .badToken: throw Problem(.unauthenticated, "sign-on-refused")
            }
        }
    }
}
