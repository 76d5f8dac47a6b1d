import Casework
import Kernel
import Pages
import Sealing
import WorkingTime

/// What happened to a request: mySociety's extension, by which two systems keep each other up to date.
struct RequestUpdate: Encodable {
    var updateID: String
    var serviceRequestID: String
    var status: String
    var description: Named<String>
    var updatedDatetime: String
    var mediaURL = Named<String>(nil)
    /// The outcome, as the pack calls it.
    var externalStatusCode: Named<String>

    private static let most = 1000

    static func list(_ visit: Visit) async throws -> [RequestUpdate] {
        let (from, until) = try visit.span()
        return try await visit.read { try $0.publicUpdates(from: from, until: until, limit: most) }.map { update in
            let entry = visit.timelineEntry(update.entry, showsActor: false)
            // The sentence of a reopening quotes the reporter.
            let said = update.note ?? (update.of.isWhole ? [entry.sentence, entry.quote].compactMap { $0 }.joined(separator: " ") : nil)
            let outcome = update.entry.fields["outcome"]
            return RequestUpdate(
                updateID: update.id, serviceRequestID: "\(update.of.found.id)", status: status(of: update.entry.event, outcome),
                description: Named(said), updatedDatetime: visit.w3(update.entry.recordedAt), externalStatusCode: Named(outcome))
        }
    }

    private static func status(of event: String, _ outcome: String?) -> String {
        switch event {
        case "case.dispatched": "investigating"
        case "case.resolved": outcome == "solved" ? "fixed" : "no_further_action"
        case "case.closed": "closed"
        case "case.withdrawn": "cancelled"
        default: "open"
        }
    }

    /// What the other system's people added becomes a public note. Their word that something is fixed is a note too: here whoever asked
    /// says so, by the receipt.
    static func add(_ visit: Visit) async throws -> [AddedUpdate] {
        let form = visit.typed
        guard let text = form["service_request_id"] else { throw Problem.field("service_request_id", "required") }
        guard let id = ID<Case>(text) else { throw Problem.notFound("case") }
        guard let update = form["update_id"] else { throw Problem.field("update_id", "required") }
        let status = form["status"]?.uppercased() ?? "UNCHANGED"
        guard statuses.contains(status) else { throw Problem.field("status", "not-one-of-these") }
        guard let description = form["description"] else { throw Problem.field("description", "required") }
        let note = NoteCase(
            key: CaseKey(id: id), text: status == "UNCHANGED" || status == "OPEN" ? description : "[\(status)] \(description)",
            isPublic: true)
        // The same update sent again is the same note.
        let request = try RequestID("open311-" + ContentHash.hex(of: Array("\(visit.scope.accountID?.description ?? "")/\(update)".utf8)))
        let added = try await visit.district.perform(note, as: visit.scope, request: request)
        return [AddedUpdate(updateID: "\(added)")]
    }

    private static let statuses: Set<String> = [
        "UNCHANGED", "OPEN", "CLOSED", "FIXED", "IN_PROGRESS", "PLANNED", "ACTION_SCHEDULED", "INVESTIGATING", "DUPLICATE",
        "NOT_COUNCILS_RESPONSIBILITY", "NO_FURTHER_ACTION", "INTERNAL_REFERRAL", "CANCELLED", "REOPEN",
    ]
}

struct AddedUpdate: Encodable {
    var updateID: String
}
