import Foundation
import Store
import WorkingTime

/// Where several processes serve one district, each timer is one process's affair at a time: what it sends leaves once. Whoever has a
/// timer goes on having it; where they stop answering, another takes it over when the lease has run out.
package struct TimerLease: Sendable {
    package let district: District
    /// Of this process.
    package let holder: String

    package init(_ district: District, holder: String = UUID().uuidString.lowercased()) {
        self.district = district
        self.holder = holder
    }

    /// Whether this process runs a timer now; it has it for three rounds then, and a minute at least.
    package func take(_ timer: DistrictTimer) async throws -> Bool {
        // One file serves one process: nobody to agree with.
        guard district.store.dialect == .postgres else { return true }
        let now = district.clock.now
        let until = now + .seconds(max(60, timer.everySeconds * 3))
        return try await district.store.write { [district, holder] writer in
            try writer.touched(
                by: """
                    INSERT INTO timer_leases (district, timer, holder, until) VALUES (\(district.code), \(timer.name), \(holder), \(until))
                    ON CONFLICT (district, timer) DO UPDATE SET holder = excluded.holder, until = excluded.until
                      WHERE timer_leases.holder = excluded.holder OR timer_leases.until < \(now)
                    """) > 0
        }
    }

    /// Gives back what this process has, once it runs nothing any more: another that is started in its place need not wait.
    package func release() async throws {
        guard district.store.dialect == .postgres else { return }
        try await district.store.write { [district, holder] writer in
            try writer.run("DELETE FROM timer_leases WHERE district = \(district.code) AND holder = \(holder)")
        }
    }
}

/// Notices what other processes have written, so that live counts move here as well: one look a second at the end of the journal.
package actor JournalWatch {
    private let district: District
    private var last: Int64?

    package init(_ district: District) { self.district = district }

    /// Tells listeners once where the journal has grown since the last look.
    package func look() async throws {
        let code = district.code
        let newest = try await district.store.read { reader in
            try reader.value("SELECT seq FROM journal WHERE district = \(code) ORDER BY seq DESC LIMIT 1", as: Int64.self) ?? 0
        }
        defer { last = newest }
        guard let last, newest > last else { return }
        district.announcer.publish([
            Announcement(event: "journal.grown", subject: Subject("district", UUID()), at: district.clock.now, mode: .live)
        ])
    }
}
