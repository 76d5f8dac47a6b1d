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
        let probe = try SubjectProbe(sketch, of: try subjectKind(sketch.kind), in: self)
        return try alikeSubjects(probe, besides: sketch.besides, limit: limit)
    }

    /// - Parameter held: what is known of the register already.
    func alikeSubjects(
        _ probe: SubjectProbe, besides: ID<SubjectRecord>? = nil, held: ValuesHeld = .unasked, limit: Int
    ) throws -> [SubjectLikeness] {
        let ids = try probe.candidates(held, in: self).subtracting([besides].compactMap { $0 })
        guard !ids.isEmpty, let name = PackName(probe.kind.code) else { return [] }
        let search = SubjectComparison(probe)
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

    let probe: SubjectProbe
    private let compared: [Compared]
    let name: NameComparison?
    let pairs: Set<UInt64>
    let addresses: [String: WrittenAddress]

    init(_ probe: SubjectProbe) {
        self.probe = probe
        name = probe.isNamed ? NameComparison(probe.name) : nil
        pairs = CharacterPairs.of(probe.title)
        let addresses = Dictionary(
            uniqueKeysWithValues: probe.fields.all.filter { $0.kind == .address }.compactMap { field in
                probe.values[field.code].map { (field.code, WrittenAddress($0.typed)) }
            })
        self.addresses = addresses
        let birthField = probe.isNamed ? probe.fields.birth?.code : nil
        compared = probe.fields.all.compactMap { field in
            let isKey = probe.kind.keys.contains(field.code)
            guard
                isKey || [.phone, .residentID].contains(field.kind) || field.code == birthField || addresses[field.code] != nil,
                let sought = field.soughtColumn
            else { return nil }
            return Compared(field: field, columns: field.columns, sought: sought.text, isKey: isKey)
        }
    }

    /// Of those that this person may see: what is compared, and no more.
    func compared(_ ids: Set<ID<SubjectRecord>>, table: SQL, in reading: Reading) throws -> [Row] {
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
            return try reading.value(of: field, in: compared.columns, kind: probe.kind.code, id: id, row: other)
        }
        for part in compared {
            let code = part.field.code
            let (mine, kept) = (probe.sought[code], other[raw: part.sought] ?? .null)
            if kept == .null { continue }
            if part.isKey {
                if mine == kept { reasons.append(.key) } else if mine != nil { reasons.append(.keyDiffers) }
                if probe.meant[code]?.contains(kept) == true { reasons.append(.keySlip) }
            } else if part.field.kind == .phone {
                if mine == kept { reasons.append(.phone) }
            } else if let mine = addresses[code], let theirs = try theirs(part.field), mine.isLike(theirs.typed) {
                reasons.append(.address)
            }
        }
        if let birth = probe.birth, birth == (try probe.birth(theirs)) { reasons.append(.birthDate) }
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
        if let area = probe.area, let path: String = try other.get("area_path", as: String?.self), path.hasPrefix(area.path) {
            reasons.append(.area)
        }
        return reasons
    }
}

extension SubjectSketch {
    /// What is registered already, to find others that may be the same.
    package init(_ found: SubjectRecord, _ facts: SubjectFacts, area: Area?) {
        self.init(kind: found.kind, values: facts.values.mapValues(\.typed), areaCode: area?.code, besides: found.id)
    }
}
