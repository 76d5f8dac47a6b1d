import ArgumentParser
import Kernel
import Server
import Store

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "schema", abstract: Words.schemaAbout)

    @Option(help: ArgumentHelp(Words.schemaPostgresHelp, valueName: "conninfo")) var postgres: String?

    func run() async throws {
        try await Terminal.run {
            let store = try postgres.map { try Store.postgres($0, connections: 1) } ?? .memory()
            guard try await !store.holdsTables() else { throw HomeProblem.databaseNotEmpty }
            try await store.migrate(Modules.huying.migrations)
            Terminal.say(String(try await store.schemaText().dropLast()))
            await store.close()
        }
    }
}
