import Foundation
import Synchronization

/// Tells listeners in this process what has just been written: live counters stand on it. A slow listener loses
/// announcements rather than memory; what it shows is read from the store anyway.
package final class Announcer: Sendable {
    private let listeners = Mutex<[UUID: AsyncStream<Announcement>.Continuation]>([:])

    package init() {}

    package func publish(_ announcements: [Announcement]) {
        guard !announcements.isEmpty else { return }
        let current = listeners.withLock { Array($0.values) }
        for listener in current { for announcement in announcements { listener.yield(announcement) } }
    }

    package func listen() -> AsyncStream<Announcement> {
        let id = UUID()
        return AsyncStream(bufferingPolicy: .bufferingNewest(64)) { continuation in
            listeners.withLock { $0[id] = continuation }
            continuation.onTermination = { [weak self] _ in self?.listeners.withLock { _ = $0.removeValue(forKey: id) } }
        }
    }
}
