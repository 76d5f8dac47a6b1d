import Identifiers
import Sealing
import Store
import WorkingTime

/// That an entry of a register may be the same as another one, and why: what a person is shown before they register it again.
package struct SubjectLikeness: Sendable {
    package enum Reason: String, ClosedList {
        /// The same resident id, the same credit code.
        case key
        /// Two neighbouring digits of it exchanged, or one mistyped.
        case keySlip = "key-slip"
        /// Both have one, and not the same: probably two.
        case keyDiffers = "key-differs"
        case phone
        case birthDate = "birth-date"
        case name
        case nameSound = "name-sound"
        case nameNear = "name-near"
        /// Names that have nothing to do with each other: a relative, rather.
        case nameDiffers = "name-differs"
        case title
        case address
        case area
    }

    package var found: SubjectRecord
    package var reasons: [Reason]
    package var points: Int
    package var isLikely: Bool
}

/// What somebody is about to register, or has: enough to find others that may be the same.
package struct SubjectSketch: Sendable {
    package var kind: String
    /// By field code, as typed; what cannot be read counts for nothing.
    package var values: [String: String]
    package var areaCode: String?
    /// The one it is a sketch of.
    package var besides: ID<SubjectRecord>?

    package init(kind: String, values: [String: String], areaCode: String? = nil, besides: ID<SubjectRecord>? = nil) {
        self.kind = kind
        self.values = values
        self.areaCode = areaCode
        self.besides = besides
    }
}

extension Reading {
    /// Those among what this person may see that may be the same, the likeliest first.
    package func alikeSubjects(_ sketch: SubjectSketch, limit: Int = 8) throws -> [SubjectLikeness] {
        let kind = try subjectKind(sketch.kind)
        guard let name = PackName(kind.code) else { return [] }
        let search = try SubjectComparison(sketch, kind, in: self)
        let ids = try search.candidates(table: SQL.packTable(name), in: self)
        let found = try subjects(named: ids).values.filter { ($0.state == .active || $0.state == .ended) && $0.id != sketch.besides }
        let facts = try facts(of: Array(found))
        let rules = pack.settings.sameSubject
        return found.compactMap { other -> SubjectLikeness? in
            let reasons = search.reasons(other, facts[other.id] ?? SubjectFacts(), rules)
            let points = reasons.reduce(0) { $0 + (rules.points[$1] ?? 0) }
            guard points >= rules.possible else { return nil }
            return SubjectLikeness(found: other, reasons: reasons, points: points, isLikely: points >= rules.likely)
        }.sorted { ($1.points, $0.found.number) < ($0.points, $1.found.number) }.prefix(limit).map { $0 }
    }
}

/// One entry, ready to be compared with many.
private struct SubjectComparison {
    let kind: Pack.SubjectKind
    let fields: [Pack.SubjectField]
    /// What could be read of the sketch.
    let values: [String: FieldValue]
    /// Resident ids that may have been meant by one whose check character is wrong.
    let meant: [String: [String]]
    let area: Area?
    let name: PersonName?
    /// How the title of what is no person begins.
    let opening: String
    let pairs: Set<UInt64>
    let addresses: [String: WrittenAddress]
    /// The field that says when somebody was born, and that day; a resident id says it too.
    let birthField: String?
    let birth: Day?

    init(_ sketch: SubjectSketch, _ kind: Pack.SubjectKind, in reading: Reading) throws {
        self.kind = kind
        fields = reading.fields(of: kind)
        var values: [String: FieldValue] = [:]
        var meant: [String: [String]] = [:]
        for field in fields {
            guard let typed = sketch.values[field.code] else { continue }
            values[field.code] = try? reading.read(typed, for: field, named: field.code)
            if field.kind == .residentID, values[field.code] == nil { meant[field.code] = ResidentID.meant(by: typed).map(\.text) }
        }
        (self.values, self.meant) = (values, meant)
        area = try sketch.areaCode.flatMap { try reading.areaIfAny(code: $0) }
        let title = values[kind.title]?.typed ?? ""
        name = reading.pack.subjectFields[kind.title]?.kind == .personName && !title.isEmpty ? PersonName(title) : nil
        opening = name == nil ? PersonName(title).nearSound.split(separator: " ").prefix(2).joined(separator: " ") : ""
        pairs = CharacterPairs.of(title)
        addresses = Dictionary(
            uniqueKeysWithValues: fields.filter { $0.kind == .address }.compactMap { field in
                values[field.code].map { (field.code, WrittenAddress($0.typed)) }
            })
        birthField =
            name == nil
            ? nil : fields.first { field in field.kind == .date && kind.fields.contains { $0.code == field.code && $0.isIndexed } }?.code
        birth = Self.birth(fields, birthField) { values[$0] }
    }

