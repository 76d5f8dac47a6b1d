import Casework
import Foundation
import Kernel
import Store
import Synchronization
import Testing
import WorkingTime
import World

/// Ten thousand open orders, some with nobody's name on them, while people go on working: one climb takes exactly the steps that are due.
@Suite struct LadderTests {
    /// An order as the test knows it.
    struct Planned: Sendable {
        var id: UUID
        var ladder: String
        var acceptBy: Instant
        var due: Instant
        var accepted: Bool
        var isOpen: Bool
        var isDrill: Bool
        var taken: [String]
    }

    @Test(arguments: Engine.all) func oneClimbTakesExactlyTheStepsThatAreDue(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        try world.now("2022-04-06T16:00:00+08:00")
        let now = world.clock.now
        let times = StepTimes(pack: world.district.pack)
        let given = try await world.dispatched()
        let planned = plan(around: now, times)
        try await insert(planned, times, in: world)

        // Notes arrive all the while; they move no clock.
        async let notes = atOnce(20) { number in
            try await world.district.perform(NoteCase(key: given.key, text: "催一下 \(number)"), as: world.visitor)
        }
        let steps = try await world.district.climbLadders()
        let arrived = await notes.count { (try? $0.get()) != nil }
        #expect(arrived == 20)

        let expected = planned.map { order in
            order.isOpen ? order.taken + times.ahead(of: order).filter { $0.at <= now }.map(\.code) : order.taken
        }
        let after = try await stepsTaken(in: world)
        var wrong = 0
        var count = 0
        for (order, steps) in zip(planned, expected) {
            if after[order.id] != steps.joined(separator: ",") { wrong += 1 }
            count += steps.count - order.taken.count
        }
        #expect(wrong == 0)
        #expect(steps == count)
        #expect(count > 100)
        let events = try await world.count(
            "SELECT count(*) FROM journal WHERE district = \(world.district.code) AND event = 'order.escalated'")
        #expect(events == count)
        #expect(try await world.district.climbLadders() == 0)
        let order = try #require(try await world.openOrder(of: given.id))
        #expect(order.stepsTaken.isEmpty)
    }

    @Test(arguments: Engine.all) func unassignedOrdersComeFirst(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        // The accepted ones are the more overdue.
        let accepted = [try await world.accepted(), try await world.accepted()]
        try world.clock.set(World.start + .days(20))
        let unassigned = [try await world.dispatched(), try await world.dispatched()]
        try world.clock.set(World.start + .days(40))
        try await world.district.climbLadders()
        let order = try await world.journal().filter { $0.event == "order.escalated" }.map(\.subject.id)
        let firsts = order.reduce(into: [UUID]()) { list, id in if !list.contains(id) { list.append(id) } }
        #expect(Set(firsts.prefix(2)) == Set(unassigned.map(\.orderID.uuid)))
        #expect(Set(firsts.suffix(2)) == Set(accepted.map(\.orderID.uuid)))
        #expect(firsts.count == 4)
    }

    @Test(arguments: Engine.all) func twoProcessesThatClimbAtOnceTakeEachStepOnce(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        for _ in 0..<6 { _ = try await world.dispatched() }
        try world.clock.set(World.start + .days(40))
        let other = try world.again()
        let results = await atOnce(4) { number in try await (number % 2 == 0 ? world : other).district.climbLadders() }
        #expect(results.compactMap { try? $0.get() }.reduce(0, +) == 36)
        #expect(try await world.journal().count { $0.event == "order.escalated" } == 36)
    }

    /// The times of a ladder's steps, worked out from the pack, once for each pair of moments.
    final class StepTimes: Sendable {
        struct Step: Sendable {
            var code: String
            var isAccept: Bool
            var at: Instant
        }
        private let pack: Pack
        private let known = Mutex<[String: [Step]]>([:])

        init(pack: Pack) { self.pack = pack }

        func steps(_ ladder: String, _ acceptBy: Instant, _ due: Instant) -> [Step] {
            let key = "\(ladder) \(acceptBy.microseconds) \(due.microseconds)"
            if let steps = known.withLock({ $0[key] }) { return steps }
            let schedule = pack.schedule()
            let steps = pack.ladders[ladder]!.steps.map { step in
                let anchor = step.from == .due ? due : acceptBy
                let at = step.isBefore ? schedule.before(anchor, step.offset) : schedule.after(anchor, step.offset)
                return Step(code: step.code, isAccept: step.from == .acceptBy, at: at)
            }.sorted { $0.at < $1.at }
            known.withLock { $0[key] = steps }
            return steps
        }

        func ahead(of order: Planned) -> [Step] {
            steps(order.ladder, order.acceptBy, order.due).filter {
                !order.taken.contains($0.code) && !($0.isAccept && order.accepted)
            }
        }
    }

    private func plan(around now: Instant, _ times: StepTimes) -> [Planned] {
        var random = Seeded(3)
        // Few moments, so that their steps are worked out once; one order in twenty-five is late.
        let dues = (0..<12).map { now + .hours($0 < 2 ? -30 * $0 - 1 : 60 * $0) }
        return (0..<10_000).map { number in
            let due = dues[
                number % 25 == 0 ? Int.random(in: 0..<2, using: &random) : Int.random(in: 2..<12, using: &random)]
            var order = Planned(
                id: UUID(), ladder: ["standard", "urgent", "letter"][Int.random(in: 0..<3, using: &random)],
                acceptBy: due - .hours(50), due: due,
                accepted: Bool.random(using: &random), isOpen: number % 9 != 0, isDrill: number % 40 == 7, taken: [])
            // What had come due before the last climb was taken then.
            let before = times.ahead(of: order).filter { $0.at <= now - .hours(6) }
            order.taken = before.map(\.code)
            return order
        }
    }

    private func insert(_ planned: [Planned], _ times: StepTimes, in world: World) async throws {
        let (office, account, code) = (
            try await world.office("housing").id, try #require(world.accounts["housing"]), world.district.code
        )
        let now = world.clock.now
        let rows = planned.enumerated().map { index, order -> [SQLValue] in
            [
                .text(code), .uuid(order.id), .text("n\(index)"), .text("letter"), .text("letter"), .uuid(order.id),
                .text("/1/"), office.sqlValue,
                order.accepted && index % 3 != 0 ? account.sqlValue : .null, .text("办"),
                .text(order.isOpen ? (order.accepted ? "accepted" : "issued") : "replied"),
                (order.due - .days(5)).sqlValue, order.acceptBy.sqlValue,
                order.due.sqlValue, .text(order.ladder), order.accepted ? order.acceptBy.sqlValue : .null,
                order.isOpen ? times.ahead(of: order).first?.at.sqlValue ?? .null : .null,
                .text(order.taken.joined(separator: ",")),
                .text(order.isDrill ? "drill" : "live"), now.sqlValue,
            ]
        }
        try await world.district.store.write { writer in
            try writer.insert(
                into: "orders",
                columns: [
                    "district", "id", "number", "kind", "matter_kind", "matter_id", "area_path", "to_office",
                    "to_account", "ask", "state", "issued_at",
                    "accept_by", "due_at", "ladder", "accepted_at", "next_step_at", "steps_taken", "mode", "since",
                ], rows: rows)
        }
    }

    private func stepsTaken(in world: World) async throws -> [UUID: String] {
        let rows = try await world.rows(
            "SELECT id, steps_taken FROM orders WHERE district = \(world.district.code) AND kind = 'letter'")
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.get("id"), try $0.get("steps_taken")) })
    }
}
