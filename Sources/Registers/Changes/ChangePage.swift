import Hummingbird
import Kernel
import Pages
import WorkingTime

/// One proposal: what stands there, what should stand there, who says so; and the decision.
struct ChangePage: PageModel {
    var frame: Frame
    var head: PageHead
    var facts: DefinitionList
    var table: Table?
    var alike: AlikeEntries?
    var forms: [FoldedForm]

    static func show(_ visit: Visit) async throws -> Response { try await show(visit, problem: nil) }

    static func decide(_ visit: Visit) async throws -> Response {
        let id: ID<SubjectChange> = try visit.id()
        return try await visit.answering {
            let applies = visit.typed["decision"] == "apply"
            let change = try await visit.read { try $0.findChange(id) }
            var subject: ID<SubjectRecord>?
            if change.kind == .request, applies {
                guard let number = visit.typed["number"] else { throw Problem.field("number", "required") }
                guard let found = try await visit.read({ try $0.subjectIfAny(named: number) }) else {
                    throw Problem.field("number", "no-such-subject", ["is": number])
                }
                subject = found.id
            }
            let kind = try await visit.read { try $0.personKind() }
            _ = try await visit.perform(
                DecideChange(
                    changeID: id, applies: applies, answer: visit.typed["answer"] ?? "", subjectID: subject,
                    values: change.kind == .request ? try await SubjectFields(visit, kind).typed() : nil,
                    overrides: visit.typed["overrides"] == "yes" ? true : nil))
            return .seeOther("/changes?done=subject-change.decided")
        } refused: { problem in
            try await show(visit, problem: problem)
        }
    }

    static func decideErasure(_ visit: Visit) async throws -> Response {
        let id: ID<SubjectChange> = try visit.id()
        return try await visit.answering {
            _ = try await visit.perform(
                DecideErasure(changeID: id, applies: visit.typed["decision"] == "apply", answer: visit.typed["answer"] ?? ""))
            return .seeOther("/changes?done=subject-change.decided")
        } refused: { problem in
            try await show(visit, problem: problem)
        }
    }

    private static func show(_ visit: Visit, problem: Problem?) async throws -> Response {
        let id: ID<SubjectChange> = try visit.id()
        let seen = try await visit.read { try ChangeView(id, in: $0) }
        let page = try ChangePage(visit, seen, problem: problem)
        return try visit.page(page, "registers/change", status: HTTPResponseStatus(rawValue: problem?.status ?? 200))
    }

    private init(_ visit: Visit, _ seen: ChangeView, problem: Problem?) throws {
        let change = seen.change
        let title = visit.text("change.title.\(change.kind.rawValue)", ["title": seen.found?.title ?? visit.text("change.somebody")])
        let forms = change.state == .waiting ? Self.forms(visit, seen, problem) : []
        frame = visit.frame(
            title, breadcrumbs: [Crumb(visit.text("nav.changes"), href: "/changes")],
            messages: problem.map { forms.contains(where: \.open) ? [] : [visit.refusal($0)] } ?? [])
        head = PageHead(
            title: title, above: change.number,
            badge: Badge(visit.text("change.state.\(change.state.rawValue)"), change.state == .waiting ? .near : .neutral),
            actions: seen.found.map { [ActionLink(visit.text("subject.page"), href: "/subjects/\($0.id)", style: .quiet)] } ?? [])
        self.forms = forms
        facts = Self.facts(visit, seen)
        table = change.kind == .correction ? Self.comparison(visit, seen) : nil
        alike = seen.alike.flatMap { $0.found.isEmpty ? nil : AlikeEntries(visit, $0) }
    }

    private static func facts(_ visit: Visit, _ seen: ChangeView) -> DefinitionList {
        let change = seen.change
        var list = [
            Definition(
                visit.text("change.by"), seen.proposer ?? visit.text("change.resident"), note: visit.moment(change.proposedAt, .full))
        ]
        if let proposal = seen.proposal {
            list.append(Definition(visit.text(change.kind == .request ? "change.text" : "change.reason"), proposal.reason))
            if change.kind == .request {
                for field in seen.fields {
                    // The telephone is what they are called by; the rest of what is sealed stays so.
                    if let typed = proposal.values[field.code] {
                        let isShown = !field.isSealed || field.kind == .phone
                        list.append(Definition(visit.words(field.name), isShown ? typed : field.masked(typed)))
                    }
                }
            }
        } else {
            list.append(Definition(visit.text("change.reason"), visit.text("change.erased")))
        }
        if let decided = change.decidedAt {
            list.append(Definition(visit.text("change.decided"), seen.decider ?? "", note: visit.moment(decided, .full)))
            if let answer = change.answer { list.append(Definition(visit.text("change.answer"), answer)) }
        }
        return DefinitionList(list)
    }