    /// The day that is stated, else that of a resident id.
    private static func birth(_ fields: [Pack.SubjectField], _ field: String?, _ value: (String) -> FieldValue?) -> Day? {
        if let field, case .date(let day) = value(field) { return day }
        guard field != nil, let id = fields.first(where: { $0.kind == .residentID }), case .text(let text) = value(id.code) else {
            return nil
        }
        return try? ResidentID(text).birth
    }

    /// Whoever has the same key, phone, day of birth or sound of the name; of what is no person, whoever's name begins with the sound of
    /// the same two characters.
    func candidates(table: SQL, in reading: Reading) throws -> Set<ID<SubjectRecord>> {
        let most = reading.pack.settings.sameSubject.candidates
        var ids: Set<ID<SubjectRecord>> = []
        func add(_ column: PackTable.Column?, _ sought: [SQLValue]) throws {
            guard let column, !sought.isEmpty else { return }
            for value in sought {
                ids.formUnion(
                    try reading.db.values(
                        """
                        SELECT k.id FROM \(table) k
                        WHERE k.district = \(reading.district) AND \(SQL.packColumn(column)) = \(value: value) LIMIT \(most)
                        """))
            }
        }
        for field in fields {
            let isKey = kind.keys.contains(field.code)
            if field.code == birthField {
                if let birth { try add(field.soughtColumn, [.integer(Int64(birth.daysSinceEpoch))]) }
                continue
            }
            guard isKey || field.kind == .phone && field.isSealed else { continue }
            let sought = [values[field.code]].compactMap { $0 } + (meant[field.code] ?? []).map { .text($0) }
            try add(field.soughtColumn, sought.map { reading.home.keys.sought($0, of: field) })
        }
        let rows: SQL = """
            SELECT s.id FROM subjects s WHERE s.district = \(reading.district) AND s.mode = \(reading.scope.mode) AND s.kind = \(kind.code)
            """
        if let name {
            ids.formUnion(try reading.db.values("\(rows) AND s.sound = \(name.nearSound) AND s.sound <> '' LIMIT \(most)"))
        } else if !opening.isEmpty {
            // Every letter stands below the tilde.
            ids.formUnion(try reading.db.values("\(rows) AND s.sound >= \(opening) AND s.sound < \(opening + "~") LIMIT \(most)"))
        }
        return ids
    }

    func reasons(_ other: SubjectRecord, _ facts: SubjectFacts, _ rules: Pack.SameSubjectRules) -> [SubjectLikeness.Reason] {
        var reasons: [SubjectLikeness.Reason] = []
        for field in fields {
            guard let theirs = facts[field.code] else { continue }
            let mine = values[field.code]
            switch field.kind {
            case _ where kind.keys.contains(field.code):
                if mine == theirs { reasons.append(.key) } else if mine != nil { reasons.append(.keyDiffers) }
                if meant[field.code]?.contains(theirs.typed) == true { reasons.append(.keySlip) }
            case .phone where mine == theirs: reasons.append(.phone)
            case .address where addresses[field.code]?.isLike(WrittenAddress(theirs.typed)) == true: reasons.append(.address)
            default: break
            }
        }
        if let birth, birth == Self.birth(fields, birthField, { facts[$0] }) { reasons.append(.birthDate) }
        if let name {
            let theirs = PersonName(other.title)
            switch name.likeness(to: theirs) {
            case .same, .variant: reasons.append(.name)
            case .sound: reasons.append(.nameSound)
            case .nearSound, .exchanged, .oneCharacter, .leftOut: reasons.append(.nameNear)
            case nil: if name.isUnlike(theirs) { reasons.append(.nameDiffers) }
            }
        } else if 100 * CharacterPairs.likeness(pairs, CharacterPairs.of(other.title)) >= Double(rules.titlePercent) {
            reasons.append(.title)
        }
        if let area, let path = other.areaPath, path.hasPrefix(area.path) { reasons.append(.area) }
        return reasons
    }
}

extension SubjectSketch {
    /// What is registered already, to find others that may be the same.
    package init(_ found: SubjectRecord, _ facts: SubjectFacts, area: Area?) {
        self.init(kind: found.kind, values: facts.values.mapValues(\.typed), areaCode: area?.code, besides: found.id)
    }
}
