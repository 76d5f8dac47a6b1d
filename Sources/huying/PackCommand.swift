import ArgumentParser
import Foundation
import Kernel
import Server

struct PackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack", abstract: Words.packAbout, subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: Words.packCheckAbout)

        @Argument(help: ArgumentHelp(Words.packNameHelp)) var name: String?
        @Option(help: ArgumentHelp(Words.packsHelp, valueName: "dir")) var packs: String?

        func run() async throws {
            try await Terminal.run {
                let folder = try PackFolder.find(packs)
                let names = try name.map { [$0] } ?? all(in: folder)
                var isWhole = true
                for name in names { isWhole = check(name, in: folder) && isWhole }
                if !isWhole { throw Leaving.found }
            }
        }

        private func check(_ name: String, in folder: String) -> Bool {
            do {
                let pack = try Pack.load(name, from: folder, modules: .huying)
                Terminal.say(Words.packIsWhole(pack))
                return true
            } catch {
                Terminal.say(Words.sentence(for: error))
                return false
            }
        }

        private func all(in folder: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/pack.yaml") }.sorted()
        }
    }
}
