package import WorkingTime

package struct OrderIssued: Event {
    package static let name = "order.issued"
    package var orderID: ID<Order>
    package var number: String
    package var kind: String
    package var matter: Subject
    package var toOffice: ID<Office>
    package var to: String
    package var ask: String
    package var dueAt: Instant
    package var subject: Subject { Subject("order", orderID.uuid) }
}

package struct OrderAccepted: Event {
    package static let name = "order.accepted"
    package var orderID: ID<Order>
    package var matter: Subject
    package var kind: String
    package var office: String
    package var inTime: Bool
    package var subject: Subject { Subject("order", orderID.uuid) }
}

package struct OrderReturned: Event {
    package static let name = "order.returned"
    package var orderID: ID<Order>
    package var matter: Subject
    package var kind: String
    package var office: String
    package var reason: String
    package var subject: Subject { Subject("order", orderID.uuid) }
}

package struct OrderTransferred: Event {
    package static let name = "order.transferred"
    package var orderID: ID<Order>
    package var matter: Subject
    package var kind: String
    package var from: String
    package var to: String
    package var toOffice: ID<Office>
    package var reason: String
    package var subject: Subject { Subject("order", orderID.uuid) }
}

package struct OrderReplied: Event {
    package static let name = "order.replied"
    package var orderID: ID<Order>
    package var matter: Subject
    package var kind: String
    package var office: String
    package var reply: String
    package var inTime: Bool
    package var subject: Subject { Subject("order", orderID.uuid) }
}

package struct OrderSentBack: Event {
    package static let name = "order.sent-back"
    package var orderID: ID<Order>
    package var matter: Subject
    package var kind: String
    package var office: String
    package var reason: String
    package var dueAt: Instant
    package var subject: Subject { Subject("order", orderID.uuid) }
}

package struct OrderClosed: Event {
    package static let name = "order.closed"
    package var orderID: ID<Order>
    package var matter: Subject
    package var kind: String
    package var subject: Subject { Subject("order", orderID.uuid) }
}

/// A step of the ladder was taken; nobody typed it.
package struct OrderEscalated: Event {
    package static let name = "order.escalated"
    package var orderID: ID<Order>
    package var number: String
    package var matter: Subject
    package var kind: String
    package var step: String
    package var action: String
    package var office: String
    package var dueAt: Instant
    package var subject: Subject { Subject("order", orderID.uuid) }
}

package struct OrderExtensionAsked: Event {
    package static let name = "order.extension-asked"
    package var orderID: ID<Order>
    package var matter: Subject
    package var kind: String
    package var office: String
    package var what: TimeRequest.Kind
    package var days: Int
    package var until: Instant?
    package var reason: String
    package var subject: Subject { Subject("order", orderID.uuid) }
}

/// The time of an order was changed as somebody asked: extended, or held still until a day.
package struct OrderExtended: Event {
    package static let name = "order.extended"
    package var orderID: ID<Order>
    package var matter: Subject
    package var kind: String
    package var office: String
    package var what: TimeRequest.Kind
    package var days: Int
    package var until: Instant?
    package var reason: String
    package var dueAt: Instant
    package var subject: Subject { Subject("order", orderID.uuid) }
}

package struct OrderExtensionRefused: Event {
    package static let name = "order.extension-refused"
    package var orderID: ID<Order>
    package var matter: Subject
    package var kind: String
    package var answer: String
    package var subject: Subject { Subject("order", orderID.uuid) }
}

/// A standstill ended before its day.
package struct OrderResumed: Event {
    package static let name = "order.resumed"
    package var orderID: ID<Order>
    package var matter: Subject
    package var kind: String
    package var reason: String
    package var dueAt: Instant
    package var subject: Subject { Subject("order", orderID.uuid) }
}

/// Not needed any more: its matter was merged, withdrawn, or led by the office that assisted.
package struct OrderCancelled: Event {
    package static let name = "order.cancelled"
    package var orderID: ID<Order>
    package var matter: Subject
    package var kind: String
    package var office: String
    package var subject: Subject { Subject("order", orderID.uuid) }
}

/// Taken back by whoever issued it.
package struct OrderRecalled: Event {
    package static let name = "order.recalled"
    package var orderID: ID<Order>
    package var matter: Subject
    package var kind: String
    package var office: String
    package var reason: String
    package var subject: Subject { Subject("order", orderID.uuid) }
}
