/// A transaction one may read in. Used inside `Store.read` and `Store.write` closures only; synchronous by design, because
/// both engines are.
package class Reader {
    let backend: any Backend

    init(_ backend: any Backend) {
        self.backend = backend
    }

    package var dialect: Dialect { backend.dialect }

    /// Whether questions are only announced.
    package private(set) var isForeseeing = false

    /// Announces what will be asked in a moment, word for word: nothing is found here. On PostgreSQL the questions travel with the next one
    /// that is asked in earnest, and their answers wait here until something is written; on SQLite none of it happens.
    package func foreseeing(_ questions: () throws -> Void) rethrows {
        guard backend.foresees else { return }
        isForeseeing = true
        defer { isForeseeing = false }
        try questions()
    }

    /// Announces one question.
    /// - Parameter lasting: its answer is the same whatever is written meanwhile.
    package func foresee(_ sql: @autoclosure () throws -> SQL, lasting: Bool = false) throws {
        guard backend.foresees else { return }
        let (text, values) = try sql().rendered(for: dialect)
        try backend.foresee(text, values, lasting: lasting)
    }

    package func rows(_ sql: SQL) throws -> [Row] {
        let (text, values) = sql.rendered(for: dialect)
        guard !isForeseeing else {
            try backend.foresee(text, values, lasting: false)
            return []
        }
        return try backend.query(text, values)
    }

    package func first(_ sql: SQL) throws -> Row? {
        try rows(sql).first
    }

    /// The first column of the first row, or nil where there is no row.
    package func value<Value: SQLConvertible>(_ sql: SQL, as: Value.Type = Value.self) throws -> Value? {
        try first(sql)?.first(as: Value.self)
    }

    package func values<Value: SQLConvertible>(_ sql: SQL, as: Value.Type = Value.self) throws -> [Value] {
        try rows(sql).map { try $0.first(as: Value.self) }
    }

    package func exists(_ sql: SQL) throws -> Bool {
        try first(sql) != nil
    }

    /// Rows one at a time, for exports: memory does not grow with the answer.
    package func stream(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        let (text, values) = sql.rendered(for: dialect)
        try backend.stream(text, values, body)
    }

    /// How the engine will run a statement, as it says itself.
    package func plan(_ sql: SQL) throws -> [String] {
        let explain: SQL = dialect == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
        return try rows(explain + sql).map { row in
            row.values.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: " ")
        }
    }
}

/// A transaction one may write in.
package final class Writer: Reader {
    /// Runs a statement. On PostgreSQL it travels with the next question or the commit, and what it is refused for is thrown then; the
    /// transaction is lost in either case.
    package func run(_ sql: SQL) throws {
        let (text, values) = sql.rendered(for: dialect)
        try backend.send(text, values)
    }

    /// Runs a statement; the number of rows it touched.
    package func touched(by sql: SQL) throws -> Int {
        let (text, values) = sql.rendered(for: dialect)
        return try backend.execute(text, values)
    }

    /// Runs a statement at the end of the transaction, with the like of others that share its commit: for the words index of
    /// SQLite, which writes a segment whenever anything else comes between.
    func runLast(_ sql: SQL) throws {
        let (text, values) = sql.rendered(for: dialect)
        try backend.executeLast(text, values)
    }

    /// Appends many rows of one table by the engine's fast path.
    package func insert(into table: StaticString, columns: [String], rows: some Sequence<[SQLValue]>) throws {
        try backend.bulkInsert(table: table.description, columns: columns, rows: AnySequence(rows))
    }

    /// The same into the table of a pack's kind.
    package func insert(into table: PackName, columns: [String], rows: some Sequence<[SQLValue]>) throws {
        try backend.bulkInsert(table: "s_\(table.text)", columns: columns, rows: AnySequence(rows))
    }
}

/// What an engine gives; the only thing that differs below `Reader` and `Writer`.
protocol Backend: AnyObject {
    var dialect: Dialect { get }
    func query(_ text: String, _ values: [SQLValue]) throws -> [Row]
    /// Whether a question that comes early saves anything.
    var foresees: Bool { get }
    func foresee(_ text: String, _ values: [SQLValue], lasting: Bool) throws
    func stream(_ text: String, _ values: [SQLValue], _ body: (Row) throws -> Void) throws
    func execute(_ text: String, _ values: [SQLValue]) throws -> Int
    /// Like `execute`; what it is refused for may be thrown by a later call.
    func send(_ text: String, _ values: [SQLValue]) throws
    func executeLast(_ text: String, _ values: [SQLValue]) throws
    func bulkInsert(table: String, columns: [String], rows: AnySequence<[SQLValue]>) throws
}

extension Backend {
    var foresees: Bool { false }
    func foresee(_ text: String, _ values: [SQLValue], lasting: Bool) {}
}
