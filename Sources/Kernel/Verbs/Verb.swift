import WorkingTime

/// The only way to change anything: one small type, named by the domain's own verb. The kernel finds the actor, checks the
/// permission and the request id, performs it in one transaction, and writes its events into the journal in that transaction.
package protocol Verb: Codable, Sendable {
    associatedtype Outcome: Codable & Sendable
    /// The permission that it takes, and its name at the API: `case.close`.
    static var permission: Permission { get }
    static var audience: VerbAudience { get }
    /// False where the answer is a secret that is told once: a repeat is then refused instead of answered again.
    static var keepsOutcome: Bool { get }
    /// Does beforehand what takes long and needs no transaction, such as making a password's hash; nobody else waits for it.
    func prepared(for scope: Scope, in district: District) async throws -> Self
    func perform(at desk: Desk) throws -> Outcome
}

extension Verb {
    package static var audience: VerbAudience { .staff }
    package static var keepsOutcome: Bool { true }
    package static var name: String { permission.rawValue }
    package func prepared(for scope: Scope, in district: District) async throws -> Self { self }
}

package enum VerbAudience: String, Sendable {
    /// People with the permission.
    case staff
    /// Also residents without an account; the verb itself checks what they hold (a receipt code).
    case everyone
    /// Timers only: nobody can call it.
    case timers
}

/// What a verb with nothing to tell answers.
package struct Done: Codable, Sendable {
    package init() {}
}

/// Names one attempt to do something. The same id again returns the first answer and changes nothing.
package struct RequestID: Hashable, Codable, Sendable {
    package var text: String

    /// Throws where the text is not 8 to 100 visible ASCII characters.
    package init(_ text: String) throws {
        guard (8...100).contains(text.utf8.count), text.utf8.allSatisfy({ (33...126).contains($0) }) else {
            throw Problem(.invalid, "request-id")
        }
        self.text = text
    }
}
