import Foundation

/// Where PostgreSQL looks for the newest hits of common words first. Such a word has so many hits that gathering and sorting all of them takes
/// seconds, so each entry also carries the numbers of the chunks it lies in as words (`search_entries_name_chunks()`), and one chunk
/// after the other is asked, small ones first, until enough was found. No chunk holds more than can be sorted at once, and a word that
/// is nowhere costs one look per chunk.
package struct SearchChunks: Equatable {
    /// Each step is eight times the one before: 512, 4,096 and 32,768 entries.
    package static let bits: [Int64] = [9, 12, 15]

    package private(set) var words: [String] = []
    package private(set) var starts: [Int64] = []
    package private(set) var ends: [Int64] = []

    /// Newest first, all entries below `end`.
    package init(below end: Int64) {
        var end = end
        for (step, bits) in Self.bits.enumerated() {
            let next = step + 1 < Self.bits.count ? Self.bits[step + 1] : nil
            while end > 0, next.map({ end & (1 << $0 - 1) != 0 }) ?? true {
                let number = (end - 1) >> bits
                words.append("k\(bits)x\(number)")
                starts.append(number << bits)
                ends.append(end)
                end = number << bits
            }
        }
    }

    /// As PostgreSQL writes arrays.
    fileprivate static func array(_ elements: [some CustomStringConvertible]) -> String {
        "{" + elements.map(\.description).joined(separator: ",") + "}"
    }
}

extension Reader {
    /// Hits of a `tsquery`, newest first; nil where nothing is there at all.
    /// - Parameter words: those that every hit has, each as a `tsquery`.
    func newestOnPostgres(
        _ columns: SQL, _ match: String, words: [String], district: String, kind: String, before: Int64, limit: Int,
        gathering: Int
    ) throws -> SQL? {
        // `entry + 0`: the words decide which index is asked, not the order of entries.
        if try expectedHits(words) <= gathering {
            return """
                SELECT \(columns) FROM search_entries e
                WHERE e.words @@ to_tsquery('simple', \(match)) AND e.entry + 0 < \(before) AND e.district = \(district) AND e.kind = \(kind)
                ORDER BY e.entry + 0 DESC LIMIT \(limit)
                """
        }
        guard let newest: Int64 = try value("SELECT max(entry) FROM search_entries WHERE district = \(district)", as: Int64?.self) ?? nil
        else { return nil }
        let chunks = SearchChunks(below: min(before, newest + 1))
        let (names, starts, ends) = (SearchChunks.array(chunks.words), SearchChunks.array(chunks.starts), SearchChunks.array(chunks.ends))
        return """
            SELECT \(columns)
            FROM unnest(CAST(\(names) AS TEXT[]), CAST(\(starts) AS BIGINT[]), CAST(\(ends) AS BIGINT[]))
              AS chunk (word, start, stop)
            CROSS JOIN LATERAL (
              SELECT n.entry, n.id FROM search_entries n
              WHERE n.words @@ to_tsquery('simple', \(match) || ' & ' || chunk.word)
                AND n.entry + 0 >= chunk.start AND n.entry + 0 < chunk.stop AND n.district = \(district) AND n.kind = \(kind)
              ORDER BY n.entry DESC) e
            LIMIT \(limit)
            """
    }

    /// How many entries the planner expects to have the rarest of some words: no more have all of them, however they go together.
    private func expectedHits(_ words: [String]) throws -> Int {
        let each = words.map { word -> SQL in "(SELECT 1 FROM search_entries e WHERE e.words @@ to_tsquery('simple', \(word)))" }
        return try plan(each.dropFirst().reduce(each[0]) { "\($0) UNION ALL \($1)" }).compactMap { line in
            // Bitmap Heap Scan on search_entries e  (cost=134.30..6649.17 rows=1846 width=4)
            guard line.contains("on search_entries e "), let rows = line.range(of: "rows=") else { return nil }
            return Int(line[rows.upperBound...].prefix { $0 != " " })
        }.min() ?? Int.max
    }
}
