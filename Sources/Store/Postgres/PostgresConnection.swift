import CPostgres
import Foundation

/// One libpq connection, used by one thread at a time. What nobody waits for (the opening of a transaction, rows put down, the end
/// of a reading) goes to the server together with the next question: a verb writes fifteen rows in a handful of round trips.
final class PostgresConnection {
    private var handle: OpaquePointer
    private var prepared: [String: Prepared] = [:]
    private var cursors = 0
    /// Statements handed to libpq whose answers are still to be read: what will be asked, and nil for those that nobody asks.
    private var unanswered: [Foreseen?] = []
    /// What was foreseen and answered, and has not been asked yet.
    private var answered: [(asked: Foreseen, result: PostgresResult)] = []
    /// Whether the server was asked for those answers already.
    private var isSynced = false

    /// What the server said a statement's answer looks like; it refuses the statement when that changes.
    private final class Prepared {
        let name: String
        var shape: PostgresResult.Shape?

        init(name: String) { self.name = name }
    }

    /// A question that will be asked in a moment.
    private struct Foreseen {
        let statement: Prepared
        let values: [SQLValue]
        /// Whether the answer is the same whatever is written before it is asked.
        var isLasting = false

        func isSame(_ other: Foreseen) -> Bool { statement === other.statement && values == other.values }
    }

