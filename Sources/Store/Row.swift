/// One row of an answer. Columns are read by name; a missing column or a wrong type throws.
package struct Row: Sendable {
    /// Shared by all rows of one answer.
    final class Columns: Sendable {
        let names: [String]
        let positions: [String: Int]

        init(_ names: [String]) {
            self.names = names
            positions = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        }
    }

    let columns: Columns
    package let values: [SQLValue]

    package func get<Value: SQLConvertible>(_ column: String, as: Value.Type = Value.self) throws -> Value {
        guard let position = columns.positions[column] else { throw StoreError.noSuchColumn(column) }
        return try Value(sqlValue: values[position])
    }

    /// The first column, for `SELECT count(*)` and the like.
    package func first<Value: SQLConvertible>(as: Value.Type = Value.self) throws -> Value {
        guard let value = values.first else { throw StoreError.noSuchColumn("1") }
        return try Value(sqlValue: value)
    }

    package var names: [String] { columns.names }
    package subscript(raw column: String) -> SQLValue? { columns.positions[column].map { values[$0] } }
}
