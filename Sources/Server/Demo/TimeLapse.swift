import Casework
package import Kernel
package import WorkingTime

/// Lets time pass in a district with a virtual clock: its timers run at each moment at which one has something to do.
package struct TimeLapse: Sendable {
    package let district: District

    package init(_ district: District) { self.district = district }

    package func pass(until moment: Instant) async throws {
        while let next = try await nextMoment(), next <= moment {
            try district.clock.advance(to: max(next, district.clock.now))
            try await runTimers()
        }
        if moment > district.clock.now { try district.clock.advance(to: moment) }
    }

    /// Every timer of the modules, once, now.
    package func runTimers() async throws {
        for timer in district.modules.timers { try await timer.run(district) }
    }

    private func nextMoment() async throws -> Instant? {
        try await district.read(as: .system("clock", of: district.code)) { reading in
            [try reading.nextLadderStep(), try reading.nextSilence()].compactMap { $0 }.min()
        }
    }
}
