import Foundation

/// A thread of its own that does what is handed to it, in that order, and as much at once as waits. A thread and no task, because what it does
/// waits for the disk.
final class Lane<Item>: @unchecked Sendable {
    private let line = Line()

    /// - Parameters:
    ///   - most: how much is taken at once.
    ///   - whenIdle: called about once a second while nothing waits.
    ///   - work: must not hold on to whoever owns the lane: neither would ever go.
    init(_ name: String, most: Int = .max, whenIdle: (@Sendable () -> Void)? = nil, work: @escaping @Sendable ([Item]) -> Void) {
        let thread = Thread { [line] in
            while let items = line.next(most: most, whenIdle) { work(items) }
            line.isDone.signal()
        }
        thread.name = name
        thread.start()
    }

    deinit { line.stop() }

    /// False once it was stopped: then the item is not taken.
    func hand(_ item: Item) -> Bool { line.append(item) }

    /// Takes nothing more, and returns when all that was taken is done.
    func stop() {
        guard line.stop() else { return }
        line.isDone.wait()
    }

    /// What waits; all that the thread holds on to.
    private final class Line: @unchecked Sendable {
        let isDone = DispatchSemaphore(value: 0)
        // What follows is guarded by `condition`.
        private let condition = NSCondition()
        private var items: [Item] = []
        private var isStopped = false

        func append(_ item: Item) -> Bool {
            condition.withLock {
                guard !isStopped else { return false }
                items.append(item)
                condition.signal()
                return true
            }
        }

        /// False where it was stopped before.
        @discardableResult
        func stop() -> Bool {
            condition.withLock {
                guard !isStopped else { return false }
                isStopped = true
                condition.broadcast()
                return true
            }
        }

        /// Nil when it was stopped and nothing waits.
        func next(most: Int, _ whenIdle: (() -> Void)?) -> [Item]? {
            while true {
                condition.lock()
                if items.isEmpty, !isStopped {
                    if whenIdle != nil { _ = condition.wait(until: Date(timeIntervalSinceNow: 1)) } else { condition.wait() }
                }
                let taken = Array(items.prefix(most))
                items.removeFirst(taken.count)
                let ends = taken.isEmpty && isStopped
                condition.unlock()
                if ends { return nil }
                if !taken.isEmpty { return taken }
                whenIdle?()
            }
        }
    }
}
