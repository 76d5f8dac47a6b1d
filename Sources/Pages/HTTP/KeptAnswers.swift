import Synchronization

/// Answers already computed. One is fresh for ten times as long as it took to compute, a minute at most: a small district sees every
/// change at once, a large one does not count a million rows for each look. For as long again, and two minutes where it takes long, it is
/// still given while the next is computed, once for all who look. Whoever shows one says its moment.
package final class KeptAnswers<Answer: Sendable>: Sendable {
    private struct Entry: Sendable {
        var answer: Answer?
        var freshUntil = ContinuousClock.now
        var givenUntil = ContinuousClock.now
        var computing: Task<Answer, any Error>?
    }

    /// Enough for everything that people look at within a minute.
    private static var most: Int { 500 }
    private let entries = Mutex<[String: Entry]>([:])

    package init() {}

    /// - Parameter key: all that the answer depends on, whoever asks included.
    package func answer(_ key: String, _ compute: @escaping @Sendable () async throws -> Answer) async throws -> Answer {
        let now = ContinuousClock.now
        let (known, task): (Answer?, Task<Answer, any Error>?) = entries.withLock { entries in
            if entries.count >= Self.most { entries = entries.filter { $0.value.givenUntil > now || $0.value.computing != nil } }
            var entry = entries[key] ?? Entry()
            if entry.answer != nil, entry.freshUntil > now { return (entry.answer, nil) }
            if entry.computing == nil {
                entry.computing = Task { try await self.take(key, compute) }
                entries[key] = entry
            }
            return (entry.givenUntil > now ? entry.answer : nil, entry.computing)
        }
        if let known { return known }
        guard let task else { throw CancellationError() }
        return try await task.value
    }

    private func take(_ key: String, _ compute: @Sendable () async throws -> Answer) async throws -> Answer {
        let start = ContinuousClock.now
        do {
            let answer = try await compute()
            let taken = ContinuousClock.now - start
            let fresh = ContinuousClock.now + min(taken * 10, .seconds(60))
            let given = fresh + (taken < .milliseconds(100) ? taken * 10 : .seconds(120))
            entries.withLock { $0[key] = Entry(answer: answer, freshUntil: fresh, givenUntil: given) }
            return answer
        } catch {
            entries.withLock { $0[key]?.computing = nil }
            throw error
        }
    }
}
