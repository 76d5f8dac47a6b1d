package import Kernel
import Store
import Synchronization
import WorkingTime

/// Which class and office requests like this one had: learned from the district's own closed cases, shipped knowing nothing. A person
/// decides; nothing is ever classed by it.
package final class ClassSuggestions: Sendable {
    package struct Suggestion: Sendable {
        package var classes: [String]
        package var offices: [ID<Office>]
    }

    private struct Learned: Sendable {
        var classes: TextClassifier
        var offices: TextClassifier
    }

    private struct State: Sendable {
        var learned: Learned?
        /// When it is worth looking at the cases again.
        var learnsAgainAt: Instant?
        var isLearning = false
    }

    /// Fewer than so many say nothing; more than so many take longer and say no more.
    private static let (fewest, most) = (40, 4_000)
    /// A label that so few have is not learned.
    private static let fewestOfLabel = 2
    private let state = Mutex(State())

    package init() {}

    /// Nil until something was learned; nobody waits for it.
    package func suggestion(for text: String, in district: District) -> Suggestion? {
        let now = district.clock.now
        let (known, learns): (Learned?, Bool) = state.withLock { state in
            let isOld = state.learnsAgainAt.map { now > $0 } ?? true
            let learns = isOld && !state.isLearning
            if learns { state.isLearning = true }
            return (state.learned, learns)
        }
        if learns { Task { await learn(in: district) } }
        return known.map { learned in
            Suggestion(
                classes: learned.classes.ranked(text).filter { $0.margin > -0.7 }.map(\.label),
                offices: learned.offices.ranked(text).filter { $0.margin > -0.7 }.compactMap { ID($0.label) })
        }
    }

    /// Learns now, whatever is known; for whoever wants to wait.
    package func learn(in district: District) async {
        let cases = (try? await Self.closedCases(in: district)) ?? []
        let now = district.clock.now
        let learned = await offload { () -> Learned? in
            let classes = Self.common(cases.map { ($0.text, $0.caseClass) })
            let offices = Self.common(cases.compactMap { one in one.office.map { (one.text, $0.description) } })
            guard classes.count >= Self.fewest, offices.count >= Self.fewest else { return nil }
            return Learned(classes: TextClassifier(classes), offices: TextClassifier(offices))
        }
        state.withLock { state in
            state.isLearning = false
            // Where there is too little to learn from, not each page looks whether there is more.
            state.learnsAgainAt = now + .hours(learned == nil ? 1 : 24)
            if let learned { state.learned = learned }
        }
    }

    /// Those whose label enough others have as well.
    private static func common(_ texts: [(text: String, label: String)]) -> [(text: String, label: String)] {
        let counts = Dictionary(grouping: texts, by: \.label).mapValues(\.count)
        return texts.filter { counts[$0.label, default: 0] >= fewestOfLabel }
    }

    /// The newest that were closed after an office had answered: their class and office had been looked at by people.
    private static func closedCases(in district: District) async throws -> [(text: String, caseClass: String, office: ID<Office>?)] {
        let code = district.code
        return try await district.store.read { reader in
            try reader.rows(
                """
                SELECT c.title, c.text, c.class, c.office_id FROM cases c
                WHERE c.district = \(code) AND c.mode = 'live' AND c.state = 'closed' AND c.resolved_at IS NOT NULL
                ORDER BY c.filed_at DESC, c.id DESC LIMIT \(most)
                """
            ).map { row in
                (
                    text: try row.get("title", as: String.self) + "\n" + row.get("text", as: String.self), caseClass: try row.get("class"),
                    office: try row.get("office_id")
                )
            }
        }
    }
}
