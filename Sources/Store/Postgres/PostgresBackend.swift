/// Statements on one connection, inside a transaction that the engine opened.
final class PostgresBackend: Backend {
    let dialect = Dialect.postgres
    let foresees = true
    private let connection: PostgresConnection

    init(_ connection: PostgresConnection) {
        self.connection = connection
    }

    func query(_ text: String, _ values: [SQLValue]) throws -> [Row] {
        let result = try connection.query(text, values)
        return (0..<result.count).map { result.row($0) }
    }

    func foresee(_ text: String, _ values: [SQLValue], lasting: Bool) throws {
        try connection.foresee(text, values, lasting: lasting)
    }

    func stream(_ text: String, _ values: [SQLValue], _ body: (Row) throws -> Void) throws {
        try connection.stream(text, values) { result in
            for number in 0..<result.count { try body(result.row(number)) }
        }
    }

    func execute(_ text: String, _ values: [SQLValue]) throws -> Int {
        connection.forgetForeseen()
        return try connection.query(text, values).touched
    }

    func send(_ text: String, _ values: [SQLValue]) throws {
        connection.forgetForeseen()
        try connection.send(text, values)
    }

    func executeLast(_ text: String, _ values: [SQLValue]) throws { try send(text, values) }

    func bulkInsert(table: String, columns: [String], rows: AnySequence<[SQLValue]>) throws {
        connection.forgetForeseen()
        // `lazy` keeps one line in memory; an encoding error is carried out of the sequence.
        var failure: (any Error)?
        let lines = rows.lazy.map { row -> [UInt8] in
            do { return try PostgresText.copyLine(row) } catch {
                failure = error
                return []
            }
        }
        try connection.copyIn("COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN", AnySequence(lines))
        if let failure { throw failure }
    }
}
