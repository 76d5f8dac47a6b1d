import Kernel
import Pages

/// Orders of a case, in a table.
enum OrderRows {
    static func table(_ visit: Visit, _ orders: [Order], offices: [ID<Office>: Words], caption: String) -> Table {
        Table(
            caption: caption,
            columns: [
                Column(visit.text("order.number"), narrow: true, phone: .title), Column(visit.text("order.to")),
                Column(visit.text("order.state"), narrow: true, phone: .corner), Column(visit.text("order.due"), narrow: true),
            ],
            rows: orders.map { order in
                TableRow([
                    .text(order.number, note: visit.text("order.kind.\(order.kind)")),
                    .text(offices[order.toOffice].map { visit.words($0) } ?? "", note: order.reason.map(visit.reason)),
                    .badge(badge(visit, order)),
                    order.state.isOpen ? .clock(visit.clock(due: order.dueAt)) : visit.date(order.dueAt),
                ])
            }, empty: EmptyState(title: visit.text("orders.none")))
    }

    static func badge(_ visit: Visit, _ order: Order) -> Badge {
        if order.isOverdue(at: visit.now) { return Badge(visit.text("case.state.overdue"), .late) }
        let tone: Tone =
            switch order.state {
            case .issued: .near
            case .accepted: .intime
            case .replied: .accent
            case .closed: .done
            case .returned, .transferred, .cancelled: .neutral
            }
        return Badge(visit.text("order.state.\(order.state.rawValue)"), tone)
    }
}
