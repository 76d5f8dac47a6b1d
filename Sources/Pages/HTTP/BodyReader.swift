import HTTPTypes
package import Hummingbird
import Kernel
import Synchronization

/// Takes in what somebody sends, within what the machine has: so large, so slow, so many at once and no more.
package enum BodyReader {
    /// How much of a body that is too large is still taken in, so that the browser listens to the answer.
    private static let patience = 256 << 20
    /// What all bodies that are under way may hold together.
    private static let mostTogether = 512 << 20
    /// Whoever sends less than this within a time sends nothing.
    private static let (slowest, time) = (16 << 10, Duration.seconds(30))

    private static let held = Mutex(0)

    package static func read(_ request: Request, limit: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > patience {
            throw Problem(.tooLarge, "body-too-large", ["megabytes": "\(limit >> 20)"])
        }
        let progress = Progress()
        defer { progress.end() }
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask { try await take(request, limit: limit, progress) }
            group.addTask {
                var before = 0
                while true {
                    try await Task.sleep(for: time)
                    let now = progress.total
                    if now - before < slowest { throw Problem(.invalid, "body-too-slow") }
                    before = now
                }
            }
            defer { group.cancelAll() }
            return try await group.next().flatMap(\.self) ?? []
        }
    }

    private static func take(_ request: Request, limit: Int, _ progress: Progress) async throws -> [UInt8] {
        var body: [UInt8] = []
        // As large as it says it is: growing by doubling, it would hold twice of it. What is promised and never sent takes no memory.
        body.reserveCapacity(min(request.headers[.contentLength].flatMap { Int($0) } ?? 0, limit))
        for try await chunk in request.body {
            let total = try progress.add(chunk.readableBytes)
            if total <= limit { body.append(contentsOf: chunk.readableBytesView) } else { body = [] }
            if total > patience { break }
        }
        guard progress.total <= limit else { throw Problem(.tooLarge, "body-too-large", ["megabytes": "\(max(1, limit >> 20))"]) }
        return body
    }

    /// How far one body is; while it is under way it counts against what all may hold.
    private final class Progress: Sendable {
        private let own = Mutex(0)

        var total: Int { own.withLock { $0 } }

        func add(_ bytes: Int) throws -> Int {
            let isTooMuch = held.withLock { held in
                held += bytes
                return held > mostTogether
            }
            let total = own.withLock { own in
                own += bytes
                return own
            }
            if isTooMuch { throw Problem(.busy, "bodies-too-many") }
            return total
        }

        func end() {
            let bytes = total
            held.withLock { $0 -= bytes }
        }
    }
}
