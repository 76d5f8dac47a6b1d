import Store
package import WorkingTime

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
