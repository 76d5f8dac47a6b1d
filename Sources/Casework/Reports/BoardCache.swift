import Kernel
import Pages
import Synchronization
import WorkingTime

/// Boards already computed. One is fresh for ten times as long as it took to compute, a minute at most: a small district sees every
/// change at once, a large one does not count a million rows for each look. After that, one that takes long is still shown while the
/// next is computed, once for all who look. Every figure says its moment, and opens the rows of that moment.
final class BoardCache: Sendable {
    private struct Entry: Sendable {
        var view: BoardView?
        var freshUntil = ContinuousClock.now
        var shownUntil = ContinuousClock.now
        var computing: Task<BoardView, any Error>?
    }

    /// Enough for every office, area and breakdown that people look at within a minute.
    private static let most = 500
    private let entries = Mutex<[String: Entry]>([:])

    func view(_ visit: Visit, _ filter: IndicatorFilter, _ breakdown: Breakdown) async throws -> BoardView {
        let asOf = try visit.asOf()
        let key = Self.key(visit.scope, filter, breakdown, asOf)
        let now = ContinuousClock.now
        let (known, task): (BoardView?, Task<BoardView, any Error>?) = entries.withLock { entries in
            if entries.count >= Self.most { entries = entries.filter { $0.value.shownUntil > now || $0.value.computing != nil } }
            var entry = entries[key] ?? Entry()
            if entry.view != nil, entry.freshUntil > now { return (entry.view, nil) }
            if entry.computing == nil {
                entry.computing = Task { try await self.compute(key, visit, asOf, filter, breakdown) }
                entries[key] = entry
            }
            return (entry.shownUntil > now ? entry.view : nil, entry.computing)
        }
        if let known { return known }
        guard let task else { throw CancellationError() }
        return try await task.value
    }

    private func compute(
        _ key: String, _ visit: Visit, _ asOf: Instant?, _ filter: IndicatorFilter, _ breakdown: Breakdown
    ) async throws -> BoardView {
        let start = ContinuousClock.now
        do {
            let view = try await visit.read(asOf: asOf) { try BoardView(filter, breakdown, in: $0) }
            let taken = ContinuousClock.now - start
            let fresh = ContinuousClock.now + min(taken * 10, .seconds(60))
            let shown = taken < .milliseconds(100) ? fresh : fresh + .seconds(120)
            entries.withLock { $0[key] = Entry(view: view, freshUntil: fresh, shownUntil: shown) }
            return view
        } catch {
            entries.withLock { $0[key]?.computing = nil }
            throw error
        }
    }

    /// People with the same reach see the same figures.
    private static func key(_ scope: Scope, _ filter: IndicatorFilter, _ breakdown: Breakdown, _ asOf: Instant?) -> String {
        let reach = ["indicator.view", "case.view"].map { permission in
            let permission = Permission(rawValue: permission)
            return [
                "\(scope.reachesDistrict(permission))", scope.areaPaths(permission).joined(separator: ","),
                scope.officePaths(permission).joined(separator: ","), scope.ownOnly(permission) ? scope.accountID?.description ?? "" : "",
            ].joined(separator: "|")
        }
        let query = filter.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        // Whoever opens a compartment has figures of their own: what they count depends on where they work as well.
        let opened = scope.compartments.isEmpty ? "" : scope.accountID?.description ?? ""
        return (reach + [opened, query, breakdown.rawValue, asOf?.description ?? ""]).joined(separator: ";")
    }
}
