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

    private enum Actor {
        case visitor
        case system(String)
        case account(GeneratedCast.Member)
    }

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

    /// The events of a case and its orders, as the verbs would have recorded them. Fields stand in the order of their names.
    mutating func note(_ made: GeneratedCase, district: String) {
        let cast = made.cast
        let dispatcher = Actor.account(cast.dispatcher)
        let handler = Actor.account(made.desk.handler)
        let filer = made.channel == "phone" ? Actor.account(cast.phone) : .visitor
        let subject = Subject("case", made.id)
        let handled = Subject("order", made.handleOrder.id)
        let caseID = ("caseID", text(made.id))
        let office = ("office", text(made.desk.office.name.zh))
        let orderID = ("orderID", text(made.handleOrder.id))
        let kind = ("kind", text("handle"))
        let matter = ("matter", "{\"id\":\"\(made.id.uuidString)\",\"kind\":\"case\"}")
        func issued(_ name: (id: UUID, number: String), _ kind: String, _ office: Office, _ due: Instant) -> [(String, String)] {
            [
                ("ask", text(made.words.title)), ("dueAt", text(due.description)), ("kind", text(kind)), matter,
                ("number", text(name.number)), ("orderID", text(name.id)), ("to", text(office.name.zh)),
                ("toOffice", text(office.id.uuid)),
            ]
        }
        func add(_ event: String, _ subject: Subject, _ at: Instant, _ by: Actor, _ verb: String, _ fields: [(String, String)]) {
            append(event, subject, at, by, verb, fields, district)
        }
        add(
            "case.filed", subject, made.filedAt, filer, "case.file",
            [
                ("area", text(made.area.name)), ("caseClass", text(made.words.caseClass.code)), caseID, ("channel", text(made.channel)),
                ("number", text(made.number)),
            ])
        let queued = issued(made.dispatchOrder, "dispatch", cast.center, made.dispatchBy)
        add("order.issued", Subject("order", made.dispatchOrder.id), made.filedAt, filer, "case.file", queued)
        if let at = made.dispatchedAt, let due = made.dueAt {
            add("order.issued", handled, at, dispatcher, "case.dispatch", issued(made.handleOrder, "handle", made.desk.office, due))
            add(
                "case.dispatched", subject, at, dispatcher, "case.dispatch",
                [
                    caseID, ("dueAt", text(due.description)), office, ("officeID", text(made.desk.office.id.uuid)),
                    ("orderNumber", text(made.handleOrder.number)),
                ])
        }
        if let at = made.acceptedAt {
            let inTime = made.acceptBy.map { at <= $0 } ?? true
            add("order.accepted", handled, at, handler, "order.accept", [("inTime", "\(inTime)"), kind, matter, office, orderID])
        }
        if let at = made.resolvedAt, let due = made.dueAt {
            let inTime = ("inTime", "\(at <= due)")
            let reply = ("reply", text(made.words.reply))
            add("order.replied", handled, at, handler, "case.resolve", [inTime, kind, matter, office, orderID, reply])
            add("case.resolved", subject, at, handler, "case.resolve", [caseID, inTime, office, ("outcome", text("solved")), reply])
        }
        guard let at = made.closedAt, let closing = made.closing else { return }
        let (closer, verb): (Actor, String) =
            switch closing {
            case .confirmed: (.visitor, "case.confirm")
            case .checked: (dispatcher, "case.close")
            case .silence: (.system("silence"), "case.close-silent")
            }
        if closing == .confirmed {
            let rating = made.rating.map { [("rating", "\($0)")] } ?? []
            let head = [("answered", "true"), ("by", text("reporter")), caseID, ("comment", text(""))]
            add("case.confirmed", subject, at, closer, verb, head + rating + [("solved", "true")])
        }
        add("order.closed", handled, at, closer, verb, [kind, matter, orderID])
        let finding = ("finding", text(closing == .checked ? made.words.title : ""))
        add("case.closed", subject, at, closer, verb, [caseID, ("closing", text(closing.rawValue)), finding])
    }

    private mutating func append(
        _ event: String, _ subject: Subject, _ at: Instant, _ by: Actor, _ verb: String, _ fields: [(String, String)],
        _ district: String
    ) {
        let (kind, id, name): (String, SQLValue, String) =
            switch by {
            case .visitor: ("visitor", .null, "")
            case .system(let name): ("system", .null, name)
            case .account(let member): ("account", .uuid(member.id.uuid), member.name)
            }
        var payload = ""
        for (key, value) in fields { payload += (payload.isEmpty ? "{\"" : ",\"") + key + "\":" + value }
        payload += "}"
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

    private func text(_ id: UUID) -> String { "\"\(ID<Case>(id))\"" }

    private func text(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else { return "\"\(text)\"" }
        return (try? JSON.encode(text)) ?? "\"\""
    }
}
