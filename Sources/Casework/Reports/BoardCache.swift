import Kernel
import Pages
import Synchronization
import WorkingTime

/// Boards already computed. One is shown again for ten times as long as it took to compute, a minute at most: a small district sees
/// every change at once, a large one does not count a million rows for each look. Every figure says its moment, and opens the rows
/// of that moment.
final class BoardCache: Sendable {
    private struct Entry: Sendable {
        var view: BoardView
        var until: ContinuousClock.Instant
    }

    /// Enough for every office, area and breakdown that people look at within a minute.
    private static let most = 500
    private let entries = Mutex<[String: Entry]>([:])

    func view(_ visit: Visit, _ filter: IndicatorFilter, _ breakdown: Breakdown) async throws -> BoardView {
        let asOf = try visit.asOf()
        let key = Self.key(visit.scope, filter, breakdown, asOf)
        if let entry = entries.withLock({ $0[key] }), entry.until > .now { return entry.view }
        let start = ContinuousClock.now
        let view = try await visit.read(asOf: asOf) { try BoardView(filter, breakdown, in: $0) }
        let taken = ContinuousClock.now - start
        entries.withLock { entries in
            if entries.count >= Self.most { entries = entries.filter { $0.value.until > .now } }
            if entries.count < Self.most { entries[key] = Entry(view: view, until: .now + min(taken * 10, .seconds(60))) }
        }
        return view
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
        return (reach + [query, breakdown.rawValue, asOf?.description ?? ""]).joined(separator: ";")
    }
}
