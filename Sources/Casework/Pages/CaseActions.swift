import Kernel
import Pages
import WorkingTime

/// What can be done with a case now, by this person: each a form, the most pressing one open.
enum CaseActions {
    /// - Parameter problem: what the form just sent was refused with; it may ask for one more answer.
    static func all(_ visit: Visit, _ seen: CaseView, problem: Problem? = nil) -> [CasePage.Action] {
        guard visit.asked("as-of") == nil else { return [] }
        let found = seen.found
        let order = seen.current
        var actions: [CasePage.Action] = []
        func add(_ id: String, open: Bool = false, _ form: Form) {
            actions.append(
                CasePage.Action(id: id, title: visit.text("action.\(id)"), open: open && actions.allSatisfy { !$0.open }, form: form))
        }
        if found.state == .registered, seen.above == nil, visit.scope.may("case.dispatch") {
            add("dispatch", open: true, dispatch(visit, seen))
        }
        if let above = seen.above, visit.scope.may(DecideOffice.permission) {
            add("decide-office", open: true, deciding(visit, seen, above))
        }
        if let order, order.kind == "handle", order.state.isOpen, seen.mayAnswer {
            if order.state == .issued, visit.scope.may("order.accept") { add("accept", open: true, accept(visit, found, order)) }
            if visit.scope.may("case.resolve") {
                add(
                    "resolve", open: order.state == .accepted,
                    resolve(visit, found, asksWhy: problem?.fields.contains { $0.field == "despite" } ?? false))
            }
            if visit.scope.may("order.transfer") { add("transfer", transfer(visit, seen, order)) }
            if visit.scope.may("order.return") { add("return", returning(visit, order, found)) }
        }
        if let order, order.kind == "handle" {
            let orders = CaseOrderActions(visit: visit, seen: seen)
            actions += orders.lead(order)
        }
        actions += CaseOrderActions(visit: visit, seen: seen).others
        if found.state == .dispatched || found.state == .accepted, seen.mayAnswer {
            if visit.scope.may(SurveyCase.permission) { add("survey", survey(visit, found)) }
            if visit.scope.may(PlanCase.permission) { add("plan", planning(visit, seen)) }
        }
        let isCalledBack = seen.independent && seen.orders.contains { $0.kind == "call-back" && $0.state.isOpen }
        if isCalledBack, visit.scope.may(RecordCallBack.permission) { add("call-back", open: true, callingBack(visit, found)) }
        if found.state == .resolved, seen.independent {
            if visit.scope.may("case.confirm"), !isCalledBack {
                add("confirm", open: true, ConfirmationForm.make(visit, action: "/cases/\(found.id)/confirmation"))
            }
            if visit.scope.may("case.close") { add("close", closing(visit, found)) }
        }
        if found.state.isOpen, visit.scope.may("case.note") { add("note", note(visit, found)) }
        // Whoever dispatches corrects the class in the same form.
        if found.state == .registered, visit.scope.may("case.classify"), !visit.scope.may("case.dispatch") {
            add("classify", classify(visit, found))
        }
        if found.state == .closed || found.state == .resolved, visit.scope.may("case.reopen"),
            found.reopenUntil.map({ visit.now <= $0 }) ?? true
        {
            add("reopen", reason(visit, "/cases/\(found.id)/reopening", "reopen", required: true))
        }
        if found.state == .resolved || found.state == .closed, !found.isMerged, visit.scope.may(PlanAfterCare.permission) {
            add("plan-after-care", afterCare(visit, found))
        }
        if found.state.isOpen, visit.scope.may("case.withdraw") {
            add("withdraw", reason(visit, "/cases/\(found.id)/withdrawal", "withdraw", required: false))
        }
        return actions
    }

    private static func form(
        _ visit: Visit, _ action: String, _ name: String, _ fields: [Field], hidden: [HiddenField] = [], danger: Bool = false
    ) -> Form {
        Form(
            action: action, fields: fields, submit: visit.text("action.\(name)"), danger: danger, csrf: visit.csrf,
            hidden: [visit.requestField] + hidden)
    }

