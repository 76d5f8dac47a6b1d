package import Kernel
import WorkingTime

extension Visit {
    /// An entry of the journal as a sentence: the catalogue's, with the event's own words in it.
    package func timelineEntry(_ entry: JournalEntry, showsActor: Bool = true) -> TimelineEntry {
        var values = entry.fields
        // Codes of the pack read as their names.
        for (key, list) in [("channel", "channels"), ("outcome", "outcomes"), ("urgency", "urgencies"), ("closing", "closings")] {
            if let code = values[key], let item = district.pack.item(code, in: list) { values[key] = words(item.name) }
        }
        for key in ["caseClass", "from", "to"] {
            if let code = values[key], let item = district.pack.classesByCode[code] { values[key] = words(item.name) }
        }
        if let due = values["dueAt"].flatMap(Instant.init(iso:)) { values["dueAt"] = moment(due) }
        if let until = values["until"].flatMap(Instant.init(iso:)) { values["until"] = moment(until, .date) }
        for key in ["on", "dueOn"] {
            if let day = values[key].flatMap(Day.init(iso:)) { values[key] = self.day(day) }
        }
        if let rating = values["rating"], let item = district.pack.item(rating, in: "ratings") { values["rating"] = words(item.name) }
        if let role = values["role"], let item = district.pack.rolesByCode[role] { values["role"] = words(item.name) }
        for key in ["office", "from", "to"] {
            if let name = values[key].flatMap(district.officeName) { values[key] = words(name) }
        }
        if entry.subject.kind == "subject" { nameParts(&values) }
        values["reason"] = values["reason"].map(reason)
        let variant = ["step", "by", "solved", "action", "what", "holds"].compactMap { key in
            values[key].flatMap { language.textIfKnown("event.\(entry.event).\($0)", values) }
        }.first
        let quote = ["reply", "comment", "finding", "measures"].compactMap { values[$0] }.first { !$0.isEmpty }
        return TimelineEntry(
            time: moment(entry.happenedAt, .full), machine: machine(entry.happenedAt),
            who: showsActor ? actor(entry) : "", sentence: variant ?? text("event.\(entry.event)", values), quote: quote,
            tone: Self.tones[entry.event] ?? .neutral)
    }

    /// Codes of fields, relations and classifications of a register as their names.
    private func nameParts(_ values: inout [String: String]) {
        let pack = district.pack
        func field(_ code: some StringProtocol) -> String {
            pack.subjectFields[String(code)].map { words($0.name) } ?? language.textIfKnown("subject.\(code)") ?? String(code)
        }
        values["field"] = values["field"].map { field($0) }
        values["fields"] = values["fields"].map { $0.split(separator: " ").map { field($0) }.joined(separator: text("list.joint")) }
        values["relation"] = values["relation"].map { code in pack.relations.first { $0.code == code }.map { words($0.name) } ?? code }
        if let scheme = values["scheme"].flatMap({ code in pack.schemes.first { $0.code == code } }) {
            values["code"] = values["code"].map { name(of: $0, in: scheme.list) }
        }
    }

    /// A reason as it was typed, or one of those that the program gives, in words.
    package func reason(_ reason: String) -> String { language.textIfKnown("reason.\(reason)") ?? reason }

    private func actor(_ entry: JournalEntry) -> String {
        switch entry.actorKind {
        case "account", "program": entry.actorName
        case "visitor": language.textIfKnown("actor.visitor.\(entry.subject.kind)") ?? text("actor.reporter")
        default: text("actor.system")
        }
    }

    private static let tones: [String: Tone] = [
        "case.closed": .done, "case.resolved": .intime, "order.escalated": .late, "case.reopened": .near,
        "order.returned": .near, "case.filed": .accent,
    ]
}
