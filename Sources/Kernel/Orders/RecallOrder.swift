import Store

/// Takes an order back before it is answered: it was aimed wrongly, or is not needed any more.
package struct RecallOrder: Verb {
    package static let permission: Permission = "order.recall"
    package var orderID: ID<Order>
    package var reason: String

    package init(orderID: ID<Order>, reason: String) {
        self.orderID = orderID
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> Done {
        let order = try desk.findOrder(orderID, for: Self.permission)
        try order.requireHandedOut(verb: Self.permission)
        try desk.requireIssuer(of: order, for: Self.permission)
        try order.require(.issued, .accepted, verb: Self.permission)
        let reason = try desk.checkedText(reason, field: "reason", longest: 500)
        try desk.end(order, as: .cancelled, reason: reason)
        let office = try desk.findOffice(order.toOffice).name.zh
        try desk.record(OrderRecalled(orderID: order.id, matter: order.matter, kind: order.kind, office: office, reason: reason))
        try desk.notify(
            NoticeDraft(
                to: .office(order.toOffice), matter: "order/\(order.id)/recalled", text: "notice.order.recalled",
                values: ["number": order.number, "title": order.ask, "reason": reason], href: "/orders/\(order.id)"))
        return Done()
    }
}
