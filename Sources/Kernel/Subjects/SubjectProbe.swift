import Identifiers
import Store
import WorkingTime

/// What somebody is sought by who may be in a register already: read once, asked about in a few indexes.
struct SubjectProbe {
    /// What values are looked up in.
    enum Index: Hashable {
        /// The `soughtColumn` of a field.
        case field(String)
        case sound
        /// The rows of sheets that subjects were registered from.
        case row
    }

    let kind: Pack.SubjectKind
    let fields: KnownFields
    /// What could be read.
    let values: [String: FieldValue]
    /// What the fields that somebody is sought by have in the store; those that are sealed are compared without being opened.
    let sought: [String: SQLValue]
    /// The same of resident ids that may have been meant by one whose check character is wrong.
    let meant: [String: [SQLValue]]
    let area: Area?
    let title: String
    let name: PersonName
    /// Whether it is called as people are.
    let isNamed: Bool
    private(set) var birth: Day?

    init(_ sketch: SubjectSketch, of kind: Pack.SubjectKind, in reading: Reading) throws {
        var values: [String: FieldValue] = [:]
        var meant: [String: [SQLValue]] = [:]
        for field in reading.fields(of: kind) {
            guard let typed = sketch.values[field.code] else { continue }
            values[field.code] = try? reading.read(typed, for: field, named: field.code)
            if field.kind == .residentID, values[field.code] == nil {
                meant[field.code] = ResidentID.meant(by: typed).map { reading.home.keys.sought(.text($0.text), of: field) }
            }
        }
        self.init(values, meaning: meant, at: try sketch.areaCode.flatMap { try reading.areaIfAny(code: $0) }, of: kind, in: reading)
    }

    /// - Parameter values: by field code, of fields that this person may know of.
    init(
        _ values: [String: FieldValue], meaning meant: [String: [SQLValue]] = [:], at area: Area?, of kind: Pack.SubjectKind,
        in reading: Reading
    ) {
        let fields = reading.knownFields(of: kind)
        (self.kind, self.fields, self.values, self.meant, self.area) = (kind, fields, values, meant, area)
        var sought: [String: SQLValue] = [:]
        for (field, _) in fields.sought {
            if let value = values[field.code] { sought[field.code] = reading.home.keys.sought(value, of: field) }
        }
        self.sought = sought
        title = values[kind.title]?.typed ?? ""
        name = PersonName(title)
        isNamed = fields.byCode[kind.title]?.kind == .personName && !title.isEmpty
        birth = birth { values[$0.code] }
    }

    /// The day that is stated, else that of a resident id.
    func birth(_ value: (Pack.SubjectField) throws -> FieldValue?) rethrows -> Day? {
        guard isNamed, let field = fields.birth else { return nil }
        if case .date(let day) = try value(field) { return day }
        guard let id = fields.residentID, case .text(let text) = try value(id) else { return nil }
        return try? ResidentID(text).birth
    }

    /// What is asked for in the index of a field.
    func values(of field: Pack.SubjectField) -> [SQLValue] {
        if let birth, field.code == fields.birth?.code { return [.integer(Int64(birth.daysSinceEpoch))] }
        return (sought[field.code].map { [$0] } ?? []) + (meant[field.code] ?? [])
    }

    typealias Place = (column: PackTable.Column, value: SQLValue)

    /// Where somebody would be found who has the same key, phone or day of birth.
    func places(_ held: ValuesHeld) -> [Place] {
        fields.probed.flatMap { field, column in
            values(of: field).filter { !held.nobodyHas($0, in: .field(field.code)) }.map { (column, $0) }
        }
    }

    /// What holds of whoever is called by a name of the same sound; of what is no person, of whoever's name begins with the sound of the same
    /// two characters. Nil where there is nobody.
    func sound(_ held: ValuesHeld) -> SQL? {
        let sound = name.nearSound
        if isNamed {
            return sound.isEmpty || held.nobodyHas(.text(sound), in: .sound) ? nil : "s.sound = \(sound) AND s.sound <> ''"
        }
        let opening = sound.split(separator: " ").prefix(2).joined(separator: " ")
        // Every letter stands below the tilde.
        return opening.isEmpty ? nil : "s.sound >= \(opening) AND s.sound < \(opening + "~")"
    }
}