    /// What stands there now beside what should; where it is another than when it was proposed, that too.
    private static func comparison(_ visit: Visit, _ seen: ChangeView) -> Table? {
        guard let proposal = seen.proposal else { return nil }
        func shown(_ field: Pack.SubjectField, _ typed: String?) -> String {
            guard let typed, !typed.isEmpty else { return "—" }
            return field.isSealed ? field.masked(typed) : field.list.map { visit.name(of: typed, in: $0) } ?? typed
        }
        var rows = seen.fields.filter { seen.change.fields.contains($0.code) }.map { field in
            let (then, now) = (proposal.before[field.code], seen.facts[field.code]?.typed)
            let isMoved = seen.change.state == .waiting && (then ?? "") != (now ?? "")
            return TableRow([
                .text(visit.words(field.name)),
                isMoved ? .badge(Badge(visit.text("change.moved"), .near), note: shown(field, now)) : .text(shown(field, now)),
                .text(shown(field, proposal.values[field.code])),
            ])
        }
        if seen.change.fields.contains("area") {
            rows.append(TableRow([.text(visit.text("subject.area")), .text(seen.area ?? "—"), .text(seen.proposedArea ?? "—")]))
        }
        return Table(
            caption: visit.text("change.fields"),
            columns: [
                Column(visit.text("change.field"), phone: .title), Column(visit.text("change.now")), Column(visit.text("change.wanted")),
            ], rows: rows, empty: EmptyState(title: visit.text("change.none")))
    }

    private static func forms(_ visit: Visit, _ seen: ChangeView, _ problem: Problem?) -> [FoldedForm] {
        let path = "/changes/\(seen.change.id)"
        let decision = Field(
            .radios, name: "decision", label: visit.text("change.decision"), value: "apply", required: true,
            options: [
                Choice(value: "apply", label: visit.text("change.apply.\(seen.change.kind.rawValue)")),
                Choice(value: "reject", label: visit.text("change.reject")),
            ])
        let answer = Field(
            .textarea(rows: 2), name: "answer", label: visit.text("change.answer"), hint: visit.text("change.answer.hint"),
            required: seen.change.kind != .correction, width: .full, maxlength: 500)
        let folded: FoldedForm?
        switch seen.change.kind {
        case .correction:
            let overrides = Field(
                .checkboxes, name: "overrides", label: visit.text("change.overrides"),
                options: [Choice(value: "yes", label: visit.text("change.overrides.yes"))])
            folded = visit.folded(
                "change-decide", DecideChange.permission, action: path + "/decision",
                fields: [decision] + (seen.isMoved ? [overrides] : []) + [answer], problem: problem)
        case .request:
            let only = seen.alike.flatMap { $0.found.count == 1 ? $0.found[0].found.number : nil } ?? ""
            let number = Field(
                .text, name: "number", label: visit.text("change.number"), hint: visit.text("change.number.hint"), value: only,
                autocomplete: "off", maxlength: 40)
            let questions = seen.kind.map { SubjectFields(visit, $0).optionalQuestions } ?? []
            folded = visit.folded(
                "change-decide", DecideChange.permission, action: path + "/decision",
                fields: [decision, number] + questions + [answer], problem: problem)
        case .erasure:
            folded = visit.folded(
                "erasure-decide", DecideErasure.permission, action: path + "/erasure", fields: [decision, answer], problem: problem,
                danger: true)
        }
        return folded.map { form in
            var form = form
            form.open = true
            return [form]
        } ?? []
    }
}

/// Everything that a proposal's page shows.
struct ChangeView: Sendable {
    var change: SubjectChange
    var proposal: Proposal?
    var found: SubjectRecord?
    var facts = SubjectFacts()
    var kind: Pack.SubjectKind?
    var fields: [Pack.SubjectField] = []
    var area: String?
    var proposedArea: String?
    var proposer: String?
    var decider: String?
    /// Of a request: whom they may mean.
    var alike: AlikeList?

    init(_ id: ID<SubjectChange>, in reading: Reading) throws {
        change = try reading.findChange(id)
        proposal = try reading.proposal(of: change)
        if let id = change.subjectID { found = try reading.subjects(named: [id], for: DecideChange.permission)[id] }
        if let found { facts = try reading.facts(of: found) }
        kind = try found.map { try reading.subjectKind($0.kind) } ?? (change.kind == .request ? try reading.personKind() : nil)
        fields = kind.map { reading.fields(of: $0) } ?? []
        area = try found?.areaID.flatMap { try reading.areaIfAny($0)?.name }
        proposedArea = try proposal?.areaCode.flatMap { try reading.areaIfAny(code: $0)?.name }
        proposer = try change.proposedBy.map { try reading.findAccount($0).name }
        decider = try change.decidedBy.map { try reading.findAccount($0).name }
        if change.kind == .request, change.state == .waiting, let proposal, let kind {
            alike = try AlikeList(reading.alikeSubjects(SubjectSketch(kind: kind.code, values: proposal.values)), in: reading)
        }
    }

    /// Something stands there otherwise than when it was proposed.
    var isMoved: Bool {
        guard change.kind == .correction, let proposal else { return false }
        return proposal.values.keys.contains { (facts[$0]?.typed ?? "") != (proposal.before[$0] ?? "") }
    }
}
