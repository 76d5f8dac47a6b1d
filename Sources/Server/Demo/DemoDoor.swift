import Kernel
import Supervision
import WorkingTime

/// One morning's log of a door in the demonstration, handed in at the end of the day; the late ones are kept.
struct DemoDoor: DemoLife {
    private let door: DemoExtras.Door
    private(set) var next: Instant?

    init(_ door: DemoExtras.Door, handedInAt moment: Instant) {
        self.door = door
        next = moment
    }

    mutating func live(in world: DemoWorld) async throws {
        next = nil
        let zone = world.district.pack.zone
        let day = world.now.day(in: zone)
        let entries = try door.log.map {
            RecordLateArrivals.Entry(officeID: try world.office($0.office), person: $0.person, at: Instant(day, at: $0.time, in: zone))
        }.filter { $0.at <= world.now }
        _ = try await world.district.perform(
            RecordLateArrivals(entries: entries, basis: door.basis, graceMinutes: door.graceMinutes),
            as: try world.person("supervisor", turn: 0))
    }
}
