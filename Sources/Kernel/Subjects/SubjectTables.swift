package import Store

/// The tables that a pack's kinds of subjects are kept in.
extension Pack {
    package var subjectTables: [PackTable] {
        subjectKinds.compactMap { kind in
            guard let name = PackName(kind.code) else { return nil }
            let fields = kind.fields.compactMap { use in subjectFields[use.code].map { (use, $0) } }
            let indexes = fields.compactMap { use, field -> PackTable.Index? in
                guard kind.hasIndex(of: field), let column = field.soughtColumn else { return nil }
                return PackTable.Index(column, isUnique: kind.keys.contains(use.code))
            }
            return PackTable(name: name, columns: fields.flatMap { $0.1.columns }, indexes: indexes)
        }
    }
}

extension Pack.SubjectKind {
    /// Whether those who have a value of a field are found in an index.
    func hasIndex(of field: Pack.SubjectField) -> Bool {
        field.isSealed || keys.contains(field.code) || fields.contains { $0.code == field.code && $0.isIndexed }
    }
}

extension Pack.SubjectField {
    /// What it is kept in; a sealed field beside its blind index, a place as three.
    package var columns: [PackTable.Column] {
        guard let name = PackName(code) else { return [] }
        if isSealed { return [PackTable.Column(name, "", .bytes), PackTable.Column(name, "_index", .bytes)] }
        return switch kind {
        case .text, .personName, .hours, .phone, .address, .creditCode, .residentID, .choice, .choices, .photo:
            [PackTable.Column(name, "", .text)]
        case .number: [PackTable.Column(name, "", .real)]
        case .money, .date: [PackTable.Column(name, "", .integer)]
        case .flag: [PackTable.Column(name, "", .flag)]
        case .area, .reference: [PackTable.Column(name, "", .uuid)]
        case .place:
            [
                PackTable.Column(name, "_latitude", .real), PackTable.Column(name, "_longitude", .real),
                PackTable.Column(name, "_datum", .text),
            ]
        }
    }

    /// The one that an index is of; nil where nobody seeks by it.
    var soughtColumn: PackTable.Column? {
        guard let name = PackName(code) else { return nil }
        if isSealed { return PackTable.Column(name, "_index", .bytes) }
        return kind == .place ? nil : columns.first
    }
}

enum SubjectTables {
    /// Makes the tables of a pack as it declares them, in this transaction.
    /// - Throws: `Problem` with what a field was and what it cannot become.
    static func shape(for pack: Pack, in writer: Writer) throws {
        let tables = pack.subjectTables
        let refused = try writer.changes(for: tables).compactMap { change -> FieldProblem? in
            guard case .otherType(_, let column, let present, let wanted) = change else { return nil }
            return FieldProblem(
                "subjects.yaml", "pack.field-changed-kind", ["field": String(column.dropFirst(2)), "is": present, "wanted": wanted])
        }
        guard refused.isEmpty else { throw Problem(.invalid, "pack-refused", ["count": "\(refused.count)"], fields: refused) }
        try writer.shape(tables)
    }
}

extension District {
    /// At the start: the pack may have been changed while nobody was running.
    package func takeUpSubjects() async throws {
        let pack = packHolder.pack
        let isAsDeclared = try await store.read { try $0.changes(for: pack.subjectTables).isEmpty }
        if !isAsDeclared { try await store.write { try SubjectTables.shape(for: pack, in: $0) } }
    }
}
