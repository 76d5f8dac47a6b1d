package import Foundation
import Synchronization

/// One language of the pages: its code and every sentence we say, by key.
///
/// A sentence may hold `{name}` placeholders, and `{name|one|many}` picks a word by whether the value is 1.
package struct Language: Sendable {
    /// The tag of the language in HTML: `zh-Hans`, `en`.
    package let code: String
    package let sentences: [String: String]
    /// The same, cut at their placeholders.
    private let cut: [String: Sentence]
    private let unknown = UnknownKeys()

    package init(code: String, sentences: [String: String]) {
        self.code = code
        self.sentences = sentences
        cut = sentences.mapValues(Sentence.init)
    }

    /// Reads `<code>.yaml` of every folder that has one; a later folder (a district's own wording) overrides an earlier one.
    package init(code: String, folders: [URL]) throws {
        var sentences: [String: String] = [:]
        for folder in folders {
            let file = folder.appendingPathComponent(code + ".yaml")
            guard FileManager.default.fileExists(atPath: file.path) else { continue }
            sentences.merge(try CatalogueFile(file).sentences) { _, later in later }
        }
        self.init(code: code, sentences: sentences)
    }

    /// The sentence of a key with its values put in. An unknown key is shown as itself and remembered.
    package func text(_ key: String, _ values: [String: String] = [:]) -> String {
        text(key) { values[$0] }
    }

    /// The same, with values that are made only where the sentence names them.
    func text(_ key: String, _ value: (String) -> String?) -> String {
        guard let sentence = cut[key] else {
            unknown.remember(key)
            return "[\(key)]"
        }
        return sentence.filled(with: value)
    }

    /// The sentence of a key that may be missing, such as one named by a district pack.
    package func textIfKnown(_ key: String, _ values: [String: String] = [:]) -> String? {
        cut[key].map { $0.filled { values[$0] } }
    }

    /// Keys that were asked for and do not exist.
    package var unknownKeys: [String] { unknown.all }

    /// Where this catalogue lags behind another: keys it lacks, and sentences whose placeholders differ.
    package func missing(comparedTo other: Language) -> [String] {
        other.sentences.keys.sorted().compactMap { key in
            guard let mine = sentences[key] else { return "\(code) lacks '\(key)', which \(other.code) has" }
            let wanted = Sentence(other.sentences[key] ?? "").names
            let found = Sentence(mine).names
            guard wanted != found else { return nil }
            let list = { (names: Set<String>) in names.sorted().joined(separator: ", ") }
            return "'\(key)' has the placeholders (\(list(found))) in \(code), (\(list(wanted))) in \(other.code)"
        }
    }
}

private final class UnknownKeys: Sendable {
    private let keys = Mutex<Set<String>>([])

    func remember(_ key: String) { keys.withLock { _ = $0.insert(key) } }
    var all: [String] { keys.withLock { $0.sorted() } }
}
