package import Kernel
import Sealing
import Store
import WorkingTime

/// Asks for the contacts of many cases at once. It gives nothing yet.
package struct AskForContacts: Verb {
    package static let permission: Permission = "contact-list.ask"
    package var caseIDs: [ID<Case>]
    package var purpose: String

    package init(caseIDs: [ID<Case>], purpose: String) {
        self.caseIDs = caseIDs
        self.purpose = purpose
    }

    package func perform(at desk: Desk) throws -> ID<ContactList> {
        guard let account = desk.scope.accountID else { throw Problem.unauthenticated }
        let purpose = try desk.checkedText(purpose, field: "purpose", longest: 200)
        let most = desk.pack.settings.contactLists.most
        let asked = Set(caseIDs)
        guard !asked.isEmpty, asked.count <= most else { throw Problem.field("caseIDs", "not-so-many", ["most": "\(most)"]) }
        let reached = try desk.db.values(
            """
            SELECT c.id FROM cases c
            WHERE c.district = \(desk.district) AND c.mode = \(desk.scope.mode) AND c.id IN \(list: Array(asked))
              AND \(desk.caseCondition(Self.permission))
            """, as: ID<Case>.self)
        // One that is out of reach is not there, whoever else may see it.
        guard reached.count == asked.count else { throw Problem.notFound("case") }
        let id: ID<ContactList> = desk.newID()
        let number = try desk.newNumber("contact-list", at: desk.happenedAt)
        let asker = try desk.findAccount(account).name
        try desk.writer.run(
            """
            INSERT INTO contact_lists (district, id, number, asked_by, asker, purpose, cases, asked_at, state)
            VALUES (\(desk.district), \(id), \(number), \(account), \(asker), \(purpose), \(asked.count), \(desk.happenedAt), 'asked')
            """)
        for one in reached {
            try desk.writer.run(
                "INSERT INTO contact_list_cases (district, list_id, case_id) VALUES (\(desk.district), \(id), \(one))")
        }
        try desk.record(ContactListAsked(listID: id, number: number, purpose: purpose, count: asked.count))
        for decider in try desk.people(with: DecideOnContacts.permission) where decider != account {
            try desk.notify(
                NoticeDraft(
                    to: .account(decider), matter: "contact-list/\(id)/asked", text: "notice.contact-list.asked",
                    values: ["number": number, "asker": asker, "count": "\(asked.count)", "purpose": purpose],
                    href: "/contact-lists/\(id)"))
        }
        return id
    }
}

/// Grants a list or does not. Nobody decides on what they asked for themselves.
package struct DecideOnContacts: Verb {
    package static let permission: Permission = "contact-list.decide"
    package var listID: ID<ContactList>
    package var grants: Bool
    package var answer: String?

    package init(listID: ID<ContactList>, grants: Bool, answer: String? = nil) {
        self.listID = listID
        self.grants = grants
        self.answer = answer
    }

    package func perform(at desk: Desk) throws -> Done {
        let list = try desk.findContactList(listID)
        guard list.askedBy != desk.scope.accountID else { throw Problem(.forbidden, "own-contact-list", ["number": list.number]) }
        guard list.state == .asked else { throw Problem(.conflict, "contact-list-decided", ["number": list.number]) }
        let answer = try desk.checkedText(answer ?? "", field: "answer", longest: 200, mayBeEmpty: grants)
        let decider = try desk.scope.accountID.map { try desk.findAccount($0).name } ?? ""
        let takeBy = grants ? desk.happenedAt + .hours(desk.pack.settings.contactLists.hours) : nil
        try desk.writer.run(
            """
            UPDATE contact_lists SET state = \(grants ? ContactList.State.granted : .refused), decider = \(decider),
              decided_by = \(desk.scope.accountID), decided_at = \(desk.happenedAt), answer = \(answer), take_by = \(takeBy)
            WHERE district = \(desk.district) AND id = \(list.id)
            """)
        try desk.record(ContactListDecided(listID: list.id, number: list.number, granted: grants, answer: answer))
        try desk.notify(
            NoticeDraft(
                to: .account(list.askedBy), matter: "contact-list/\(list.id)/decided",
                text: grants ? "notice.contact-list.granted" : "notice.contact-list.refused",
                values: ["number": list.number, "answer": answer], href: "/contact-lists/\(list.id)"))
        return Done()
    }
}

/// Opens the contacts of a granted list, once, for whoever asked. Every reporter reads with their receipt that it was opened and what for.
package struct TakeContacts: Verb {
    package static let permission: Permission = "contact-list.take"
    package static let keepsOutcome = false
    package var listID: ID<ContactList>

    package init(listID: ID<ContactList>) { self.listID = listID }

    package struct Outcome: Codable, Sendable {
        package struct Line: Codable, Sendable {
            package var caseID: ID<Case>
            package var number: String
            package var title: String
            package var contact: Contact
        }

        package var number: String
        package var lines: [Line]
    }

    package func perform(at desk: Desk) throws -> Outcome {
        let list = try desk.findContactList(listID)
        guard list.askedBy == desk.scope.accountID else { throw Problem(.forbidden, "others-contact-list", ["number": list.number]) }
        guard list.mayBeTaken(at: desk.happenedAt) else { throw Problem(.conflict, "contact-list-not-open", ["number": list.number]) }
        try desk.writer.run(
            """
            UPDATE contact_lists SET state = 'taken', taken_at = \(desk.happenedAt)
            WHERE district = \(desk.district) AND id = \(list.id)
            """)
        var lines: [Outcome.Line] = []
        // What came out of reach since is left out: the right to it is today's.
        let rows = try desk.db.rows(
            """
            SELECT c.id, c.number, c.title, c.contact FROM contact_list_cases l JOIN cases c ON c.district = l.district AND c.id = l.case_id
            WHERE l.district = \(desk.district) AND l.list_id = \(list.id) AND c.contact IS NOT NULL
              AND \(desk.caseCondition(AskForContacts.permission))
            ORDER BY c.filed_at, c.id
            """)
        for row in rows {
            let id: ID<Case> = try row.get("id")
            let opened = try desk.home.keys.open(try row.get("contact", as: [UInt8].self), context: "cases.contact/\(id)")
            try desk.record(ContactRevealed(caseID: id, purpose: "\(list.purpose)（\(list.number)）"))
            lines.append(
                Outcome.Line(
                    caseID: id, number: try row.get("number"), title: try row.get("title"), contact: try JSON.decode(Contact.self, opened)))
        }
        try desk.record(ContactListTaken(listID: list.id, number: list.number, count: lines.count))
        return Outcome(number: list.number, lines: lines)
    }
}
