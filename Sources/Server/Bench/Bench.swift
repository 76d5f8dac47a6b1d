import Foundation
import Kernel
package import Store

/// Measures the product on this machine, in private stores in a temporary folder: each workload beside its physical limit in the
/// same run, because absolute times drift and ratios do not.
package struct Bench: Sendable {
    /// In the registers, for their part.
    package var people: Int
    package var sizes: [Int]
    package var engines: [Dialect]
    /// Nil measures everything.
    package var part: BenchPart?
    package var seconds: Double
    package var packs: String
    /// This program, for the start of a process of its own.
    package var program: String
    package var say: @Sendable (String) -> Void
    package var progress: Progressing

    package init(
        people: Int, sizes: [Int], engines: [Dialect], part: BenchPart? = nil, seconds: Double, packs: String, program: String,
        say: @escaping @Sendable (String) -> Void, progress: @escaping Progressing
    ) {
        self.people = people
        self.sizes = sizes
        self.engines = engines
        self.part = part
        self.seconds = seconds
        self.packs = packs
        self.program = program
        self.say = say
        self.progress = progress
    }

    /// Markdown: the machine, and a table of each engine.
    package func run(command: String, at moment: String) async throws -> String {
        let folder = NSTemporaryDirectory() + "huying-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var report = BenchReport(command: command, moment: moment, seconds: seconds)
        for engine in engines {
            let postgres = engine == .postgres ? try await BenchPostgres(in: folder + "/postgres") : nil
            defer { postgres?.stop() }
            var emptyRate: Double?
            for size in part == .registers ? [] : sizes {
                let settings = try postgres.map { HomeSettings.Engine.postgres(conninfo: try $0.emptyDatabase("cases\(size)")) } ?? .sqlite
                let lines = try await measure(size, settings, in: "\(folder)/\(engine.rawValue)-\(size)", emptyRate: &emptyRate)
                report.add(lines, engine: engine, size: size)
                say(BenchReport.table(lines))
            }
            if people > 0, part == nil || part == .registers {
                let settings = try postgres.map { HomeSettings.Engine.postgres(conninfo: try $0.emptyDatabase("people")) } ?? .sqlite
                let lines = try await registers(settings, in: "\(folder)/\(engine.rawValue)-people")
                report.add(lines, engine: engine, people: people)
                say(BenchReport.table(lines))
            }
        }
        return report.text
    }

    private func registers(_ engine: HomeSettings.Engine, in folder: String) async throws -> [BenchLine] {
        let bench = try await BenchDistrict.make(in: folder, engine: engine, packs: packs)
        let began = ContinuousClock.now
        try await GeneratePeople(count: people).run(in: bench.district, packs: packs, progress: progress)
        Self.settle()
        say("\(people) people on \(bench.store.dialect.rawValue): filled in \(Int((ContinuousClock.now - began) / .seconds(1))) s")
        let lines = try await RegisterBench(bench: bench, seconds: seconds).run()
        await bench.close()
        try? FileManager.default.removeItem(atPath: folder)
        return lines
    }

    /// What was filled in minutes the system writes to the disk for minutes more: nobody's district comes into being like that.
    private static func settle() { sync() }

    private func measure(
        _ size: Int, _ engine: HomeSettings.Engine, in folder: String, emptyRate: inout Double?
    ) async throws -> [BenchLine] {
        let bench = try await BenchDistrict.make(in: folder, engine: engine, packs: packs)
        let began = ContinuousClock.now
        if size > 0 { try await GenerateCases(count: size).run(in: bench.district, packs: packs, progress: progress) }
        Self.settle()
        say("\(size) cases on \(bench.store.dialect.rawValue): filled in \(Int((ContinuousClock.now - began) / .seconds(1))) s")
        var lines: [BenchLine] = []
        if size > 0, part != .lifecycles {
            lines += try await PageBench(bench: bench, seconds: seconds / 2) { try await bench.lifecycle($0) }.run().map(BenchLine.page)
        }
        if part == .pages {
            await bench.close()
            return lines
        }
        let life = LifecycleBench(bench: bench, seconds: seconds)
        let outcome = try await life.run()
        lines += BenchLine.lifecycles(outcome, on: bench.store.dialect, emptyRate: emptyRate)
        if size == 0 { emptyRate = outcome.lifecycles.rate }
        lines.append(BenchLine.burst(await life.burst()))
        await bench.close()
        lines += BenchLine.start(try await StartBench(program: program, folder: folder).run())
        try? FileManager.default.removeItem(atPath: folder)
        return lines
    }
}

/// A part of the bench, for whoever works on it.
package enum BenchPart: String, CaseIterable, Sendable { case pages, lifecycles, registers }
