package import Kernel
import Store
package import WorkingTime

/// A list of reporters with how they can be reached, asked for with a purpose: which cases it is about is fixed when it is asked for,
/// somebody else decides, and whoever asked takes it once.
package struct ContactList: Sendable {
    package enum State: String, ClosedList, SQLConvertible { case asked, granted, refused, taken }

    package var id: ID<ContactList>
    package var number: String
    package var askedBy: ID<Account>
    package var asker: String
    package var purpose: String
    /// How many cases it is about.
    package var count: Int
    package var askedAt: Instant
    package var state: State
    package var decider: String?
    package var decidedAt: Instant?
    package var answer: String?
    /// Until when it can be taken.
    package var takeBy: Instant?
    package var takenAt: Instant?

    init(row: Row) throws {
        id = try row.get("id")
        number = try row.get("number")
        askedBy = try row.get("asked_by")
        asker = try row.get("asker")
        purpose = try row.get("purpose")
        count = try row.get("cases")
        askedAt = try row.get("asked_at")
        state = try row.get("state")
        decider = try row.get("decider")
        decidedAt = try row.get("decided_at")
        answer = try row.get("answer")
        takeBy = try row.get("take_by")
        takenAt = try row.get("taken_at")
    }

    package func mayBeTaken(at now: Instant) -> Bool { state == .granted && takeBy.map { now < $0 } ?? false }
}

package struct ContactListAsked: Event {
    package static let name = "contact-list.asked"
    package var listID: ID<ContactList>
    package var number: String
    package var purpose: String
    package var count: Int
    package var subject: Subject { Subject("contact-list", listID.uuid) }
}

package struct ContactListDecided: Event {
    package static let name = "contact-list.decided"
    package var listID: ID<ContactList>
    package var number: String
    package var granted: Bool
    package var answer: String
    package var subject: Subject { Subject("contact-list", listID.uuid) }
}

package struct ContactListTaken: Event {
    package static let name = "contact-list.taken"
    package var listID: ID<ContactList>
    package var number: String
    package var count: Int
    package var subject: Subject { Subject("contact-list", listID.uuid) }
}

extension Reading {
    /// One's own, and for those who decide all of them; the newest first.
    package func contactLists(limit: Int) throws -> [ContactList] {
        try db.rows(
            "SELECT * FROM contact_lists l WHERE \(visibleLists) ORDER BY l.asked_at DESC, l.id DESC LIMIT \(limit)"
        ).map(ContactList.init(row:))
    }

    package func findContactList(_ id: ID<ContactList>) throws -> ContactList {
        guard let row = try db.first("SELECT * FROM contact_lists l WHERE \(visibleLists) AND l.id = \(id)") else {
            throw Problem.notFound("contact-list")
        }
        return try ContactList(row: row)
    }

    private var visibleLists: SQL {
        let all: SQL = scope.may(DecideOnContacts.permission) || scope.isSystem ? "(1 = 1)" : "l.asked_by = \(scope.accountID)"
        return "l.district = \(district) AND \(all)"
    }

    /// The cases a list is about, as they stand now, for whoever decides.
    package func cases(of list: ContactList, limit: Int) throws -> [Case] {
        try db.rows(
            """
            SELECT c.* FROM contact_list_cases l JOIN cases c ON c.district = l.district AND c.id = l.case_id
            WHERE l.district = \(district) AND l.list_id = \(list.id) ORDER BY c.filed_at, c.id LIMIT \(limit)
            """
        ).map(Case.init(row:))
    }
}
