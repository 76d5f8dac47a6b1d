/// What kind of answer a field takes.
package enum FieldKind: Sendable, Equatable {
    case text, number, password, phone, email, date, datetime, search
    case textarea(rows: Int)
    case select, radios, checkboxes
    /// Pictures taken on the spot, or any file of the given types (`image/*`, `.xlsx`).
    case photos
    case file(types: String)
    /// An address in words, and a point on the map when the browser can say it.
    case place
    /// Coordinates in words, as `34.7466, 113.6253`, pointed at on a map where there is one.
    case position
    case hidden
    /// What the server has to say to what is typed in some other fields: asked while somebody types, and part of the form.
    case suggestions(source: String, of: [String])
    /// Ready words that can be put into another field; each option's value chooses the answer of a third.
    case templates(into: String, by: String)

    var partial: String {
        switch self {
        case .text, .number, .password, .phone, .email, .date, .datetime, .search: "pages/field-input"
        case .textarea: "pages/field-textarea"
        case .select: "pages/field-select"
        case .radios, .checkboxes: "pages/field-choices"
        case .photos, .file: "pages/field-file"
        case .place, .position: "pages/field-place"
        case .hidden: "pages/field-hidden"
        case .suggestions: "pages/field-suggestions"
        case .templates: "pages/field-templates"
        }
    }

    /// The `type` of the input.
    var type: String {
        switch self {
        case .number: "text"
        case .password: "password"
        case .phone: "tel"
        case .email: "email"
        case .date: "date"
        case .datetime: "datetime-local"
        case .search: "search"
        case .radios: "radio"
        case .checkboxes: "checkbox"
        default: "text"
        }
    }
}

/// How wide a field is: as wide as its answer is long.
package enum FieldWidth: String, Encodable, Sendable {
    case short, medium, full
}

/// One question of a form with its answer and what is wrong with it. Partial: `pages/field`.
package struct Field: PageModel {
    private enum CodingKeys: CodingKey {
        case name, id, label, hint, value, problem, required, options, optionsMarkup, width, autocomplete, inputmode,
            maxlength, disabled, unit, rows, accept, multiple, ground, isPosition, latitude, longitude, partial, type, describedBy, source,
            sourceFields,
            into, by
    }

    package let name: String
    package private(set) var id: String
    package let label: String
    package let hint: String?
    package private(set) var value: String
    package private(set) var problem: String?
    package var required: Bool
    package private(set) var options: [Choice]
    /// A select's options as HTML.
    package private(set) var optionsMarkup = ""
    private let offer: Offer
    package let width: FieldWidth
    package let autocomplete: String?
    package let inputmode: String?
    package let maxlength: Int?
    package let disabled: Bool
    /// What follows the answer: `元`, `平方米`.
    package let unit: String?
    package let rows: Int
    /// File types taken, whether several, and whether the camera is asked.
    package let accept: String?
    package let multiple: Bool
    /// Where a place is picked: the outlines or tiles of the district; without them there is no map to tap.
    package let ground: MapBlock?
    package let isPosition: Bool
    /// The point of a place; its coordinates are WGS-84, as the browser tells them, whatever the map is in.
    package private(set) var latitude: String
    package private(set) var longitude: String
    /// Where suggestions come from, and from which fields: names with commas.
    package let source: String?
    package let sourceFields: String?
    /// The field that ready words go into, and the one that they choose the answer of.
    package let into: String?
    package let by: String?
    let kind: FieldKind
    package let partial: String
    package let type: String
    package private(set) var describedBy: String?

    package init(
        _ kind: FieldKind = .text, name: String, label: String, hint: String? = nil, value: String = "",
        problem: String? = nil, required: Bool = false, options: [Choice] = [], offer: Offer? = nil, width: FieldWidth = .medium,
        autocomplete: String? = nil, inputmode: String? = nil, maxlength: Int? = nil, disabled: Bool = false,
        unit: String? = nil, multiple: Bool = false, latitude: String = "", longitude: String = "",
        ground: MapBlock? = nil,
        id: String? = nil
    ) {
        self.kind = kind
        self.name = name
        self.id = id ?? "f-" + name
        self.label = label
        self.hint = hint
        self.value = value
        self.problem = problem
        self.required = required
        self.options = kind == .select ? [] : options
        self.offer = offer ?? Offer(kind == .select ? options : [])
        self.width = width
        self.autocomplete = autocomplete ?? (kind == .phone ? "tel" : nil)
        self.inputmode = inputmode ?? (kind == .number ? "decimal" : nil)
        self.maxlength = maxlength
        self.disabled = disabled
        self.unit = unit
        if case .textarea(let rows) = kind { self.rows = rows } else { self.rows = 4 }
        switch kind {
        case .photos: (self.accept, self.multiple) = ("image/*", true)
        case .file(let types): (self.accept, self.multiple) = (types, multiple)
        default: (self.accept, self.multiple) = (nil, multiple)
        }
        if case .suggestions(let source, let names) = kind {
            (self.source, sourceFields) = (source, names.joined(separator: ","))
        } else {
            (source, sourceFields) = (nil, nil)
        }
        if case .templates(let into, let by) = kind { (self.into, self.by) = (into, by) } else { (into, by) = (nil, nil) }
        self.latitude = latitude
        self.longitude = longitude
        self.ground = ground
        isPosition = kind == .position
        self.partial = kind.partial
        self.type = kind.type
        for index in self.options.indices {
            if self.options[index].value == value, !value.isEmpty { self.options[index].selected = true }
        }
        if kind == .select { optionsMarkup = self.offer.markup(selecting: value.isEmpty ? [] : [value]) }
        describe()
    }

    /// The field under an id of its form's, unless it was given one.
    func placed(in form: String) -> Field {
        guard id == "f-" + name else { return self }
        var placed = self
        placed.id = "f-\(form)-\(name)"
        placed.describe()
        return placed
    }

    /// The field with what somebody typed, so that a refused form keeps it. A password is not given back.
    package func filled(with typed: [String: [String]]) -> Field {
        guard kind != .password, !isFile else { return self }
        var filled = self
        if let values = typed[name] {
            filled.value = values.first ?? ""
            // What was suggested is not what was chosen.
            if kind == .select { filled.optionsMarkup = offer.markup(selecting: values, alsoSuggested: false) }
            for index in filled.options.indices {
                filled.options[index].selected = values.contains(filled.options[index].value)
            }
        } else if kind == .checkboxes {
            for index in filled.options.indices { filled.options[index].selected = false }
        }
        filled.latitude = typed[name + "_lat"]?.first ?? latitude
        filled.longitude = typed[name + "_lng"]?.first ?? longitude
        return filled
    }

    package func refused(_ problem: String?) -> Field {
        var refused = self
        refused.problem = problem
        refused.describe()
        return refused
    }

    /// As a filter: whether it narrows the list. What stands first is what a list shows when nobody chooses.
    var isSet: Bool { kind != .hidden && !value.isEmpty && value != offer.first }
    var isFile: Bool { partial == "pages/field-file" }

    private mutating func describe() {
        for index in options.indices { options[index].id = index == 0 ? id : "\(id)-\(index + 1)" }
        let parts = [hint.map { _ in id + "-hint" }, problem.map { _ in id + "-problem" }].compactMap { $0 }
        describedBy = parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
