import Foundation
import Hummingbird
import HTTPTypes
import Kernel
import NIOCore
import Pages
import ServiceLifecycle
import Store

/// Live counts by server-sent events: after something was written, the counts of whoever watches are read anew.
enum LiveStream {
    static func show(_ visit: Visit) async throws -> Response {
        let district = visit.district
        let scope = visit.scope
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                var last = ""
                let changes = district.announcer.listen()
                try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
                func send() async throws {
                    let counts = try await district.read(as: scope) { try $0.liveCounts() }
                    let data = try JSON.encode(counts.mapValues { $0 == 0 ? "" : "\($0)" })
                    guard data != last else { return }
                    last = data
                    try await writer.write(ByteBuffer(string: "data: \(data)\n\n"))
                }
                try await send()
                for await moment in moments(changes).cancelOnGracefulShutdown() {
                    switch moment {
                    case .changed:
                        // A burst of changes is one look.
                        try await Task.sleep(for: .milliseconds(400))
                        try await send()
                    case .quiet:
                        // Somebody who went away is noticed by the line that breaks; proxies keep a line that speaks.
                        try await writer.write(ByteBuffer(string: ":\n\n"))
                    }
                }
                try await writer.finish(nil)
            })
    }

    private enum Moment: Sendable { case changed, quiet }

    private static func moments(_ changes: AsyncStream<Announcement>) -> AsyncStream<Moment> {
        AsyncStream(bufferingPolicy: .bufferingNewest(2)) { continuation in
            let listening = Task {
                for await _ in changes { continuation.yield(.changed) }
                continuation.finish()
            }
            let waiting = Task {
                while (try? await Task.sleep(for: .seconds(25))) != nil { continuation.yield(.quiet) }
            }
            continuation.onTermination = { _ in
                listening.cancel()
                waiting.cancel()
            }
        }
    }
}

extension Reading {
    /// What the navigation shows beside its lines, by the keys it uses.
    func liveCounts() throws -> [String: Int] {
        guard scope.may("order.view") else { return [:] }
        var counts = Dictionary(uniqueKeysWithValues: try inboxCounts(own: true).map { ("inbox.\($0.key.rawValue)", $0.value) })
        counts["dispatch"] = try db.value(
            """
            SELECT count(*) FROM orders o WHERE o.district = \(district) AND o.mode = \(scope.mode) AND o.kind = 'dispatch'
              AND o.state IN ('issued', 'accepted') AND \(orderCondition("order.view"))
            """) ?? 0
        return counts
    }
}
