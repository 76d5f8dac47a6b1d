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

/// Opens the contact of the reporter, or of somebody who reported the same later.
package struct RevealContact: Verb {
    package static let permission: Permission = "case.reveal"
    package static let keepsOutcome = false
    package var caseID: ID<Case>
    package var purpose: String
    /// Nil is the first.
    package var reporterID: ID<CaseReporter>?

    package init(caseID: ID<Case>, purpose: String, reporterID: ID<CaseReporter>? = nil) {
        self.caseID = caseID
        self.purpose = purpose
        self.reporterID = reporterID
    }

    package func perform(at desk: Desk) throws -> Contact {
        let found = try desk.findCase(caseID, for: Self.permission)
        let purpose = try desk.checkedText(purpose, field: "purpose", longest: 200)
        guard let (sealed, context) = try sealed(of: found, at: desk) else { throw Problem(.notFound, "no-contact") }
        try desk.record(ContactRevealed(caseID: found.id, purpose: purpose, reporterID: reporterID))
        return try JSON.decode(Contact.self, try desk.home.keys.open(sealed, context: context))
    }

    /// The sealed bytes, and what they are bound to; a merged case keeps its own.
    private func sealed(of found: Case, at desk: Desk) throws -> ([UInt8], context: String)? {
        func ofCase(_ id: ID<Case>) throws -> ([UInt8], context: String)? {
            let sealed: [UInt8]? = try desk.db.value(
                "SELECT contact FROM cases WHERE district = \(desk.district) AND id = \(id) AND contact IS NOT NULL")
            return sealed.map { ($0, "cases.contact/\(id)") }
        }
        guard let reporterID else { return try ofCase(found.id) }
        guard let reporter = try desk.furtherReporters(of: found.id).first(where: { $0.id == reporterID }) else { return nil }
        if let merged = reporter.fromCase { return try ofCase(merged) }
        let sealed: [UInt8]? = try desk.db.value(
            "SELECT contact FROM case_reporters WHERE district = \(desk.district) AND id = \(reporterID) AND contact IS NOT NULL")
        return sealed.map { ($0, "case_reporters.contact/\(reporterID)") }
    }
}
