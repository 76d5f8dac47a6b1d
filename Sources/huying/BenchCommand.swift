import ArgumentParser

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "bench", abstract: Words.benchAbout, shouldDisplay: false)

    func run() async throws { throw CleanExit.helpRequest() }
}
