package import Kernel
import Sealing
import Store

/// How the reporter can be reached. Sealed in the store; opened for a stated purpose, which is an event.
package struct Contact: Codable, Sendable {
    package var name: String?
    package var phone: String?
    package var mail: String?

    package init(name: String? = nil, phone: String? = nil, mail: String? = nil) {
        self.name = name
        self.phone = phone
        self.mail = mail
    }

    package var isEmpty: Bool { [name, phone, mail].allSatisfy { $0?.isEmpty != false } }

    /// Checked and in one form; nil where nothing was given.
    func checked(at reading: Reading) throws -> Contact? {
        guard !isEmpty else { return nil }
        var result = Contact()
        if let name, !name.isEmpty { result.name = try reading.checkedText(name, field: "contact.name", longest: 40) }
        if let phone, !phone.isEmpty {
            let digits = Normalise.phone(try reading.checkedText(phone, field: "contact.phone", longest: 40))
            guard (7...15).contains(digits.filter(\.isNumber).count), digits.allSatisfy({ $0.isNumber || $0 == "+" }) else {
                throw Problem.field("contact.phone", "not-a-phone")
            }
            result.phone = digits
        }
        if let mail, !mail.isEmpty {
            let mail = try reading.checkedText(mail, field: "contact.mail", longest: 200)
            guard mail.contains("@"), !mail.contains(" ") else { throw Problem.field("contact.mail", "not-a-mail-address") }
            result.mail = mail
        }
        return result
    }
}

/// Opens the reporter's contact.
package struct RevealContact: Verb {
    package static let permission: Permission = "case.reveal"
    package static let keepsOutcome = false
    package var caseID: ID<Case>
    package var purpose: String

    package init(caseID: ID<Case>, purpose: String) {
        self.caseID = caseID
        self.purpose = purpose
    }

    package func perform(at desk: Desk) throws -> Contact {
        let found = try desk.findCase(caseID, for: Self.permission)
        let purpose = try desk.checkedText(purpose, field: "purpose", longest: 200)
        guard
            let sealed: [UInt8] = try desk.db.value(
                "SELECT contact FROM cases WHERE district = \(desk.district) AND id = \(found.id) AND contact IS NOT NULL")
        else { throw Problem(.notFound, "no-contact") }
        try desk.record(ContactRevealed(caseID: found.id, purpose: purpose))
        return try JSON.decode(Contact.self, try desk.home.keys.open(sealed, context: "cases.contact/\(found.id)"))
    }
}
