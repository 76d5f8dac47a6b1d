import Casework
import Foundation
import Kernel
import Store
import WorkingTime

/// Journal entries of made-up cases, held back until their time has come, so that the journal stands in the order of time.
struct PendingJournal: Sendable {
    private struct Entry: Sendable {
        var at: Instant
        /// Entries of one moment keep the order in which they were made.
        var place: Int
        var row: [SQLValue]
    }

    private enum Actor { case visitor, system(String), account(GeneratedCast.Member) }

    private var waiting: [Entry] = []
    private var made = 0

    mutating func before(_ moment: Instant) -> [[SQLValue]] {
        let ripe = waiting.filter { $0.at < moment }
        waiting.removeAll { $0.at < moment }
        return ordered(ripe)
    }

    func all() -> [[SQLValue]] { ordered(waiting) }

    private func ordered(_ entries: [Entry]) -> [[SQLValue]] {
        entries.sorted { ($0.at, $0.place) < ($1.at, $1.place) }.map(\.row)
    }

    /// The events of a case and its orders, as the verbs would have recorded them.
    mutating func note(_ made: GeneratedCase, district: String) {
        let cast = made.cast
        let dispatcher = Actor.account(cast.dispatcher)
        let handler = Actor.account(made.desk.handler)
        let filer = made.channel == "phone" ? Actor.account(cast.phone) : .visitor
        let caseID = made.id.uuidString.lowercased()
        let office = made.desk.office.name.zh
        func order(_ name: (id: UUID, number: String)) -> Subject { Subject("order", name.id) }
        let subject = Subject("case", made.id)
        let handled: [String: String] = [
            "kind": text("handle"), "matter": matter(caseID), "office": text(office), "orderID": text(made.handleOrder.id),
        ]
        func add(_ event: String, _ subject: Subject, _ at: Instant, _ by: Actor, _ verb: String, _ fields: [String: String]) {
            append(event, subject, at, by, verb, fields, district)
        }
        add("case.filed", subject, made.filedAt, filer, "case.file", [
            "area": text(made.area.name), "caseClass": text(made.words.caseClass.code), "caseID": text(caseID),
            "channel": text(made.channel), "number": text(made.number),
        ])
        add("order.issued", order(made.dispatchOrder), made.filedAt, filer, "case.file", issued(made, made.dispatchOrder, "dispatch", cast.center, made.dispatchBy))
        if let at = made.dispatchedAt, let due = made.dueAt {
            add("order.issued", order(made.handleOrder), at, dispatcher, "case.dispatch", issued(made, made.handleOrder, "handle", made.desk.office, due))
            add("case.dispatched", subject, at, dispatcher, "case.dispatch", [
                "caseID": text(caseID), "dueAt": text(due.description), "office": text(office),
                "officeID": text(made.desk.office.id.uuid), "orderNumber": text(made.handleOrder.number),
            ])
        }
        if let at = made.acceptedAt {
            let inTime = made.acceptBy.map { at <= $0 } ?? true
            add("order.accepted", order(made.handleOrder), at, handler, "order.accept", handled.merging(["inTime": "\(inTime)"]) { $1 })
        }
        if let at = made.resolvedAt, let due = made.dueAt {
            let reply = ["inTime": "\(at <= due)", "reply": text(made.words.reply)]
            add("order.replied", order(made.handleOrder), at, handler, "case.resolve", handled.merging(reply) { $1 })
            add("case.resolved", subject, at, handler, "case.resolve", reply.merging(
                ["caseID": text(caseID), "office": text(office), "outcome": text("solved")]) { $1 })
        }
        guard let at = made.closedAt, let closing = made.closing else { return }
        let closer: Actor = closing == .confirmed ? .visitor : closing == .checked ? dispatcher : .system("silence")
        let verb = closing == .confirmed ? "case.confirm" : closing == .checked ? "case.close" : "case.close-silent"
        if closing == .confirmed {
            var fields = ["answered": "true", "by": text("reporter"), "caseID": text(caseID), "comment": text(""), "solved": "true"]
            fields["rating"] = made.rating.map { "\($0)" }
            add("case.confirmed", subject, at, closer, verb, fields)
        }
        add("order.closed", order(made.handleOrder), at, closer, verb, handled.filter { $0.key != "office" })
        let finding = closing == .checked ? made.words.title : ""
        add("case.closed", subject, at, closer, verb, ["caseID": text(caseID), "closing": text(closing.rawValue), "finding": text(finding)])
    }

    private func issued(
        _ made: GeneratedCase, _ name: (id: UUID, number: String), _ kind: String, _ office: Office, _ due: Instant
    ) -> [String: String] {
        [
            "ask": text(made.words.title), "dueAt": text(due.description), "kind": text(kind),
            "matter": matter(made.id.uuidString.lowercased()), "number": text(name.number), "orderID": text(name.id),
            "to": text(office.name.zh), "toOffice": text(office.id.uuid),
        ]
    }

    private mutating func append(
        _ event: String, _ subject: Subject, _ at: Instant, _ by: Actor, _ verb: String, _ fields: [String: String], _ district: String
    ) {
        let (kind, id, name): (String, SQLValue, String) =
            switch by {
            case .visitor: ("visitor", .null, "")
            case .system(let name): ("system", .null, name)
            case .account(let member): ("account", .uuid(member.id.uuid), member.name)
            }
        let payload = "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
        made += 1
        // In the order of `RowShape.journal`.
        waiting.append(
            Entry(
                at: at, place: made,
                row: [
                    .text(district), at.sqlValue, at.sqlValue, .text(kind), id, .text(name), .text(verb), .text(event),
                    .text(subject.kind), .uuid(subject.id), .text(payload), .text("live"),
                ]))
    }

    private func matter(_ id: String) -> String { "{\"id\":\"\(id.uppercased())\",\"kind\":\"case\"}" }
    private func text(_ id: UUID) -> String { text(id.uuidString.lowercased()) }

    private func text(_ text: String) -> String {
        guard text.contains(where: { "\"\\\n\t\r".contains($0) }) else { return "\"\(text)\"" }
        return (try? JSON.encode(text)) ?? "\"\""
    }
}
