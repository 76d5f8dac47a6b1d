import ArgumentParser

@main
struct Huying: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "huying", abstract: Words.about, version: Words.version,
        subcommands: [
            ServeCommand.self, InitCommand.self, MigrateCommand.self, ImportCommand.self,
            ReplayCommand.self, GenerateCommand.self, BackupCommand.self, RestoreCommand.self, VerifyCommand.self, AccountCommand.self,
            CalendarCommand.self, KeysCommand.self, PackCommand.self, SchemaCommand.self, BenchCommand.self,
            ClassesCommand.self,
        ])
}

/// Which data folder a command works on.
struct DataOption: ParsableArguments {
    @Option(help: ArgumentHelp(Words.dataHelp, valueName: "dir"))
    var data = "./data"
}
