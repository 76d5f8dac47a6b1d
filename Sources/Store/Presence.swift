extension Reader {
    /// Which of some values a column has at all: many are asked about in one statement, of which the engine looks up each in an index.
    /// - Parameters:
    ///   - type: of the column.
    ///   - rows: `FROM` and `WHERE` of those that count, with an index that begins with what is asked there and goes on with the column.
    package func present(_ values: Set<SQLValue>, in column: SQL, _ type: PackTable.ColumnType, rows: SQL) throws -> Set<SQLValue> {
        var found: Set<SQLValue> = []
        var rest = Array(values.subtracting([.null]))[...]
        while !rest.isEmpty {
            let asked = Array(rest.prefix(Self.valuesAtOnce))
            rest = rest.dropFirst(asked.count)
            // Always as many lines, so that the statement stays prepared.
            let lines = (0..<Self.valuesAtOnce).map { at in
                "(\(Int64(at)), \(value: at < asked.count ? asked[at] : .null))" as SQL
            }
            let places: [Int64] = try self.values(
                """
                WITH asked (place, sought) AS (VALUES \(SQL.list([nothing(of: type)] + lines)))
                SELECT asked.place FROM asked WHERE EXISTS (SELECT 1 \(rows) AND \(column) = asked.sought)
                """)
            found.formUnion(places.map { asked[Int($0)] })
        }
        return found
    }

    private static let valuesAtOnce = 128

    /// The first line, which tells PostgreSQL what the others are.
    private func nothing(of type: PackTable.ColumnType) -> SQL {
        guard dialect == .postgres else { return "(-1, NULL)" }
        return switch type {
        case .text: "(-1, CAST(NULL AS TEXT))"
        case .integer, .flag: "(-1, CAST(NULL AS BIGINT))"
        case .real: "(-1, CAST(NULL AS DOUBLE PRECISION))"
        case .uuid: "(-1, CAST(NULL AS UUID))"
        case .bytes: "(-1, CAST(NULL AS BYTEA))"
        }
    }
}
