package import Store
import Synchronization

/// How many there are of something, as counted within the last minutes: it decides how something is asked, never what is found.
final class KeptCounts: Sendable {
    private static let lifetime = Duration.seconds(120)
    /// Somebody may ask for what there is none of.
    private static let most = 2000
    private let counted = Mutex<[[String]: (count: Int, until: ContinuousClock.Instant)]>([:])

    func count(of key: [String], counting: () throws -> Int) rethrows -> Int {
        if let known = counted.withLock({ $0[key] }), known.until > .now { return known.count }
        let count = try counting()
        counted.withLock { counted in
            if counted.count >= Self.most { counted.removeAll() }
            counted[key] = (count, .now + Self.lifetime)
        }
        return count
    }
}

extension Reading {
    /// How many rows a query gives, up to `most`, as it was some minutes ago at most.
    /// - Parameter key: names what is counted; the same for everybody.
    package func roughCount(of key: [String], most: Int, _ rows: @autoclosure () throws -> SQL) throws -> Int {
        try home.counts.count(of: key) { try db.value("SELECT count(*) FROM (\(rows()) LIMIT \(most)) q") ?? 0 }
    }
}
