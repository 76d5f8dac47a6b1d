import Foundation
package import Store
package import WorkingTime

/// A look at the district's records through one person's eyes, now or as of a moment. Modules add their lookups as extensions.
package class Reading {
    package let db: Reader
    package let scope: Scope
    package let now: Instant
    /// Nil is now.
    package let asOf: Instant?
    package let home: District
    /// What `officeList()` found; nil again after a change.
    var officesSeen: OfficeList?
    /// What `stamp(of:)` found, by name.
    var stampsSeen: [String: Int]?
    /// What `orders(about:)` found; nothing again after a change.
    var ordersSeen: [Subject: [Order]] = [:]
    /// What `knownFields(of:)` found, by kind, in the pack of this generation.
    var fieldsSeen: (generation: Int, byKind: [String: KnownFields]) = (-1, [:])
    /// Set by a verb that changes offices.
    var changedOffices = false

    init(db: Reader, scope: Scope, now: Instant, asOf: Instant?, home: District) {
        self.db = db
        self.scope = scope
        self.now = now
        self.asOf = asOf
        self.home = home
    }

    package var district: String { scope.district }
    package var pack: Pack {
        _read { yield home.pack }
    }

    /// A revised table as of the moment asked for.
    package func table(_ name: StaticString) -> SQL { .table(name, asOf: asOf?.microseconds) }
}

/// Where a verb is performed: one transaction, one actor, one moment.
package final class Desk: Reading {
    package let writer: Writer
    let request: RequestID?
    let verb: String
    /// When it happened in the world; later than that where it is recorded afterwards.
    package private(set) var happenedAt: Instant
    private(set) var announced: [Announcement] = []
    private(set) var afterwards: [@Sendable () -> Void] = []
    /// The kinds of things that something happened to.
    private(set) var touched: Set<String> = []
    /// Of the journal, not put down yet.
    private var entries: [Journal.Line] = []
    private static let entriesAtOnce = 20

    init(
        writer: Writer, scope: Scope, now: Instant, home: District, request: RequestID?, verb: String,
        happenedAt: Instant? = nil
    ) {
        self.writer = writer
        self.request = request
        self.verb = verb
        self.happenedAt = happenedAt ?? now
        super.init(db: writer, scope: scope, now: now, asOf: nil, home: home)
    }

    package func newID<Noun>(_: Noun.Type = Noun.self) -> ID<Noun> {
        ID(home.ids.next(at: now.microseconds))
    }

    /// Performs part of the work as of its own time in the world; it is recorded now all the same.
    package func happening<Value>(at moment: Instant, _ work: () throws -> Value) rethrows -> Value {
        let before = happenedAt
        happenedAt = moment
        defer { happenedAt = before }
        return try work()
    }

    /// Does something in memory once the transaction is on disk, and not at all where it fails.
    package func afterCommit(_ work: @escaping @Sendable () -> Void) {
        afterwards.append(work)
    }

    /// Writes an event into the journal and runs what follows from it. Entries are put down together: no verb reads what it has just
    /// recorded.
    package func record(_ event: some Event) throws {
        entries.append(try Journal.line(event, at: self))
        if entries.count >= Self.entriesAtOnce { try putDownEntries() }
        touched.insert(event.subject.kind)
        announced.append(Announcement(event: type(of: event).name, subject: event.subject, at: now, mode: scope.mode))
        for reaction in home.modules.reactions(to: type(of: event).name) {
            try reaction.run(event, self)
        }
    }

    /// Puts down what is left once the verb has been performed.
    func finish() throws {
        try putDownEntries()
        try countChanges()
    }

    private func putDownEntries() throws {
        if entries.isEmpty { return }
        try Journal.append(entries, in: writer)
        entries = []
    }
}

/// Told to whoever listens, once the transaction is on disk.
package struct Announcement: Sendable {
    package var event: String
    package var subject: Subject
    package var at: Instant
    package var mode: Mode
}
