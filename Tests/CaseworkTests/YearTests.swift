import Casework
import Foundation
import Kernel
import Sealing
import Store
import Testing
import WorkingTime
import World

/// A year of the district: people who do whatever comes to mind, holidays, two outages, staff that come and go, a boundary that moves. At
/// its end every figure is told a second time by the journal alone, and is the same.
@Suite struct YearTests {
    /// What cannot be told from the journal: limits that stand in no event, and what holds at one moment by the calendar.
    private static let untold: Set = [
        "response-rate", "accept-rate", "near-due", "repeat-rate", "suspension-rate", "recall-rate", "parked-cases",
    ]

    @Test func theJournalTellsEveryFigureOfAYear() async throws {
        let world = try await World.make()
        var life = try await RandomLife(in: world, seed: 2022, pauses: [.zero, .minutes(7), .minutes(40), .hours(2), .hours(3)])
        let end = World.start + .days(365)
        var step = 0
        while world.clock.now < end {
            try await life.step()
            step += 1
            try await staffAndBoundaries(step, in: world)
            // Two outages of a week and more: no timer runs, and what they would have done is done later.
            let day = Int((world.clock.now - World.start).microseconds / 86_400_000_000)
            let isOut = (60..<68).contains(day) || (200..<211).contains(day)
            if step % 20 == 0, !isOut {
                try await world.district.climbLadders()
                try await world.district.closeSilentCases()
            }
        }
        try await world.district.closeSilentCases()
        // Timers and staff write between the steps; what is refused leaves nothing, which `RandomLifeTests` shows.
        let broken = life.broken.filter { $0 != "a refused verb wrote into the journal" }
        #expect(broken.isEmpty, "\(broken.prefix(3))")
        let told = try await Told.all(world)
        #expect(told.cases.count > 400)
        let indicators = world.district.pack.indicators.filter { ["cases", "orders"].contains($0.of) }
        let figures = try await world.district.read(as: world.person("leader")) { try $0.figures(indicators) }
        for (definition, figure) in zip(indicators, figures) where !Self.untold.contains(definition.code) {
            let again = told.figure(definition, at: world.clock.now, world.district)
            #expect(again.denominator == figure.denominator, "\(definition.code): ÷")
            #expect(again.numerator == figure.numerator, "\(definition.code)")
            if definition.measure != nil, let stored = figure.value, let value = again.value {
                #expect(abs(stored - value) < 0.000_1, "\(definition.code)")
            }
        }
        #expect(try await world.district.read(as: world.system) { try JournalBlocks.verify(in: $0) }.isIntact)
    }

    private func staffAndBoundaries(_ step: Int, in world: World) async throws {
        let admin = world.person("admin")
        switch step {
        case 400, 1900:
            _ = try await world.district.perform(SuspendAccount(accountID: world.accounts["city2"]!, suspended: step == 400), as: admin)
        case 900:
            let area = try await world.area("990101001001")
            _ = try await world.district.perform(
                MoveArea(areaID: area.id, parent: try await world.area("990101002").id), as: admin)
        case 1500:
            let office = try await world.office("housing").id
            _ = try await world.district.perform(
                AddDuty(accountID: world.accounts["city2"]!, role: "handler", officeID: office, areaID: try await world.area("990101").id),
                as: admin)
        case 2400:
            _ = try await world.district.perform(RenameArea(areaID: try await world.area("990101001002").id, name: "新名社区"), as: admin)
        default: break
        }
    }
}

/// What the journal says, and nothing else.
private struct Told {
    struct Request {
        enum State { case open, resolved, closed, withdrawn }
        var filedAt: Instant
        var state = State.open
        var dueAt: Instant?
        var resolvedAt: Instant?
        var inTime = false
        var answered: Bool?
        var solved: Bool?
        var rating: Int?
        var closing: String?
        var reopened = 0
        var calls: [Bool] = []
    }

    struct Work {
        var issuedAt: Instant
        var dueAt: Instant
        var isOpen = true
        var repliedAt: Instant?
        var isReturned = false
        var isExtended = false
        var matter: String?
    }

    var cases: [String: Request] = [:]
    var orders: [String: Work] = [:]

    static func all(_ world: World) async throws -> Told {
        let rows = try await world.rows("SELECT * FROM journal WHERE district = \(world.district.code) AND mode = 'live' ORDER BY seq")
        var told = Told()
        for row in rows { told.take(try JournalEntry(row: row)) }
        return told
    }

    private mutating func take(_ entry: JournalEntry) {
        let payload = (try? JSONSerialization.jsonObject(with: Data(entry.payload.utf8))) as? [String: Any] ?? [:]
        let at = entry.happenedAt
        let due = (payload["dueAt"] as? String).flatMap(Instant.init(iso:))
        let subject = entry.subject.id.uuidString.lowercased()
        switch entry.event {
        case "case.filed": cases[subject] = Request(filedAt: at)
        case "case.resolved":
            cases[subject]?.state = .resolved
            cases[subject]?.resolvedAt = at
            cases[subject]?.inTime = payload["inTime"] as? Bool ?? false
            cases[subject]?.answered = nil
            cases[subject]?.solved = nil
            cases[subject]?.rating = nil
        case "case.confirmed":
            cases[subject]?.answered = payload["answered"] as? Bool
            cases[subject]?.solved = payload["solved"] as? Bool
            cases[subject]?.rating = payload["rating"] as? Int
        case "case.closed":
            cases[subject]?.state = .closed
            cases[subject]?.closing = payload["closing"] as? String
        case "case.reopened": cases[subject]?.reopened += 1
        case "case.withdrawn": cases[subject]?.state = .withdrawn
        case "case.called-back": cases[subject]?.calls.append(payload["reached"] as? Bool ?? false)
        case _ where entry.event.hasPrefix("order."): takeOrder(entry.event, subject, payload, at, due)
        default: break
        }
    }

