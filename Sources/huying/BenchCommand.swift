import ArgumentParser
import Foundation
import Server
import Store

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "bench", abstract: Words.benchAbout)

    @Option(help: ArgumentHelp(Words.benchCasesHelp)) var cases = "0,100000,1000000"
    @Option(help: ArgumentHelp(Words.benchPeopleHelp)) var people = 1_000_000
    @Option(help: ArgumentHelp(Words.benchEngineHelp)) var engine = "sqlite,postgres"
    @Option(help: ArgumentHelp(Words.benchSecondsHelp)) var seconds = 8.0
    @Option(help: ArgumentHelp(Words.benchPartHelp)) var part: BenchPart?
    @Option(help: ArgumentHelp(Words.packsHelp, valueName: "dir")) var packs: String?
    @Option(help: ArgumentHelp(Words.benchOutHelp)) var out: String?

    func run() async throws {
        try await Terminal.run {
            let line = ProgressLine(Words.casesProgress)
            let bench = Bench(
                people: people, sizes: try cases.split(separator: ",").map { try number(String($0)) },
                engines: try engine.split(separator: ",").map { try dialect(String($0)) }, part: part, seconds: seconds,
                packs: try PackFolder.find(packs), program: Bundle.main.executablePath ?? CommandLine.arguments[0],
                say: { Terminal.say($0) }, progress: { line.show($0) })
            let command = (["huying"] + CommandLine.arguments.dropFirst()).joined(separator: " ")
            let report = try await bench.run(command: command, at: ISO8601DateFormatter().string(from: Date.now))
            line.finish()
            guard let out else { return }
            try FileManager.default.createDirectory(
                at: URL(fileURLWithPath: out).deletingLastPathComponent(), withIntermediateDirectories: true)
            try report.write(toFile: out, atomically: true, encoding: .utf8)
        }
    }

    private func number(_ text: String) throws -> Int {
        guard let number = Int(text), number >= 0 else { throw ValidationError(Words.notANumber(text)) }
        return number
    }

    private func dialect(_ text: String) throws -> Dialect {
        guard let dialect = Dialect(rawValue: text) else { throw ValidationError(Words.notAnEngine(text)) }
        return dialect
    }
}

extension BenchPart: ExpressibleByArgument {}
