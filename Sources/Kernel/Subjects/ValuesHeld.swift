import Identifiers
import Store

/// Which values of some rows anybody in a register has at all. It is asked for all of them together: about a row whose values nobody has
/// nothing more needs to be asked. Who is registered afterwards is not in it, so it is for looking only.
struct ValuesHeld {
    private var held: [SubjectProbe.Index: Set<SQLValue>] = [:]

    /// Nothing is known: anybody may have anything.
    static let unasked = ValuesHeld()

    private init() {}

    init(of rows: [ReadRow], kind: Pack.SubjectKind, in reading: Reading) throws {
        guard let name = PackName(kind.code) else { return }
        let (db, district) = (reading.db, reading.district)
        held[.row] = try db.present(
            Set(rows.map { .blob($0.digest) }), in: "r.digest", .bytes,
            rows: "FROM subject_rows r WHERE r.district = \(district) AND r.kind = \(kind.code)")
        held[.sound] = try db.present(
            Set(rows.lazy.map(\.probe).filter(\.isNamed).map { .text($0.name.nearSound) }), in: "s.sound", .text,
            rows: "FROM subjects s WHERE s.district = \(district) AND s.kind = \(kind.code) AND s.sound <> ''")
        for (field, column) in reading.knownFields(of: kind).sought where kind.hasIndex(of: field) {
            held[.field(field.code)] = try db.present(
                Set(rows.lazy.flatMap { $0.probe.values(of: field) }), in: SQL.packColumn(column), column.type,
                rows: "FROM \(SQL.packTable(name)) k WHERE k.district = \(district)")
        }
    }

    func nobodyHas(_ value: SQLValue, in index: SubjectProbe.Index) -> Bool { held[index].map { !$0.contains(value) } ?? false }
}
