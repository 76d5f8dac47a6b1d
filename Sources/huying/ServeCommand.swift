import ArgumentParser
import Server
import WorkingTime

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: Words.serveAbout)

    @OptionGroup var data: DataOption
    @Option(help: ArgumentHelp(Words.hostHelp)) var host: String?
    @Option(help: ArgumentHelp(Words.portHelp)) var port: Int?
    @Flag(help: ArgumentHelp(Words.simulateHelp)) var simulate = false

    @Option(help: ArgumentHelp(Words.clockHelp)) var clock = "2019-01-01 00:00"

    func run() async throws {
        guard let start = Instant(clock, in: .china) else { throw ValidationError(Words.notATime(clock)) }
        try await Terminal.run {
            let open = try await OpenDistrict.open(
                folder: DataFolder(data.data), clock: simulate ? .virtual(startingAt: start) : .live())
            try await serve(
                open, host: host ?? open.settings.host, port: port ?? open.settings.port, simulate: simulate)
            await open.close()
        }
    }
}
