import Store
import WorkingTime

/// Mail that waits to leave. Each letter is written in the transaction of what it tells; a timer carries it out, again and again
/// with growing pauses until it is taken or given up. A receiver may see one twice (same Message-ID) where the connection
/// broke between its taking and our noting it; never more than one letter is written per notice and person.
package struct Letter: Sendable {
    package var id: ID<Letter>
    package var to: String
    package var name: String
    package var language: String
    package var text: String
    package var values: [String: String]
    package var href: String
    package var attempts: Int
}

package enum PostOffice {
    /// Minutes to wait after each failed try; after the last one the letter is given up, which the administrator sees.
    static let pauses = [1, 5, 15, 60, 240, 720]

    static func post(_ notice: ID<Notice>, to recipient: NoticeDraft.Recipient, at desk: Desk) throws {
        let whom: SQL =
            switch recipient {
            case .account(let id): "a.id = \(id)"
            case .office(let id):
                """
                a.id IN (SELECT d.account_id FROM duties d WHERE d.district = \(desk.district) AND d.office_id = \(id)
                  AND d.begun_at <= \(desk.now) AND (d.ended_at IS NULL OR d.ended_at > \(desk.now)))
                """
            }
        let reached: [ID<Account>] = try desk.db.values(
            "SELECT a.id FROM accounts a WHERE a.district = \(desk.district) AND a.mail IS NOT NULL AND \(whom)")
        for account in reached {
            try desk.writer.run(
                """
                INSERT INTO letters (district, id, notice_id, account_id, state, attempts, next_try_at)
                VALUES (\(desk.district), \(desk.newID(Letter.self)), \(notice), \(account), 'waiting', 0, \(desk.now))
                """)
        }
    }

    /// Carries out what waits. `send` throws where a letter was not taken; `isPermanent` tells refusals that no retry mends.
    package static func carryOut(
        in district: District, batch: Int = 20, send: @Sendable (Letter) async throws -> Void,
        isPermanent: @Sendable (any Error) -> Bool
    ) async throws {
        let (letters, lost) = try await district.read(as: .system("post", of: district.code)) { try waiting(in: $0, limit: batch) }
        // Nobody to carry them to any more; left waiting they would stand before all others.
        for id in lost { try await mark(id, "given-up", in: district, nextTry: nil, failure: "no-address") }
        for letter in letters {
            do {
                try await send(letter)
                try await mark(letter.id, "sent", in: district, nextTry: nil, failure: nil)
            } catch {
                let givenUp = isPermanent(error) || letter.attempts >= pauses.count
                let pause = Span.minutes(pauses[min(letter.attempts, pauses.count - 1)])
                try await mark(
                    letter.id, givenUp ? "given-up" : "waiting", in: district, nextTry: givenUp ? nil : district.clock.now + pause,
                    failure: String(String(describing: error).prefix(200)))
            }
        }
    }

    /// Those to carry out, and those whose addressee is suspended or has no address any more.
    private static func waiting(in reading: Reading, limit: Int) throws -> ([Letter], [ID<Letter>]) {
        var letters: [Letter] = []
        var lost: [ID<Letter>] = []
        let rows = try reading.db.rows(
            """
            SELECT l.id, l.account_id, l.attempts, n.text_key, n.values_json, n.href
            FROM letters l JOIN notices n ON n.district = l.district AND n.id = l.notice_id
            WHERE l.district = \(reading.district) AND l.state = 'waiting' AND l.next_try_at <= \(reading.now)
            ORDER BY l.next_try_at, l.id LIMIT \(limit)
            """)
        for row in rows {
            let account = try reading.findAccount(try row.get("account_id"))
            guard account.state == .active, let address = try reading.mailAddress(of: account) else {
                lost.append(try row.get("id"))
                continue
            }
            letters.append(
                Letter(
                    id: try row.get("id"), to: address, name: account.name, language: account.language,
                    text: try row.get("text_key"), values: try JSON.decode([String: String].self, try row.get("values_json")),
                    href: try row.get("href"), attempts: try row.get("attempts")))
        }
        return (letters, lost)
    }

    private static func mark(
        _ letter: ID<Letter>, _ state: String, in district: District, nextTry: Instant?, failure: String?
    ) async throws {
        _ = try await district.store.write { writer in
            try writer.run(
                """
                UPDATE letters SET state = \(state), attempts = attempts + 1, next_try_at = \(nextTry), failure = \(failure),
                  sent_at = \(state == "sent" ? district.clock.now : nil)
                WHERE district = \(district.code) AND id = \(letter)
                """)
        }
    }
}