    private static func dispatch(_ visit: Visit, _ seen: CaseView) -> Form {
        form(
            visit, "/cases/\(seen.found.id)/dispatch", "dispatch",
            [
                Field(
                    .select, name: "office", label: visit.text("dispatch.office"),
                    hint: seen.suggested.flatMap { seen.offices[$0] }.map { visit.text("dispatch.suggested", ["office": visit.words($0)]) },
                    value: seen.suggested?.description ?? "", required: true, offer: seen.targets, width: .full),
                Field(
                    .select, name: "class", label: visit.text("case.class"), value: seen.found.caseClass, offer: visit.classOffer(),
                    width: .full),
                Field(
                    .select, name: "urgency", label: visit.text("case.urgency"),
                    options: visit.choices("urgencies", selected: seen.found.urgency), width: .short),
                Field(
                    .textarea(rows: 2), name: "ask", label: visit.text("dispatch.ask"), hint: visit.text("dispatch.ask.hint"), width: .full,
                    maxlength: 500),
            ])
    }

    /// For the level above: other offices gave the case back.
    private static func deciding(_ visit: Visit, _ seen: CaseView, _ above: Office) -> Form {
        var form = form(
            visit, "/cases/\(seen.found.id)/decision", "decide-office",
            [
                Field(
                    .select, name: "office", label: visit.text("dispatch.office"), required: true,
                    offer: seen.targets, width: .full),
                Field(
                    .textarea(rows: 3), name: "reason", label: visit.text("decide-office.reason"), required: true, width: .full,
                    maxlength: 500),
            ])
        let returned = seen.orders.filter { $0.kind == "handle" && $0.state == .returned }
        form.note = visit.text(
            "decide-office.note",
            [
                "office": visit.words(above.name),
                "returns": returned.map { "\(seen.offices[$0.toOffice].map { visit.words($0) } ?? "")（\($0.reason ?? "")）" }
                    .joined(separator: "；"),
            ])
        return form
    }

    private static func survey(_ visit: Visit, _ found: Case) -> Form {
        form(
            visit, "/cases/\(found.id)/survey", "survey",
            [
                Field(
                    .textarea(rows: 3), name: "finding", label: visit.text("survey.finding"), required: true, width: .full,
                    maxlength: visit.district.pack.settings.textLength),
                Field(.photos, name: "photos", label: visit.text("report.photos")),
            ])
    }

    private static func planning(_ visit: Visit, _ seen: CaseView) -> Form {
        form(
            visit, "/cases/\(seen.found.id)/plan", "plan",
            [
                Field(
                    .textarea(rows: 3), name: "measures", label: visit.text("plan.measures"), value: seen.plan?.measures ?? "",
                    required: true, width: .full, maxlength: 2000),
                Field(.text, name: "who", label: visit.text("plan.who"), value: seen.plan?.who ?? "", required: true, maxlength: 200),
                Field(
                    .date, name: "dueOn", label: visit.text("plan.due"), value: seen.plan?.dueOn.iso ?? "", required: true, width: .short),
                Field(
                    .number, name: "cost", label: visit.text("plan.cost"),
                    value: seen.plan?.cost.map(Money.yuan) ?? "", width: .short, unit: visit.text("unit.yuan")),
            ])
    }

    private static func afterCare(_ visit: Visit, _ found: Case) -> Form {
        form(
            visit, "/cases/\(found.id)/after-care", "plan-after-care",
            [
                Field(.date, name: "on", label: visit.text("after-care.on"), required: true, width: .short),
                Field(
                    .textarea(rows: 2), name: "ask", label: visit.text("after-care.ask"), required: true, width: .full, maxlength: 500),
            ])
    }

    private static func classify(_ visit: Visit, _ found: Case) -> Form {
        form(
            visit, "/cases/\(found.id)/classification", "classify",
            [
                Field(
                    .select, name: "class", label: visit.text("case.class"), value: found.caseClass, offer: visit.classOffer(),
                    width: .full),
                Field(
                    .select, name: "urgency", label: visit.text("case.urgency"),
                    options: visit.choices("urgencies", selected: found.urgency), width: .short),
            ])
    }

    private static func accept(_ visit: Visit, _ found: Case, _ order: Order) -> Form {
        var form = form(visit, "/orders/\(order.id)/acceptance", "accept", [], hidden: [HiddenField("back", "/cases/\(found.id)")])
        form.note = order.acceptBy.map { visit.text("accept.by", ["time": visit.moment($0)]) }
        return form
    }

