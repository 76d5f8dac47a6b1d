import Foundation
package import Kernel
import Sealing
package import Store
package import WorkingTime

/// A note in a case: public ones are shown to the reporter.
package struct CaseNote: Sendable {
    package enum Kind: String, ClosedList, SQLConvertible {
        case note
        /// What was found on site.
        case survey
    }

    package var id: ID<CaseNote>
    package var kind: Kind
    package var text: String
    package var isPublic: Bool
    package var author: String
    package var madeAt: Instant

    init(row: Row) throws {
        id = try row.get("id")
        kind = try row.get("kind")
        text = try row.get("text")
        isPublic = try row.get("is_public")
        author = try row.get("author")
        madeAt = try row.get("made_at")
    }
}

package struct CasePhoto: Sendable {
    package var hash: String
    package var stage: String
    package var noteID: ID<CaseNote>?
    package var isPublic: Bool
    package var addedAt: Instant
}

extension Reading {
    /// A case the person may see; what they may not see is not found. Drills are seen in drills only.
    package func findCase(_ id: ID<Case>, for permission: Permission = "case.view") throws -> Case {
        guard
            let row = try db.first(
                "SELECT * FROM \(table("cases")) c WHERE c.district = \(district) AND c.id = \(id) AND c.mode = \(scope.mode) AND \(caseCondition(permission))"
            )
        else { throw Problem.notFound("case") }
        return try Case(row: row)
    }

    /// The case a receipt code opens; of a merged case, the one it became part of. A mistyped code is told from one that opens nothing.
    package func findCase(receipt: String) throws -> Case {
        guard let code = ReceiptCode.normalise(receipt) else { throw Problem.field("receipt", "receipt-typo") }
        let digest = home.keys.secretDigest(code, purpose: "receipt")
        guard
            let row = try db.first(
                "SELECT * FROM cases c WHERE c.district = \(district) AND c.mode = \(scope.mode) AND c.receipt = \(digest)")
        else {
            if let reporter = try reporter(receipt: digest) { return try findCase(for: reporter) }
            throw Problem(.notFound, "receipt-unknown")
        }
        let found = try Case(row: row)
        if found.isMerged, let merger = try merger(of: found.id) { return try findCase(for: merger) }
        return found
    }

    /// By id for staff, by receipt for whoever holds it.
    package func findCase(_ key: CaseKey, for permission: Permission) throws -> Case {
        if let receipt = key.receipt { return try findCase(receipt: receipt) }
        guard let id = key.id else { throw Problem.field("case", "required") }
        try scope.require(permission)
        return try findCase(id, for: permission)
    }

    package func caseIfAny(number: String, for permission: Permission = "case.view") throws -> Case? {
        try db.first(
            "SELECT * FROM cases c WHERE c.district = \(district) AND c.mode = \(scope.mode) AND c.number = \(number) AND \(caseCondition(permission))"
        )
        .map(Case.init(row:))
    }

    /// The case that a row of somebody's ledger became; the caller imports.
    package func caseIDIfAny(source: String) throws -> ID<Case>? {
        try db.value("SELECT id FROM cases WHERE district = \(district) AND source_number = \(source)")
    }

    /// Permissions for looking. An office that had an order may go on looking; to act it must have it still.
    private static let looking: Set<Permission> = [
        "case.view", "case.search", "case.export", "ledger.view", "indicator.view", "board.view",
    ]

    /// Whether the few cases that somebody reaches are gathered from the orders of their offices; else all cases are walked through until
    /// enough were met that such an order is about. PostgreSQL's planner knows how many orders an office has, and decides for itself.
    package func gathersCases(for permission: Permission) throws -> Bool {
        guard db.dialect == .sqlite, !scope.reachesDistrict(permission), scope.areaPaths(permission).isEmpty, !scope.ownOnly(permission)
        else { return false }
        let offices = try officesInReach(scope.officePaths(permission))
        let count = try roughCount(
            of: ["orders"] + offices.map(\.description).sorted(), most: Self.manyOrders,
            "SELECT 1 FROM orders WHERE district = \(district) AND to_office IN \(list: offices)")
        return count < Self.manyOrders
    }

    /// Where gathering them takes as long as walking to the fiftieth, among some hundred thousand cases.
    private static let manyOrders = 1500

    /// The part of all cases (`c`) that a permission reaches. Being given an order grants reading exactly what it is about.
    /// - Parameter gathering: for lists, where `gathersCases` says so; one case is looked up faster without.
    package func caseCondition(_ permission: Permission, gathering: Bool = false) throws -> SQL {
        if scope.reachesDistrict(permission) { return "(1 = 1)" }
        var ways: [SQL] = []
        let areas = scope.areaPaths(permission)
        if !areas.isEmpty {
            ways.append(
                """
                c.area_id IN (SELECT a.id FROM areas a WHERE a.district = \(district) AND \(TreePath.condition("a.path", underAny: areas)))
                """)
        }
        let offices = scope.officePaths(permission)
        let holding: SQL =
            Self.looking.contains(permission)
            ? "w.matter_kind = 'case'"
            : "w.matter_kind = 'case' AND w.kind NOT IN ('after-care', 'call-back') AND w.state NOT IN ('returned', 'transferred', 'cancelled')"
        if !offices.isEmpty {
            let held: SQL = "orders w WHERE w.district = \(district) AND \(holding) AND w.to_office IN \(list: try officesInReach(offices))"
            ways.append(
                gathering ? "c.id IN (SELECT w.matter_id FROM \(held))" : "EXISTS (SELECT 1 FROM \(held) AND w.matter_id = c.id)")
        }
        if scope.ownOnly(permission), let account = scope.accountID {
            ways.append(
                "(c.filed_by = \(account) OR EXISTS (SELECT 1 FROM orders w WHERE w.district = \(district) AND w.matter_id = c.id AND \(holding) AND w.to_account = \(account)))"
            )
        }
        return .any(ways)
    }

