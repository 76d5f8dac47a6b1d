import ArgumentParser
import Server

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "keys", abstract: Words.keysAbout, subcommands: [Rotate.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: Words.keysRotateAbout)

        @OptionGroup var data: DataOption

        func run() async throws {
            try await Terminal.run {
                let folder = DataFolder(data.data)
                let older = try folder.rotateKeys()
                // Opening it proves that the new file fits, and from then on the older one is refused.
                try await Terminal.withDistrict(data) { _ in }
                Terminal.say(Words.keysRotated(folder.keys, older: older))
            }
        }
    }
}
