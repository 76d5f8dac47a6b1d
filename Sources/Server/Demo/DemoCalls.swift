import Casework
import Kernel
import Store
import WorkingTime

/// The call-back desk of the demonstration: every working day, whoever of the sample waits since the day before is called, where the
/// case is closed: those that wait for the reporter tell their own story.
struct DemoCalls: DemoLife {
    private(set) var next: Instant?
    private let end: Instant
    private var turn = 0

    init(from start: Instant, to end: Instant) {
        next = start
        self.end = end
    }

    mutating func live(in world: DemoWorld) async throws {
        let now = world.now
        let after = world.district.schedule().after(now, .workingDays(1))
        next = after < end - .days(1) ? after : nil
        let code = world.district.code
        let waiting: [ID<Case>] = try await world.district.store.read { reader in
            try reader.values(
                """
                SELECT o.matter_id FROM orders o JOIN cases c ON c.district = o.district AND c.id = o.matter_id
                WHERE o.district = \(code) AND o.kind = 'call-back' AND o.state IN ('issued', 'accepted')
                  AND o.issued_at < \(now - .days(1)) AND c.state = 'closed' ORDER BY o.issued_at
                """)
        }
        for id in waiting {
            turn += 1
            // Whoever has not handled it: somebody of the centre, or else of supervision.
            var caller = try world.person("caller-back", turn: turn)
            let isOwn = try await world.district.read(as: caller) { [caller] reading in
                try reading.orders(about: Subject("case", id.uuid)).contains {
                    $0.kind == "handle" && caller.officeIDs.contains($0.toOffice)
                }
            }
            if isOwn { caller = try world.person("supervisor", turn: turn) }
            let found = try await world.district.read(as: caller) { try $0.findCase(id) }
            let reached = turn % 3 != 0
            _ = try await world.district.perform(
                RecordCallBack(
                    caseID: id, reached: reached, answered: reached ? true : nil,
                    // As they said before, where they said anything.
                    solved: reached ? found.solved ?? (found.outcome == "solved") : nil, rating: reached ? found.rating ?? 4 : nil),
                as: caller)
        }
    }
}
