import Kernel
import WorkingTime

/// The life of one assignment letter: sent to several offices, acknowledged and answered by most.
struct DemoLetter: DemoLife {
    private let letter: DemoExtras.Letter
    private var pending: [(at: Instant, order: ID<Order>, reply: DemoExtras.Reply, accepted: Bool)] = []
    private(set) var next: Instant?

    init(_ letter: DemoExtras.Letter, issuedAt: Instant) {
        self.letter = letter
        next = issuedAt
    }

    mutating func live(in world: DemoWorld) async throws {
        if pending.isEmpty {
            try await issue(in: world)
        } else {
            try await answer(in: world)
        }
        next = pending.map(\.at).min()
    }

    private mutating func issue(in world: DemoWorld) async throws {
        let orders = try await world.district.perform(
            IssueLetter(
                toOffices: try letter.replies.map { try world.office($0.office) }, ask: letter.ask, limit: letter.limit),
            as: try world.person("supervisor", turn: letter.daysBefore))
        let schedule = world.district.schedule()
        pending = zip(orders, letter.replies).compactMap { order, reply in
            guard reply.text != nil else { return nil }
            return (schedule.after(world.now, .workingHours(1)), order, reply, false)
        }
    }

    private mutating func answer(in world: DemoWorld) async throws {
        guard let index = pending.indices.min(by: { pending[$0].at < pending[$1].at }) else { return }
        let (_, order, reply, accepted) = pending.remove(at: index)
        let handler = try world.handler(of: reply.office, turn: 0)
        guard accepted else {
            _ = try await world.district.perform(AcceptOrder(orderID: order), as: handler)
            let hours = max(1, reply.workingHours ?? 1)
            pending.append((world.district.schedule().after(world.now, .workingHours(hours)), order, reply, true))
            return
        }
        _ = try await world.district.perform(ReplyToOrder(orderID: order, text: reply.text ?? ""), as: handler)
    }
}
