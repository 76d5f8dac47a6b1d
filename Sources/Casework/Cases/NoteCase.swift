package import Kernel
import Store

/// Adds a note, with photos. A note moves no clock. What the reporter adds they see again; staff choose.
package struct NoteCase: Verb {
    package static let permission: Permission = "case.note"
    package static let audience = VerbAudience.everyone
    package var key: CaseKey
    package var text: String
    package var isPublic: Bool?
    package var photos: [String]?

    package init(key: CaseKey, text: String, isPublic: Bool? = nil, photos: [String]? = nil) {
        self.key = key
        self.text = text
        self.isPublic = isPublic
        self.photos = photos
    }

    package func perform(at desk: Desk) throws -> ID<CaseNote> {
        let found = try desk.findCase(key, for: Self.permission)
        if found.state == .withdrawn { try found.require(.registered, verb: Self.permission) }
        let byReporter = key.receipt != nil
        let text = try desk.checkedText(text, field: "text", longest: desk.pack.settings.textLength, mayBeEmpty: photos?.isEmpty == false)
        // What somebody adds who asked later is for the office: the first reporter has not been told who else there is.
        let isPublic = byReporter ? found.joined == nil : isPublic == true
        let id = try desk.addNote(text, to: found, kind: .note, isPublic: isPublic, photos: photos ?? [], byReporter: byReporter)
        try desk.record(CaseNoted(caseID: found.id, noteID: id, isPublic: isPublic, photos: photos?.count ?? 0))
        return id
    }
}

extension Desk {
    /// Hangs words and photos onto a case.
    func addNote(
        _ text: String, to found: Case, kind: CaseNote.Kind, isPublic: Bool, photos: [String], byReporter: Bool = false
    ) throws -> ID<CaseNote> {
        let id: ID<CaseNote> = newID()
        let author = if case .account(_, let name) = scope.actor, !byReporter { name } else { "" }
        try writer.run(
            """
            INSERT INTO case_notes (district, id, case_id, kind, text, is_public, author_id, author, made_at)
            VALUES (\(district), \(id), \(found.id), \(kind), \(text), \(isPublic), \(byReporter ? nil : scope.accountID), \(author),
              \(happenedAt))
            """)
        try attach(photos, to: found.id, stage: "note", note: id, isPublic: isPublic)
        if !text.isEmpty { try writer.index(text, district: district, kind: "case", id: found.id.uuid) }
        return id
    }
}
