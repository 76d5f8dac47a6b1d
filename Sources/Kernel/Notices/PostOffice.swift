import Sealing
import Store
import WorkingTime

/// Carries messages out of the house.
package enum PostOffice {
    /// Minutes to wait after each failed try; after the last one the next channel is tried, and then it is given up.
    static let pauses = [1, 5, 15, 60, 240, 720]

    /// Messages to the people behind a notice, who have an address.
    static func post(_ notice: ID<Notice>, _ draft: NoticeDraft, at desk: Desk) throws {
        let whom: SQL =
            switch draft.to {
            case .account(let id): "a.id = \(id)"
            case .office(let id):
                """
                a.id IN (SELECT d.account_id FROM duties d WHERE d.district = \(desk.district) AND d.office_id = \(id)
                  AND d.role IN \(list: desk.roles(giving: "order.view"))
                  AND d.begun_at <= \(desk.now) AND (d.ended_at IS NULL OR d.ended_at > \(desk.now)))
                """
            }
        let reached: [ID<Account>] = try desk.db.values(
            "SELECT a.id FROM accounts a WHERE a.district = \(desk.district) AND a.mail IS NOT NULL AND \(whom)")
        for account in reached {
            guard let compartment = draft.compartment else {
                try write(draft.matter, draft.text, draft.values, draft.href, account: account, address: nil, channels: [.mail], at: desk)
                continue
            }
            // A mail says that there is something, and nothing of what.
            try write(
                draft.matter, "message.confidential", [:], "/notices", account: account, address: nil, channels: [.mail],
                compartment: compartment, at: desk)
        }
    }

    /// Postpones what comes at night, and what is more than somebody should be told in a day.
    fileprivate static func write(
        _ matter: String, _ text: String, _ values: [String: String], _ href: String, account: ID<Account>?, address: SealedAddress?,
        channels: [Message.Channel], compartment: String? = nil, at desk: Desk
    ) throws {
        guard let first = channels.first else { return }
        let rules = desk.pack.settings.messages
        let zone = desk.pack.zone
        let recipient = account?.description ?? address?.holder ?? ""
        var held: String?
        var leaves = desk.now
        if !rules.always.contains(text) {
            let today = Instant(desk.now.day(in: zone), in: zone)
            let told: Int =
                try desk.db.value(
                    "SELECT count(*) FROM messages WHERE district = \(desk.district) AND recipient = \(recipient) AND made_at >= \(today)")
                ?? 0
            if told >= rules.perDay {
                (held, leaves) = ("budget", rules.nextMorning(after: desk.now, in: zone))
            } else if let morning = rules.end(ofQuietAt: desk.now, in: zone) {
                (held, leaves) = ("quiet", morning)
            }
        }
        try desk.writer.run(
            """
            INSERT INTO messages (district, id, recipient, account_id, contact, contact_context, matter, text_key, values_json, href,
              channel, channels_left, state, held_for, compartment, attempts, next_try_at, made_at)
            VALUES (\(desk.district), \(desk.newID(Message.self)), \(recipient), \(account), \(address?.sealed), \(address?.context),
              \(matter), \(text), \(try JSON.encode(values)), \(href), \(first),
              \(channels.dropFirst().map(\.rawValue).joined(separator: ",")), 'waiting', \(held), \(compartment), 0, \(leaves), \(desk.now))
            ON CONFLICT (district, recipient, matter) DO NOTHING
            """)
    }

    /// What a failure says of the next try.
    package enum Failing: Sendable {
        /// This message; others may be taken.
        case once
        /// No retry mends it.
        case forGood
        /// The other end does not answer: nor will it answer for the messages behind, which wait for the next round untried.
        case unreachable
    }

    /// Carries out what waits. `send` throws where a message was not taken; `failing` tells what that means.
    /// - Parameters:
    ///   - channels: what this server can send by; the rest is left to the next channel at once.
    ///   - only: a round of one channel alone, so that one that hangs keeps no other waiting. Nil is all of them.
    package static func carryOut(
        in district: District, channels: Set<Message.Channel> = [.mail], only: Message.Channel? = nil, batch: Int = 20,
        send: @Sendable (Message) async throws -> Void, failing: @Sendable (any Error) -> Failing
    ) async throws {
        let others = Message.Channel.allCases.filter { $0 != only && channels.contains($0) }
        let ready = try await district.read(as: .system("post", of: district.code)) {
            try waiting(in: $0, besides: only == nil ? [] : others, limit: batch)
        }
        for (message, waits) in ready {
            guard let message, channels.contains(message.channel) else {
                // Nobody to carry it to by this way; left waiting it would stand before all others.
                try await failed(waits, "no-address", isFinal: true, in: district)
                continue
            }
            do {
                try await send(message)
                try await sent([message.id] + message.further, in: district)
            } catch {
                let failing = failing(error)
                try await failed(
                    waits, String(String(describing: error).prefix(200)), isFinal: failing == .forGood, in: district)
                if failing == .unreachable { return }
            }
        }
    }

    private struct Waiting: Sendable {
        var id: ID<Message>
        var attempts: Int
        var channelsLeft: [Message.Channel]
    }

    /// What is to be carried out now; without a message where its addressee is suspended or has no such address.
    private static func waiting(in reading: Reading, besides others: [Message.Channel], limit: Int) throws -> [(Message?, Waiting)] {
        let rows = try reading.db.rows(
            """
            SELECT * FROM messages WHERE district = \(reading.district) AND state = 'waiting' AND next_try_at <= \(reading.now)
              AND \(others.isEmpty ? "(1 = 1)" : "channel NOT IN \(list: others)" as SQL)
            ORDER BY next_try_at, id LIMIT \(limit)
            """)
        var told: [String: Int] = [:]
        var ready: [(Message?, Waiting)] = []
        for row in rows {
            let waiting = Waiting(
                id: try row.get("id"), attempts: try row.get("attempts"),
                channelsLeft: try row.get("channels_left", as: String.self).split(separator: ",").compactMap {
                    Message.Channel(rawValue: String($0))
                })
            let message = try message(row, in: reading)
            // What was too much for one day is told the next morning in one message.
            let recipient: String = try row.get("recipient")
            if try row.get("held_for", as: String?.self) == "budget", try row.get("account_id", as: ID<Account>?.self) != nil,
                message != nil,
                waiting.attempts == 0
            {
                if let first = told[recipient], var digest = ready[first].0 {
                    digest.further.append(waiting.id)
                    digest.text = "message.digest"
                    digest.values = ["count": "\(digest.further.count + 1)"]
                    digest.href = "/notices"
                    ready[first].0 = digest
                    continue
                }
                told[recipient] = ready.count
            }
            ready.append((message, waiting))
        }
        return ready
    }

    private static func message(_ row: Row, in reading: Reading) throws -> Message? {
        let channel: Message.Channel = try row.get("channel")
        let address: String?
        var (name, language) = ("", "zh-Hans")
        if let account: ID<Account> = try row.get("account_id") {
            let found = try reading.findAccount(account)
            address = found.state == .active && channel == .mail ? try reading.mailAddress(of: found) : nil
            (name, language) = (found.name, found.language)
        } else if let sealed: [UInt8] = try row.get("contact"), let context: String = try row.get("contact_context") {
            let opened = try JSON.decode(SealedAddress.Opened.self, try reading.home.keys.open(sealed, context: context))
            address = opened.address(channel)
            name = opened.name ?? ""
        } else {
            address = nil
        }
        return try address.map {
            Message(
                id: try row.get("id"), channel: channel, to: $0, name: name, language: language, text: try row.get("text_key"),
                values: try JSON.decode([String: String].self, try row.get("values_json")), href: try row.get("href"))
        }
    }

    private static func sent(_ messages: [ID<Message>], in district: District) async throws {
        _ = try await district.store.write { writer in
            try writer.run(
                """
                UPDATE messages SET state = 'sent', attempts = attempts + 1, next_try_at = NULL, failure = NULL, sent_at = \(district.clock.now)
                WHERE district = \(district.code) AND id IN \(list: messages)
                """)
        }
    }

    private static func failed(_ waiting: Waiting, _ failure: String, isFinal: Bool, in district: District) async throws {
        let isOver = isFinal || waiting.attempts >= pauses.count
        let pause = Span.minutes(pauses[min(waiting.attempts, pauses.count - 1)])
        let now = district.clock.now
        _ = try await district.store.write { writer in
            if isOver, let next = waiting.channelsLeft.first {
                try writer.run(
                    """
                    UPDATE messages SET channel = \(next), attempts = 0, next_try_at = \(now), failure = \(failure),
                      channels_left = \(waiting.channelsLeft.dropFirst().map(\.rawValue).joined(separator: ","))
                    WHERE district = \(district.code) AND id = \(waiting.id)
                    """)
            } else {
                try writer.run(
                    """
                    UPDATE messages SET state = \(isOver ? Message.State.givenUp : .waiting), attempts = attempts + 1,
                      next_try_at = \(isOver ? nil : now + pause), failure = \(failure)
                    WHERE district = \(district.code) AND id = \(waiting.id)
                    """)
            }
        }
    }
}

extension Desk {
    /// Tells somebody who has no account, by the ways they left. In a drill nobody is told anything.
    package func tell(
        _ address: SealedAddress, matter: String, _ text: String, _ values: [String: String], href: String
    ) throws {
        guard scope.mode == .live, !home.clock.isVirtual else { return }
        try PostOffice.write(
            matter, text, values, href, account: nil, address: address, channels: pack.settings.messages.channels, at: self)
    }
}
