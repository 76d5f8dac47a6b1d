import Foundation
import Sealing
import Store
import WorkingTime

/// Remembers the outcome of each request id. Outcomes are sealed, because some carry a receipt code.
enum RequestLog {
    static func outcome<V: Verb>(of request: RequestID, _ verb: V, at desk: Desk) throws -> V.Outcome? {
        guard
            let row = try desk.db.first(
                """
                SELECT verb, digest, outcome FROM requests
                WHERE district = \(desk.district) AND request_id = \(request.text)
                """)
        else { return nil }
        // One id for two different things is a mistake of the caller, not a repeat.
        guard try row.get("verb") == V.name, try row.get("digest") == digest(verb, at: desk) else {
            throw Problem(.conflict, "request-id-reused")
        }
        guard V.keepsOutcome else { throw Problem(.conflict, "shown-once") }
        let text = try desk.home.keys.open(try row.get("outcome"), context: context(request, desk))
        return try JSON.decode(V.Outcome.self, text)
    }

    static func remember<V: Verb>(_ outcome: V.Outcome, of request: RequestID, _ verb: V, at desk: Desk) throws {
        let kept = V.keepsOutcome ? try JSON.encode(outcome) : "{}"
        let sealed = try desk.home.keys.seal(kept, context: context(request, desk))
        try desk.writer.run(
            """
            INSERT INTO requests (district, request_id, verb, digest, outcome, at)
            VALUES (\(desk.district), \(request.text), \(V.name), \(digest(verb, at: desk)), \(sealed), \(desk.now))
            """)
    }

    static func forgetOld(in district: District) async throws {
        let before = district.clock.now - .days(district.pack.settings.requestDays)
        try await district.store.write { writer in
            try writer.run(
                """
                DELETE FROM requests WHERE district = \(district.code) AND request_id IN
                  (SELECT request_id FROM requests WHERE district = \(district.code) AND at < \(before) LIMIT 5000)
                """)
        }
    }

    private static func digest(_ verb: some Verb, at desk: Desk) throws -> String {
        let actor = desk.scope.accountID?.description ?? "-"
        // Keyed, because some verbs carry a password: a plain hash of it could be guessed at leisure.
        return desk.home.keys.secretDigest(actor + (try JSON.encode(verb)), purpose: "request").map { String($0, radix: 16) }.joined(
            separator: ".")
    }

    private static func context(_ request: RequestID, _ desk: Desk) -> String {
        "requests/\(desk.district)/\(request.text)"
    }
}
