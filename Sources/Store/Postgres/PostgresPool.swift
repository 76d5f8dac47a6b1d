import Foundation

/// Threads with a connection each, taking work from one queue.
final class PostgresPool: @unchecked Sendable {
    private typealias Job = (Result<PostgresConnection, any Error>) -> Void

    let conninfo: String
    // `waiting` and `stopped` are guarded by `condition`.
    private let condition = NSCondition()
    private var waiting: [Job] = []
    private var stopped = false

    init(conninfo: String, size: Int) throws {
        self.conninfo = conninfo
        // The first connection is made here, so that a wrong address is known at start.
        var first: PostgresConnection? = try PostgresConnection(conninfo)
        for number in 0..<size {
            nonisolated(unsafe) let connection = first
            first = nil
            let thread = Thread { [weak self] in
                var mine = connection
                while let self, self.workOnce(&mine) {}
            }
            thread.name = "huying-postgres-\(number)"
            thread.start()
        }
    }

    func run<Value: Sendable>(_ body: @escaping @Sendable (PostgresConnection) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job: Job = { connection in
                continuation.resume(with: Result { try body(connection.get()) })
            }
            condition.lock()
            defer { condition.unlock() }
            if stopped {
                continuation.resume(throwing: StoreError.unavailable("closed"))
            } else {
                waiting.append(job)
                condition.signal()
            }
        }
    }

    func stop() {
        condition.lock()
        stopped = true
        condition.broadcast()
        condition.unlock()
    }

    private func workOnce(_ connection: inout PostgresConnection?) -> Bool {
        condition.lock()
        while waiting.isEmpty && !stopped {
            if !condition.wait(until: Date(timeIntervalSinceNow: 1)) && waiting.isEmpty { break }
        }
        if waiting.isEmpty {
            let goOn = !stopped
            condition.unlock()
            return goOn
        }
        let job = waiting.removeFirst()
        condition.unlock()

        if connection?.isAlive != true {
            do {
                connection = try PostgresConnection(conninfo)
            } catch {
                connection = nil
                job(.failure(error))
                return true
            }
        }
        if let mine = connection { job(.success(mine)) }
        return true
    }
}
