import Foundation

/// Sixteen browsers that ask for pages as fast as they are answered: `wrk`, which leaves nearly all of the machine to the server.
struct Wrk: Sendable {
    var base: String
    var paths: [String]
    /// Of those who ask in turns.
    var cookies: [String]

    struct Outcome: Sendable {
        var rate: Double
        var median: Double
        /// Milliseconds, as `median`.
        var p99: Double
        var errors: Int
    }

    /// Throws where `wrk` is not installed (`bin/setup bench` does) or says something else than its figures.
    func run(seconds: Int) throws -> Outcome {
        let script = NSTemporaryDirectory() + "huying-wrk-\(UUID().uuidString).lua"
        try lua.write(toFile: script, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: script) }
        let process = Process()
        let out = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["wrk", "-t1", "-c16", "-d\(seconds)s", "--timeout", "30s", "-s", script, base]
        process.standardOutput = out
        try process.run()
        let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let numbers = (text.split(separator: "\n").first { $0.hasPrefix("huying ") } ?? "").split(separator: " ").dropFirst().compactMap {
            Double($0)
        }
        guard numbers.count == 5 else { throw WrkFailure(text: text) }
        return Outcome(rate: numbers[0] / numbers[1] * 1_000_000, median: numbers[2], p99: numbers[3], errors: Int(numbers[4]))
    }

    private var lua: String {
        """
        local paths = { \(paths.map { "\"\($0)\"" }.joined(separator: ", ")) }
        local cookies = { \(cookies.map { "\"\($0)\"" }.joined(separator: ", ")) }
        local turn = 0
        request = function()
          turn = turn + 1
          return wrk.format("GET", paths[turn % #paths + 1], { Cookie = cookies[turn % #cookies + 1] })
        end
        done = function(summary, latency)
          local e = summary.errors
          io.write(string.format("huying %d %d %f %f %d\\n", summary.requests, summary.duration, latency:percentile(50) / 1000,
            latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
        end
        """
    }
}

struct WrkFailure: Error, CustomStringConvertible {
    var text: String
    var description: String { "wrk, which measures the pages, is not installed (bin/setup bench) or failed: \(text)" }
}
