import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A process of its own: from its start to the first page, and what it holds in memory when nothing happens.
struct StartBench: Sendable {
    let program: String
    let folder: String

    struct Outcome: Sendable {
        var secondsToFirstPage: Double
        var idleMegabytes: Double
    }

    func run() async throws -> Outcome {
        let port = Int.random(in: 20_000...40_000)
        let process = Foundation.Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["serve", "--data", folder, "--port", "\(port)"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        defer { client.shutdown { _ in } }
        var first: Double?
        while first == nil, process.isRunning, ContinuousClock.now - start < .seconds(30) {
            let answer = try? await client.execute(HTTPClientRequest(url: "http://127.0.0.1:\(port)/"), timeout: .seconds(5))
            if answer?.status == .ok {
                first = (ContinuousClock.now - start) / .seconds(1)
            } else {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        try await Self.untilIdle(process.processIdentifier)
        return Outcome(secondsToFirstPage: first ?? .nan, idleMegabytes: Self.memory(of: process.processIdentifier))
    }

    /// The circulars of past periods are computed at the first start; what that took is given back when nobody has asked for anything for
    /// some seconds. Waits three minutes at most.
    private static func untilIdle(_ process: Int32) async throws {
        var quiet = 0
        var worked = processorTicks(of: process)
        for _ in 0..<180 where quiet < 10 {
            try await Task.sleep(for: .seconds(1))
            let now = processorTicks(of: process)
            // A tick is a hundredth of a second.
            quiet = now - worked < 20 ? quiet + 1 : 0
            worked = now
        }
    }

    private static func processorTicks(of process: Int32) -> Int {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 12 ? (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) : 0
    }

    private static func memory(of process: Int32) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (line.split(separator: " ").compactMap { Double($0) }.first ?? .nan) / 1024
    }
}
