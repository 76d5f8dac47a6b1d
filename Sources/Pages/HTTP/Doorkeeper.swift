import Kernel
import Synchronization
import WorkingTime

/// Counts what strangers do, by the hour and by where they come from, so that nobody fills the dispatch desk with a script or
/// tries receipt codes until one fits. Kept in memory: after a restart everybody begins anew.
package final class Doorkeeper: Sendable {
    enum Deed: String {
        /// A verb of somebody without an account.
        case change
        /// A receipt code that opens nothing.
        case wrongCode
    }

    private struct Count {
        var begun: Instant
        var number: Int
    }

    private static let window = Span.hours(1)
    /// Beyond this many addresses those whose hour is over are forgotten.
    private static let mostKept = 50_000

    private let counts = Mutex<[String: Count]>([:])

    /// Throws `too-many-from-here` where an address did this so often within the hour.
    func check(_ deed: Deed, from address: String, most: Int, now: Instant) throws {
        let count = counts.withLock { $0[Self.key(deed, address)] }
        guard let count, now - count.begun < Self.window, count.number >= most else { return }
        throw Problem(.tooMany, "too-many-from-here", ["minutes": "60"])
    }

    func note(_ deed: Deed, from address: String, now: Instant) {
        let key = Self.key(deed, address)
        counts.withLock { counts in
            if counts.count >= Self.mostKept {
                counts = counts.filter { now - $0.value.begun < Self.window }
                // So many at once are no people; better to count anew than to grow.
                if counts.count >= Self.mostKept { counts.removeAll() }
            }
            if let known = counts[key], now - known.begun < Self.window {
                counts[key]?.number += 1
            } else {
                counts[key] = Count(begun: now, number: 1)
            }
        }
    }

    private static func key(_ deed: Deed, _ address: String) -> String { "\(deed.rawValue)/\(address)" }
}

extension Visit {
    private var isStranger: Bool { scope.actor == .visitor }

    /// To be asked before a stranger changes anything. A simulation's people all come from one place.
    package func countChange() throws {
        try checkChange()
        guard isStranger else { return }
        site.doorkeeper.note(.change, from: address, now: now)
    }

    /// Does what a receipt code may open. Who has tried many that open nothing is asked to wait, and is told nothing meanwhile, not
    /// even about a right one; whoever has signed in, or asks for anything else, is not concerned.
    package func guarded<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
        guard isStranger else { return try await work() }
        if parameters["code"] != nil || parameters["verb"] != nil {
            try site.doorkeeper.check(.wrongCode, from: address, most: district.pack.settings.strangersWrongCodes, now: now)
        }
        do { return try await work() } catch let problem as Problem where problem.code == "receipt-unknown" {
            site.doorkeeper.note(.wrongCode, from: address, now: now)
            throw problem
        }
    }

    /// Whether a stranger may change something now, asked before what they sent is kept anywhere.
    package func checkChange() throws {
        guard isStranger, site.settings.simulationKey == nil else { return }
        try site.doorkeeper.check(.change, from: address, most: district.pack.settings.strangersChanges, now: now)
    }
}
