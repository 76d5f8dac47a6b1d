import Store

/// How often something that processes keep in memory was changed: whoever holds it under another stamp holds what is old. Read in the
/// same transaction as what is asked for, so that nobody ever mixes two states.
enum Stamp: String {
    case offices, areas
}

extension Reading {
    func stamp(of kept: Stamp) throws -> Int {
        try db.value("SELECT value FROM stamps WHERE district = \(district) AND name = \(kept.rawValue)") ?? 0
    }
}

extension Desk {
    func countChange(of kept: Stamp) throws {
        try writer.run(
            """
            INSERT INTO stamps (district, name, value) VALUES (\(district), \(kept.rawValue), 1)
            ON CONFLICT (district, name) DO UPDATE SET value = stamps.value + 1
            """)
    }
}