    /// When the time to answer next runs out for somebody; nil where nobody is waited for.
    package func nextSilence() throws -> Instant? {
        try db.value("SELECT min(confirm_by) FROM cases WHERE district = \(district) AND state = 'resolved'", as: Instant?.self) ?? nil
    }

    package func notes(of id: ID<Case>, publicOnly: Bool = false) throws -> [CaseNote] {
        let visible: SQL = publicOnly ? "is_public = 1" : "(1 = 1)"
        return try db.rows(
            "SELECT * FROM case_notes WHERE district = \(district) AND case_id = \(id) AND \(visible) ORDER BY made_at, id"
        ).map(CaseNote.init(row:))
    }

    package func photos(of id: ID<Case>, publicOnly: Bool = false) throws -> [CasePhoto] {
        let visible: SQL = publicOnly ? "is_public = 1" : "(1 = 1)"
        return try db.rows(
            "SELECT * FROM case_photos WHERE district = \(district) AND case_id = \(id) AND \(visible) ORDER BY position"
        ).map { row in
            CasePhoto(
                hash: try row.get("hash"), stage: try row.get("stage"), noteID: try row.get("note_id"),
                isPublic: try row.get("is_public"), addedAt: try row.get("added_at"))
        }
    }

    /// Everything that happened to a case and its orders, oldest first.
    package func feed(of id: ID<Case>) throws -> [JournalEntry] {
        try db.rows(
            """
            SELECT * FROM journal WHERE district = \(district) AND subject_kind IN ('case', 'order') AND subject_id IN
              (SELECT \(id) UNION ALL
               SELECT o.id FROM orders o WHERE o.district = \(district) AND o.matter_kind = 'case' AND o.matter_id = \(id))
            ORDER BY seq
            """
        ).map(JournalEntry.init(row:))
    }

    /// Who answers for the handling may not say that it is solved: not the person who accepted or answered, nor anybody of an
    /// office that had the order. Where such a person filed the case for somebody, the receipt code has passed through their hands,
    /// so a call-back decides.
    func requireIndependent(of found: Case, byReceipt: Bool = false, verb: Permission) throws {
        if byReceipt, let filer = found.filedBy {
            if try handled(found, by: filer, offices: []) { throw Problem(.forbidden, "needs-call-back", ["number": found.number]) }
        }
        if let account = scope.accountID, try handled(found, by: account, offices: scope.officeIDs) {
            throw Problem(.forbidden, "handler-may-not-confirm", ["number": found.number])
        }
    }

    private func handled(_ found: Case, by account: ID<Account>, offices: [ID<Office>]) throws -> Bool {
        if found.resolvedBy == account { return true }
        return try orders(about: found.subject).contains { order in
            ["handle", "assist"].contains(order.kind) && (order.toAccount == account || offices.contains(order.toOffice))
        }
    }
}

extension Desk {
    /// Changes some columns of a case; the old row goes to the past twin.
    func change(_ found: Case, _ columns: SQL) throws {
        try writer.run(
            "UPDATE cases SET \(columns), \(revisedAt: now.microseconds) WHERE district = \(district) AND id = \(found.id)")
    }

    func reload(_ found: Case) throws -> Case {
        guard let row = try db.first("SELECT * FROM cases c WHERE c.district = \(district) AND c.id = \(found.id)") else {
            throw Problem.notFound("case")
        }
        return try Case(row: row)
    }

    /// Hangs photos onto a case; each must have been kept before.
    func attach(_ photos: [String], to id: ID<Case>, stage: String, note: ID<CaseNote>? = nil, isPublic: Bool) throws {
        guard !photos.isEmpty else { return }
        let most = pack.settings.photosPerNote
        guard photos.count <= most else { throw Problem.field("photos", "too-many-photos", ["most": "\(most)"]) }
        let first: Int =
            try db.value(
                "SELECT COALESCE(max(position), 0) + 1 FROM case_photos WHERE district = \(district) AND case_id = \(id)") ?? 1
        for (index, hash) in photos.enumerated() {
            guard try db.exists("SELECT 1 FROM files WHERE district = \(district) AND hash = \(hash)") else {
                throw Problem.field("photos", "no-such-photo")
            }
            try writer.run(
                """
                INSERT INTO case_photos (district, case_id, position, hash, stage, note_id, is_public, added_at)
                VALUES (\(district), \(id), \(first + index), \(hash), \(stage), \(note), \(isPublic), \(happenedAt))
                """)
        }
    }
}
