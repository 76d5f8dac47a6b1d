import Identifiers
import Store
import WorkingTime

/// Registers a subject: from now on whatever happens refers to it, and nobody types it again. Whoever registers has searched first
/// (`alikeSubjects`); what is certainly there already, by a key of its kind, is refused.
package struct RegisterSubject: Verb {
    package static let permission: Permission = "subject.register"
    package var kind: String
    /// The area it stands at; only those who see the whole district may leave it out.
    package var areaCode: String?
    /// By field code, as somebody types them: `{"name": "王小明", "birth-date": "1980-01-02"}`.
    package var values: [String: String]
    package var source: Statement.Source?
    /// Where it is known from, in words.
    package var note: String?

    package init(
        kind: String, areaCode: String? = nil, values: [String: String], source: Statement.Source? = nil, note: String? = nil
    ) {
        self.kind = kind
        self.areaCode = areaCode
        self.values = values
        self.source = source
        self.note = note
    }

    package struct Outcome: Codable, Sendable {
        package var subjectID: ID<SubjectRecord>
        package var number: String
    }

    package func perform(at desk: Desk) throws -> Outcome {
        guard let kind = desk.pack.subjectKinds.first(where: { $0.code == self.kind }) else {
            throw Problem.field("kind", "not-one-of-these")
        }
        let area = try desk.place(areaCode, of: kind, for: Self.permission)
        let read = try desk.read(values, of: kind, whole: true)
        let note = try desk.checkedText(note ?? "", field: "note", longest: 200, mayBeEmpty: true)
        return try desk.register(read, of: kind, at: area, source ?? .desk, note)
    }
}

extension Desk {
    /// Registers what was read and checked; keys are looked at once more.
    func register(
        _ read: [(field: Pack.SubjectField, value: FieldValue?)], of kind: Pack.SubjectKind, at area: Area?, _ source: Statement.Source,
        _ note: String
    ) throws -> RegisterSubject.Outcome {
        guard let name = PackName(kind.code) else { throw Problem.notFound("kind") }
        let id: ID<SubjectRecord> = newID()
        try requireFree(read, of: kind, for: id)
        let number = try newNumber(of: kind)
        let title = read.first { $0.field.code == kind.title }?.value?.typed ?? number
        try writer.run(
            """
            INSERT INTO subjects (district, id, kind, number, title, area_id, area_path, state, mode, registered_at, sound, since)
            VALUES (\(district), \(id), \(kind.code), \(number), \(title), \(area?.id), \(area?.path), 'active', \(scope.mode),
              \(happenedAt), \(sound(of: title)), \(now))
            """)
        let known = read.filter { $0.value != nil }
        let columns = try assignments(known, kind: kind.code, id: id)
        try writer.run(
            """
            INSERT INTO \(SQL.packTable(name)) (\(SQL.list(["district", "id", "since"] + columns.map(\.column))))
            VALUES (\(SQL.list(["\(district)", "\(id)", "\(now)"] + columns.map(\.value))))
            """)
        try state(source, note, fields: known.map(\.field.code) + (area == nil ? [] : ["area"]), of: id)
        try indexSubject(id, number: number, read)
        try record(SubjectRegistered(subjectID: id, kind: kind.code, number: number, source: source))
        return RegisterSubject.Outcome(subjectID: id, number: number)
    }
}

extension Desk {
    fileprivate func newNumber(of kind: Pack.SubjectKind) throws -> String {
        let drill = scope.mode == .drill
        let count = try writer.nextNumber(district: district, series: (drill ? "drill-" : "") + "subject-\(kind.code)")
        return (drill ? "\u{6F14}-" : "") + pack.subjectNumber(count, of: kind)
    }

    /// How a title sounds: those that may be the same sound alike, or begin so.
    func sound(of title: String) -> String { PersonName(title).nearSound }

    /// What the search finds it by: its number, what it is called, where it is. Sealed fields are found whole, by their own index.
    func indexSubject(
        _ id: ID<SubjectRecord>, number: String, _ read: [(field: Pack.SubjectField, value: FieldValue?)]
    ) throws {
        let words = read.compactMap { field, value -> String? in
            guard !field.isSealed, field.compartment == nil, [.text, .personName, .address].contains(field.kind) else { return nil }
            return value?.typed
        }
        try writer.index(([number] + words).joined(separator: "\n"), district: district, kind: "subject", id: id.uuid)
    }
}
