import CPostgres
import Foundation

/// One libpq connection, used by one thread at a time.
final class PostgresConnection {
    private var handle: OpaquePointer
    private var prepared: [String: String] = [:]
    private var cursors = 0

    init(_ conninfo: String) throws {
        guard let handle = PQconnectdb(conninfo) else { throw StoreError.unavailable("libpq") }
        self.handle = handle
        // `deinit` runs for a connection refused here too, and frees it.
        guard PQstatus(handle) == CONNECTION_OK else { throw lastError() }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        // A count that takes every core for itself makes everybody else wait.
        try run(
            "SET synchronous_commit = on; SET client_min_messages = warning; SET jit = off; SET max_parallel_workers_per_gather = 0; SET timezone = 'UTC'"
        )
    }

    deinit { PQfinish(handle) }

    var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }
    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// Statements without values, several at once.
    func run(_ text: String) throws {
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        try check(result)
    }

    func query(_ text: String, _ values: [SQLValue]) throws -> PostgresResult {
        let name = try prepare(text)
        let result = PostgresResult(
            try withParameters(values) { pointers in
                PQexecPrepared(handle, name, Int32(values.count), pointers, nil, nil, 0)
            })
        try check(result)
        return result
    }

    /// Statements prepared before a table changed its columns: the server refuses them, and the transaction runs again with new ones.
    func forgetPrepared() throws {
        prepared.removeAll()
        try run("DEALLOCATE ALL")
    }

    /// Rows a few at a time, without holding the answer in memory. A cursor, so that the body may ask other things meanwhile.
    func stream(_ text: String, _ values: [SQLValue], _ body: (PostgresResult) throws -> Void) throws {
        cursors += 1
        let cursor = "c\(cursors)"
        let declared = try withParameters(values) { pointers in
            PQexecParams(
                handle, "DECLARE \(cursor) NO SCROLL CURSOR FOR \(text)", Int32(values.count), nil, pointers, nil, nil,
                0)
        }
        try check(PostgresResult(declared))
        while true {
            let some = PostgresResult(PQexec(handle, "FETCH 500 FROM \(cursor)"))
            try check(some)
            if some.count == 0 { break }
            try body(some)
        }
        try run("CLOSE \(cursor)")
    }

    func copyIn(_ text: String, _ chunks: AnySequence<[UInt8]>) throws {
        let start = PQexec(handle, text)
        let status = PQresultStatus(start)
        defer { PQclear(start) }
        guard status == PGRES_COPY_IN else {
            try check(start)
            return
        }
        for chunk in chunks {
            let sent = chunk.withUnsafeBytes {
                PQputCopyData(handle, $0.bindMemory(to: CChar.self).baseAddress, Int32(chunk.count))
            }
            if sent != 1 { throw lastError() }
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw lastError() }
        var failure: (any Error)?
        while let result = PQgetResult(handle) {
            do { try check(result) } catch { failure = error }
            PQclear(result)
        }
        if let failure { throw failure }
    }

    private func prepare(_ text: String) throws -> String {
        if let name = prepared[text] { return name }
        // Ad-hoc filters make many statements: start again rather than let the server's memory grow.
        if prepared.count >= 1000 {
            try run("DEALLOCATE ALL")
            prepared.removeAll()
        }
        let name = "s\(prepared.count)"
        let result = PQprepare(handle, name, text, 0, nil)
        defer { PQclear(result) }
        try check(result)
        prepared[text] = name
        return name
    }

    private func withParameters<Value>(
        _ values: [SQLValue], _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws -> Value
    ) throws -> Value {
        var pointers: [UnsafePointer<CChar>?] = []
        pointers.reserveCapacity(values.count + 1)
        defer { for pointer in pointers { free(UnsafeMutablePointer(mutating: pointer)) } }
        for value in values {
            pointers.append(try PostgresText.encode(value).flatMap { strdup($0) }.map { UnsafePointer($0) })
        }
        return try pointers.withUnsafeBufferPointer { buffer in
            if let start = buffer.baseAddress { return try body(start) }
            var none: UnsafePointer<CChar>?
            return try withUnsafePointer(to: &none) { try body($0) }
        }
    }

    private func check(_ result: PostgresResult) throws { try check(result.result) }

    private func check(_ result: OpaquePointer?) throws {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY, PGRES_COPY_IN: return
        default: throw error(of: result)
        }
    }

    private func error(of result: OpaquePointer?) -> StoreError {
        guard isAlive, let result else { return lastError() }
        let state = PQresultErrorField(result, PostgresErrors.sqlState).map { String(cString: $0) } ?? ""
        let message = String(cString: PQresultErrorMessage(result)).trimmingCharacters(in: .whitespacesAndNewlines)
        let name = PQresultErrorField(result, PostgresErrors.constraintName).map { String(cString: $0) } ?? message
        return PostgresErrors.translate(state: state, name: name, message: message)
    }

    private func lastError() -> StoreError {
        .unavailable(String(cString: PQerrorMessage(handle)).trimmingCharacters(in: .whitespacesAndNewlines))
    }
}

/// An answer of libpq, freed with this value.
final class PostgresResult {
    fileprivate let result: OpaquePointer?
    let columns: Row.Columns
    private let types: [Oid]

    init(_ result: OpaquePointer?) {
        self.result = result
        let count = PQnfields(result)
        columns = Row.Columns((0..<count).map { String(cString: PQfname(result, $0)) })
        types = (0..<count).map { PQftype(result, $0) }
    }

    deinit { PQclear(result) }

    var count: Int { Int(PQntuples(result)) }
    var touched: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    func row(_ number: Int) -> Row {
        Row(
            columns: columns,
            values: types.indices.map { column in
                let row = Int32(number)
                let position = Int32(column)
                if PQgetisnull(result, row, position) == 1 { return .null }
                let bytes = UnsafeRawBufferPointer(
                    start: PQgetvalue(result, row, position), count: Int(PQgetlength(result, row, position)))
                return PostgresText.decode(bytes, type: types[column])
            })
    }
}
