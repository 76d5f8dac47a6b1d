import ArgumentParser
import Casework
import Sheets

/// How well classes are told from words, on a sheet of requests whose class is known.
struct ClassesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "classes", abstract: Words.classesAbout)

    @Argument(help: ArgumentHelp(Words.classesFileHelp)) var file: String
    @Option(help: ArgumentHelp(Words.classesWordsHelp)) var words: [String]
    @Option(help: ArgumentHelp(Words.classesLabelHelp)) var label: String
    @Option(help: ArgumentHelp(Words.classesFoldsHelp)) var folds = 5

    func run() async throws {
        try await Terminal.run {
            var reader = try CSVReader(path: file)
            let heading = try reader.next()?.fields ?? []
            let columns = (words + [label]).compactMap { heading.firstIndex(of: $0) }
            guard columns.count == words.count + 1 else {
                Terminal.complain(Words.noSuchColumn(heading))
                throw Leaving.failed
            }
            var texts: [(text: String, label: String)] = []
            while let row = try reader.next()?.fields {
                guard row.count == heading.count else { continue }
                let cells = columns.map { row[$0] }
                texts.append((cells.dropLast().joined(separator: "\n"), cells[cells.count - 1]))
            }
            let start = ContinuousClock.now
            let score = TextClassifier.macroF1(texts, folds: folds)
            Terminal.say(
                Words.classesTold(score, texts: texts.count, classes: Set(texts.map(\.label)).count, taken: ContinuousClock.now - start))
        }
    }
}
