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
        let (places, sound) = (probe.places(held), probe.sound(held))
        guard !places.isEmpty || sound != nil, let search = SubjectComparison(probe, in: pack) else { return [] }
        let rules = pack.settings.sameSubject
        func points(_ reasons: [SubjectLikeness.Reason]) -> Int { reasons.reduce(0) { $0 + (rules.points[$1] ?? 0) } }
        // Who they are, where, and whether this person may see them is asked of those alone who have enough in common with the area or
        // without it: of thirty people born on the same day, none.
        let atMost = probe.area == nil ? 0 : max(0, points([.area]))
        var near: [ID<SubjectRecord>: [SubjectLikeness.Reason]] = [:]
        var others = try search.others(at: places, in: self)
        let alike = try sound.map { try soundingAlike($0, probe.kind) } ?? []
        others.merge(try search.others(alike.filter { others[$0] == nil }, in: self)) { known, _ in known }
        for (id, other) in others where id != besides {
            let reasons = try search.reasons(other, of: id, rules, in: self)
            if points(reasons) + atMost >= rules.possible { near[id] = reasons }
        }
        let found = try subjects(named: Set(near.keys)).values.compactMap { found -> SubjectLikeness? in
            guard found.state == .active || found.state == .ended, var reasons = near[found.id] else { return nil }
            if let area = probe.area, found.areaPath?.hasPrefix(area.path) == true { reasons.append(.area) }
            let points = points(reasons)
            guard points >= rules.possible else { return nil }
            return SubjectLikeness(found: found, reasons: reasons, points: points, isLikely: points >= rules.likely)
        }
        return found.sorted { ($1.points, $0.found.number) < ($0.points, $1.found.number) }.prefix(limit).map { $0 }
    }

    private func soundingAlike(_ sound: SQL, _ kind: Pack.SubjectKind) throws -> Set<ID<SubjectRecord>> {
        Set(
            try db.values(
                """
                SELECT s.id FROM subjects s WHERE s.district = \(district) AND s.mode = \(scope.mode) AND s.kind = \(kind.code) AND \(sound)
                LIMIT \(pack.settings.sameSubject.candidates)
                """))
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
    private let table: SQL
    private let compared: [Compared]
    /// What they are called by.
    private let title: (field: Pack.SubjectField, columns: [PackTable.Column])
    let name: NameComparison?
    let pairs: Set<UInt64>
    let addresses: [String: WrittenAddress]

    /// Nil where there is nothing to compare with.
    init?(_ probe: SubjectProbe, in pack: Pack) {
        guard let table = PackName(probe.kind.code), let title = pack.subjectFields[probe.kind.title] else { return nil }
        self.probe = probe
        self.table = SQL.packTable(table)
        self.title = (title, title.columns)
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

    /// What is compared of others, and no more: of those who are found there. They are read where they are found; to ask for them by their
    /// ids takes as long again.
    func others(at places: [SubjectProbe.Place], in reading: Reading) throws -> [ID<SubjectRecord>: Row] {
        let most = reading.pack.settings.sameSubject.candidates
        var others: [ID<SubjectRecord>: Row] = [:]
        for (column, value) in places {
            for row in try reading.db.rows("\(rows(reading)) AND k.\(SQL.packColumn(column)) = \(value: value) LIMIT \(most)") {
                others[try row.get("id")] = row
            }
        }
        return others
    }

    /// The same of some others.
    func others(_ ids: Set<ID<SubjectRecord>>, in reading: Reading) throws -> [ID<SubjectRecord>: Row] {
        guard !ids.isEmpty else { return [:] }
        let rows = try reading.db.rows("\(rows(reading)) AND k.id IN \(list: ids)")
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.get("id"), $0) })
    }

    private func rows(_ reading: Reading) -> SQL {
        let known = compared.flatMap(\.columns)
        let columns = (known + title.columns.filter { !known.contains($0) }).map { "k." + SQL.packColumn($0) }
        return "SELECT \(SQL.list(["k.id"] + columns)) FROM \(table) k WHERE k.district = \(reading.district)"
    }

    func reasons(
        _ other: Row, of id: ID<SubjectRecord>, _ rules: Pack.SameSubjectRules, in reading: Reading
    ) throws -> [SubjectLikeness.Reason] {
        var reasons: [SubjectLikeness.Reason] = []
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
        let title = try reading.value(of: title.field, in: title.columns, kind: probe.kind.code, id: id, row: other)?.typed ?? ""
        if let name {
            switch name.verdict(on: PersonName(title)) {
            case .like(.same), .like(.variant): reasons.append(.name)
            case .like(.sound): reasons.append(.nameSound)
            case .like: reasons.append(.nameNear)
            case .unlike: reasons.append(.nameDiffers)
            case .open: break
            }
        } else if 100 * CharacterPairs.likeness(pairs, CharacterPairs.of(title)) >= Double(rules.titlePercent) {
            reasons.append(.title)
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
