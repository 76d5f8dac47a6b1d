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
        let id: ID<CaseNote> = desk.newID()
        // What somebody adds who asked later is for the office: the first reporter has not been told who else there is.
        let isPublic = byReporter ? found.joined == nil : isPublic == true
        let author = if case .account(_, let name) = desk.scope.actor, !byReporter { name } else { "" }
        try desk.writer.run(
            """
            INSERT INTO case_notes (district, id, case_id, text, is_public, author_id, author, made_at)
            VALUES (\(desk.district), \(id), \(found.id), \(text), \(isPublic), \(byReporter ? nil : desk.scope.accountID), \(author),
              \(desk.happenedAt))
            """)
        try desk.attach(photos ?? [], to: found.id, stage: "note", note: id, isPublic: isPublic)
        if !text.isEmpty { try desk.writer.index(text, district: desk.district, kind: "case", id: found.id.uuid) }
        try desk.record(CaseNoted(caseID: found.id, noteID: id, isPublic: isPublic, photos: photos?.count ?? 0))
        return id
    }
}
