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
            if !text.isEmpty, asks || asking.contains(where: text.holds) { found.append(Questions(text, asking)) }
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
        for word in asking { content = content.putting(" ", for: word) }
        pairs = CharacterPairs.of(content)
        text = sentence.count <= 40 ? sentence : String(sentence.prefix(39)) + "…"
    }

    /// Whether an answer takes up so many per cent of what was asked about. A question that names nothing cannot be judged.
    /// - Parameter answer: its pairs of characters.
    func isTaken(up answer: Set<UInt64>, percent: Int) -> Bool {
        guard !pairs.isEmpty else { return true }
        return pairs.count(where: answer.contains) * 100 >= percent * pairs.count
    }
}
