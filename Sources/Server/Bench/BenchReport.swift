import Foundation
import Store

/// One line of the report: what was measured, its budget, and whether it was kept.
struct BenchLine: Sendable {
    var work: String
    var measured: String
    var beside: String
    var budget: String
    /// Nil where there is no budget.
    var kept: Bool?

    static func lifecycles(_ outcome: LifecycleBench.Outcome, on dialect: Dialect, emptyRate: Double?) -> [BenchLine] {
        let load = outcome.lifecycles
        let least = dialect == .sqlite ? 1000.0 : 500
        let errors = load.errors.isEmpty ? "" : ", \(load.errors.count) errors (\(load.errors[0].prefix(80)))"
        var lines = [
            BenchLine(
                work: "case lifecycle, 16 clients", measured: "\(whole(load.rate))/s, p50 \(ms(load, 0.5)), p99 \(ms(load, 0.99))\(errors)",
                beside: "\(whole(outcome.commits.rate)) commits/s of one row (\(ratio(load.rate * 3, outcome.commits.rate)) of them used); "
                    + "\(whole(outcome.rows.rate))/s of the same \(outcome.rowsEach) rows bare (ratio \(ratio(load.rate, outcome.rows.rate)))",
                budget: "≥ \(whole(least))/s, p99 < 100 ms", kept: load.rate >= least && load.percentile(0.99) < 100 && load.errors.isEmpty)
        ]
        if let emptyRate {
            lines.append(
                BenchLine(
                    work: "… against the empty store", measured: ratio(load.rate, emptyRate), beside: "\(whole(emptyRate))/s",
                    budget: "≥ 0.9",
                    kept: load.rate >= 0.9 * emptyRate))
        }
        return lines
    }

    static func burst(_ load: ClientLoad) -> BenchLine {
        BenchLine(
            work: "burst 1→15→1→25→2→35→10 lifecycles/s",
            measured: "\(load.times.count) done, \(load.errors.count) errors, p50 \(ms(load, 0.5)), p95 \(ms(load, 0.95))",
            beside: "", budget: "0 errors, p95 < 100 ms", kept: load.errors.isEmpty && load.percentile(0.95) < 100)
    }

    static func page(_ line: PageBench.Line) -> BenchLine {
        let errors = line.load.errors > 0 ? ", \(line.load.errors) errors" : ""
        return BenchLine(
            work: line.name, measured: "\(whole(line.load.rate))/s, p50 \(ms(line.load.median)), p99 \(ms(line.load.p99))\(errors)",
            beside:
                "\(whole(line.bare.rate))/s, p50 \(ms(line.bare, 0.5)) for \(line.bareOf) rows by key (ratio \(ratio(line.load.rate, line.bare.rate)))",
            budget: "p99 < 20 ms", kept: line.load.rate > 0 && line.load.p99 < 20 && line.load.errors == 0)
    }

    static func start(_ outcome: StartBench.Outcome) -> [BenchLine] {
        [
            BenchLine(
                work: "process start to first page", measured: String(format: "%.2f s", outcome.secondsToFirstPage), beside: "",
                budget: "< 1 s", kept: outcome.secondsToFirstPage < 1),
            BenchLine(
                work: "idle memory (VmRSS)", measured: "\(whole(outcome.idleMegabytes)) MB", beside: "", budget: "< 100 MB",
                kept: outcome.idleMegabytes < 100),
        ]
    }

    private static func whole(_ number: Double) -> String { number.isFinite ? "\(Int(number.rounded()))" : "–" }
    private static func ms(_ load: ClientLoad, _ share: Double) -> String { ms(load.percentile(share)) }
    private static func ms(_ milliseconds: Double) -> String { String(format: "%.1f ms", milliseconds) }
    private static func ratio(_ part: Double, _ of: Double) -> String { String(format: "%.2f", part / of) }
}

/// What is kept of a run in `Benchmarks/RESULTS.md`.
struct BenchReport: Sendable {
    private(set) var text: String

    init(command: String, moment: String, seconds: Double) {
        let processors = Self.field("model name", in: "/proc/cpuinfo")
        let memory = (Double(Self.field("MemTotal", in: "/proc/meminfo").split(separator: " ").first ?? "0") ?? 0) / 1_048_576
        let kernel = (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8))?.trimmingCharacters(
            in: .whitespacesAndNewlines)
        let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first.map(String.init) ?? "?"
        text = """
            # Results of `make bench`

            Command: `\(command)`, \(moment). Machine: \(processors), \(ProcessInfo.processInfo.activeProcessorCount) cores, \
            \(Int(memory.rounded())) GiB, Linux \(kernel ?? "?"), \(Self.disk()); load average \(load) before the run. Clients, server and database share \
            the cores. Lifecycle: file, dispatch and resolve, each a durable commit, then found by number; \(Int(seconds)) s a line. Pages over HTTP, asked by wrk. \
            Beside each line stands what the same store does bare in the same run; only ratios travel to another machine.

            """
    }

    mutating func add(_ lines: [BenchLine], engine: Dialect, size: Int) {
        let name = engine == .sqlite ? "SQLite" : "PostgreSQL"
        text += "\n## \(name), \(size) cases\n\n" + Self.table(lines)
    }

    mutating func add(_ lines: [BenchLine], engine: Dialect, people: Int) {
        text += "\n## \(engine == .sqlite ? "SQLite" : "PostgreSQL"), registers of \(people) people\n\n" + Self.table(lines)
    }

    static func table(_ lines: [BenchLine]) -> String {
        "| work | measured | beside it, bare | budget | kept |\n|---|---|---|---|---|\n"
            + lines.map {
                "| \($0.work) | \($0.measured) | \($0.beside) | \($0.budget) | \($0.kept.map { $0 ? "yes" : "**no**" } ?? "") |\n"
            }.joined()
    }

    private static func field(_ name: String, in file: String) -> String {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
        return line.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    }

    /// The file system that the stores stand on.
    private static func disk() -> String {
        let mounts = ((try? String(contentsOfFile: "/proc/mounts", encoding: .utf8)) ?? "").split(separator: "\n").map {
            $0.split(separator: " ")
        }
        let place = NSTemporaryDirectory()
        let mount = mounts.filter { $0.count > 2 && place.hasPrefix(String($0[1])) }.max { $0[1].count < $1[1].count }
        return mount.map { "\($0[2]) on \($0[0])" } ?? "disk unknown"
    }
}
