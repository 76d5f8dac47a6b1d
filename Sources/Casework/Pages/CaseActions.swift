import Kernel
import Pages
import WorkingTime

/// What can be done with a case now, by this person: each a form, the most pressing one open.
enum CaseActions {
    static func all(_ visit: Visit, _ seen: CaseView) -> [CasePage.Action] {
        guard visit.asked("as-of") == nil else { return [] }
        let found = seen.found
        let order = seen.current
        var actions: [CasePage.Action] = []
        func add(_ id: String, open: Bool = false, _ form: Form) {
            actions.append(
                CasePage.Action(id: id, title: visit.text("action.\(id)"), open: open && actions.allSatisfy { !$0.open }, form: form))
        }
        if found.state == .registered, visit.scope.may("case.dispatch") { add("dispatch", open: true, dispatch(visit, seen)) }
        if let order, order.kind == "handle", order.state.isOpen, seen.mayAnswer {
            if order.state == .issued, visit.scope.may("order.accept") { add("accept", open: true, accept(visit, found, order)) }
            if visit.scope.may("case.resolve") { add("resolve", open: order.state == .accepted, resolve(visit, found)) }
            if visit.scope.may("order.transfer") { add("transfer", transfer(visit, seen, order)) }
            if visit.scope.may("order.return") { add("return", returning(visit, order, found)) }
            if visit.scope.may("order.extend"), seen.pending == nil, visit.now <= order.dueAt {
                add("extend", extending(visit, order, found, "extension", ExtensionFields.asking(visit), "extend"))
            }
        }
        if let order, let pending = seen.pending, visit.scope.may("order.decide-extension") {
            var form = extending(visit, order, found, "extension/decision", ExtensionFields.deciding(visit), "decide-extension")
            form.note = visit.text("extension.asked", ["days": "\(pending.days)", "reason": pending.reason])
            add("decide-extension", open: true, form)
        }
        if found.state == .resolved, seen.independent {
            if visit.scope.may("case.confirm") {
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

    static func officeChoices(_ visit: Visit, _ offices: [Office], selected: ID<Office>?) -> [Choice] {
        [Choice(value: "", label: visit.text("choose"))]
            + offices.map { Choice(value: $0.id.description, label: visit.words($0.name), selected: $0.id == selected) }
    }

    private static func dispatch(_ visit: Visit, _ seen: CaseView) -> Form {
        form(
            visit, "/cases/\(seen.found.id)/dispatch", "dispatch",
            [
                Field(
                    .select, name: "office", label: visit.text("dispatch.office"),
                    hint: seen.suggested.flatMap { seen.offices[$0] }.map { visit.text("dispatch.suggested", ["office": visit.words($0)]) },
                    required: true, options: officeChoices(visit, seen.targets, selected: seen.suggested), width: .full),
                Field(
                    .select, name: "class", label: visit.text("case.class"), options: classChoices(visit, selected: seen.found.caseClass),
                    width: .full),
                Field(
                    .select, name: "urgency", label: visit.text("case.urgency"),
                    options: visit.choices("urgencies", selected: seen.found.urgency), width: .short),
                Field(
                    .textarea(rows: 2), name: "ask", label: visit.text("dispatch.ask"), hint: visit.text("dispatch.ask.hint"), width: .full,
                    maxlength: 500),
            ])
    }

    static func classChoices(_ visit: Visit, selected: String?) -> [Choice] {
        visit.district.pack.classes.map { item in
            Choice(
                value: item.code, label: "\(item.code) \(visit.words(item.name)) · \(visit.words(item.group))",
                selected: item.code == selected)
        }
    }

    private static func classify(_ visit: Visit, _ found: Case) -> Form {
        form(
            visit, "/cases/\(found.id)/classification", "classify",
            [
                Field(
                    .select, name: "class", label: visit.text("case.class"), options: classChoices(visit, selected: found.caseClass),
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

    private static func resolve(_ visit: Visit, _ found: Case) -> Form {
        form(
            visit, "/cases/\(found.id)/resolution", "resolve",
            [
                Field(.radios, name: "outcome", label: visit.text("resolve.outcome"), required: true, options: visit.choices("outcomes")),
                Field(
                    .textarea(rows: 6), name: "reply", label: visit.text("resolve.reply"), hint: visit.text("resolve.reply.hint"),
                    required: true, width: .full, maxlength: 8000),
                Field(.photos, name: "photos", label: visit.text("resolve.photos")),
            ])
    }

    private static func transfer(_ visit: Visit, _ seen: CaseView, _ order: Order) -> Form {
        form(
            visit, "/orders/\(order.id)/transfer", "transfer",
            [
                Field(
                    .select, name: "toOffice", label: visit.text("transfer.to"), required: true,
                    options: officeChoices(visit, seen.targets.filter { $0.id != order.toOffice }, selected: nil), width: .full),
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

    private static func extending(
        _ visit: Visit, _ order: Order, _ found: Case, _ path: String, _ fields: [Field], _ name: String
    ) -> Form {
        form(visit, "/orders/\(order.id)/\(path)", name, fields, hidden: [HiddenField("back", "/cases/\(found.id)")])
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
