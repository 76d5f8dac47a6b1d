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
    let fields: [Pack.SubjectField]
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
    /// The field that says when somebody was born, and that day; a resident id says it too.
    let birthField: String?
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
        let fields = reading.fields(of: kind)
        (self.kind, self.fields, self.values, self.meant, self.area) = (kind, fields, values, meant, area)
        let indexed = Set(kind.fields.filter(\.isIndexed).map(\.code))
        sought = Dictionary(
            uniqueKeysWithValues: fields.filter { field in
                field.kind == .phone || field.isSealed || indexed.contains(field.code) || kind.keys.contains(field.code)
                    || kind.sameBy.contains(field.code)
            }.compactMap { field in
                values[field.code].flatMap { value in
                    field.soughtColumn == nil ? nil : (field.code, reading.home.keys.sought(value, of: field))
                }
            })
        title = values[kind.title]?.typed ?? ""
        name = PersonName(title)
        isNamed = reading.pack.subjectFields[kind.title]?.kind == .personName && !title.isEmpty
        birthField = isNamed ? fields.first { $0.kind == .date && indexed.contains($0.code) }?.code : nil
        birth = birth { values[$0.code] }
    }

    /// The day that is stated, else that of a resident id.
    func birth(_ value: (Pack.SubjectField) throws -> FieldValue?) rethrows -> Day? {
        guard let birthField else { return nil }
        if let field = fields.first(where: { $0.code == birthField }), case .date(let day) = try value(field) { return day }
        guard let id = fields.first(where: { $0.kind == .residentID }), case .text(let text) = try value(id) else { return nil }
        return try? ResidentID(text).birth
    }

    /// What is asked in the indexes of fields: the same key, phone or day of birth.
    func asked() -> [(field: Pack.SubjectField, value: SQLValue)] {
        fields.flatMap { field -> [(Pack.SubjectField, SQLValue)] in
            if field.code == birthField { return birth.map { [(field, .integer(Int64($0.daysSinceEpoch)))] } ?? [] }
            guard kind.keys.contains(field.code) || field.kind == .phone && field.isSealed else { return [] }
            return ([sought[field.code]].compactMap { $0 } + (meant[field.code] ?? [])).map { (field, $0) }
        }
    }

    /// Whoever has the same key, phone, day of birth or sound of the name; of what is no person, whoever's name begins with the sound of
    /// the same two characters.
    func candidates(_ held: ValuesHeld, in reading: Reading) throws -> Set<ID<SubjectRecord>> {
        guard let table = PackName(kind.code) else { return [] }
        let most = reading.pack.settings.sameSubject.candidates
        var ids: Set<ID<SubjectRecord>> = []
        for (field, value) in asked() where !held.nobodyHas(value, in: .field(field.code)) {
            guard let column = field.soughtColumn else { continue }
            ids.formUnion(
                try reading.db.values(
                    """
                    SELECT k.id FROM \(SQL.packTable(table)) k
                    WHERE k.district = \(reading.district) AND \(SQL.packColumn(column)) = \(value: value) LIMIT \(most)
                    """))
        }
        let rows: SQL = """
            SELECT s.id FROM subjects s WHERE s.district = \(reading.district) AND s.mode = \(reading.scope.mode) AND s.kind = \(kind.code)
            """
        if isNamed {
            let sound = name.nearSound
            guard !held.nobodyHas(.text(sound), in: .sound) else { return ids }
            ids.formUnion(try reading.db.values("\(rows) AND s.sound = \(sound) AND s.sound <> '' LIMIT \(most)"))
        } else {
            let opening = name.nearSound.split(separator: " ").prefix(2).joined(separator: " ")
            // Every letter stands below the tilde.
            if !opening.isEmpty {
                ids.formUnion(try reading.db.values("\(rows) AND s.sound >= \(opening) AND s.sound < \(opening + "~") LIMIT \(most)"))
            }
        }
        return ids
    }
}
