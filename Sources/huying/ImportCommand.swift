import ArgumentParser
import Foundation
import Kernel
import Server

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: Words.importAbout, subcommands: [Areas.self, Requests.self])

    struct Areas: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: Words.importAreasAbout)

        @OptionGroup var data: DataOption
        @Argument(help: ArgumentHelp(Words.importAreasFileHelp)) var file: String
        @Option(help: ArgumentHelp(Words.reportHelp)) var report: String?

        func run() async throws {
            try await Terminal.withDistrict(data) { open in
                let line = ProgressLine(Words.rows)
                let outcome = try await ImportAreas(path: file).run(in: open.district) { line.show($0) }
                line.finish()
                try finish(outcome, of: file, report: report, in: open)
            }
        }
    }

    struct Requests: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: Words.importRequestsAbout)

        @OptionGroup var data: DataOption
        @Argument(help: ArgumentHelp(Words.importRequestsFileHelp)) var file: String
        @Option(help: ArgumentHelp(Words.mapHelp)) var map = "appeals"
        @Option(help: ArgumentHelp(Words.importOfficeHelp)) var office: String?
        @Option(help: ArgumentHelp(Words.reportHelp)) var report: String?

        func run() async throws {
            try await Terminal.withDistrict(data) { open in
                let maps = open.district.pack.imports
                guard let known = maps.first(where: { $0.code == map }) else {
                    throw HomeProblem.noSuchImport(map, known: maps.map(\.code))
                }
                let line = ProgressLine(Words.rows)
                let outcome = try await ImportRequests(path: file, map: known, office: office)
                    .run(in: open.district) { line.show($0) }
                line.finish()
                try finish(outcome, of: file, report: report, in: open)
            }
        }
    }

    /// Says what became of the rows, writes the report, and leaves with 2 where rows were refused.
    private static func finish(_ outcome: ImportReport, of file: String, report: String?, in open: OpenDistrict) throws {
        let refused = outcome.refused
        Terminal.say(Words.imported(taken: outcome.count(.taken), there: outcome.count(.there), refused: refused.count))
        for line in refused.prefix(20) {
            for refusal in line.problems { Terminal.say(Words.refusedRow(file, line, refusal)) }
        }
        if refused.count > 20 { Terminal.say(Words.moreRefused(refused.count - 20)) }
        Terminal.say(Words.reportWritten(try write(outcome, beside: file, or: report, in: open.folder)))
        if !refused.isEmpty { throw Leaving.found }
    }

    /// Beside the sheet; where that folder cannot be written, in the data folder.
    private static func write(
        _ outcome: ImportReport, beside file: String, or said: String?, in folder: DataFolder
    ) throws -> String {
        func write(_ path: String) throws -> String {
            try outcome.write(to: path, headers: Words.reportHeaders) { Words.sentence(for: $0) }
            return path
        }
        if let said { return try write(said) }
        do {
            return try write(file + ".report.csv")
        } catch HomeProblem.cannotWrite {
            return try write(folder.path + "/" + URL(fileURLWithPath: file).lastPathComponent + ".report.csv")
        }
    }
}
