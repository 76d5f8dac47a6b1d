import Foundation

/// What a number of clients saw who did the same work at the same time.
struct ClientLoad: Sendable {
    /// Milliseconds, the shortest first.
    private(set) var times: [Double]
    let seconds: Double
    let errors: [String]

    var rate: Double { Double(times.count) / seconds }

    /// - Parameter share: 0.5 is the median, 0.99 what one in a hundred exceeds.
    func percentile(_ share: Double) -> Double {
        guard !times.isEmpty else { return .nan }
        return times[min(times.count - 1, Int(Double(times.count) * share))]
    }

    /// Each client begins its next piece of work when the last is done.
    static func closed(
        clients: Int = 16, seconds: Double, _ work: @escaping @Sendable (_ client: Int, _ turn: Int) async throws -> Void
    ) async -> ClientLoad {
        let begin = ContinuousClock.now
        let parts = await withTaskGroup(of: ([Double], [String]).self) { group in
            for client in 0..<clients {
                group.addTask {
                    var times: [Double] = []
                    var errors: [String] = []
                    var turn = 0
                    while ContinuousClock.now - begin < .seconds(seconds) {
                        let start = ContinuousClock.now
                        do {
                            try await work(client, turn)
                            times.append((ContinuousClock.now - start) / .milliseconds(1))
                        } catch { errors.append("\(error)") }
                        turn += 1
                    }
                    return (times, errors)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return ClientLoad(parts, since: begin)
    }

    /// Work begins at a rate, whether or not what began before it is done; what waits counts from when it should have begun.
    static func paced(
        rates: [Int], secondsEach: Double, _ work: @escaping @Sendable (_ turn: Int) async throws -> Void
    ) async -> ClientLoad {
        let begin = ContinuousClock.now
        var starts: [ContinuousClock.Instant] = []
        for (step, rate) in rates.enumerated() {
            for beat in 0..<Int(Double(rate) * secondsEach) {
                starts.append(begin + .seconds(Double(step) * secondsEach + Double(beat) / Double(rate)))
            }
        }
        let moments = starts
        let parts = await withTaskGroup(of: ([Double], [String]).self) { group in
            for (turn, moment) in moments.enumerated() {
                group.addTask {
                    do {
                        try await Task.sleep(until: moment, clock: .continuous)
                        try await work(turn)
                        return ([(ContinuousClock.now - moment) / .milliseconds(1)], [])
                    } catch { return ([], ["\(error)"]) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return ClientLoad(parts, since: begin)
    }

    private init(_ parts: [([Double], [String])], since begin: ContinuousClock.Instant) {
        times = parts.flatMap(\.0).sorted()
        errors = parts.flatMap(\.1)
        seconds = (ContinuousClock.now - begin) / .seconds(1)
    }
}
