import Foundation
import Identifiers
import Kernel

/// A question that somebody asked in so many words.
struct Questions {
    /// As it stands in the letter, at most 40 characters.
    let text: String
    private let pairs: Set<UInt64>

    /// The questions of a letter, in its order.
    /// - Parameter asking: words by which a sentence without a question mark still asks.
    static func asked(in letter: String, asking: [String]) -> [Questions] {
        var found: [Questions] = []
        // By scalars: for every answer that is given, finding whole characters took as long as writing it down.
        var current = String.UnicodeScalarView()
        func end(asks: Bool) {
            let text = String(current).trimmedSpace
            if !text.isEmpty, asks || asking.contains(where: { Self.holds(text, $0) }) { found.append(Questions(text, asking)) }
            current = String.UnicodeScalarView()
        }
        for scalar in letter.unicodeScalars {
            switch scalar {
            case "？", "?": end(asks: true)
            case "。", "！", "!", "；", ";", "\n", "\r": end(asks: false)
            default: current.append(scalar)
            }
        }
        end(asks: false)
        return found
    }

    private init(_ sentence: String, _ asking: [String]) {
        var content = sentence
        for word in asking where Self.holds(content, word) { content.replace(word, with: " ") }
        pairs = CharacterPairs.of(content)
        text = sentence.count <= 40 ? sentence : String(sentence.prefix(39)) + "…"
    }

    private static func holds(_ text: String, _ word: String) -> Bool { text.range(of: word, options: .literal) != nil }

    /// Whether an answer takes up so many per cent of what was asked about. A question that names nothing cannot be judged.
    func isTaken(up answer: String, percent: Int) -> Bool {
        guard !pairs.isEmpty else { return true }
        let both = pairs.intersection(CharacterPairs.of(answer)).count
        return both * 100 >= percent * pairs.count
    }
}
