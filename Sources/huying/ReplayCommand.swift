import ArgumentParser
import Foundation
import Server

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "replay", abstract: Words.replayAbout)

    @Argument(help: ArgumentHelp(Words.scenarioHelp)) var scenario: String
    @Option(help: ArgumentHelp(Words.serverHelp, valueName: "url")) var server: String?
    @Option(parsing: .unconditional, help: ArgumentHelp(Words.keyHelp)) var key: String?
    @Option(help: ArgumentHelp(Words.packsHelp, valueName: "dir")) var packs: String?

    func validate() throws {
        if server != nil, key == nil { throw ValidationError(Words.keyNeeded) }
    }

    func run() async throws {
        try await Terminal.run {
            let story = try Scenario.read(scenario)
            let stage: any ScenarioStage =
                if let server {
                    ServerStage(address: server, key: key)
                } else {
                    try await LocalStage.make(for: story, packs: try PackFolder.find(packs))
                }
            let line = ProgressLine(Words.steps)
            let report = try await Replay(story, on: stage).run(named: UUID().uuidString) { line.show($0) }
            line.finish()
            for deviation in report.deviations { Terminal.say(Words.deviation(deviation)) }
            Terminal.say(Words.replayed(story.name, report))
            if !report.deviations.isEmpty { throw Leaving.found }
        }
    }
}
