import ArgumentParser
import Server

struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "generate", abstract: Words.generateAbout)

    @OptionGroup var data: DataOption
    @Option(help: ArgumentHelp(Words.casesHelp)) var cases = 0
    @Option(help: ArgumentHelp(Words.peopleHelp)) var people = 0
    @Option(help: ArgumentHelp(Words.seedHelp)) var seed = 1

    func validate() throws {
        if cases < 0 || people < 0 || cases + people == 0 { throw ValidationError(Words.casesPositive) }
    }

    func run() async throws {
        try await Terminal.withDistrict(data) { open in
            let line = ProgressLine(Words.casesProgress)
            let began = ContinuousClock.now
            let packs = open.settings.packsPath(in: open.folder)
            if cases > 0 { try await GenerateCases(count: cases, seed: seed).run(in: open.district, packs: packs) { line.show($0) } }
            if people > 0 { try await GeneratePeople(count: people, seed: seed).run(in: open.district, packs: packs) { line.show($0) } }
            line.finish()
            Terminal.say(Words.generated(cases + people, seconds: (ContinuousClock.now - began) / .seconds(1)))
        }
    }
}
