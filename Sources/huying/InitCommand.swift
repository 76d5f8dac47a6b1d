import ArgumentParser
import Server
import WorkingTime

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "init", abstract: Words.initAbout)

    @OptionGroup var data: DataOption
    @Flag(help: ArgumentHelp(Words.demoHelp)) var demo = false
    @Option(help: ArgumentHelp(Words.postgresHelp, valueName: "conninfo")) var postgres: String?
    @Option(help: ArgumentHelp(Words.packHelp)) var pack = "erqi"
    @Option(help: ArgumentHelp(Words.packsHelp, valueName: "dir")) var packs: String?
    @Option(help: ArgumentHelp(Words.hostHelp)) var host: String?
    @Option(help: ArgumentHelp(Words.portHelp)) var port: Int?

    func run() async throws {
        try await Terminal.run {
            let folder = DataFolder(data.data)
            let line = ProgressLine(Words.demoProgress)
            let outcome = try await FoundDistrict(
                folder: folder, settings: try settings(),
                demonstration: demo ? Demonstration(endingAt: DistrictClock.live().now) : nil,
                progress: { line.show($0) }
            ).found()
            line.finish()
            let shown = demo ? onePerRole(outcome.signIns) : outcome.signIns
            Terminal.say(Words.founded(outcome, in: folder.path))
            Terminal.say("\n" + Terminal.table([Words.signInHeaders] + shown.map(\.columns)) + "\n")
            Terminal.say(demo ? Words.demoSignIns(folder.signIns) : Words.passwordOnce)
            Terminal.say(Words.keepKeys(folder.keys))
            Terminal.say(Words.serveNext(folder.path))
        }
    }

    private func settings() throws -> HomeSettings {
        var settings = HomeSettings(
            engine: postgres.map { .postgres(conninfo: $0) } ?? .sqlite, pack: pack, packs: try PackFolder.find(packs))
        settings.host = host ?? settings.host
        settings.port = port ?? settings.port
        return settings
    }

    private func onePerRole(_ signIns: [FirstSignIn]) -> [FirstSignIn] {
        var seen: Set<String> = []
        return signIns.filter { seen.insert($0.role).inserted }
    }
}

extension FirstSignIn {
    /// In the order of `Words.signInHeaders`.
    var columns: [String] { [login, password, role, office, name] }
}

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "migrate", abstract: Words.migrateAbout)

    @OptionGroup var data: DataOption

    func run() async throws {
        try await Terminal.run {
            try await OpenDistrict.migrate(folder: DataFolder(data.data))
            Terminal.say(Words.migrated)
        }
    }
}
