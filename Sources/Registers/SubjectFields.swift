import Kernel
import Pages
import WorkingTime

/// The fields of a kind as questions of a form, and what was answered, as it is typed for a verb.
struct SubjectFields {
    let visit: Visit
    let kind: Pack.SubjectKind
    let fields: [Pack.SubjectField]
    /// What is known already.
    var facts = SubjectFacts()

    /// What a page cannot ask for yet, because it comes with more than words.
    private static let unasked: Set<Pack.SubjectField.Kind> = [.photo]

    init(_ visit: Visit, _ kind: Pack.SubjectKind, facts: SubjectFacts = SubjectFacts()) {
        self.visit = visit
        self.kind = kind
        self.facts = facts
        fields = kind.fieldCodes.compactMap { visit.district.pack.subjectFields[$0] }
            .filter { ($0.compartment.map(visit.scope.opens) ?? true) && !Self.unasked.contains($0.kind) }
    }

    var questions: [Field] {
        fields.map { field in
            let isRequired = kind.fields.contains { $0.code == field.code && $0.isRequired }
            let known = facts[field.code]
            return Field(
                control(field), name: field.code, label: visit.words(field.name),
                hint: hint(field, known), value: field.isSealed ? "" : value(known),
                required: isRequired && !(field.isSealed && known != nil),
                options: options(field, known), width: width(field), autocomplete: "off", inputmode: inputmode(field),
                maxlength: [.text, .personName, .address].contains(field.kind) ? field.longest : nil,
                unit: field.unit.map { visit.words($0) })
        }
    }

    /// The same, where nothing has to be said of any of them.
    var optionalQuestions: [Field] {
        questions.map { question in
            var question = question
            question.required = false
            return question
        }
    }

    /// What was typed of those fields that the form asks for; with `changed`, of those that are not as they were shown.
    func typed(changed: Bool = false) -> [String: String] {
        var typed: [String: String] = [:]
        for field in fields {
            let answer = visit.typed.all(field.code).joined(separator: " ")
            if changed {
                // A sealed field is shown empty: empty says nothing of it.
                if field.isSealed && answer.isEmpty || !field.isSealed && answer == value(facts[field.code]) { continue }
                typed[field.code] = answer
            } else if !answer.isEmpty {
                typed[field.code] = answer
            }
        }
        return typed
    }

    private func value(_ known: FieldValue?) -> String { known?.typed ?? "" }

    private func control(_ field: Pack.SubjectField) -> FieldKind {
        switch field.kind {
        case .text where field.longest > 200: .textarea(rows: 3)
        case .number, .money: .number
        case .date: .date
        case .choice: visit.district.pack.list(field.list ?? "").count > 4 ? .select : .radios
        case .flag: .radios
        case .choices: .checkboxes
        case .phone: .phone
        default: .text
        }
    }

    private func options(_ field: Pack.SubjectField, _ known: FieldValue?) -> [Choice] {
        let current = value(known)
        switch field.kind {
        case .flag: return visit.choices("flags", selected: current)
        case .choice:
            let none = visit.district.pack.list(field.list ?? "").count > 4 ? visit.text("choose") : nil
            return visit.choices(field.list ?? "", selected: current, none: none)
        case .choices:
            let chosen = current.split(separator: " ").map(String.init)
            return visit.choices(field.list ?? "").map { choice in
                var choice = choice
                choice.selected = chosen.contains(choice.value)
                return choice
            }
        default: return []
        }
    }

    private func hint(_ field: Pack.SubjectField, _ known: FieldValue?) -> String? {
        if field.isSealed, let known { return visit.text("subject.sealed.hint", ["masked": field.masked(known.typed)]) }
        if field.kind == .place { return visit.text("subject.place.hint") }
        return field.note.map { visit.words($0) }
    }

    private func width(_ field: Pack.SubjectField) -> FieldWidth {
        switch field.kind {
        case .number, .money, .date, .phone, .choice, .flag, .personName: .short
        case .text where field.longest > 200: .full
        case .address: .full
        default: .medium
        }
    }

    private func inputmode(_ field: Pack.SubjectField) -> String? { field.kind == .phone ? "tel" : nil }

    /// The areas that somebody may register at, from the sub-districts down to the grids.
    static func areaQuestion(_ visit: Visit, _ permission: Permission, kind: Pack.SubjectKind, selected: ID<Area>? = nil) async throws
        -> Field
    {
        let levels = kind.levels.isEmpty ? ["street", "community", "grid"] : kind.levels
        let places = try await visit.read { reading in
            try reading.areas().filter { place in
                (levels.contains(place.level) || place.id == selected) && visit.scope.reaches(place, permission)
            }
        }
        let names = Dictionary(uniqueKeysWithValues: places.map { ($0.id, $0.name) })
        return Field(
            .select, name: "area", label: visit.text("subject.area"), required: !visit.scope.reachesDistrict(permission),
            options: [Choice(value: "", label: visit.text("choose"))]
                + places.map { place in
                    Choice(
                        value: place.code,
                        label: [place.parentID.flatMap { names[$0] }, place.name].compactMap { $0 }.joined(separator: " · "),
                        selected: place.id == selected)
                })
    }

    static func sourceQuestion(_ visit: Visit) -> [Field] {
        [
            Field(
                .radios, name: "source", label: visit.text("subject.source"), value: Statement.Source.desk.rawValue,
                options: [Statement.Source.desk, .visit, .person].map { Choice(value: $0.rawValue, label: visit.source($0)) }),
            Field(
                .text, name: "from", label: visit.text("subject.note"), hint: visit.text("subject.note.hint"), width: .full, maxlength: 200),
        ]
    }
}

extension Visit {
    var typedSource: Statement.Source? { typed["source"].flatMap(Statement.Source.init(rawValue:)) }
}
