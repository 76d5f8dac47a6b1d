import Geography
import Kernel
import Pages
import WorkingTime

/// The fields of a kind as questions of a form, and what was answered, as it is typed for a verb.
struct SubjectFields {
    let visit: Visit
    let kind: Pack.SubjectKind
    /// What a sheet can hold: all but pictures.
    let fields: [Pack.SubjectField]
    private let asked: [Pack.SubjectField]
    /// What is known already.
    var facts = SubjectFacts()
    /// What the areas and subjects that are known are typed as.
    var references = TypedReferences()
    /// Pictures that came with a form which has to be shown once more, by field: nobody takes them twice.
    private(set) var kept: [String: String] = [:]

    init(_ visit: Visit, _ kind: Pack.SubjectKind) {
        self.visit = visit
        self.kind = kind
        asked = kind.fieldCodes.compactMap { visit.district.pack.subjectFields[$0] }
            .filter { $0.compartment.map(visit.scope.opens) ?? true }
        fields = asked.filter { $0.kind != .photo }
    }

    /// With what is known of somebody.
    init(_ visit: Visit, _ kind: Pack.SubjectKind, facts: SubjectFacts, in reading: Reading) throws {
        self.init(visit, kind)
        self.facts = facts
        references = try reading.typedReferences(facts)
    }

    var questions: [Field] { asked.flatMap { $0.kind == .photo ? photo($0) : [question($0)] } }

    private func question(_ field: Pack.SubjectField) -> Field {
        let known = facts[field.code]
        let place = known.flatMap(Self.satellite)
        return Field(
            control(field), name: field.code, label: visit.words(field.name),
            hint: hint(field, known), value: field.isSealed ? "" : value(known),
            required: isRequired(field) && !(field.isSealed && known != nil),
            options: options(field, known), width: width(field), autocomplete: "off", inputmode: inputmode(field),
            maxlength: [.text, .personName, .address].contains(field.kind) ? field.longest : nil,
            unit: field.unit.map { visit.words($0) }, latitude: place.map { "\($0.latitude)" } ?? "",
            longitude: place.map { "\($0.longitude)" } ?? "", ground: field.kind == .place ? visit.placeGround : nil)
    }

    private func photo(_ field: Pack.SubjectField) -> [Field] {
        let isKnown = facts[field.code] != nil
        let hint = kept[field.code] != nil ? "subject.photo.kept" : isKnown ? "subject.photo.replace" : "subject.photo.hint"
        let choose = Field(
            .file(types: "image/*"), name: field.code, label: visit.words(field.name), hint: visit.text(hint),
            required: isRequired(field) && !isKnown && kept[field.code] == nil)
        guard isKnown, !isRequired(field) else { return [choose] }
        return [
            choose,
            Field(
                .checkboxes, name: Self.removed(field.code), label: visit.text("subject.photo.known"),
                options: [Choice(value: "yes", label: visit.text("subject.photo.remove"))]),
        ]
    }

    private func isRequired(_ field: Pack.SubjectField) -> Bool { kind.fields.contains { $0.code == field.code && $0.isRequired } }

    /// As a browser tells it, whatever it is kept in.
    private static func satellite(_ value: FieldValue) -> (latitude: Double, longitude: Double)? {
        guard case .place(let latitude, let longitude, let datum) = value else { return nil }
        return datum == .gcj02 ? Coordinates.wgs84(latitude: latitude, longitude: longitude) : (latitude, longitude)
    }

    /// The same, where nothing has to be said of any of them.
    var optionalQuestions: [Field] {
        questions.map { question in
            var question = question
            question.required = false
            return question
        }
    }

    /// What was typed of those fields that the form asks for; with `changed`, of those that are not as they were shown. Pictures are kept
    /// and named by their hash.
    func typed(changed: Bool = false) async throws -> [String: String] {
        var typed = try await photos()
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
        for field in asked where field.kind == .photo && facts[field.code] != nil && typed[field.code] == nil {
            if visit.typed[Self.removed(field.code)] == "yes" { typed[field.code] = "" }
        }
        return typed
    }

    /// The same fields for a form that is shown once more, with the pictures that came with it.
    func keepingPhotos() async -> SubjectFields {
        var fields = self
        fields.kept = (try? await photos()) ?? [:]
        return fields
    }

    var hidden: [HiddenField] { kept.sorted { $0.key < $1.key }.map { HiddenField(Self.kept($0.key), $0.value) } }

    private func photos() async throws -> [String: String] {
        var photos: [String: String] = [:]
        for field in asked where field.kind == .photo {
            let chosen = try await KeptPhotos.keep(try visit.checkedPhotos(field.code), visit).first
            photos[field.code] = chosen ?? visit.typed[Self.kept(field.code)]
        }
        return photos
    }

    private static func kept(_ code: String) -> String { code + "-kept" }
    private static func removed(_ code: String) -> String { code + "-removed" }

    private func value(_ known: FieldValue?) -> String {
        if case .reference(let id) = known, let typed = references.texts[id] { return typed }
        return known?.typed ?? ""
    }

    private func control(_ field: Pack.SubjectField) -> FieldKind {
        switch field.kind {
        case .text where field.longest > 200: .textarea(rows: 3)
        case .number, .money: .number
        case .date: .date
        case .choice: visit.district.pack.list(field.list ?? "").count > 4 ? .select : .radios
        case .flag: .radios
        case .choices: .checkboxes
        case .phone: .phone
        case .place: .position
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
        let note = field.note.map { visit.words($0) }
        return switch field.kind {
        case .place: visit.text("subject.place.hint")
        case .area: note ?? visit.text("subject.area-code.hint")
        case .reference: note ?? visit.text("subject.reference.hint")
        default: note
        }
    }

    private func width(_ field: Pack.SubjectField) -> FieldWidth {
        switch field.kind {
        case .number, .money, .date, .phone, .choice, .flag, .personName: .short
        case .text where field.longest > 200: .full
        case .address, .place: .full
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
