import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Pages
import ServiceLifecycle
import Store

/// Live counts by server-sent events: after something was written, the counts of whoever watches are read anew.
enum LiveStream {
    /// How often a silent line is tried: only by writing does one learn that the browser has gone.
    private static let beat = Duration.seconds(20)

    static func show(_ visit: Visit) async throws -> Response {
        let district = visit.district
        let secret = visit.session?.secret ?? ""
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                var last = ""
                try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
                for await signal in signals(of: district).cancelOnGracefulShutdown() {
                    // Whoever signed out, was suspended or moved on is asked about again each time.
                    guard let scope = try await district.session(secret)?.scope else { break }
                    if signal == .beat { try await writer.write(ByteBuffer(string: ": \n\n")) }
                    let counts = try await district.read(as: scope) { try $0.liveCounts() }
                    let data = try JSON.encode(counts.mapValues { $0 == 0 ? "" : "\($0)" })
                    guard data != last else { continue }
                    last = data
                    try await writer.write(ByteBuffer(string: "data: \(data)\n\n"))
                }
                try await writer.finish(nil)
            })
    }

    private enum Signal { case start, change, beat }

    /// One at the start, one for each burst of changes, one now and then; only the newest waits.
    private static func signals(of district: District) -> AsyncStream<Signal> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            continuation.yield(.start)
            let changes = Task {
                for await _ in district.announcer.listen() {
                    continuation.yield(.change)
                    // A burst of changes is one look.
                    try await Task.sleep(for: .milliseconds(400))
                    continuation.yield(.change)
                }
            }
            let beats = Task {
                while true {
                    try await Task.sleep(for: beat)
                    continuation.yield(.beat)
                }
            }
            continuation.onTermination = { _ in
                changes.cancel()
                beats.cancel()
            }
        }
    }
}

extension Reading {
    /// What the navigation shows beside its lines, by the keys it uses.
    package func liveCounts() throws -> [String: Int] {
        guard scope.may("order.view") else { return [:] }
        var counts = Dictionary(
            uniqueKeysWithValues: try inboxCounts(of: offices(by: "order.view")).map { ("inbox.\($0.key.rawValue)", $0.value) })
        counts["dispatch"] =
            try db.value(
                """
                SELECT count(*) FROM orders o WHERE o.district = \(district) AND o.mode = \(scope.mode) AND o.kind = 'dispatch'
                  AND o.state IN ('issued', 'accepted') AND \(orderCondition("order.view"))
                """) ?? 0
        return counts
    }
}
