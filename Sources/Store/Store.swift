/// The district's records, on SQLite or PostgreSQL behind one surface. Closures are synchronous and may run again after a
/// conflict, so they must not touch anything but the transaction they are given.
package struct Store: Sendable {
    let engine: any Engine

    package var dialect: Dialect { engine.dialect }

    /// A consistent view of the store; nothing can be written.
    package func read<Value: Sendable>(_ body: @escaping @Sendable (Reader) throws -> Value) async throws -> Value {
        try await engine.read(body)
    }

    /// One transaction: all of it is on disk when this returns, or none of it ever was.
    @discardableResult
    package func write<Value: Sendable>(_ body: @escaping @Sendable (Writer) throws -> Value) async throws -> Value {
        try await engine.write(body)
    }

    /// Brings the schema up to date. Throws `newerSchema` where the data is ahead of the program.
    package func migrate(_ migrations: [Migration]) async throws {
        try await Migrations.apply(migrations, to: self)
    }

    /// Refuses a database whose schema is not exactly the one given.
    package func checkSchema(_ migrations: [Migration]) async throws {
        try await Migrations.check(migrations, in: self)
    }

    /// Tells the planner what the tables have become, where nobody else does; from time to time, and after many rows at once.
    package func analyse() async throws {
        try await engine.analyse()
    }

    /// A copy of everything at one moment, written to `path` while others go on working.
    package func backup(to path: String) async throws {
        try await engine.backup(to: path)
    }

    /// Lets go of files, threads and connections. Nothing may be asked afterwards.
    package func close() async {
        await engine.close()
    }
}

/// One of the two engines.
protocol Engine: Sendable {
    var dialect: Dialect { get }
    func read<Value: Sendable>(_ body: @escaping @Sendable (Reader) throws -> Value) async throws -> Value
    func write<Value: Sendable>(_ body: @escaping @Sendable (Writer) throws -> Value) async throws -> Value
    func analyse() async throws
    func backup(to path: String) async throws
    func close() async
}
