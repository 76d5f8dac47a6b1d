import Foundation
import Synchronization

/// Counts requests for `/metrics`: how many, with what status, how long. A few numbers under a lock, no library needed for text.
final class Meter: Sendable {
    private struct Line {
        var count = 0
        var seconds = 0.0
        var buckets = [Int](repeating: 0, count: Meter.bounds.count)
    }

    static let bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
    private let lines = Mutex<[String: Line]>([:])

    func note(route: String, method: String, status: Int, seconds: Double) {
        let key = "method=\"\(method)\",route=\"\(route)\",status=\"\(status)\""
        lines.withLock { lines in
            var line = lines[key] ?? Line()
            line.count += 1
            line.seconds += seconds
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound { line.buckets[index] += 1 }
            lines[key] = line
        }
    }

    /// Prometheus text format 0.0.4.
    func text(extra: [(name: String, help: String, value: Double)]) -> String {
        var text =
            "# HELP huying_http_request_duration_seconds Time from request to answer.\n# TYPE huying_http_request_duration_seconds histogram\n"
        let current = lines.withLock { $0 }
        for (labels, line) in current.sorted(by: { $0.key < $1.key }) {
            for (index, bound) in Self.bounds.enumerated() {
                text += "huying_http_request_duration_seconds_bucket{\(labels),le=\"\(bound)\"} \(line.buckets[index])\n"
            }
            text += "huying_http_request_duration_seconds_bucket{\(labels),le=\"+Inf\"} \(line.count)\n"
            text += "huying_http_request_duration_seconds_sum{\(labels)} \(line.seconds)\n"
            text += "huying_http_request_duration_seconds_count{\(labels)} \(line.count)\n"
        }
        for gauge in extra {
            text += "# HELP \(gauge.name) \(gauge.help)\n# TYPE \(gauge.name) gauge\n\(gauge.name) \(gauge.value)\n"
        }
        return text
    }
}
