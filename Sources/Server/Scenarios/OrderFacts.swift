package import Kernel
package import WorkingTime

/// An order as programs see it: scenarios, the JSON API.
package struct OrderFacts: Codable, Sendable {
    package var id: ID<Order>
    package var number: String
    package var kind: String
    /// Code of the addressee.
    package var office: String
    package var ask: String
    package var state: Order.State
    package var issuedAt: Instant
    package var acceptBy: Instant?
    package var dueAt: Instant
    package var limit: Limit?
    package var acceptedAt: Instant?
    package var repliedAt: Instant?
    /// Plain days from the day of issue to that of the reply.
    package var days: Int?
    package var reply: String?
    package var reason: String?
    package var closedAt: Instant?
    /// The order that was transferred here.
    package var previousID: ID<Order>?
    /// Steps of the ladder taken, in order.
    package var steps: [String]
    package var supervisedAt: Instant?
}

extension Reading {
    /// Throws `not-found` for an order the person may not see.
    package func orderFacts(_ id: ID<Order>) throws -> OrderFacts { try orderFacts(findOrder(id)) }

    package func orderFacts(_ order: Order) throws -> OrderFacts {
        OrderFacts(
            id: order.id, number: order.number, kind: order.kind, office: try findOffice(order.toOffice).code, ask: order.ask,
            state: order.state, issuedAt: order.issuedAt, acceptBy: order.acceptBy, dueAt: order.dueAt,
            limit: order.deadline?.limit, acceptedAt: order.acceptedAt, repliedAt: order.repliedAt,
            days: order.repliedAt.map { order.issuedAt.day(in: pack.zone).distance(to: $0.day(in: pack.zone)) },
            reply: order.reply, reason: order.reason, closedAt: order.closedAt, previousID: order.previous,
            steps: order.stepsTaken, supervisedAt: order.supervisedAt)
    }
}
