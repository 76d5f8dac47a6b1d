import Kernel
import Store
import WorkingTime

/// What cases do when their orders move.
enum CaseworkReactions {
    static let all: [Reaction] =
        [
            .on(OrderAccepted.self, "case-accepted") { event, desk in
                guard let found = try caseOf(event.matter, event.kind, desk) else { return }
                try desk.change(found, "state = 'accepted', responded_at = COALESCE(responded_at, \(desk.happenedAt))")
            },
            .on(OrderReturned.self, "back-to-dispatch") { event, desk in
                guard let found = try caseOf(event.matter, event.kind, desk) else { return }
                let queue = try desk.queueAfterReturn(found)
                try desk.waitForDispatch(found, at: queue)
                try desk.notify(
                    NoticeDraft(
                        to: .office(queue.id), matter: "order/\(event.orderID)/returned",
                        text: "notice.order.returned",
                        values: ["number": found.number, "title": found.title, "office": event.office, "reason": event.reason],
                        href: "/cases/\(found.id)"))
            },
            .on(OrderRecalled.self, "recalled") { event, desk in
                guard let found = try caseOf(event.matter, event.kind, desk) else { return }
                // What was decided above is not undone by taking it back.
                try desk.waitForDispatch(found, at: try desk.queueAfterReturn(found))
            },
            .on(OrderSentBack.self, "case-open-again") { event, desk in
                guard let found = try caseOf(event.matter, event.kind, desk) else { return }
                // What was resolved is not any more, whatever it will count as when it is resolved again.
                try desk.change(
                    found,
                    """
                    state = 'accepted', due_at = \(event.dueAt), resolved_at = NULL, working_days = NULL, confirm_by = NULL,
                    closed_at = NULL, closing = NULL, reopen_until = NULL
                    """)
            },
            .on(OrderExtended.self, "more-time") { event, desk in
                guard let found = try caseOf(event.matter, event.kind, desk) else { return }
                try desk.change(found, "due_at = \(event.dueAt)")
            },
            .on(OrderResumed.self, "time-runs-again") { event, desk in
                guard let found = try caseOf(event.matter, event.kind, desk) else { return }
                try desk.change(found, "due_at = \(event.dueAt)")
            },
            .on(OrderTransferred.self, "with-another-office") { event, desk in
                guard let found = try caseOf(event.matter, event.kind, desk),
                    let order = try desk.openOrder(about: found.subject)
                else { return }
                try desk.change(found, "state = 'dispatched', office_id = \(order.toOffice), due_at = \(order.dueAt)")
                try desk.notify(
                    NoticeDraft(
                        to: .office(order.toOffice), matter: "order/\(order.id)/issued", text: "notice.order.issued",
                        values: ["number": found.number, "title": found.title, "office": event.to], href: "/cases/\(found.id)"))
            },
        ] + AssistanceReactions.all + CallBackSample.reactions + TellReporters.reactions

    private static func caseOf(_ matter: Subject, _ kind: String, _ desk: Desk) throws -> Case? {
        guard matter.kind == "case", kind == "handle",
            let row = try desk.db.first("SELECT * FROM cases c WHERE c.district = \(desk.district) AND c.id = \(matter.id)")
        else { return nil }
        return try Case(row: row)
    }
}

extension Desk {
    /// A case without an office again.
    fileprivate func waitForDispatch(_ found: Case, at queue: Office) throws {
        let area = try findArea(found.areaID)
        let dueAt = try queueForDispatch(found.id, title: found.title, areaPath: area.path, at: queue)
        try change(found, "state = 'registered', office_id = NULL, due_at = \(dueAt)")
    }
}
