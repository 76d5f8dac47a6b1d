import Synchronization

/// Answers already computed. One is fresh for ten times as long as it took to compute, a minute at most: a small district sees every
/// change at once, a large one does not count a million rows for each look. For as long again, and two minutes where it takes long, it is
/// still given while the next is computed, once for all who look. Whoever shows one says its moment.
///
/// What is asked with a version is fresh for a few seconds, and never given for another version.
package final class KeptAnswers<Answer: Sendable>: Sendable {
    private struct Entry: Sendable {
        var version: String?
        var answer: Answer?
        var freshUntil = ContinuousClock.now
        var givenUntil = ContinuousClock.now
        var computing: Task<Answer, any Error>?
    }

    /// An answer with a version may rest on figures that are kept longer: those are seen so much later.
    private static var freshWithVersion: Duration { .seconds(5) }
    private let most: Int
    private let entries = Mutex<[String: Entry]>([:])

    /// - Parameter most: are kept at once; by default enough for everything that people look at within a minute.
    package init(most: Int = 500) { self.most = most }

    /// - Parameters:
    ///   - key: all that the answer depends on, whoever asks included.
    ///   - version: of what it is computed from, where that is known.
    package func answer(
        _ key: String, version: String? = nil, _ compute: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let now = ContinuousClock.now
        let (known, task): (Answer?, Task<Answer, any Error>?) = entries.withLock { entries in
            var entry = entries[key] ?? Entry(version: version)
            if entry.version != version { entry = Entry(version: version) }
            if entry.answer != nil, entry.freshUntil > now { return (entry.answer, nil) }
            if entry.computing == nil {
                makeRoom(in: &entries, at: now)
                entry.computing = Task { try await self.take(key, version, compute) }
                entries[key] = entry
            }
            return (entry.givenUntil > now ? entry.answer : nil, entry.computing)
        }
        if let known { return known }
        guard let task else { throw CancellationError() }
        return try await task.value
    }

    /// Those that nobody is given any more go first; where that is not enough, all.
    private func makeRoom(in entries: inout [String: Entry], at now: ContinuousClock.Instant) {
        guard entries.count >= most else { return }
        entries = entries.filter { $0.value.givenUntil > now || $0.value.computing != nil }
        if entries.count >= most { entries = [:] }
    }

    private func take(_ key: String, _ version: String?, _ compute: @Sendable () async throws -> Answer) async throws -> Answer {
        let start = ContinuousClock.now
        do {
            let answer = try await compute()
            let end = ContinuousClock.now
            let taken = end - start
            let fresh = version == nil ? end + min(taken * 10, .seconds(60)) : end + Self.freshWithVersion
            let given = version == nil ? fresh + (taken < .milliseconds(100) ? taken * 10 : .seconds(120)) : fresh
            entries.withLock { entries in
                // Another version may be computed by now.
                guard entries[key]?.version == version else { return }
                entries[key] = Entry(version: version, answer: answer, freshUntil: fresh, givenUntil: given)
            }
            return answer
        } catch {
            entries.withLock { if $0[key]?.version == version { $0[key]?.computing = nil } }
            throw error
        }
    }
}
