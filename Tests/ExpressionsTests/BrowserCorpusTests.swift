import Expressions
import Foundation
import Testing
import WorkingTime
import World

/// What the browser must say: rules as JSON and what they come to, in `Tests/Browser/rules.json`. The browser's test reads that file;
/// this one holds it against the present code. `HUYING_WRITE_RULES=1` writes it anew.
@Suite struct BrowserCorpusTests {
    private struct Case: Codable, Equatable {
        var expression: String
        var rule: Rule
        /// For each record, what it comes to: the kind and the value as plain text.
        var values: [String]
    }

    private struct Corpus: Codable, Equatable {
        var today: Int
        var records: [[String: String]]
        var cases: [Case]
    }

    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Browser/rules.json")

    /// `number:5`: JSON's own numbers would not keep what a date is.
    private static func text(_ value: Value) -> String {
        switch value {
        case .truth(let truth): "truth:\(truth)"
        case .number(let number): "number:\(Value.number(number).plainText)"
        case .text(let text): "text:\(text)"
        case .date(let day): "date:\(day)"
        case .none: "none:"
        }
    }

    private static func corpus() -> Corpus {
        let records = Array(AgreementTests.records.prefix(12))
        var expressions = RandomExpressions(random: Seeded(9))
        var cases: [Case] = []
        while cases.count < 250 {
            let text = expressions.of([.truth, .truth, .number, .text, .date].randomElement(using: &expressions.random)!)
            guard let rule = try? Checker(field: { AgreementTests.fields[$0] }).check(text) else { continue }
            let values = records.map { record in
                Self.text(Evaluation(today: AgreementTests.today) { record[$0] ?? .none }.value(rule))
            }
            cases.append(Case(expression: text, rule: rule, values: values))
        }
        return Corpus(
            today: AgreementTests.today.daysSinceEpoch, records: records.map { $0.mapValues(Self.text) }, cases: cases)
    }

    @Test func theBrowsersCorpusIsOfThePresentCode() throws {
        let corpus = Self.corpus()
        if ProcessInfo.processInfo.environment["HUYING_WRITE_RULES"] == "1" {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let lines = try corpus.cases.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
            let head = try encoder.encode(corpus.records)
            let text =
                "{\"today\":\(corpus.today),\"records\":\(String(decoding: head, as: UTF8.self)),\n\"cases\":[\n"
                + lines.joined(separator: ",\n") + "\n]}\n"
            try text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        let kept = try JSONDecoder().decode(Corpus.self, from: Data(contentsOf: Self.file))
        #expect(kept == corpus, "the rules changed: HUYING_WRITE_RULES=1 swift test --filter BrowserCorpus")
    }
}
