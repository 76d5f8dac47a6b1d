import Foundation
package import Store
package import WorkingTime

/// The append-only record of everything that happened. Entries are written by `Desk.record` and nowhere else.
package struct JournalEntry: Sendable {
    package var district: String
    package var sequence: Int64
    package var happenedAt: Instant
    package var recordedAt: Instant
    package var actorKind: String
    package var actorID: ID<Account>?
    package var actorName: String
    package var verb: String
    package var event: String
    package var subject: Subject
    package var payload: String
    package var mode: Mode
    package var requestID: String?

    package init(row: Row) throws {
        district = try row.get("district")
        sequence = try row.get("seq")
        happenedAt = try row.get("happened_at")
        recordedAt = try row.get("recorded_at")
        actorKind = try row.get("actor_kind")
        actorID = try row.get("actor_id")
        actorName = try row.get("actor_name")
        verb = try row.get("verb")
        event = try row.get("event")
        subject = Subject(try row.get("subject_kind"), try row.get("subject_id"))
        payload = try row.get("payload")
        mode = try row.get("mode")
        requestID = try row.get("request_id")
    }

    /// What the hash chain covers: every column, each with its length, so that no two entries read alike.
    var sealedBytes: [UInt8] {
        let parts = [
            district, String(sequence), String(happenedAt.microseconds), String(recordedAt.microseconds), actorKind,
            actorID?.description ?? "", actorName, verb, event, subject.kind, subject.id.lowercased, payload,
            mode.rawValue, requestID ?? "",
        ]
        var bytes: [UInt8] = []
        for part in parts { bytes.append(contentsOf: "\(part.utf8.count):\(part),".utf8) }
        return bytes
    }

    /// The event's fields as text, for sentences.
    package var fields: [String: String] {
        guard let object = try? JSONSerialization.jsonObject(with: Data(payload.utf8)) as? [String: Any] else { return [:] }
        return object.compactMapValues { value in
            switch value {
            case let text as String: text
            case let list as [String]: list.joined(separator: "、")
            case let number as NSNumber: number.stringValue
            default: nil
            }
        }
    }
}

enum Journal {
    /// An entry as it is put down: by `append`, several at once.
    struct Line {
        fileprivate var values: SQL
    }

    static func line(_ event: some Event, at desk: Desk) throws -> Line {
        let (kind, id, name): (String, ID<Account>?, String) =
            switch desk.scope.actor {
            // What a program did with somebody's key does not read as if they had done it themselves.
            case .account(let id, let name): desk.scope.program.map { ("program", id, "\(name)（\($0)）") } ?? ("account", id, name)
            case .visitor: ("visitor", nil, "")
            case .system(let name): ("system", nil, name)
            }
        return Line(
            values: """
                (\(desk.district), \(desk.happenedAt), \(desk.now), \(kind), \(id), \(name), \(desk.verb), \(type(of: event).name),
                  \(event.subject.kind), \(event.subject.id), \(try JSON.encode(event)), \(desk.scope.mode), \(desk.request?.text))
                """)
    }

    static func append(_ lines: [Line], in writer: Writer) throws {
        try writer.run(
            """
            INSERT INTO journal (district, happened_at, recorded_at, actor_kind, actor_id, actor_name, verb, event,
              subject_kind, subject_id, payload, mode, request_id)
            VALUES \(SQL.list(lines.map(\.values)))
            """)
    }
}

extension Reading {
    /// What happened to one thing, oldest first. The caller has found the thing through the scope.
    package func feed(of subject: Subject) throws -> [JournalEntry] {
        try db.rows(
            """
            SELECT * FROM journal WHERE district = \(district) AND subject_kind = \(subject.kind) AND subject_id = \(subject.id)
            ORDER BY seq
            """
        ).map(JournalEntry.init(row:))
    }

    /// The journal from the newest back, for those who may read it.
    package func journal(before: Int64? = nil, event: String? = nil, limit: Int) throws -> [JournalEntry] {
        try scope.require("journal.view")
        var conditions: [SQL] = ["district = \(district)", "seq < \(before ?? Int64.max)", try openEntries()]
        if let event { conditions.append("event = \(event)") }
        return try db.rows("SELECT * FROM journal WHERE \(SQL.all(conditions)) ORDER BY seq DESC LIMIT \(limit)")
            .map(JournalEntry.init(row:))
    }

    /// Entries about nothing that is shut to this person. What is left out still stands in the chain.
    package func openEntries() throws -> SQL {
        var conditions: [SQL] = []
        let shut = home.modules.compartments.filter { !scope.opens($0.value) }
        if !shut.isEmpty {
            conditions.append(
                """
                (subject_kind NOT IN \(list: shut.keys.sorted()) AND NOT (subject_kind = 'order' AND subject_id IN (
                  SELECT o.id FROM orders o WHERE o.district = \(district) AND o.compartment IN \(list: Set(shut.values).sorted()))))
                """)
        }
        // Whoever opens a compartment reads nothing in it that is about an office of theirs.
        if !scope.compartments.isEmpty, !scope.opensEverything {
            let own: SQL = "WHERE o.district = \(district) AND o.compartment IS NOT NULL AND o.barred_office IN \(list: try ownOffices())"
            conditions += [
                "subject_id NOT IN (SELECT o.id FROM orders o \(own))", "subject_id NOT IN (SELECT o.matter_id FROM orders o \(own))",
            ]
        }
        return conditions.isEmpty ? "(1 = 1)" : .all(conditions)
    }
}
