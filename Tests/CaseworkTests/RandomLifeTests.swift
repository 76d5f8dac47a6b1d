import Casework
import Foundation
import Kernel
import Sealing
import Store
import Testing
import WorkingTime
import World

/// Whatever people do, in whatever order, what the district knows holds together.
@Suite struct RandomLifeTests {
    @Test(arguments: Engine.all, [1, 2] as [UInt64]) func statesOrdersClocksAndJournalHoldTogether(
        on engine: Engine, seed: UInt64
    ) async throws {
        let world = try await World.make(on: engine)
        var life = try await RandomLife(in: world, seed: seed)
        for _ in 0..<(engine == .sqlite ? 700 : 350) { try await life.step() }
        #expect(life.broken == [])
        #expect(life.done > 100)
        #expect(life.refused.count > 5)
        try await holdsTogether(world)
    }

    private func journalLength(_ world: World) async throws -> Int {
        try await world.count("SELECT count(*) FROM journal WHERE district = \(world.district.code)")
    }

    private func holdsTogether(_ world: World) async throws {
        let code = world.district.code
        let cases = try await world.rows("SELECT * FROM cases WHERE district = \(code)").map(Case.init(row:))
        let orders = Dictionary(
            grouping: try await world.rows("SELECT * FROM orders WHERE district = \(code)").map(Order.init(row:)),
            by: \.matter.id)
        let events = Dictionary(grouping: try await world.journal()) { $0.subject.id }
        for found in cases {
            let about = orders[found.id.uuid] ?? []
            checkOrders(of: found, about)
            checkFields(of: found)
            let history = ((events[found.id.uuid] ?? []) + about.flatMap { events[$0.id.uuid] ?? [] }).sorted {
                $0.sequence < $1.sequence
            }
            #expect(state(after: history) == found.state, "\(found.number): \(history.map(\.event))")
        }
        for order in orders.values.flatMap({ $0 }) { checkClock(of: order, in: world) }
        try await checkPast(world)

        // The chain over all of it verifies.
        try world.clock.advance(by: .minutes(5))
        _ = try await world.district.perform(SealJournal(), as: world.person("auditor"))
        let result = try await world.district.read(as: world.system) { try JournalBlocks.verify(in: $0) }
        guard case .intact(let blocks, let entries, _) = result, blocks == 1 else {
            Issue.record("\(result)")
            return
        }
        #expect(entries == (try await journalLength(world)))
    }

    /// One open order if and only if somebody has to do something, and it says the same as the case.
    private func checkOrders(of found: Case, _ orders: [Order]) {
        // Others may assist; one office moves it.
        let moving = orders.filter { $0.kind == "handle" || $0.kind == "dispatch" }
        let open = moving.filter(\.state.isOpen)
        if [.resolved, .closed, .withdrawn].contains(found.state) {
            #expect(!orders.contains { $0.kind == "assist" && $0.state.isOpen }, "\(found.number)")
        }
        let name = found.number
        switch found.state {
        case .registered:
            #expect(open.map(\.kind) == ["dispatch"], "\(name)")
            #expect(found.officeID == nil, "\(name)")
        case .dispatched, .accepted:
            #expect(open.map(\.kind) == ["handle"], "\(name)")
            #expect(open.first?.state == (found.state == .accepted ? .accepted : .issued), "\(name)")
            #expect(open.first?.toOffice == found.officeID, "\(name)")
        case .resolved:
            #expect(open.isEmpty, "\(name)")
            #expect(moving.count { $0.state == .replied } == 1, "\(name)")
        case .closed, .withdrawn:
            #expect(open.isEmpty, "\(name)")
            #expect(!orders.contains { $0.state == .replied }, "\(name)")
        }
        if let order = open.first { #expect(found.dueAt == order.dueAt, "\(name)") }
    }

    private func checkFields(of found: Case) {
        let name = "\(found.number) \(found.state)"
        #expect((found.state == .closed) == (found.closing != nil), "\(name)")
        #expect((found.state == .closed) == (found.reopenUntil != nil), "\(name)")
        #expect((found.state == .resolved) == (found.confirmBy != nil), "\(name)")
        if found.state != .withdrawn {
            #expect([.resolved, .closed].contains(found.state) == (found.resolvedAt != nil), "\(name)")
        }
        #expect((found.resolvedAt == nil) == (found.workingDays == nil), "\(name)")
        if found.closing == .confirmed { #expect(found.answered == true, "\(name)") }
        if found.closing == .silence || found.closing == .checked { #expect(found.solved == nil, "\(name)") }
        let times = [found.filedAt, found.dispatchedAt, found.resolvedAt, found.closedAt].compactMap { $0 }
        #expect(times == times.sorted(), "\(name)")
    }

    /// The state told by events alone: every change of state has one.
    private func state(after history: [JournalEntry]) -> Case.State? {
        history.reduce(nil) { state, entry in
            let handles = entry.fields["kind"] == "handle"
            switch entry.event {
            case "case.filed": return .registered
            case "case.dispatched": return .dispatched
            case "order.accepted" where handles: return .accepted
            case "order.returned" where handles: return .registered
            case "order.recalled" where handles: return .registered
            case "order.transferred" where handles: return .dispatched
            case "order.sent-back" where handles: return .accepted
            case "case.resolved": return .resolved
            case "case.closed": return .closed
            case "case.withdrawn": return .withdrawn
            default: return state
            }
        }
    }

    /// The next step is the earliest one not yet taken.
    private func checkClock(of order: Order, in world: World) {
        guard order.state.isOpen else {
            #expect(order.nextStepAt == nil, "\(order.number)")
            return
        }
        let schedule = world.district.schedule()
        let ahead = world.district.pack.ladders[order.ladder]!.steps.filter { step in
            !order.stepsTaken.contains(step.code)
                && !(step.from == .acceptBy && (order.acceptBy == nil || order.acceptedAt != nil))
        }.compactMap { step -> Instant? in
            let resumesAt = order.deadline?.pauses.compactMap(\.to).max()
            guard let anchor = step.from == .due ? order.dueAt : step.from == .resume ? resumesAt : order.acceptBy else { return nil }
            let at = step.isBefore ? schedule.before(anchor, step.offset) : schedule.after(anchor, step.offset)
            // Nobody is reminded before the clock began to run.
            return step.isBefore && at <= (order.deadline?.start ?? order.issuedAt) ? nil : at
        }
        #expect(order.nextStepAt == ahead.min(), "\(order.number)")
    }

    /// Versions count up without a gap, each beginning where the one before ended.
    private func checkPast(_ world: World) async throws {
        for table: StaticString in ["cases", "orders"] {
            let all = SQL.table(table, asOf: Int64.max - 1)
            let present = try await world.count(
                "SELECT count(*) FROM \(all) t WHERE t.district = \(world.district.code)")
            let view: SQL = table.description == "cases" ? "cases_all" : "orders_all"
            let rows = try await world.rows(
                "SELECT id, version, since, until FROM \(view) WHERE district = \(world.district.code) ORDER BY id, version"
            )
            var last: (id: UUID, version: Int, until: Int64)?
            var ids: Set<UUID> = []
            for row in rows {
                let (id, version): (UUID, Int) = (try row.get("id"), try row.get("version"))
                let (since, until): (Int64, Int64) = (try row.get("since"), try row.get("until"))
                if let last, last.id == id {
                    #expect(version == last.version + 1 && since == last.until)
                } else {
                    #expect(version == 1)
                }
                #expect(since <= until)
                last = (id, version, until)
                ids.insert(id)
            }
            #expect(ids.count == present)
        }
    }
}
