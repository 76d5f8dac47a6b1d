import Kernel
import Sealing
import Store
import WorkingTime

/// What reporters are told without asking: whoever left a phone number or a mail address, the first and everybody who joined.
enum TellReporters {
    static let reactions: [Reaction] = [
        .on(CaseResolved.self, "tell-answered") { event, desk in try tell(event.caseID, "message.case.resolved", desk) },
        .on(CaseReopened.self, "tell-reopened") { event, desk in try tell(event.caseID, "message.case.reopened", desk) },
        .on(CasePlanned.self, "tell-planned") { event, desk in try tell(event.caseID, "message.case.planned", desk) },
    ]

    private static func tell(_ id: ID<Case>, _ text: String, _ desk: Desk) throws {
        // Old letters that are taken in, and the district's own timers, tell nobody.
        guard !desk.scope.isSystem else { return }
        let found = try desk.findCaseJustChanged(id)
        // Of what kind it is, not in whose words: those who joined have not been told who asked first.
        let kind = desk.pack.classesByCode[found.caseClass]?.name.zh ?? ""
        let values = ["number": found.number, "title": kind]
        for address in try desk.addresses(of: found) {
            try desk.tell(address, matter: "case/\(id)/\(text)/\(desk.now.microseconds)", text, values, href: "/follow")
        }
    }
}

extension Reading {
    /// Of the first reporter and of everybody who joined, as they lie sealed. Each kind by its own key: an "or" over both would read every
    /// case there is.
    fileprivate func addresses(of found: Case) throws -> [SealedAddress] {
        try db.rows(
            """
            SELECT 'cases' AS holder, c.id AS id, c.contact AS contact, c.contact_index AS person FROM cases c
            WHERE c.district = \(district) AND c.contact IS NOT NULL AND c.id = \(found.id)
            UNION ALL
            SELECT 'cases', c.id, c.contact, c.contact_index FROM case_reporters r
            JOIN cases c ON c.district = r.district AND c.id = r.from_case
            WHERE r.district = \(district) AND r.case_id = \(found.id) AND c.contact IS NOT NULL
            UNION ALL
            SELECT 'case_reporters', r.id, r.contact, r.contact_index FROM case_reporters r
            WHERE r.district = \(district) AND r.case_id = \(found.id) AND r.contact IS NOT NULL
            """
        ).map { row in
            let (holder, id): (String, ID<Case>) = (try row.get("holder"), try row.get("id"))
            // By the phone's blind index, so that whoever asked for two things is one person; by the case where there is no phone.
            let person = try row.get("person", as: [UInt8]?.self).map { "phone/" + Hex.encode($0) } ?? "\(holder)/\(id)"
            return SealedAddress(sealed: try row.get("contact"), context: "\(holder).contact/\(id)", holder: person)
        }
    }
}
