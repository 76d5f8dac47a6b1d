extension Writer {
    /// The next number of a series, from 1. Never given twice; on PostgreSQL a transaction that fails leaves a gap, because
    /// numbers without gaps would make every filing wait for the one before it.
    package func nextNumber(district: String, series: String) throws -> Int64 {
        switch dialect {
        case .sqlite:
            // Two plain statements take half the time of one that inserts, or updates, and returns.
            if try touched(by: "UPDATE numbers SET last = last + 1 WHERE district = \(district) AND series = \(series)") == 0 {
                try run("INSERT INTO numbers (district, series, last) VALUES (\(district), \(series), 1)")
            }
            return try value("SELECT last FROM numbers WHERE district = \(district) AND series = \(series)") ?? 1
        case .postgres:
            let sequence = Self.sequence(district, series)
            if let next: Int64 = try value(Self.next(of: sequence), as: Int64?.self) ?? nil { return next }
            try lock("sequence/\(sequence)")
            try run(SQL(unchecked: "CREATE SEQUENCE IF NOT EXISTS \(sequence)"))
            return try value(Self.next(of: sequence)) ?? 1
        }
    }

    /// Says that a number of a series will be taken next.
    package func foreseeNumber(district: String, series: String) throws {
        if dialect == .postgres { try foresee(Self.next(of: Self.sequence(district, series)), lasting: true) }
    }

    private static func sequence(_ district: String, _ series: String) -> String {
        "number_" + StableHash.hex("\(district)/\(series)")
    }

    private static func next(of sequence: String) -> SQL { "SELECT nextval(to_regclass(\(sequence)))" }

    /// Takes many numbers of a series at once and gives the first: for bulk loads, while nobody else counts.
    package func nextNumbers(_ count: Int, district: String, series: String) throws -> Int64 {
        let first = try nextNumber(district: district, series: series)
        switch dialect {
        case .sqlite:
            try run("UPDATE numbers SET last = last + \(count - 1) WHERE district = \(district) AND series = \(series)")
        case .postgres:
            let sequence = Self.sequence(district, series)
            _ = try self.first("SELECT setval(to_regclass(\(sequence)), \(first + Int64(count) - 1))")
        }
        return first
    }

    /// Waits until no other transaction holds this name, and holds it to the end of this one. SQLite has one writer anyway. What
    /// is read afterwards may still be as it was before the wait: a transaction sees one moment.
    package func lock(_ name: String) throws {
        if dialect == .postgres {
            try run("SELECT pg_advisory_xact_lock(\(StableHash.integer(name)))")
        }
    }
}

/// A hash that is the same in every process and release (FNV-1a, 64 bits); Swift's own is seeded anew each start.
enum StableHash {
    static func integer(_ text: String) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int64(bitPattern: hash)
    }

    static func hex(_ text: String) -> String {
        String(UInt64(bitPattern: integer(text)), radix: 16)
    }
}
