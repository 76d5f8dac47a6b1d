import Store
import WorkingTime

/// Carries the journal out of the house, entry by entry in its order: to a gateway, to another system. What was not taken is tried
/// again with growing pauses, and everything behind it waits. An entry may arrive twice (with the same id) where the program ended
/// between its being taken and our noting it; none is left out.
package struct JournalFeed: Sendable {
    /// Its name, under which the store remembers how far it has come.
    package var name: String
    /// Which events: `case.resolved`, or all of a noun with `case.*`.
    package var events: [String]

    package init(name: String, events: [String]) {
        self.name = name
        self.events = events
    }

    /// Minutes to wait after each failed try; the last pause stays.
    static let pauses = [1, 5, 15, 60, 240, 720]
    private static let batch = 100
    /// Numbers are given before a transaction ends: one that is still under way may have a smaller number than some already visible.
    private static let settling = Span.seconds(10)

    /// Carries out what waits. A feed that is new begins with what happens from now on.
    /// - Parameter send: throws where an entry was not taken.
    /// - Returns: how many entries were taken.
    @discardableResult
    package func carryOut(in district: District, send: @Sendable (JournalEntry) async throws -> Void) async throws -> Int {
        guard let start = try await position(in: district) else { return 0 }
        let now = district.clock.now
        if let next = start.nextTry, next > now { return 0 }
        let settled = district.store.dialect == .postgres ? now - Self.settling : now
        // Nothing that is shut leaves the house: who reads here opens no compartment.
        let entries = try await district.read(as: .readers("feed", of: district.code)) { reading in
            try reading.db.rows(
                """
                SELECT * FROM journal WHERE district = \(reading.district) AND seq > \(start.sequence) AND recorded_at <= \(settled)
                  AND \(try reading.openEntries())
                ORDER BY seq LIMIT \(Self.batch)
                """
            ).map(JournalEntry.init(row:))
        }
        var taken = 0
        var passed = start.sequence
        for entry in entries {
            guard entry.mode == .live, wants(entry.event) else {
                passed = entry.sequence
                continue
            }
            do { try await send(entry) } catch {
                try await note(passed, failures: start.failures + (taken == 0 ? 1 : 0), failure: error, in: district)
                return taken
            }
            taken += 1
            passed = entry.sequence
            try await note(passed, failures: 0, failure: nil, in: district)
        }
        if passed != start.sequence, taken == 0 { try await note(passed, failures: 0, failure: nil, in: district) }
        return taken
    }

    private func wants(_ event: String) -> Bool {
        events.contains { $0 == event || $0.hasSuffix(".*") && event.hasPrefix($0.dropLast()) }
    }

    private struct Position: Sendable {
        var sequence: Int64
        var failures: Int
        var nextTry: Instant?
    }

    /// Nil the first time, when the end of the journal is remembered.
    private func position(in district: District) async throws -> Position? {
        let (code, name) = (district.code, name)
        let known = try await district.store.read { reader in
            try reader.first("SELECT seq, failures, next_try_at FROM journal_feeds WHERE district = \(code) AND feed = \(name)").map {
                Position(sequence: try $0.get("seq"), failures: try $0.get("failures"), nextTry: try $0.get("next_try_at"))
            }
        }
        if let known { return known }
        _ = try await district.store.write { writer in
            try writer.run(
                """
                INSERT INTO journal_feeds (district, feed, seq, failures)
                SELECT \(code), \(name), COALESCE(max(seq), 0), 0 FROM journal WHERE district = \(code)
                """)
        }
        return nil
    }

    private func note(_ sequence: Int64, failures: Int, failure: (any Error)?, in district: District) async throws {
        let pause = Self.pauses[min(max(failures, 1), Self.pauses.count) - 1]
        let next = failure == nil ? nil : district.clock.now + .minutes(pause)
        let said = failure.map { String(String(describing: $0).prefix(200)) }
        _ = try await district.store.write { [name] writer in
            try writer.run(
                """
                UPDATE journal_feeds SET seq = \(sequence), failures = \(failures), next_try_at = \(next), failure = \(said)
                WHERE district = \(district.code) AND feed = \(name)
                """)
        }
    }
}
