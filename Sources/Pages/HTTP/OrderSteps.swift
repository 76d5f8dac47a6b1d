package import Kernel
import WorkingTime

/// The steps that are the same wherever an order is shown, as forms: about its time, and taking it back.
package struct OrderSteps {
    package struct Step {
        package var id: String
        package var form: Form
        /// Somebody waits for it.
        package var isPressing = false
    }

    let visit: Visit
    let order: Order
    /// Where to go afterwards; nil is the order's own page.
    let back: String?

    package init(_ visit: Visit, _ order: Order, back: String? = nil) {
        self.visit = visit
        self.order = order
        self.back = back
    }

    /// What the addressee may ask about the time, and what others decide on it.
    /// - Parameter holds: whether this person answers for the order.
    package func time(_ times: OrderTimes, holds: Bool) -> [Step] {
        guard order.state.isOpen else { return [] }
        var steps: [Step] = []
        if let pending = times.pending {
            guard visit.scope.may(DecideExtension.permission) else { return [] }
            var form = form("extension/decision", "decide-extension", deciding)
            form.note = visit.text(
                "extension.asked.\(pending.kind.rawValue)",
                ["days": "\(pending.days)", "until": pending.until.map { visit.moment($0, .date) } ?? "", "reason": pending.reason])
            return [Step(id: "decide-extension", form: form, isPressing: true)]
        }
        if let standstill = times.standstill, let until = standstill.until, visit.scope.may(ResumeOrder.permission) {
            var form = form("resumption", "resume", [reason("resume.reason")])
            form.note = visit.text("resume.note", ["until": visit.moment(until, .date), "reason": standstill.reason])
            steps.append(Step(id: "resume", form: form))
        }
        guard holds, visit.now <= order.dueAt else { return steps }
        if visit.scope.may(AskExtension.permission) { steps.append(Step(id: "extend", form: form("extension", "extend", extending))) }
        if order.state == .accepted, times.standstill == nil, visit.scope.may(AskSuspension.permission) {
            steps.append(Step(id: "suspend", form: form("suspension", "suspend", suspending)))
        }
        return steps
    }

    package func recall() -> Step {
        Step(id: "recall", form: form("recall", "recall", [reason("recall.reason")]))
    }

    package func form(_ path: String, _ name: String, _ fields: [Field]) -> Form {
        Form(
            action: "/orders/\(order.id)/\(path)",
            // A case shows the same form for several of its orders.
            fields: fields.map { $0.placed(in: "\(path.replacing("/", with: "-"))-\(order.id)") }, submit: visit.text("action.\(name)"),
            csrf: visit.csrf,
            hidden: [visit.requestField] + (back.map { [HiddenField("back", $0)] } ?? []))
    }

    package func reason(_ key: String) -> Field {
        Field(.textarea(rows: 2), name: "reason", label: visit.text(key), required: true, width: .full, maxlength: 500)
    }

    private var extending: [Field] {
        let longest = visit.district.pack.settings.timeRules[.extend]?.longestDays ?? 0
        return [
            Field(
                .number, name: "days", label: visit.text("extension.days"),
                hint: visit.text("extension.days.hint", ["longest": "\(longest)"]),
                required: true, width: .short, inputmode: "numeric", maxlength: 3),
            reason("extension.reason"),
        ]
    }

    private var suspending: [Field] {
        [
            Field(
                .radios, name: "kind", label: visit.text("suspend.kind"), required: true,
                options: [
                    Choice(value: "suspend", label: visit.text("suspend.wait"), hint: visit.text("suspend.wait.hint")),
                    Choice(value: "park", label: visit.text("suspend.park"), hint: visit.text("suspend.park.hint")),
                ]),
            Field(.date, name: "until", label: visit.text("suspend.until"), required: true, width: .short),
            reason("suspend.reason"),
        ]
    }

    private var deciding: [Field] {
        [
            Field(
                .radios, name: "grants", label: visit.text("extension.grants"), required: true,
                options: [
                    Choice(value: "yes", label: visit.text("extension.grant")), Choice(value: "no", label: visit.text("extension.refuse")),
                ]),
            Field(
                .textarea(rows: 2), name: "answer", label: visit.text("extension.answer"), hint: visit.text("extension.answer.hint"),
                width: .full, maxlength: 500),
        ]
    }
}
