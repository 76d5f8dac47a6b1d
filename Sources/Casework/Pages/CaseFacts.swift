import Kernel
import Pages
import WorkingTime

/// The facts of a case, as the file and the printed sheet show them.
enum CaseFacts {
    static func list(_ visit: Visit, _ seen: CaseView) -> [Definition] {
        let found = seen.found
        var facts = [
            Definition(visit.text("case.class"), visit.className(found.caseClass)),
            Definition(visit.text("case.urgency"), visit.name(of: found.urgency, in: "urgencies")),
            Definition(visit.text("case.channel"), visit.name(of: found.channel, in: "channels")),
            Definition(visit.text("case.filed-at"), visit.moment(found.filedAt, .full)),
            Definition(
                visit.text("case.place"), (seen.areaNames.dropFirst() + [found.address]).filter { !$0.isEmpty }.joined(separator: " · ")),
        ]
        if let office = found.officeID {
            facts.append(Definition(visit.text("case.office"), seen.offices[office].map { visit.words($0) } ?? ""))
        }
        if let due = found.dueAt {
            let why = seen.current?.deadline.map { visit.explain($0) }
            facts.append(Definition(visit.text("case.due"), visit.moment(due, .full), note: why))
        }
        if let standstill = seen.times.standstill {
            facts.append(
                Definition(
                    visit.text("case.standstill.\(standstill.kind.rawValue)"), standstill.reason,
                    note: visit.text("case.standstill.until", ["until": standstill.until.map { visit.moment($0, .date) } ?? ""])))
        }
        if let plan = seen.plan {
            let cost = plan.cost.map { "，" + visit.text("plan.costs", ["yuan": visit.language.money(fen: Int64($0))]) } ?? ""
            facts.append(
                Definition(
                    visit.text("case.plan"), plan.measures,
                    note: visit.text("plan.who-when", ["who": plan.who, "due": visit.day(plan.dueOn)]) + cost))
        }
        if let resolved = found.resolvedAt {
            facts.append(
                Definition(
                    visit.text("case.resolved-at"), visit.moment(resolved, .full),
                    note: found.workingDays.map { visit.text("case.took", ["days": "\($0)"]) }))
        }
        if found.reopened > 0 { facts.append(Definition(visit.text("case.reopened-times"), "\(found.reopened)")) }
        if let earlier = seen.earlier {
            facts.append(
                Definition(
                    visit.text("case.repeats"), earlier.number, href: visit.caseLink(earlier),
                    note: earlier.resolvedAt.map { visit.text("case.repeats.answered", ["day": visit.moment($0, .date)]) }))
        }
        if let number = found.sourceNumber { facts.append(Definition(visit.text("case.source-number"), number)) }
        if let closing = found.closing {
            facts.append(
                Definition(
                    visit.text("case.closing"), visit.name(of: closing.rawValue, in: "closings"),
                    note: found.closedAt.map { visit.moment($0, .full) }))
        }
        return facts
    }

    /// What the reporter said; nil where nobody asked yet.
    static func confirmation(_ visit: Visit, _ found: Case) -> DefinitionList? {
        guard let solved = found.solved else { return nil }
        func yes(_ value: Bool) -> String { visit.text(value ? "yes" : "no") }
        var items = [
            Definition(visit.text("confirm.answered"), yes(found.answered ?? false)), Definition(visit.text("confirm.solved"), yes(solved)),
        ]
        if let rating = found.rating { items.append(Definition(visit.text("confirm.rating"), visit.name(of: "\(rating)", in: "ratings"))) }
        if let comment = found.comment, !comment.isEmpty { items.append(Definition(visit.text("confirm.comment"), comment)) }
        return DefinitionList(items)
    }

    /// Everybody who asked for the same thing after the first, in their own words.
    static func reporters(_ visit: Visit, _ reporters: [CaseReporter]) -> Timeline {
        Timeline(
            reporters.map { reporter in
                TimelineEntry(
                    time: visit.moment(reporter.joinedAt, .full), machine: visit.machine(reporter.joinedAt), who: "",
                    sentence: visit.text(
                        reporter.fromCase == nil ? "reporter.joined" : "reporter.merged",
                        ["channel": visit.name(of: reporter.channel, in: "channels")]), quote: reporter.text)
            })
    }

    static func timeline(_ visit: Visit, _ seen: CaseView) -> [TimelineEntry] {
        let notes = Dictionary(uniqueKeysWithValues: seen.notes.map { ($0.id.description, $0) })
        // Each step is told once: an order's own event is left out where the case's event says the same.
        let said: Set<String> = ["order.issued", "order.replied", "order.closed", "order.sent-back", "order.cancelled"]
        return seen.feed.filter {
            !said.contains($0.event) || $0.subject.kind != "order" || seen.found.state == .registered && $0.event == "order.issued"
        }.map { entry in
            var line = visit.timelineEntry(entry)
            if entry.event == "case.noted" || entry.event == "case.surveyed", let note = entry.fields["noteID"].flatMap({ notes[$0] }) {
                line.quote = note.text
                line.photos = visit.gallery(seen.photos.filter { $0.noteID == note.id }, below: "/cases/\(seen.found.id)")
            }
            if entry.event == "case.resolved", let unpassed = entry.fields["unpassed"] {
                let checks = visit.district.pack.replyChecks.filter { unpassed.split(separator: "、").contains($0.code[...]) }
                line.sentence += visit.text(
                    "case.unpassed",
                    ["checks": checks.map { visit.words($0.note) }.joined(separator: "；"), "despite": entry.fields["despite"] ?? ""])
            }
            return line
        }.reversed()
    }
}
