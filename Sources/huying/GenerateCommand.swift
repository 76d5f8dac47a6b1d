import ArgumentParser
import Server

struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "generate", abstract: Words.generateAbout)

    @OptionGroup var data: DataOption
    @Option(help: ArgumentHelp(Words.casesHelp)) var cases: Int
    @Option(help: ArgumentHelp(Words.seedHelp)) var seed = 1

    func validate() throws {
        if cases < 1 { throw ValidationError(Words.casesPositive) }
    }

    func run() async throws {
        try await Terminal.withDistrict(data) { open in
            let line = ProgressLine(Words.casesProgress)
            let began = ContinuousClock.now
            try await GenerateCases(count: cases, seed: seed).run(
                in: open.district, packs: open.settings.packsPath(in: open.folder)
            ) { line.show($0) }
            line.finish()
            Terminal.say(Words.generated(cases, seconds: (ContinuousClock.now - began) / .seconds(1)))
        }
    }
}
