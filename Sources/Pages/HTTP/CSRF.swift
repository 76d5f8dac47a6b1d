import HTTPTypes
import Hummingbird
import Kernel
import Sealing
import Synchronization
import WorkingTime

/// Proof that a form was ours and this browser's: a token tied to the session, or to a cookie for those without one.
enum CSRF {
    static let field = "csrf"
    private static let purpose = "csrf"

    static func token(for visitorKey: String, in district: District) -> String {
        let expires = district.clock.now + .hours(24)
        return district.keys.sign(payload: payload(visitorKey, district), purpose: purpose, expires: expires.microseconds)
    }

    /// A digest, because a token stands in the page for all to read and the key of a session must not.
    private static func payload(_ visitorKey: String, _ district: District) -> [UInt8] {
        district.keys.secretDigest(visitorKey, purpose: purpose)
    }

    /// Tells browsers apart, in a few letters that nobody can get the key from.
    static func mark(of visitorKey: String, in district: District) -> String {
        payload(visitorKey, district).prefix(12).map { String($0, radix: 36) }.joined()
    }

    /// Whether the browser itself says that the form stood on a page of ours. It says so truthfully, also where the session that the
    /// token belonged to is gone.
    static func comesFromHere(_ request: Request) -> Bool {
        if let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!] { return site == "same-origin" }
        guard let origin = request.headers[.origin], let authority = request.head.authority else { return false }
        return origin == "http://" + authority || origin == "https://" + authority
    }

    /// A browser that says where the form came from must say: from here.
    /// - Parameter visitorKeys: what this browser holds. A form that stood open to everyone may be older than the signing in.
    static func check(_ typed: TypedForm, visitorKeys: [String], request: Request, in district: District) throws {
        if let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!], site != "same-origin", site != "none" {
            throw Problem(.forbidden, "form-from-elsewhere")
        }
        guard let token = typed.values[field]?.first,
            let payload = try? district.keys.verify(token, purpose: purpose, now: district.clock.now.microseconds),
            visitorKeys.contains(where: { payload == Self.payload($0, district) })
        else { throw Problem(.forbidden, "form-expired") }
    }
}

/// The token of one request, from when it is first asked for.
final class CSRFToken: Sendable {
    private let made = Mutex<String?>(nil)

    func value(_ make: () -> String) -> String {
        made.withLock { made in
            if let made { return made }
            let token = make()
            made = token
            return token
        }
    }
}

extension Visit {
    /// Goes into every form; signed once for all forms of a page.
    package var csrf: String { token.value { CSRF.token(for: visitorKey, in: district) } }
    /// Names the one sending of a form.
    package var requestField: HiddenField { HiddenField("_request", Secret.make(bytes: 16)) }
}
