import Sealing
import Store
import WorkingTime

/// Signing in, kept on the server: the browser holds a random secret, the store its digest.
package struct Session: Sendable {
    package var secret: String
    package var account: Account
    package var scope: Scope
    /// Whether an identity provider said who this is; a password of ours then matters to nobody.
    package var isVouched: Bool
    /// Of what registers show, when the session was looked up: before anything that the request goes on to read.
    package var registersVersion: KeptVersion
    /// Of everything that happens in the district, as of then.
    package var version: KeptVersion
}

extension District {
    /// Throws `sign-in-failed` for a wrong name or password alike, and `sign-in-throttled` after too many tries.
    package func signIn(login: String, password: String, from address: String) async throws -> String {
        let login = Self.signInName(login)
        let visitor = Scope.visitor(of: code)
        let attempt = try await Throttle.enter(login: login, address: address, in: self)
        let account = try await read(as: visitor) { try $0.accountIfAny(login: login) }
        // The same work for a name that does not exist, so that time tells nothing.
        let known = account.flatMap { try? PasswordHash(encoded: $0.passwordHash) } ?? decoyHash
        let password = String(password.prefix(200))
        let matches = await offload { known.verify(password) }
        guard let account, matches, account.state == .active else { throw Problem(.unauthenticated, "sign-in-failed") }
        // One that was made cheaply, or by an older release, is made anew: the time to check it must tell nobody which names there are.
        if known.needsRehash(for: passwordCost) {
            let fresh = try await passwordHash(of: password)
            _ = try await store.write { writer in
                try writer.run(
                    """
                    UPDATE accounts SET password = \(fresh), \(revisedAt: self.clock.now.microseconds)
                    WHERE district = \(self.code) AND id = \(account.id) AND password = \(account.passwordHash)
                    """)
            }
        }
        return try await beginSession(of: account, vouched: false) { try Throttle.leave(attempt, of: self.code, in: $0) }
    }

    /// Names are of letters and digits; what else somebody sends is cut by code points, not by characters, of which one may be as large as
    /// a page.
    private static func signInName(_ text: String) -> String {
        var name = String.UnicodeScalarView()
        name.append(contentsOf: text.unicodeScalars.lazy.filter { $0 != "\0" }.prefix(60))
        return String(name).trimmedSpace.lowercased()
    }

    /// For whom an identity provider vouches under this sign-in name. Throws `sign-on-unknown` where nobody here has it.
    package func signIn(vouchedFor name: String) async throws -> String {
        let login = Self.signInName(name)
        let account = try await read(as: .visitor(of: code)) { try $0.accountIfAny(login: login) }
        guard let account, account.state == .active else { throw Problem(.unauthenticated, "sign-on-unknown", ["name": login]) }
        return try await beginSession(of: account, vouched: true) { _ in }
    }

    private func beginSession(
        of account: Account, vouched: Bool, _ alongside: @escaping @Sendable (Writer) throws -> Void
    ) async throws -> String {
        let secret = Secret.make(bytes: 32)
        let digest = keys.secretDigest(secret, purpose: "session")
        let now = clock.now
        _ = try await store.write { writer in
            try alongside(writer)
            try writer.run("DELETE FROM sessions WHERE district = \(self.code) AND expires_at < \(now)")
            try writer.run(
                """
                INSERT INTO sessions (district, digest, account_id, vouched, begun_at, seen_at, expires_at)
                VALUES (\(self.code), \(digest), \(account.id), \(vouched), \(now), \(now),
                  \(now + .hours(self.pack.settings.sessionHours.longest)))
                """)
        }
        return secret
    }

    /// Who holds this secret, with today's duties; nil where the session is over.
    package func session(_ secret: String) async throws -> Session? {
        let digest = keys.secretDigest(secret, purpose: "session")
        let now = clock.now
        let since = ContinuousClock.now
        let idle = Span.hours(pack.settings.sessionHours.idle)
        let found = try await read(as: .visitor(of: code)) { reading -> (Session, Bool)? in
            let rows = try reading.db.rows(
                """
                SELECT s.account_id, s.vouched, s.seen_at, t.name AS stamp, t.value, \(Reading.everything(in: reading.db.dialect)) AS everything
                FROM sessions s LEFT JOIN stamps t ON t.district = s.district
                WHERE s.district = \(reading.district) AND s.digest = \(digest) AND s.expires_at > \(now) AND s.seen_at > \(now - idle)
                """)
            guard let row = rows.first else { return nil }
            try reading.seeStamps(in: rows)
            var person = try reading.person(try row.get("account_id"))
            guard person.account.state == .active else { return nil }
            person.scope.session = digest
            let seen: Instant = try row.get("seen_at")
            let everything: String? = try row.get("everything")
            let session = Session(
                secret: secret, account: person.account, scope: person.scope, isVouched: try row.get("vouched"),
                registersVersion: KeptVersion(try reading.registersVersion(), since: since),
                version: KeptVersion("\(self.packHolder.generation).\(everything ?? "")", since: since))
            return (session, now - seen > .minutes(5))
        }
        guard let (session, stale) = found else { return nil }
        if stale {
            // Not on every request: a page view should not wait for the disk.
            _ = try await store.write {
                try $0.run("UPDATE sessions SET seen_at = \(now) WHERE district = \(self.code) AND digest = \(digest)")
            }
        }
        return session
    }

    package func signOut(_ secret: String) async throws {
        let digest = keys.secretDigest(secret, purpose: "session")
        _ = try await store.write { try $0.run("DELETE FROM sessions WHERE district = \(self.code) AND digest = \(digest)") }
    }
}

/// Slows down whoever guesses: failed tries count by name and by address, as the pack says (`sign-in-tries`). Beyond that sign-in is
/// refused for a while.
enum Throttle {
    /// Counts a try before the password is looked at, so that many at once are many.
    static func enter(login: String, address: String, in district: District) async throws -> Instant {
        let now = district.clock.now
        let code = district.code
        let tries = district.pack.settings.signInTries
        let limits = [
            ("pair/\(login)/\(address)", tries.nameFromAddress), ("login/\(login)", tries.name), ("address/\(address)", tries.address),
        ]
        let isRefused = try await district.store.write { writer -> Bool in
            try writer.run("DELETE FROM sign_in_failures WHERE district = \(code) AND at < \(now - .minutes(tries.minutes))")
            for (who, most) in limits {
                let count: Int =
                    try writer.value(
                        "SELECT count(*) FROM sign_in_failures WHERE district = \(code) AND who = \(who)") ?? 0
                if count >= most { return true }
            }
            for (who, _) in limits {
                try writer.run("INSERT INTO sign_in_failures (district, who, at) VALUES (\(code), \(who), \(now))")
            }
            return false
        }
        if isRefused { throw Problem(.tooMany, "sign-in-throttled", ["minutes": "\(tries.minutes)"]) }
        return now
    }

    /// A try that succeeded was no guess.
    static func leave(_ attempt: Instant, of district: String, in writer: Writer) throws {
        try writer.run("DELETE FROM sign_in_failures WHERE district = \(district) AND at = \(attempt)")
    }
}