    private static func resolve(_ visit: Visit, _ found: Case, asksWhy: Bool) -> Form {
        form(
            visit, "/cases/\(found.id)/resolution", "resolve",
            [
                Field(.radios, name: "outcome", label: visit.text("resolve.outcome"), required: true, options: visit.choices("outcomes")),
                templates(visit, found),
                Field(
                    .textarea(rows: 6), name: "reply", label: visit.text("resolve.reply"), hint: visit.text("resolve.reply.hint"),
                    required: true, width: .full, maxlength: 8000),
                Field(.photos, name: "photos", label: visit.text("resolve.photos")),
                // Asked for only where a check is not passed.
                asksWhy
                    ? Field(
                        .text, name: "despite", label: visit.text("resolve.despite"), hint: visit.text("resolve.despite.hint"),
                        required: true, width: .full, maxlength: 200) : nil,
            ].compactMap { $0 })
    }

    /// Words to begin an answer from; nil where the pack has none.
    private static func templates(_ visit: Visit, _ found: Case) -> Field? {
        let templates = visit.district.pack.replyTemplates
        guard !templates.isEmpty else { return nil }
        let values = ["number": found.number, "title": found.title]
        return Field(
            .templates(into: "reply", by: "outcome"), name: "template", label: visit.text("resolve.template"),
            hint: visit.text("resolve.template.hint"),
            options: templates.map {
                Choice(
                    value: $0.outcome, label: "\(visit.name(of: $0.outcome, in: "outcomes")) · \(visit.words($0.name))",
                    hint: values.reduce($0.text) { $0.replacing("{\($1.key)}", with: $1.value) })
            }, width: .full)
    }

    private static func transfer(_ visit: Visit, _ seen: CaseView, _ order: Order) -> Form {
        form(
            visit, "/orders/\(order.id)/transfer", "transfer",
            [
                Field(
                    .select, name: "toOffice", label: visit.text("transfer.to"), required: true,
                    offer: seen.targets.without(["\(order.toOffice)"]), width: .full),
                Field(
                    .textarea(rows: 2), name: "reason", label: visit.text("transfer.reason"), required: true, width: .full, maxlength: 500),
            ], hidden: [HiddenField("back", "/cases/\(seen.found.id)")])
    }

    private static func returning(_ visit: Visit, _ order: Order, _ found: Case) -> Form {
        form(
            visit, "/orders/\(order.id)/return", "return",
            [
                Field(
                    .radios, name: "reason", label: visit.text("return.reason"), required: true, options: visit.choices("return-reasons")),
                Field(.textarea(rows: 2), name: "text", label: visit.text("return.text"), width: .full, maxlength: 500),
            ], hidden: [HiddenField("back", "/inbox")])
    }

    /// The reporter's own answers, taken down by somebody who calls.
    private static func callingBack(_ visit: Visit, _ found: Case) -> Form {
        let asked = ConfirmationForm.make(visit, action: "").groups.flatMap(\.fields).map { field in
            var field = field
            field.required = false
            return field
        }
        let reached = Field(
            .radios, name: "reached", label: visit.text("call-back.reached"), required: true,
            options: [Choice(value: "yes", label: visit.text("yes")), Choice(value: "no", label: visit.text("call-back.not-reached"))])
        var form = form(visit, "/cases/\(found.id)/call-back", "call-back", [reached] + asked)
        form.note = visit.text("call-back.note")
        return form
    }

    private static func closing(_ visit: Visit, _ found: Case) -> Form {
        form(
            visit, "/cases/\(found.id)/closure", "close",
            [
                Field(
                    .radios, name: "solved", label: visit.text("close.solved"), required: true,
                    options: [Choice(value: "yes", label: visit.text("yes")), Choice(value: "no", label: visit.text("no"))]),
                Field(
                    .textarea(rows: 3), name: "finding", label: visit.text("close.finding"), hint: visit.text("close.finding.hint"),
                    required: true, width: .full, maxlength: 500),
            ])
    }

    private static func note(_ visit: Visit, _ found: Case) -> Form {
        form(
            visit, "/cases/\(found.id)/notes", "note",
            [
                Field(
                    .textarea(rows: 3), name: "text", label: visit.text("note.text"), width: .full,
                    maxlength: visit.district.pack.settings.textLength),
                Field(.photos, name: "photos", label: visit.text("report.photos")),
                Field(
                    .checkboxes, name: "public", label: visit.text("note.audience"),
                    options: [Choice(value: "yes", label: visit.text("note.show-reporter"))]),
            ])
    }

    private static func reason(_ visit: Visit, _ action: String, _ name: String, required: Bool) -> Form {
        form(
            visit, action, name,
            [
                Field(
                    .textarea(rows: 2), name: "reason", label: visit.text("\(name).reason"), required: required, width: .full,
                    maxlength: 500)
            ], danger: name == "withdraw")
    }
}
