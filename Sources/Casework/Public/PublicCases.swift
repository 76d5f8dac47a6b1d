package import Kernel
import Store
package import WorkingTime

/// A case as somebody without an account may see it.
///
/// What was filed through an open interface was published by whoever filed it: it is shown whole, without the contact. Of all
/// others strangers see the outline: class, state, dates, the office and roughly where; the words and the address may name people.
/// Whoever may see a case anyway sees it whole here too.
package struct PublicCase: Sendable {
    package var found: Case
    package var isWhole: Bool
    package var changedAt: Instant

    /// As exact as everybody may know it: a block, about a hundred metres, where the case is not whole.
    package var place: (latitude: Double, longitude: Double)? {
        guard let latitude = found.latitude, let longitude = found.longitude else { return nil }
        if isWhole { return (latitude, longitude) }
        return ((latitude * 1000).rounded() / 1000, (longitude * 1000).rounded() / 1000)
    }

    init(row: Row) throws {
        found = try Case(row: row)
        isWhole = try row.get("whole")
        changedAt = try row.get("since")
    }
}

/// Which cases are asked for; empty lists are no condition.
package struct PublicCaseFilter: Sendable {
    package var ids: [ID<Case>] = []
    package var classes: [String] = []
    package var isOpen: Bool?
    /// When it was filed.
    package var from: Instant?
    package var until: Instant?

    package init() {}
}

/// Something that happened to a case and that its reporter is told too.
package struct PublicUpdate: Sendable {
    package var id: String
    package var of: PublicCase
    package var entry: JournalEntry
    /// The text of a note, where the case is whole.
    package var note: String?
}

extension Reading {
    /// Newest first.
    package func publicCases(_ filter: PublicCaseFilter, limit: Int, offset: Int = 0) throws -> [PublicCase] {
        var conditions: [SQL] = ["c.district = \(district)", "c.mode = \(scope.mode)"]
        if !filter.ids.isEmpty { conditions.append("c.id IN \(list: filter.ids)") }
        if !filter.classes.isEmpty { conditions.append("c.class IN \(list: filter.classes)") }
        if let isOpen = filter.isOpen {
            let closed: SQL = "c.state IN ('closed', 'withdrawn')"
            conditions.append(isOpen ? "NOT \(closed)" : closed)
        }
        if let from = filter.from { conditions.append("c.filed_at >= \(from)") }
        if let until = filter.until { conditions.append("c.filed_at <= \(until)") }
        return try db.rows(
            """
            SELECT c.*, CASE WHEN \(try publishedWhole()) THEN 1 ELSE 0 END AS whole FROM cases c
            WHERE \(SQL.all(conditions)) ORDER BY c.filed_at DESC, c.id DESC LIMIT \(limit) OFFSET \(offset)
            """
        ).map(PublicCase.init(row:))
    }

    package func publicCase(_ id: ID<Case>) throws -> PublicCase {
        var filter = PublicCaseFilter()
        filter.ids = [id]
        guard let found = try publicCases(filter, limit: 1).first else { throw Problem.notFound("case") }
        return found
    }

    /// The first photo of each case that everybody may see.
    package func firstPublicPhotos(of cases: [ID<Case>]) throws -> [ID<Case>: String] {
        guard !cases.isEmpty else { return [:] }
        let rows = try db.rows(
            """
            SELECT case_id, hash FROM case_photos WHERE district = \(district) AND case_id IN \(list: cases) AND is_public = 1
            ORDER BY case_id, position
            """)
        return Dictionary(try rows.map { (try $0.get("case_id"), try $0.get("hash")) }) { first, _ in first }
    }

    private func publishedWhole() throws -> SQL {
        let open = pack.list("channels").filter(\.isPublic).map(\.code)
        return .any([try caseCondition("case.view"), "c.channel IN \(list: open)"])
    }

    private static let publicEvents = [
        "case.filed", "case.dispatched", "case.resolved", "case.closed", "case.reopened", "case.withdrawn", "case.noted",
    ]

    /// What was recorded within a span, oldest first.
    package func publicUpdates(from: Instant, until: Instant, limit: Int) throws -> [PublicUpdate] {
        // Whatever was recorded after a block was sealed stands behind it: the journal needs no index by time.
        let sealed: Int64 =
            try db.value(
                "SELECT COALESCE(max(last_seq), 0) FROM journal_blocks WHERE district = \(district) AND sealed_at <= \(from)") ?? 0
        let entries = try db.rows(
            """
            SELECT * FROM journal WHERE district = \(district) AND seq > \(sealed) AND recorded_at >= \(from) AND recorded_at <= \(until)
              AND mode = \(scope.mode) AND subject_kind = 'case' AND event IN \(list: Self.publicEvents)
            ORDER BY seq LIMIT \(limit)
            """
        ).map(JournalEntry.init(row:))
        var filter = PublicCaseFilter()
        filter.ids = Array(Set(entries.map { ID<Case>($0.subject.id) }))
        guard !filter.ids.isEmpty else { return [] }
        let cases = Dictionary(uniqueKeysWithValues: try publicCases(filter, limit: filter.ids.count).map { ($0.found.id, $0) })
        return try entries.compactMap { entry in
            guard let of = cases[ID<Case>(entry.subject.id)] else { return nil }
            guard entry.event == "case.noted" else { return PublicUpdate(id: "\(entry.sequence)", of: of, entry: entry) }
            guard of.isWhole, let id = entry.fields["noteID"].flatMap({ ID<CaseNote>($0) }),
                let note = try notes(of: of.found.id, publicOnly: true).first(where: { $0.id == id })
            else { return nil }
            return PublicUpdate(id: "\(note.id)", of: of, entry: entry, note: note.text)
        }
    }
}
