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
        let ids = try search.candidates(table: SQL.packTable(name), in: self).subtracting([sketch.besides].compactMap { $0 })
        let rules = pack.settings.sameSubject
        let alike = try search.compared(ids, table: SQL.packTable(name), in: self).compactMap { other -> SubjectLikeness? in
            let reasons = try search.reasons(other, rules, in: self)
            let points = reasons.reduce(0) { $0 + (rules.points[$1] ?? 0) }
            guard points >= rules.possible else { return nil }
            return SubjectLikeness(found: try SubjectRecord(row: other), reasons: reasons, points: points, isLikely: points >= rules.likely)
        }
        return alike.sorted { ($1.points, $0.found.number) < ($0.points, $1.found.number) }.prefix(limit).map { $0 }
    }
}

/// One entry, ready to be compared with many.
private struct SubjectComparison {
    /// A field that is compared, and where it lies in a row.
    private struct Compared {
        let field: Pack.SubjectField
        let columns: [PackTable.Column]
        let sought: String
        let isKey: Bool
    }

    let kind: Pack.SubjectKind
    let fields: [Pack.SubjectField]
    private let compared: [Compared]
    /// What could be read of the sketch.
    let values: [String: FieldValue]
    /// What the fields that somebody is sought by have in the store; those that are sealed are compared without being opened.
    let sought: [String: SQLValue]
    /// The same of resident ids that may have been meant by one whose check character is wrong.
    let meant: [String: [SQLValue]]
    let area: Area?
    let name: NameComparison?
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
        var meant: [String: [SQLValue]] = [:]
        for field in fields {
            guard let typed = sketch.values[field.code] else { continue }
            values[field.code] = try? reading.read(typed, for: field, named: field.code)
            if field.kind == .residentID, values[field.code] == nil {
                meant[field.code] = ResidentID.meant(by: typed).map { reading.home.keys.sought(.text($0.text), of: field) }
            }
        }
        (self.values, self.meant) = (values, meant)
        sought = Dictionary(
            uniqueKeysWithValues: fields.filter { kind.keys.contains($0.code) || $0.kind == .phone }.compactMap { field in
                values[field.code].map { (field.code, reading.home.keys.sought($0, of: field)) }
            })
        area = try sketch.areaCode.flatMap { try reading.areaIfAny(code: $0) }
        let title = values[kind.title]?.typed ?? ""
        name =
            reading.pack.subjectFields[kind.title]?.kind == .personName && !title.isEmpty
            ? NameComparison(PersonName(title)) : nil
        opening = name == nil ? PersonName(title).nearSound.split(separator: " ").prefix(2).joined(separator: " ") : ""
        pairs = CharacterPairs.of(title)
        addresses = Dictionary(
            uniqueKeysWithValues: fields.filter { $0.kind == .address }.compactMap { field in
                values[field.code].map { (field.code, WrittenAddress($0.typed)) }
            })
        birthField =
            name == nil
            ? nil : fields.first { field in field.kind == .date && kind.fields.contains { $0.code == field.code && $0.isIndexed } }?.code
        birth = Self.birth(fields, birthField) { values[$0.code] }
        let (addresses, birthField) = (addresses, birthField)
        compared = fields.compactMap { field in
            let isKey = kind.keys.contains(field.code)
            guard isKey || [.phone, .residentID].contains(field.kind) || field.code == birthField || addresses[field.code] != nil,
                let sought = field.soughtColumn
            else { return nil }
            return Compared(field: field, columns: field.columns, sought: sought.text, isKey: isKey)
        }
    }

    /// The day that is stated, else that of a resident id.
    private static func birth(
        _ fields: [Pack.SubjectField], _ code: String?, _ value: (Pack.SubjectField) throws -> FieldValue?
    ) rethrows -> Day? {
        guard let code else { return nil }
        if let field = fields.first(where: { $0.code == code }), case .date(let day) = try value(field) { return day }
        guard let id = fields.first(where: { $0.kind == .residentID }), case .text(let text) = try value(id) else { return nil }
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
            try add(field.soughtColumn, [sought[field.code]].compactMap { $0 } + (meant[field.code] ?? []))
        }
        let rows: SQL = """
            SELECT s.id FROM subjects s WHERE s.district = \(reading.district) AND s.mode = \(reading.scope.mode) AND s.kind = \(kind.code)
            """
        if let name {
            ids.formUnion(try reading.db.values("\(rows) AND s.sound = \(name.name.nearSound) AND s.sound <> '' LIMIT \(most)"))
        } else if !opening.isEmpty {
            // Every letter stands below the tilde.
            ids.formUnion(try reading.db.values("\(rows) AND s.sound >= \(opening) AND s.sound < \(opening + "~") LIMIT \(most)"))
        }
        return ids
    }

    /// Of those that this person may see: what is compared, and no more.
    func compared(_ ids: Set<ID<SubjectRecord>>, table: SQL, in reading: Reading) throws -> [Row] {
        guard !ids.isEmpty else { return [] }
        let columns = compared.flatMap(\.columns).map { "k." + SQL.packColumn($0) }
        return try reading.db.rows(
            """
            SELECT \(SQL.list(["s.*"] + columns)) FROM subjects s JOIN \(table) k ON k.district = s.district AND k.id = s.id
            WHERE s.district = \(reading.district) AND s.mode = \(reading.scope.mode) AND s.id IN \(list: ids)
              AND s.state IN ('active', 'ended') AND \(reading.subjectCondition("subject.view"))
            """)
    }

    func reasons(_ other: Row, _ rules: Pack.SameSubjectRules, in reading: Reading) throws -> [SubjectLikeness.Reason] {
        var reasons: [SubjectLikeness.Reason] = []
        let id: ID<SubjectRecord> = try other.get("id")
        func theirs(_ field: Pack.SubjectField) throws -> FieldValue? {
            guard let compared = compared.first(where: { $0.field.code == field.code }) else { return nil }
            return try reading.value(of: field, in: compared.columns, kind: kind.code, id: id, row: other)
        }
        for part in compared {
            let code = part.field.code
            let (mine, kept) = (sought[code], other[raw: part.sought] ?? .null)
            if kept == .null { continue }
            if part.isKey {
                if mine == kept { reasons.append(.key) } else if mine != nil { reasons.append(.keyDiffers) }
                if meant[code]?.contains(kept) == true { reasons.append(.keySlip) }
            } else if part.field.kind == .phone {
                if mine == kept { reasons.append(.phone) }
            } else if let mine = addresses[code], let theirs = try theirs(part.field), mine.isLike(theirs.typed) {
                reasons.append(.address)
            }
        }
        if let birth, birth == (try Self.birth(fields, birthField, theirs)) { reasons.append(.birthDate) }
        let title: String = try other.get("title")
        if let name {
            let sound: String = try other.get("sound")
            switch name.verdict(on: sound.isEmpty ? PersonName(title) : PersonName(title, nearSound: sound)) {
            case .like(.same), .like(.variant): reasons.append(.name)
            case .like(.sound): reasons.append(.nameSound)
            case .like: reasons.append(.nameNear)
            case .unlike: reasons.append(.nameDiffers)
            case .open: break
            }
        } else if 100 * CharacterPairs.likeness(pairs, CharacterPairs.of(title)) >= Double(rules.titlePercent) {
            reasons.append(.title)
        }
        if let area, let path: String = try other.get("area_path", as: String?.self), path.hasPrefix(area.path) { reasons.append(.area) }
        return reasons
    }
}

extension SubjectSketch {
    /// What is registered already, to find others that may be the same.
    package init(_ found: SubjectRecord, _ facts: SubjectFacts, area: Area?) {
        self.init(kind: found.kind, values: facts.values.mapValues(\.typed), areaCode: area?.code, besides: found.id)
    }
}
