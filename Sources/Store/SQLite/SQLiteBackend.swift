import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// Statements on one GRDB connection. GRDB keeps the connection and the statement cache; rows are stepped here, because
/// its own row type copies each value twice.
final class SQLiteBackend: Backend {
    let dialect = Dialect.sqlite
    private let db: Database
    private let columns: ColumnNames
    /// Whether any statement so far could change something.
    private(set) var hasWritten = false
    /// What the one who commits is to run before it does.
    private(set) var last: [(text: String, values: [SQLValue])] = []

    init(_ db: Database, columns: ColumnNames) {
        self.db = db
        self.columns = columns
    }

    func query(_ text: String, _ values: [SQLValue]) throws -> [Row] {
        let statement = try db.cachedStatement(sql: text)
        var rows: [Row] = []
        try step(statement.sqliteStatement, values, of: text) { rows.append($0) }
        return rows
    }

    func stream(_ text: String, _ values: [SQLValue], _ body: (Row) throws -> Void) throws {
        // Not from the cache: the body may run the same statement again.
        let statement = try db.makeStatement(sql: text)
        try step(statement.sqliteStatement, values, body)
    }

    func execute(_ text: String, _ values: [SQLValue]) throws -> Int {
        let statement = try db.cachedStatement(sql: text)
        try step(statement.sqliteStatement, values) { _ in }
        return Int(sqlite3_changes(db.sqliteConnection))
    }

    func send(_ text: String, _ values: [SQLValue]) throws { _ = try execute(text, values) }

    func executeLast(_ text: String, _ values: [SQLValue]) { last.append((text, values)) }

    func bulkInsert(table: String, columns: [String], rows: AnySequence<[SQLValue]>) throws {
        let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        let statement = try db.makeStatement(
            sql: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))")
        for row in rows { try step(statement.sqliteStatement, row) { _ in } }
    }

    private func step(
        _ statement: OpaquePointer, _ values: [SQLValue], of text: String? = nil, _ body: (Row) throws -> Void
    ) throws {
        if sqlite3_stmt_readonly(statement) == 0 { hasWritten = true }
        sqlite3_reset(statement)
        defer { sqlite3_reset(statement) }
        for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1), to: statement) }
        var known: Row.Columns?
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else {
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: sqlite3_extended_errcode(db.sqliteConnection)),
                    message: String(cString: sqlite3_errmsg(db.sqliteConnection)),
                    sql: sqlite3_sql(statement).map { String(cString: $0) })
            }
            let names = known ?? columns.names(of: statement, text)
            known = names
            try body(Row(columns: names, values: names.names.indices.map { value(at: Int32($0), of: statement) }))
        }
    }

    private func bind(_ value: SQLValue, at position: Int32, to statement: OpaquePointer) throws {
        // SQLite copies what is bound before the call returns.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: sqlite3_bind_null(statement, position)
        case .integer(let number): sqlite3_bind_int64(statement, position, number)
        case .real(let number): sqlite3_bind_double(statement, position, number)
        case .text(var text):
            try text.withUTF8 { bytes in
                if bytes.contains(0) { throw StoreError.nulInText }
                _ = bytes.withMemoryRebound(to: CChar.self) { characters in
                    // An empty string has no address, and a null address would bind NULL.
                    characters.baseAddress.map {
                        sqlite3_bind_text(statement, position, $0, Int32(characters.count), copied)
                    } ?? sqlite3_bind_text(statement, position, "", 0, copied)
                }
            }
        case .blob(let bytes):
            if bytes.isEmpty {
                sqlite3_bind_zeroblob(statement, position, 0)
            } else {
                sqlite3_bind_blob(statement, position, bytes, Int32(bytes.count), copied)
            }
        case .uuid(let id):
            withUnsafeBytes(of: id.uuid) { _ = sqlite3_bind_blob(statement, position, $0.baseAddress, 16, copied) }
        }
    }

    private func value(at position: Int32, of statement: OpaquePointer) -> SQLValue {
        switch sqlite3_column_type(statement, position) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, position))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, position))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(statement, position)
            let count = Int(sqlite3_column_bytes(statement, position))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let count = Int(sqlite3_column_bytes(statement, position))
            guard count > 0, let start = sqlite3_column_blob(statement, position) else { return .blob([]) }
            return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }
}

/// The columns of the statements that run again and again. A statement's first row after a change of the schema may have more.
final class ColumnNames: Sendable {
    private let known = Mutex<[String: Row.Columns]>([:])
    private static let most = 2000

    func names(of statement: OpaquePointer, _ text: String?) -> Row.Columns {
        let count = sqlite3_column_count(statement)
        if let text, let columns = known.withLock({ $0[text] }), columns.names.count == count { return columns }
        let columns = Row.Columns((0..<count).map { String(cString: sqlite3_column_name(statement, $0)) })
        if let text { known.withLock { if $0.count < Self.most { $0[text] = columns } } }
        return columns
    }
}
