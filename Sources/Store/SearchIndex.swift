package import Foundation

/// Full-text search that finds two-character Chinese words on both engines. Texts are cut into overlapping pairs of characters
/// (words, for Latin script), written as plain ASCII tokens that both engines' tokenizers leave alone. The index only grows:
/// more text about a thing is another entry; newest entries come first.
package struct SearchHit: Sendable {
    package let id: UUID
    /// Pass to `before` to go on.
    package let entry: Int64
}

extension Writer {
    package func index(_ text: String, district: String, kind: String, id: UUID) throws {
        let words = SearchTokens.index(text).joined(separator: " ")
        guard !words.isEmpty else { return }
        switch dialect {
        case .sqlite:
            let entry: Int64? = try value(
                "INSERT INTO search_entries (district, kind, id) VALUES (\(district), \(kind), \(id)) RETURNING entry")
            try runLast("INSERT INTO search_words (rowid, words) VALUES (\(entry), \(words))")
        case .postgres:
            try run(
                """
                INSERT INTO search_entries (district, kind, id, words)
                VALUES (\(district), \(kind), \(id), to_tsvector('simple', \(words)))
                """)
        }
    }
}

extension Writer {
    /// Nothing is found by what was said of a thing any more. SQLite's index keeps the pairs of characters, which lead to nothing, until
    /// it is made anew.
    package func forget(district: String, kind: String, id: UUID) throws {
        let words: SQL = dialect == .postgres ? ", words = ''" : ""
        try run(
            """
            UPDATE search_entries SET kind = 'forgotten', id = \(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))\(words)
            WHERE district = \(district) AND kind = \(kind) AND id = \(id)
            """)
    }

    /// Indexes many things of a kind by the engine's fast path, while nobody else writes.
    package func index(_ texts: [(id: UUID, text: String)], district: String, kind: String) throws {
        let tokens = texts.map { ($0.id, SearchTokens.index($0.text)) }.filter { !$0.1.isEmpty }
        switch dialect {
        case .sqlite:
            let last: Int64 = try value("SELECT COALESCE(max(entry), 0) FROM search_entries") ?? 0
            try insert(
                into: "search_entries", columns: ["entry", "district", "kind", "id"],
                rows: tokens.enumerated().map { [.integer(last + 1 + Int64($0)), .text(district), .text(kind), .uuid($1.0)] })
            try insert(
                into: "search_words", columns: ["rowid", "words"],
                rows: tokens.enumerated().map { [.integer(last + 1 + Int64($0)), .text($1.1.joined(separator: " "))] })
        case .postgres:
            // The text form of a tsvector: our tokens are plain ASCII, so nothing needs quoting.
            try insert(
                into: "search_entries", columns: ["district", "kind", "id", "words"],
                rows: tokens.map { id, words in
                    let vector = words.enumerated().map { "\($1):\(min($0 + 1, 16_383))" }.joined(separator: " ")
                    return [.text(district), .text(kind), .uuid(id), .text(vector)]
                })
        }
    }
}

extension Reader {
    /// The planner takes every word for at least half as frequent as the rarest of a thousand frequent ones that it knows: some two thousand
    /// of a million.
    package static var mostGathered: Int { 10_000 }

    /// Hits newest first. An empty query, or one of punctuation only, finds nothing.
    /// - Parameters:
    ///   - before: the entry to go on from, exclusive.
    ///   - gathering: PostgreSQL gathers and sorts so many sooner than it asks some fifty chunks (`SearchChunks`).
    package func search(
        _ query: String, district: String, kind: String, before: Int64? = nil, limit: Int, gathering: Int = mostGathered
    ) throws -> [SearchHit] {
        let hits = try hits(
            "e.entry, e.id", query, district: district, kind: kind, before: before, limit: limit, gathering: gathering)
        guard let hits else { return [] }
        return try rows(hits).map { SearchHit(id: try $0.get("id"), entry: try $0.get("entry")) }
    }

    /// The ids of the newest hits, as a query within another one: what is only joined need not be fetched.
    package func idsOfHits(_ query: String, district: String, kind: String, limit: Int) throws -> SQL {
        try hits("e.id", query, district: district, kind: kind, before: nil, limit: limit, gathering: Self.mostGathered)
            ?? "SELECT id FROM search_entries WHERE 1 = 0"
    }

