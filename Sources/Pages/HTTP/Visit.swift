import HTTPTypes
package import Hummingbird
package import Kernel
import Store
package import WorkingTime

/// One request: who asks, in which language, with what. Handlers read from it, run one verb or query, and answer.
package struct Visit: Sendable {
    package let site: Site
    package let request: Request
    package let parameters: [String: String]
    package let query: [(name: String, value: String)]
    package let language: Language
    package let session: Session?
    package var typed: TypedForm
    /// Ties a form to the browser that asked for it.
    package let visitorKey: String
    let token = CSRFToken()
    package let address: String
    package let largeText: Bool
    /// Set for programs, which show a key instead of a session.
    var programScope: Scope?

    package var district: District { site.district }
    package var now: Instant { site.district.clock.now }
    package var path: String { request.uri.path }

    /// The person's own reach; a visitor's where nobody signed in.
    package var scope: Scope { programScope ?? session?.scope ?? .visitor(of: site.district.code) }

    package func parameter(_ name: String) throws -> String {
        guard let value = parameters[name] else { throw Problem.notFound("page") }
        return value
    }

    package func id<Noun>(_ name: String = "id", of: Noun.Type = Noun.self) throws -> ID<Noun> {
        guard let id = ID<Noun>(try parameter(name)) else { throw Problem.notFound("page") }
        return id
    }

    /// The first value of a filter in the address; empty is absent.
    package func asked(_ name: String) -> String? {
        query.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// - Parameter request: where one form does several things, the name of this one; else the form's own.
    package func perform<V: Verb>(_ verb: V, request: Kernel.RequestID? = nil) async throws -> V.Outcome {
        try countChange()
        return try await district.perform(verb, as: scope, request: try request ?? requestID())
    }

    /// A form's own; of somebody without an account it is told apart by their browser, so that nobody gets another one's answer.
    private func requestID() throws -> Kernel.RequestID? {
        guard let id = try typed.requestID(), scope.actor == .visitor else { return try typed.requestID() }
        return try Kernel.RequestID("\(CSRF.mark(of: visitorKey, in: district))-\(id.text.suffix(70))")
    }

    package func read<Value: Sendable>(
        asOf: Instant? = nil, _ body: @escaping @Sendable (Reading) throws -> Value
    ) async throws -> Value {
        try await district.read(as: scope, asOf: asOf, body)
    }

    /// What registers and ledgers show was read under this version or a later one.
    package func registersVersion() async throws -> KeptVersion {
        if let session { return session.registersVersion }
        let since = ContinuousClock.now
        return KeptVersion(try await read { try $0.registersVersion() }, since: since)
    }

    /// What lists of things with deadlines show was read under this version or a later one: what is near or overdue changes by the second.
    /// Nil for those without a session.
    package var version: KeptVersion? {
        session.map { KeptVersion("\($0.version.text).\(now.microseconds / 1_000_000)", since: $0.version.since) }
    }

    /// As-of from the address: a moment, or the end of a day.
    package func asOf() throws -> Instant? {
        guard let text = asked("as-of") else { return nil }
        let moment = try asOf(text)
        guard (1900...2200).contains(moment.day(in: site.zone).year) else { throw Problem.field("as-of", "not-a-time") }
        return moment
    }

    /// The day of the moment looked at, for a field that takes days only; empty where the address names none that is one.
    package var asOfDay: String { (try? asOf())?.day(in: site.zone).iso ?? "" }

    private func asOf(_ text: String) throws -> Instant {
        if let day = Day(iso: text) { return Instant(day.adding(days: 1), in: site.zone) - Span(microseconds: 1) }
        guard let moment = Instant(iso: text) ?? Instant(text, in: site.zone) else {
            throw Problem.field("as-of", "not-a-time")
        }
        return moment
    }

    // Words and moments as this visitor reads them.

    package func text(_ key: String, _ values: [String: String] = [:]) -> String { language.text(key, values) }
    package func words(_ words: Words) -> String { words.text(in: language.code) }
    package func moment(_ instant: Instant, _ style: MomentStyle = .short) -> String {
        language.moment(instant.microseconds, zone: site.zone.seconds, style)
    }
    package func day(_ day: Day) -> String { moment(Instant(day, in: site.zone), .date) }
    package func machine(_ instant: Instant) -> String { CivilMoment(instant.microseconds, zone: site.zone.seconds).machine }
    package func date(_ instant: Instant, _ style: MomentStyle = .short) -> Cell {
        .date(moment(instant, style), machine: machine(instant))
    }

    /// An absolute address of ours, for paper and mail.
    package func absolute(_ path: String) -> String {
        let base = site.settings.publicURL ?? "http://" + (request.head.authority ?? "localhost")
        return (base.hasSuffix("/") ? String(base.dropLast()) : base) + path
    }
}

extension Visit {
    package func cookieValue(_ name: String) -> String? { Cookies(request)[name] }

    /// A cookie that no script reads, and that goes only over TLS where the district's address has it.
    /// - Parameter lasting: in seconds; 0 takes it away, nil keeps it until the browser is closed.
    package func cookie(_ name: String, _ value: String, path: String = "/", lasting: Int? = nil) -> HTTPField {
        HTTPField(name: .setCookie, value: Cookies.field(name, value, path: path, lasting: lasting, site: site))
    }

    package func sessionCookie(_ secret: String) -> HTTPField { cookie("session", secret) }

    /// The same request, as the person who has just signed in: their forms carry their own token.
    package func signedIn(_ secret: String) -> Visit {
        Visit(
            site: site, request: request, parameters: parameters, query: query, language: language, session: session, typed: typed,
            visitorKey: secret, address: address, largeText: largeText)
    }
}
