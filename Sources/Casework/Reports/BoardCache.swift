import Kernel
import Pages
import WorkingTime

/// Boards already computed. Every figure says its moment, and opens the rows of that moment.
final class BoardCache: Sendable {
    /// Boards as they are shown, by when their figures were computed.
    let written = KeptParts()
    private let kept = KeptAnswers<BoardView>()

    func view(_ visit: Visit, _ filter: IndicatorFilter, _ breakdown: Breakdown) async throws -> BoardView {
        let asOf = try visit.asOf()
        return try await kept.answer(Self.key(visit.scope, filter, breakdown, asOf)) {
            try await visit.read(asOf: asOf) { try BoardView(filter, breakdown, in: $0) }
        }
    }

    private static func key(_ scope: Scope, _ filter: IndicatorFilter, _ breakdown: Breakdown, _ asOf: Instant?) -> String {
        let query = filter.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        return [scope.reachKey("indicator.view", "case.view"), query, breakdown.rawValue, asOf?.description ?? ""].joined(separator: ";")
    }
}
