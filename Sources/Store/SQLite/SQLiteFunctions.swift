import GRDB

extension StoreFunctions {
    /// For every connection of SQLite; NULL in, NULL out, as in PostgreSQL.
    static let sqlite: [DatabaseFunction] = [
        DatabaseFunction("plain_number", argumentCount: 1, pure: true) { values in
            guard let number = Double.fromDatabaseValue(values[0]) else { return nil }
            return plainNumber(number)
        },
        DatabaseFunction("number_of_text", argumentCount: 1, pure: true) { values in
            guard let text = String.fromDatabaseValue(values[0]) else { return nil }
            return number(of: text)
        },
        DatabaseFunction("matches_pattern", argumentCount: 2, pure: true) { values in
            guard let text = String.fromDatabaseValue(values[0]), let pattern = String.fromDatabaseValue(values[1]) else { return nil }
            return matches(text, pattern)
        },
        DatabaseFunction("strpos", argumentCount: 2, pure: true) { values in
            guard let text = String.fromDatabaseValue(values[0]), let part = String.fromDatabaseValue(values[1]) else { return nil }
            return position(of: part, in: text)
        },
    ]
}
