import Synchronization
package import WorkingTime

/// The pack in force in this process. Replacing it is one assignment: nobody ever sees half of one.
package final class PackHolder: Sendable {
    private struct Held {
        var pack: Pack
        /// Adding up a calendar's days takes as long as a query; they change with the pack.
        var schedules: [String: WorkSchedule] = [:]
    }

    private let held: Mutex<Held>

    package init(_ pack: Pack) {
        held = Mutex(Held(pack: pack))
    }

    package var pack: Pack { held.withLock { $0.pack } }

    package func schedule(hours name: String?) -> WorkSchedule {
        let name = name ?? "default"
        return held.withLock { held in
            if let known = held.schedules[name] { return known }
            let schedule = held.pack.schedule(hours: name)
            held.schedules[name] = schedule
            return schedule
        }
    }

    package func replace(_ pack: Pack) {
        held.withLock { $0 = Held(pack: pack) }
    }

    /// A newer notice of a year takes the place of what was known of it.
    package func add(_ years: [CalendarYear]) {
        held.withLock { held in
            var pack = held.pack
            let replaced = Set(years.map(\.year))
            pack.calendarYears = pack.calendarYears.filter { !replaced.contains($0.year) } + years
            pack.calendar = WorkCalendar(years: pack.calendarYears)
            held = Held(pack: pack)
        }
    }
}
