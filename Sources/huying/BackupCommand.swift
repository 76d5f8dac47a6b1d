import ArgumentParser
import Server

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "backup", abstract: Words.backupAbout)

    @OptionGroup var data: DataOption
    @Argument(help: ArgumentHelp(Words.backupFolderHelp)) var folder: String
    @Flag(help: ArgumentHelp(Words.withKeysHelp)) var withKeys = false

    func run() async throws {
        try await Terminal.withDistrict(data) { open in
            let manifest = try await Backup(to: folder, withKeys: withKeys).make(of: open)
            Terminal.say(Words.backedUp(manifest, at: folder))
            if !withKeys { Terminal.say(Words.keysLeftOut(open.folder.keys)) }
        }
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "restore", abstract: Words.restoreAbout)

    @Argument(help: ArgumentHelp(Words.restoreFolderHelp)) var backup: String
    @Option(help: ArgumentHelp(Words.restoreDataHelp, valueName: "dir")) var data: String
    @Option(help: ArgumentHelp(Words.restoreKeysHelp, valueName: "file")) var keys: String?
    @Option(help: ArgumentHelp(Words.restorePostgresHelp, valueName: "conninfo")) var postgres: String?

    func run() async throws {
        try await Terminal.run {
            let proof = try await Restore(backup: backup, into: DataFolder(data), keys: keys, postgres: postgres).run()
            Terminal.say(Words.restored(data))
            Terminal.say(Words.proof(proof))
            if !proof.isIntact { throw Leaving.found }
        }
    }
}