    /// The answers of so many statements fit into a socket's buffer: the server never waits for us while we wait for it.
    private static let mostUnanswered = 200

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
        try settle()
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        try check(result)
    }

    /// Opens a transaction along with its first statement.
    func begin(_ text: String) throws {
        // The end of the last reading.
        try settle()
        answered = []
        try queue(text)
    }

    /// What is still under way, and the commit. An error here while the connection lives means that nothing was committed.
    func commit() throws {
        try queue("COMMIT")
        try settle()
    }

    /// Ends a transaction that wrote nothing; nobody waits for the server to say so.
    func leave() throws {
        try queue("COMMIT")
        try sync()
    }

    /// Gives up a transaction, whatever became of it.
    func abandon() throws {
        // Why it failed is known already.
        _ = try? settle()
        if isAlive, isInTransaction { try run("ROLLBACK") }
    }

    /// Lets a question travel with the next one. Unless the answer lasts, whatever is written before it is asked makes it void.
    func foresee(_ text: String, _ values: [SQLValue], lasting: Bool) throws {
        let asked = Foreseen(statement: try prepare(text), values: values, isLasting: lasting)
        // A verb may announce what was announced for it.
        if isUnderWay(asked) || answered.contains(where: { $0.asked.isSame(asked) }) { return }
        try queue(asked.statement, values, as: asked)
    }

    private func isUnderWay(_ asked: Foreseen) -> Bool { unanswered.contains { $0?.isSame(asked) == true } }

    /// Something is about to be written.
    func forgetForeseen() {
        answered.removeAll { !$0.asked.isLasting }
        for place in unanswered.indices where unanswered[place]?.isLasting == false { unanswered[place] = nil }
    }

    /// The answer to what was foreseen; nil where it was not.
    private func foreseen(_ statement: Prepared, _ values: [SQLValue]) throws -> PostgresResult? {
        let asked = Foreseen(statement: statement, values: values)
        if isUnderWay(asked) { try settle() }
        return answered.firstIndex { $0.asked.isSame(asked) }.map { answered.remove(at: $0).result }
    }

    func query(_ text: String, _ values: [SQLValue]) throws -> PostgresResult {
        let statement = try prepare(text)
        if let known = try foreseen(statement, values) { return known }
        let answer: OpaquePointer?
        if unanswered.isEmpty {
            answer = try withParameters(values) { PQexecPrepared(handle, statement.name, Int32(values.count), $0, nil, nil, 0) }
        } else {
            try queue(statement, values)
            answer = try lastAnswer()
        }
        let result = PostgresResult(answer, shape: statement.shape)
        try check(result)
        statement.shape = result.shape
        return result
    }

    /// A statement whose answer nobody needs. What it is refused for is thrown by whatever is asked next, by the commit at the latest.
    func send(_ text: String, _ values: [SQLValue]) throws {
        if unanswered.count >= Self.mostUnanswered { try settle() }
        try queue(try prepare(text), values)
    }

    /// Statements prepared before a table changed its columns: the server refuses them, and the transaction runs again with new ones.
    func forgetPrepared() throws {
        try settle()
        prepared.removeAll()
        try run("DEALLOCATE ALL")
    }

    /// Rows a few at a time, without holding the answer in memory. A cursor, so that the body may ask other things meanwhile.
    func stream(_ text: String, _ values: [SQLValue], _ body: (PostgresResult) throws -> Void) throws {
        try settle()
        cursors += 1
        let cursor = "c\(cursors)"
        let declared = try withParameters(values) { pointers in
            PQexecParams(
                handle, "DECLARE \(cursor) NO SCROLL CURSOR FOR \(text)", Int32(values.count), nil, pointers, nil, nil,
                0)
        }
        try check(PostgresResult(declared))
        while true {
            // The body may have written.
            try settle()
            let some = PostgresResult(PQexec(handle, "FETCH 500 FROM \(cursor)"))
            try check(some)
            if some.count == 0 { break }
            try body(some)
        }
        try run("CLOSE \(cursor)")
    }

    func copyIn(_ text: String, _ chunks: AnySequence<[UInt8]>) throws {
        try settle()
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

    private func prepare(_ text: String) throws -> Prepared {
        if let known = prepared[text] { return known }
        try settle()
        // Ad-hoc filters make many statements: start again rather than let the server's memory grow.
        if prepared.count >= 1000 { try forgetPrepared() }
        let statement = Prepared(name: "s\(prepared.count)")
        let result = PQprepare(handle, statement.name, text, 0, nil)
        defer { PQclear(result) }
        try check(result)
        prepared[text] = statement
        return statement
    }

    private func queue(_ statement: Prepared, _ values: [SQLValue], as foreseen: Foreseen? = nil) throws {
        try withParameters(values) { pointers in
            try queue(as: foreseen) { PQsendQueryPrepared(handle, statement.name, Int32(values.count), pointers, nil, nil, 0) }
        }
    }

    /// A statement without values, seen once.
    private func queue(_ text: String) throws {
        try queue { PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 0) }
    }

    private func queue(as foreseen: Foreseen? = nil, _ hand: () throws -> Int32) throws {
        if unanswered.isEmpty, PQenterPipelineMode(handle) != 1 { throw lastError() }
        guard try hand() == 1 else { throw lastError() }
        unanswered.append(foreseen)
    }

    /// Sends everything off.
    private func sync() throws {
        guard !isSynced else { return }
        guard PQpipelineSync(handle) == 1 else { throw lastError() }
        isSynced = true
    }

    /// Waits for the answers to all that was handed over, and lets go of those that nobody will ask for.
    private func settle() throws { PQclear(try lastAnswer()) }

    /// Reads the answers to all that was handed over; gives the last one, which is the caller's to free. Throws what the first was refused
    /// for: the server passes over all that came after it.
    private func lastAnswer() throws -> OpaquePointer? {
        if unanswered.isEmpty { return nil }
        try sync()
        var last: OpaquePointer?
        var failure: (any Error)?
        for foreseen in unanswered {
            // One answer and an end for each statement.
            while let result = PQgetResult(handle) {
                PQclear(last)
                last = result
                if failure == nil { do { try check(result) } catch { failure = error } }
            }
            guard let foreseen, failure == nil else { continue }
            let result = PostgresResult(last, shape: foreseen.statement.shape)
            foreseen.statement.shape = result.shape
            answered.append((foreseen, result))
            last = nil
        }
        unanswered = []
        PQclear(PQgetResult(handle))
        isSynced = false
        let isOver = PQexitPipelineMode(handle) == 1
        if failure == nil, !isOver { failure = lastError() }
        if let failure {
            PQclear(last)
            throw failure
        }
        return last
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
    /// The columns of an answer.
    struct Shape {
        let columns: Row.Columns
        let types: [Oid]

        init(_ result: OpaquePointer?) {
            let count = PQnfields(result)
            columns = Row.Columns((0..<count).map { String(cString: PQfname(result, $0)) })
            types = (0..<count).map { PQftype(result, $0) }
        }
    }

    fileprivate let result: OpaquePointer?
    let shape: Shape

    /// - Parameter shape: that of an earlier answer to the same statement.
    init(_ result: OpaquePointer?, shape: Shape? = nil) {
        self.result = result
        self.shape = shape ?? Shape(result)
    }

    deinit { PQclear(result) }

    var count: Int { Int(PQntuples(result)) }
    var touched: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    func row(_ number: Int) -> Row {
        Row(
            columns: shape.columns,
            values: shape.types.indices.map { column in
                let row = Int32(number)
                let position = Int32(column)
                if PQgetisnull(result, row, position) == 1 { return .null }
                let bytes = UnsafeRawBufferPointer(
                    start: PQgetvalue(result, row, position), count: Int(PQgetlength(result, row, position)))
                return PostgresText.decode(bytes, type: shape.types[column])
            })
    }
}
