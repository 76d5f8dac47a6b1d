import Store

/// How often something that processes keep in memory was changed: whoever holds it under another stamp holds what is old. Read in the
/// same transaction as what is asked for, so that nobody ever mixes two states.
enum Stamp: String {
    case offices, areas
    /// Who may sign in, and their duties.
    case accounts
    /// All that registers and ledgers show.
    case registers

    /// What an event about these kinds of things changes.
    static let touched: [String: Stamp] = ["subject": .registers, "area": .registers, "pack": .registers, "account": .accounts]
}

/// What comes next depends on what is not known yet.
private struct ForesightEnds: Error {}

extension Reading {
    func stamp(of kept: Stamp) throws -> Int {
        if let seen = stampsSeen { return seen[kept.rawValue] ?? 0 }
        guard !db.isForeseeing else { throw ForesightEnds() }
        return try seeStamps(in: db.rows(stamps))[kept.rawValue] ?? 0
    }

    private var stamps: SQL { "SELECT name AS stamp, value FROM stamps WHERE district = \(district)" }

    /// Announces what will be asked in a moment; see `Reader.foreseeing`. Stamps are part of it: most of what is asked rests on offices.
    package func foreseeing(_ questions: () throws -> Void = {}) throws {
        if stampsSeen == nil { try db.foresee(stamps) }
        do { try db.foreseeing(questions) } catch is ForesightEnds {}
    }

    /// All of them, from rows that carry `stamp` and `value`; whoever has such rows at hand need not ask again.
    @discardableResult
    func seeStamps(in rows: [Row]) throws -> [String: Int] {
        var seen: [String: Int] = [:]
        for row in rows { if let name: String = try row.get("stamp") { seen[name] = try row.get("value") } }
        // A transaction that writes may raise them itself.
        if !(self is Desk) { stampsSeen = seen }
        return seen
    }
}

/// The state of what something is made from: whatever is made under the same text is the same, and whatever was begun after `since` is as new
/// as anybody who holds this may expect.
package struct KeptVersion: Hashable, Sendable {
    package var text: String
    /// Before it was read.
    package var since: ContinuousClock.Instant

    package init(_ text: String, since: ContinuousClock.Instant) {
        self.text = text
        self.since = since
    }
}

extension Reading {
    /// Another text whenever something may have changed of what registers and their ledgers show, whoever changed it and in which process.
    package func registersVersion() throws -> String { "\(home.packHolder.generation).\(try stamp(of: .registers))" }

    /// What is another text after anything that happened, of whatever kind and in which process: on SQLite, where one writes at a time, how
    /// far the journal is; on PostgreSQL, where numbers are given before they are seen, which transactions are.
    static func everything(in dialect: Dialect) -> SQL {
        dialect == .sqlite ? "(SELECT CAST(max(seq) AS TEXT) FROM journal)" : "CAST(pg_current_snapshot() AS TEXT)"
    }
}

extension Desk {
    /// After a verb: on PostgreSQL whoever changes the same waits from here until this is on disk, and no longer.
    func countChanges() throws {
        for stamp in Set(touched.compactMap { Stamp.touched[$0] }) { try countChange(of: stamp) }
    }

    func countChange(of kept: Stamp) throws {
        try writer.run(
            """
            INSERT INTO stamps (district, name, value) VALUES (\(district), \(kept.rawValue), 1)
            ON CONFLICT (district, name) DO UPDATE SET value = stamps.value + 1
            """)
    }
}
