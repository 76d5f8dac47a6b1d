package import Kernel
import Synchronization

/// Answers already computed. One is fresh for ten times as long as it took to compute, a minute at most: a small district sees every
/// change at once, a large one does not count a million rows for each look. For as long again, and two minutes where it takes long, it is
/// still given while the next is computed, once for all who look. Whoever shows one says its moment.
///
/// What is asked with a version is fresh for a few seconds, and given for another version only where it was begun after that one was read.
package final class KeptAnswers<Answer: Sendable>: Sendable {
    private struct Entry: Sendable {
        var version: KeptVersion?
        var begun = ContinuousClock.now
        var answer: Answer?
        var freshUntil = ContinuousClock.now
        var givenUntil = ContinuousClock.now
        var computing: Task<Answer, any Error>?

        /// Whether it is as new as somebody may expect who has read this version.
        func serves(_ asked: KeptVersion?) -> Bool {
            guard let asked, let version else { return version == nil && asked == nil }
            return version.text == asked.text || begun >= asked.since
        }
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
        _ key: String, version: KeptVersion? = nil, _ compute: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let now = ContinuousClock.now
        let (known, task): (Answer?, Task<Answer, any Error>?) = entries.withLock { entries in
            var entry = entries[key] ?? Entry(version: version)
            if !entry.serves(version) { entry = Entry(version: version) }
            if entry.answer != nil, entry.freshUntil > now { return (entry.answer, nil) }
            if entry.computing == nil {
                makeRoom(in: &entries, at: now)
                entry.begun = now
                entry.computing = Task { [entry] in try await self.take(key, entry, compute) }
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

    private func take(_ key: String, _ asked: Entry, _ compute: @Sendable () async throws -> Answer) async throws -> Answer {
        func isAsked(_ entry: Entry?) -> Bool { entry?.begun == asked.begun && entry?.version == asked.version }
        do {
            let answer = try await compute()
            let end = ContinuousClock.now
            let taken = end - asked.begun
            let fresh = asked.version == nil ? end + min(taken * 10, .seconds(60)) : end + Self.freshWithVersion
            let given = asked.version == nil ? fresh + (taken < .milliseconds(100) ? taken * 10 : .seconds(120)) : fresh
            entries.withLock { entries in
                // Another version may be computed by now.
                guard isAsked(entries[key]) else { return }
                entries[key] = Entry(version: asked.version, begun: asked.begun, answer: answer, freshUntil: fresh, givenUntil: given)
            }
            return answer
        } catch {
            entries.withLock { if isAsked($0[key]) { $0[key]?.computing = nil } }
            throw error
        }
    }
}
