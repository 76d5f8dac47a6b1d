import Kernel
import Supervision
import WorkingTime

/// One morning's log of a door in the demonstration, of which the late ones are kept.
struct DemoDoor: DemoLife {
    private(set) var next: Instant?

    init(_ moment: Instant) { next = moment + .hours(9) }

    mutating func live(in world: DemoWorld) async throws {
        next = nil
        let zone = world.district.pack.zone
        let day = world.now.day(in: zone)
        let offices = ["market", "housing", "education", "transport", "urban-management", "culture"]
        let entries = try offices.enumerated().map { index, code in
            RecordLateArrivals.Entry(
                officeID: try world.office(code), person: "工号\(1001 + index)",
                at: Instant(day, at: .minutes(8 * 60 + 22 + index * 7), in: zone))
        }.filter { $0.at <= world.now }
        _ = try await world.district.perform(
            RecordLateArrivals(entries: entries, basis: "工作纪律检查", graceMinutes: 5), as: try world.person("supervisor", turn: 0))
    }
}
