package import Kernel
import Sealing
import Store

/// Adds somebody who asks for what is being worked on already: one case, one clock, and a receipt of their own.
package struct JoinCase: Verb {
    package static let permission: Permission = "case.join"
    package var caseID: ID<Case>
    package var channel: String
    package var text: String
    package var contact: Contact?

    package init(caseID: ID<Case>, channel: String, text: String, contact: Contact? = nil) {
        self.caseID = caseID
        self.channel = channel
        self.text = text
        self.contact = contact
    }

    package struct Outcome: Codable, Sendable {
        package var number: String
        /// Given to the reporter once; only its digest is kept.
        package var receipt: String
    }

    package func perform(at desk: Desk) throws -> Outcome {
        let found = try desk.findCase(caseID, for: Self.permission)
        try found.require(.registered, .dispatched, .accepted, .resolved, verb: Self.permission)
        guard desk.pack.item(channel, in: "channels") != nil else { throw Problem.field("channel", "not-one-of-these") }
        let text = try desk.checkedText(text, field: "text", longest: desk.pack.settings.textLength)
        let contact = try contact?.checked(at: desk)
        let id: ID<CaseReporter> = desk.newID()
        let receipt = ReceiptCode.make()
        let keys = desk.home.keys
        let sealed = try contact.map { try keys.seal(try JSON.encode($0), context: "case_reporters.contact/\(id)") }
        try desk.writer.run(
            """
            INSERT INTO case_reporters (district, id, case_id, channel, text, receipt, contact, contact_index, joined_at, joined_by)
            VALUES (\(desk.district), \(id), \(found.id), \(channel), \(text), \(keys.secretDigest(receipt, purpose: "receipt")), \(sealed),
              \(contact?.phone.map { keys.blindIndex($0, field: "cases.phone") }), \(desk.happenedAt), \(desk.scope.accountID))
            """)
        try desk.writer.index(text, district: desk.district, kind: "case", id: found.id.uuid)
        try desk.record(CaseJoined(caseID: found.id, reporterID: id, channel: channel))
        return Outcome(number: found.number, receipt: receipt)
    }
}