    private mutating func takeOrder(_ event: String, _ id: String, _ payload: [String: Any], _ at: Instant, _ due: Instant?) {
        let kind = payload["kind"] as? String
        let matter = ((payload["matter"] as? [String: Any])?["id"] as? String)?.lowercased()
        let isLead = kind == "handle" || kind == "dispatch"
        switch event {
        case "order.issued":
            if kind != "dispatch", kind != "call-back", let due {
                orders[id] = Work(issuedAt: at, dueAt: due, matter: matter)
            }
            if isLead, let matter {
                cases[matter]?.state = .open
                cases[matter]?.dueAt = due
            }
        case "order.replied":
            orders[id]?.isOpen = false
            orders[id]?.repliedAt = at
        case "order.returned":
            orders[id]?.isOpen = false
            orders[id]?.isReturned = true
        case "order.transferred", "order.closed", "order.recalled", "order.cancelled": orders[id]?.isOpen = false
        case "order.sent-back":
            orders[id]?.isOpen = true
            orders[id]?.repliedAt = nil
            if let due { orders[id]?.dueAt = due }
            if kind == "handle", let matter {
                cases[matter]?.state = .open
                cases[matter]?.resolvedAt = nil
                cases[matter]?.closing = nil
                cases[matter]?.dueAt = due
            }
        case "order.extended", "order.resumed":
            if let due { orders[id]?.dueAt = due }
            if event == "order.extended", payload["what"] as? String == "extend" { orders[id]?.isExtended = true }
            if kind == "handle", let matter { cases[matter]?.dueAt = due }
        default: break
        }
    }

    struct Figure { var denominator: Int, numerator: Int?, value: Double? }

    func figure(_ definition: Pack.IndicatorDefinition, at now: Instant, _ district: District) -> Figure {
        if definition.of == "orders" {
            let below = orders.values.filter { meets(definition.denominator, $0, now) }
            return Figure(
                denominator: below.count, numerator: definition.numerator.map { name in below.count { meets(name, $0, now) } },
                value: Self.measured(definition.measure, below.compactMap { work in work.repliedAt.map { $0 - work.issuedAt } }))
        }
        let below = cases.values.filter { meets(definition.denominator, $0, now, district) }
        return Figure(
            denominator: below.count, numerator: definition.numerator.map { name in below.count { meets(name, $0, now, district) } },
            value: Self.measured(definition.measure, below.compactMap { found in found.resolvedAt.map { $0 - found.filedAt } }))
    }

    private static func measured(_ measure: String?, _ spans: [Span]) -> Double? {
        let days = spans.map { Double($0.microseconds) / 86_400_000_000 }.sorted()
        guard let measure, !days.isEmpty else { return nil }
        if measure.hasPrefix("p90") { return days[Int((0.9 * Double(days.count)).rounded(.up)) - 1] }
        return (days[(days.count - 1) / 2] + days[days.count / 2]) / 2
    }

    private func meets(_ condition: String, _ work: Work, _ now: Instant) -> Bool {
        switch condition {
        case "issued": true
        case "open": work.isOpen
        case "replied": work.repliedAt != nil
        case "replied-in-time": work.repliedAt.map { $0 <= work.dueAt } ?? false
        case "overdue": work.isOpen && work.dueAt < now
        case "delayed": work.repliedAt.map { $0 > work.dueAt } ?? (work.isOpen && work.dueAt < now)
        case "returned": work.isReturned
        case "extended": work.isExtended
        default: false
        }
    }

    private func meets(_ condition: String, _ found: Request, _ now: Instant, _ district: District) -> Bool {
        let days = found.resolvedAt.map { $0 - found.filedAt }
        return switch condition {
        case "registered": true
        case "resolved": found.resolvedAt != nil
        case "resolved-in-time": found.resolvedAt != nil && found.inTime
        case "asked": found.solved != nil
        case "solved": found.solved == true
        case "answered": found.answered == true && found.solved == false
        case "rated": found.rating != nil
        case "satisfied": (found.rating ?? 0) >= 3
        case "closed": found.state == .closed
        case "closed-confirmed": found.closing == "confirmed"
        case "closed-checked": found.closing == "checked"
        case "closed-silence": found.closing == "silence"
        case "merged": false
        case "reopened": found.reopened > 0
        case "withdrawn": found.state == .withdrawn
        case "called-back": !found.calls.isEmpty
        case "reached": found.calls.contains(true)
        case "open": found.state == .open || found.state == .resolved
        case "overdue-open": found.state == .open && found.dueAt.map { $0 < now } ?? false
        case "over-15-days": days.map { $0 > .days(15) } ?? false
        case "over-15-working-days":
            found.resolvedAt.map {
                let zone = district.pack.zone
                return district.schedule().workingDays(between: found.filedAt.day(in: zone), and: $0.day(in: zone)) > 15
            } ?? false
        default: false
        }
    }
}

extension VerificationResult {
    fileprivate var isIntact: Bool { if case .intact = self { true } else { false } }
}
