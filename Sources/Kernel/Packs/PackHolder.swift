import Synchronization
package import WorkingTime

/// The pack in force in this process. Replacing it is one assignment: nobody ever sees half of one.
package final class PackHolder: Sendable {
    private let held: Mutex<Pack>

    package init(_ pack: Pack) {
        held = Mutex(pack)
    }

    package var pack: Pack { held.withLock { $0 } }

    package func replace(_ pack: Pack) {
        held.withLock { $0 = pack }
    }

    /// A newer notice of a year takes the place of what was known of it.
    package func add(_ years: [CalendarYear]) {
        held.withLock { pack in
            let replaced = Set(years.map(\.year))
            pack.calendarYears = pack.calendarYears.filter { !replaced.contains($0.year) } + years
            pack.calendar = WorkCalendar(years: pack.calendarYears)
        }
    }
}
