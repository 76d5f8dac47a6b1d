import Kernel
import Pages
import WorkingTime

/// What can be done with the orders of a case: the lead's time, those who assist, and who looks after it later.
struct CaseOrderActions {
    let visit: Visit
    let seen: CaseView
    private var back: String { "/cases/\(seen.found.id)" }

    private func title(_ id: String, _ order: Order) -> String {
        visit.text("action.\(id).of", ["office": seen.offices[order.toOffice].map { visit.words($0) } ?? ""])
    }

    /// Of the order that the case is with.
    func lead(_ order: Order) -> [CasePage.Action] {
        var actions = OrderSteps(visit, order, back: back).time(seen.times, holds: seen.mayAnswer && visit.scope.may("order.accept")).map {
            CasePage.Action(id: $0.id, title: visit.text("action.\($0.id)"), open: $0.isPressing, form: $0.form)
        }
        if seen.mayAsk, visit.scope.may(AskAssistance.permission) {
            actions.append(CasePage.Action(id: "assist", title: visit.text("action.assist"), open: false, form: assistance(order)))
        }
        return actions
    }

    /// What this person's offices do with orders beside the lead's, and what whoever asked for them does.
    var others: [CasePage.Action] {
        var actions: [CasePage.Action] = []
        func add(_ id: String, _ order: Order, open: Bool = false, _ form: Form) {
            actions.append(CasePage.Action(id: "\(id)-\(order.id)", title: title(id, order), open: open, form: form))
        }
        for order in seen.beside {
            let steps = OrderSteps(visit, order, back: back)
            if order.kind == "after-care" {
                if visit.scope.may(ReportAfterCare.permission) { add("after-care", order, open: true, checking(order)) }
                continue
            }
            if order.state == .issued, visit.scope.may("order.accept") {
                var form = steps.form("acceptance", "accept", [])
                form.note = visit.text("assist.asked", ["ask": order.ask])
                add("assist-accept", order, open: true, form)
            }
            if visit.scope.may("order.reply") {
                var form = steps.form(
                    "reply", "assist-reply",
                    [
                        Field(
                            .textarea(rows: 4), name: "text", label: visit.text("reply.text"), required: true, width: .full, maxlength: 8000
                        )
                    ])
                form.note = visit.text("assist.asked", ["ask": order.ask])
                add("assist-reply", order, open: order.state == .accepted, form)
            }
            if visit.scope.may("order.return") {
                let fields = [
                    Field(
                        .radios, name: "reason", label: visit.text("return.reason"), required: true,
                        options: visit.choices("return-reasons")),
                    Field(.textarea(rows: 2), name: "text", label: visit.text("return.text"), width: .full, maxlength: 500),
                ]
                add("assist-return", order, steps.form("return", "return", fields))
            }
        }
        for order in seen.recallable { add("recall", order, OrderSteps(visit, order, back: back).recall().form) }
        for order in seen.answered {
            let steps = OrderSteps(visit, order, back: back)
            add("assist-send-back", order, steps.form("sending-back", "send-back", [steps.reason("send-back.reason")]))
        }
        return actions
    }

    private func assistance(_ lead: Order) -> Form {
        let working = Set(seen.orders.filter { $0.kind == "assist" && $0.state.isOpen }.map(\.toOffice)).union([lead.toOffice])
        return Form(
            action: "\(back)/assistance",
            fields: [
                Field(
                    .select, name: "office", label: visit.text("assist.office"), required: true,
                    offer: seen.targets.without(Set(working.map(\.description))), width: .full
                ),
                Field(.textarea(rows: 2), name: "ask", label: visit.text("assist.ask"), required: true, width: .full, maxlength: 500),
                Field(
                    .text, name: "limit", label: visit.text("assist.limit"), hint: visit.text("assist.limit.hint"),
                    value: visit.limitText(visit.district.pack.settings.assistLimit), width: .short),
            ], submit: visit.text("action.assist"), csrf: visit.csrf, hidden: [visit.requestField], note: visit.text("assist.note"))
    }

    private func checking(_ order: Order) -> Form {
        Form(
            action: "\(back)/after-care/\(order.id)",
            fields: [
                Field(
                    .radios, name: "holds", label: visit.text("after-care.holds"), required: true,
                    options: [Choice(value: "yes", label: visit.text("yes")), Choice(value: "no", label: visit.text("after-care.broken"))]),
                Field(
                    .textarea(rows: 3), name: "finding", label: visit.text("close.finding"), required: true, width: .full, maxlength: 500),
                Field(.photos, name: "photos", label: visit.text("report.photos")),
            ], submit: visit.text("action.report-after-care"), csrf: visit.csrf, hidden: [visit.requestField],
            note: visit.text("assist.asked", ["ask": order.ask]))
    }
}
