/// One step in the life of the schema. Append only: a migration that has shipped never changes.
package struct Migration: Sendable {
    package enum Step: Sendable {
        /// A table; `body` has one column or constraint a line, in the portable types below. With `revised` the table gets
        /// `version` and `since`, a `_past` twin that keeps every older version, and an `_all` view for as-of reads.
        case table(_ name: StaticString, revised: Bool = false, _ body: StaticString)
        case addColumn(_ table: StaticString, _ definition: StaticString)
        case sql(StaticString)
        /// What only one engine understands.
        case only(Dialect, StaticString)
    }

    let name: String
    let steps: [Step]

    /// - Parameter name: `0012-casework-merges`: the number orders migrations across modules.
    package init(_ name: String, _ steps: [Step]) {
        self.name = name
        self.steps = steps
    }
}

/// Portable column types: UUID, TEXT, INTEGER (64 bits), REAL, BLOB, TIME (UTC microseconds), FLAG (0 or 1).
enum PortableTypes {
    /// Text is compared by code point on both engines, so that prefixes use an index and orders agree.
    private static let names: [Dialect: [String: String]] = [
        .sqlite: ["UUID": "BLOB", "TIME": "INTEGER", "FLAG": "INTEGER"],
        .postgres: [
            "INTEGER": "BIGINT", "TIME": "BIGINT", "FLAG": "BIGINT", "REAL": "DOUBLE PRECISION", "BLOB": "BYTEA",
            "TEXT": "TEXT COLLATE \"C\"",
        ],
    ]

    static func translate(_ text: String, for dialect: Dialect) -> String {
        let replacements = names[dialect] ?? [:]
        var result = ""
        var word = ""
        func flush() {
            result += replacements[word] ?? word
            word = ""
        }
        for character in text {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
            } else {
                flush()
                result.append(character)
            }
        }
        flush()
        return result
    }
}
