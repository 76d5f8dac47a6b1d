import Sealing
import Store
package import WorkingTime

/// A message that leaves the house: to somebody who works here, or to somebody who asked for something.
///
/// Each is written in the transaction of what it tells; a timer carries it out, again and again with growing pauses until it is taken or
/// given up, and then by the next channel where there is one. A receiver may see one twice (same id) where the connection broke between
/// its taking and our noting it; never more than one is written per matter and person.
package struct Message: Sendable {
    /// By which way it leaves.
    package enum Channel: String, ClosedList, SQLConvertible {
        case mail
        /// A gateway for short messages or WeChat, reached by a signed webhook.
        case gateway
    }

    package enum State: String, ClosedList, SQLConvertible {
        case waiting, sent
        case givenUp = "given-up"
    }

    package var id: ID<Message>
    package var channel: Channel
    /// A mail address or a phone number.
    package var to: String
    package var name: String
    package var language: String
    package var text: String
    package var values: [String: String]
    package var href: String
    /// Others to the same person that were held back, and are told with this one.
    package var further: [ID<Message>] = []
}

/// Where somebody can be reached, as it lies sealed beside what they asked for.
package struct SealedAddress: Sendable {
    package var sealed: [UInt8]
    /// What the sealing is bound to.
    package var context: String
    /// Who that is, for the log: `cases/…`.
    package var holder: String

    package init(sealed: [UInt8], context: String, holder: String) {
        self.sealed = sealed
        self.context = context
        self.holder = holder
    }

    /// What is read of it.
    struct Opened: Codable {
        var name: String?
        var phone: String?
        var mail: String?

        func address(_ channel: Message.Channel) -> String? {
            switch channel {
            case .mail: mail
            case .gateway: phone
            }
        }
    }
}

extension Pack {
    /// When people are left alone, how much they are told, and by which way.
    package struct MessageRules: Sendable {
        /// Since midnight; equal is never.
        package var quietFrom = Span.hours(0)
        package var quietTo = Span.hours(0)
        package var perDay = 30
        /// The first is tried first.
        package var channels: [Message.Channel] = [.gateway, .mail]
        /// Keys of messages that wait for nothing.
        package var always: Set<String> = []

        /// When something that is ready now may leave.
        func end(ofQuietAt now: Instant, in zone: Zone) -> Instant? {
            guard quietFrom != quietTo else { return nil }
            let (day, time) = now.split(in: zone)
            let overnight = quietFrom > quietTo
            let isQuiet = overnight ? time >= quietFrom || time < quietTo : time >= quietFrom && time < quietTo
            guard isQuiet else { return nil }
            return Instant(overnight && time >= quietFrom ? day.adding(days: 1) : day, at: quietTo, in: zone)
        }

        func nextMorning(after now: Instant, in zone: Zone) -> Instant {
            Instant(now.day(in: zone).adding(days: 1), at: quietFrom == quietTo ? .hours(8) : quietTo, in: zone)
        }
    }
}

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

    /// Carries out what waits. `send` throws where a message was not taken; `isPermanent` tells refusals that no retry mends.
    /// - Parameter channels: what this server can send by; the rest is left to the next channel at once.
    package static func carryOut(
        in district: District, channels: Set<Message.Channel> = [.mail], batch: Int = 20,
        send: @Sendable (Message) async throws -> Void, isPermanent: @Sendable (any Error) -> Bool
    ) async throws {
        let ready = try await district.read(as: .system("post", of: district.code)) { try waiting(in: $0, limit: batch) }
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
                try await failed(waits, String(String(describing: error).prefix(200)), isFinal: isPermanent(error), in: district)
            }
        }
    }

    private struct Waiting: Sendable {
        var id: ID<Message>
        var attempts: Int
        var channelsLeft: [Message.Channel]
    }

    /// What is to be carried out now; without a message where its addressee is suspended or has no such address.
    private static func waiting(in reading: Reading, limit: Int) throws -> [(Message?, Waiting)] {
        let rows = try reading.db.rows(
            """
            SELECT * FROM messages WHERE district = \(reading.district) AND state = 'waiting' AND next_try_at <= \(reading.now)
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

/// A line of the log of deliveries: that something was told, to whom, by which way and what became of it; not what it says.
package struct Delivery: Sendable {
    package var id: ID<Message>
    package var accountID: ID<Account>?
    package var recipient: String
    package var number: String
    package var channel: Message.Channel
    package var state: Message.State
    package var heldFor: String?
    package var attempts: Int
    package var failure: String?
    package var madeAt: Instant
    package var nextTryAt: Instant?
    package var sentAt: Instant?

    init(row: Row) throws {
        id = try row.get("id")
        accountID = try row.get("account_id")
        recipient = try row.get("recipient")
        number = try JSON.decode([String: String].self, try row.get("values_json"))["number"] ?? ""
        channel = try row.get("channel")
        state = try row.get("state")
        heldFor = try row.get("held_for")
        attempts = try row.get("attempts")
        failure = try row.get("failure")
        madeAt = try row.get("made_at")
        nextTryAt = try row.get("next_try_at")
        sentAt = try row.get("sent_at")
    }
}

extension Reading {
    /// The newest first.
    package func deliveries(_ state: Message.State? = nil, before: Instant? = nil, limit: Int) throws -> [Delivery] {
        try scope.require("delivery.view")
        var conditions: [SQL] = [
            "district = \(district)", "made_at < \(before ?? Instant(microseconds: Int64.max))",
            scope.opensEverything ? "(1 = 1)" : "compartment IS NULL",
        ]
        if let state { conditions.append("state = \(state)") }
        return try db.rows("SELECT * FROM messages WHERE \(SQL.all(conditions)) ORDER BY made_at DESC, id DESC LIMIT \(limit)")
            .map(Delivery.init(row:))
    }
}