    /// Nil where the words say nothing.
    private func hits(
        _ columns: SQL, _ query: String, district: String, kind: String, before: Int64?, limit: Int, gathering: Int
    ) throws -> SQL? {
        let phrases = SearchTokens.query(query)
        guard !phrases.isEmpty else { return nil }
        switch dialect {
        case .sqlite:
            let match = phrases.map { phrase in
                "\"" + phrase.tokens.joined(separator: " ") + "\"" + (phrase.isPrefix ? " *" : "")
            }.joined(separator: " AND ")
            return """
                SELECT \(columns) FROM search_words w CROSS JOIN search_entries e ON e.entry = w.rowid
                WHERE w.words MATCH \(match) AND w.rowid < \(before ?? Int64.max) AND e.district = \(district) AND e.kind = \(kind)
                ORDER BY w.rowid DESC LIMIT \(limit)
                """
        case .postgres:
            let match = phrases.map { phrase in
                "(" + phrase.tokens.joined(separator: " <-> ") + (phrase.isPrefix ? ":*" : "") + ")"
            }.joined(separator: " & ")
            let words = phrases.flatMap { phrase in phrase.tokens.map { $0 + (phrase.isPrefix ? ":*" : "") } }
            return try newestOnPostgres(
                columns, match, words: words, district: district, kind: kind, before: before ?? Int64.max, limit: limit,
                gathering: gathering)
        }
    }
}

enum SearchTokens {
    struct Phrase: Equatable {
        var tokens: [String]
        var isPrefix = false
    }

    /// No real word is longer; PostgreSQL refuses words of 2,047 bytes.
    private static let longestWord = 64
    /// More of a query only makes it slower.
    private static let longestQuery = 100

    static func index(_ text: String) -> [String] {
        runs(of: text).flatMap { run -> [String] in
            switch run {
            case .word(let word): return ["w" + word.prefix(longestWord)]
            case .characters(let scalars):
                // The last one alone too, so that every character begins some token and can be found by itself.
                return pairs(scalars) + [single(scalars[scalars.count - 1])]
            }
        }
    }

    static func query(_ text: String) -> [Phrase] {
        runs(of: String(text.prefix(longestQuery))).map { run in
            switch run {
            case .word(let word): Phrase(tokens: ["w" + word.prefix(longestWord)], isPrefix: true)
            case .characters(let scalars) where scalars.count == 1: Phrase(tokens: [single(scalars[0])], isPrefix: true)
            case .characters(let scalars): Phrase(tokens: pairs(scalars))
            }
        }
    }

    private enum Run {
        case word(String)
        case characters([Unicode.Scalar])
    }

    private static func runs(of text: String) -> [Run] {
        var runs: [Run] = []
        var word = ""
        var scalars: [Unicode.Scalar] = []
        func flush() {
            if !word.isEmpty { runs.append(.word(word)) }
            if !scalars.isEmpty { runs.append(.characters(scalars)) }
            word = ""
            scalars = []
        }
        for original in text.unicodeScalars {
            let scalar = halfWidth(original)
            switch scalar.value {
            case 0x30...0x39, 0x61...0x7A:
                if !scalars.isEmpty { flush() }
                word.unicodeScalars.append(scalar)
            case 0x41...0x5A:
                if !scalars.isEmpty { flush() }
                word.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value + 32)))
            case 0x80... where isLetterLike(scalar):
                if !word.isEmpty { flush() }
                scalars.append(scalar)
            default: flush()
            }
        }
        flush()
        return runs
    }

    private static func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value - 0xFEE0)) : scalar
    }

    private static func isLetterLike(_ scalar: Unicode.Scalar) -> Bool {
        // Most text is common Chinese; asking for the category costs more than a comparison.
        if (0x4E00...0x9FFF).contains(scalar.value) { return true }
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate, .unassigned,
            .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .modifierSymbol, .mathSymbol, .currencySymbol:
            return false
        default: return true
        }
    }

    private static func pairs(_ scalars: [Unicode.Scalar]) -> [String] {
        zip(scalars, scalars.dropFirst()).map { "c" + fixed($0) + fixed($1) }
    }

    private static func single(_ scalar: Unicode.Scalar) -> String {
        "c" + fixed(scalar)
    }

    /// Six hexadecimal digits hold every code point, so a pair's first half is a prefix that means one character.
    private static func fixed(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
