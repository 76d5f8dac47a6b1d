import ArgumentParser
import Server
import WorkingTime

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: Words.serveAbout)

    @OptionGroup var data: DataOption
    @Option(help: ArgumentHelp(Words.hostHelp)) var host: String?
    @Option(help: ArgumentHelp(Words.portHelp)) var port: Int?
    @Flag(help: ArgumentHelp(Words.simulateHelp)) var simulate = false

    func run() async throws {
        try await Terminal.run {
            let clock = simulate ? DistrictClock.virtual(startingAt: DistrictClock.live().now) : .live()
            let open = try await OpenDistrict.open(folder: DataFolder(data.data), clock: clock)
            try await serve(
                open, host: host ?? open.settings.host, port: port ?? open.settings.port, simulate: simulate)
            await open.close()
        }
    }
}
