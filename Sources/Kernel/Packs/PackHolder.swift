import Synchronization
package import WorkingTime

/// The pack in force in this process. Replacing it is one assignment: nobody ever sees half of one.
package final class PackHolder: Sendable {
    /// A pack is large: it is looked at where it lies, never copied.
    private final class Held: Sendable {
        let pack: Pack
        /// How many packs there were before it in this process.
        let generation: Int
        /// Adding up a calendar's days takes as long as a query; they change with the pack.
        let schedules = Mutex<[String: WorkSchedule]>([:])
        /// What `nearLimit` last found, and for which second.
        let near = Mutex<(second: Int64, limit: Instant)?>(nil)

        init(_ pack: Pack, after before: Held? = nil) {
            self.pack = pack
            generation = before.map { $0.generation + 1 } ?? 0
        }
    }

    private let held: Mutex<Held>

    package init(_ pack: Pack) {
        held = Mutex(Held(pack))
    }

    private var now: Held { held.withLock { $0 } }

    package var pack: Pack {
        _read { yield now.pack }
    }

    /// Another number with each pack.
    var generation: Int { now.generation }

    package func schedule(hours name: String?) -> WorkSchedule {
        let name = name ?? "default"
        let held = now
        return held.schedules.withLock { schedules in
            if let known = schedules[name] { return known }
            let schedule = held.pack.schedule(hours: name)
            schedules[name] = schedule
            return schedule
        }
    }

    /// A working day from this second on: what is due before it is near. Every open row of every list asks for it.
    func nearLimit(at now: Instant) -> Instant {
        let second = now.microseconds / 1_000_000
        let held = self.now
        if let known = held.near.withLock({ $0 }), known.second == second { return known.limit }
        let limit = schedule(hours: nil).after(Instant(microseconds: second * 1_000_000), .workingDays(1))
        held.near.withLock { $0 = (second, limit) }
        return limit
    }

    package func replace(_ pack: Pack) {
        held.withLock { $0 = Held(pack, after: $0) }
    }

    /// A newer notice of a year takes the place of what was known of it.
    package func add(_ years: [CalendarYear]) {
        held.withLock { held in
            var pack = held.pack
            let replaced = Set(years.map(\.year))
            pack.calendarYears = pack.calendarYears.filter { !replaced.contains($0.year) } + years
            pack.calendar = WorkCalendar(years: pack.calendarYears)
            held = Held(pack, after: held)
        }
    }
}
