import Store

/// The fields of a kind that somebody may know of.
struct KnownFields {
    /// In their order.
    let all: [Pack.SubjectField]
    let byCode: [String: Pack.SubjectField]
    /// Those that somebody is sought by, and where they are.
    let sought: [(field: Pack.SubjectField, column: PackTable.Column)]
    /// Those of them that find who may be the same by themselves: keys, telephones and the day somebody was born.
    let probed: [(field: Pack.SubjectField, column: PackTable.Column)]
    /// The one that says when somebody was born.
    let birth: Pack.SubjectField?
    let residentID: Pack.SubjectField?

    init(_ all: [Pack.SubjectField], of kind: Pack.SubjectKind) {
        self.all = all
        byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
        let isPerson = byCode[kind.title]?.kind == .personName
        let indexed = Set(kind.fields.filter(\.isIndexed).map(\.code))
        let birth = isPerson ? all.first { $0.kind == .date && indexed.contains($0.code) } : nil
        let keys = kind.keys
        sought = all.compactMap { field in
            let isSought = field.kind == .phone || kind.hasIndex(of: field) || kind.sameBy.contains(field.code)
            return isSought ? field.soughtColumn.map { (field, $0) } : nil
        }
        probed = sought.filter { field, _ in
            field.code == birth?.code || keys.contains(field.code) || field.kind == .phone && field.isSealed
        }
        residentID = all.first { $0.kind == .residentID }
        self.birth = birth
    }
}

extension Reading {
    /// The fields of a kind that this person may know of, found once: asked for each row of a sheet.
    func knownFields(of kind: Pack.SubjectKind) -> KnownFields {
        if fieldsSeen.generation != home.packGeneration { fieldsSeen = (home.packGeneration, [:]) }
        if let seen = fieldsSeen.byKind[kind.code] { return seen }
        let all = kind.fieldCodes.compactMap { pack.subjectFields[$0] }.filter { $0.compartment.map(scope.opens) ?? true }
        let known = KnownFields(all, of: kind)
        fieldsSeen.byKind[kind.code] = known
        return known
    }
}
