import Store
import WorkingTime

/// A list as somebody wants to see it again: its address under a name. It is a way to look, not a right: whoever opens it sees what they
/// may at that moment.
package struct SavedView: Sendable {
    package var id: ID<SavedView>
    package var name: String
    /// `/cases?state=accepted&sort=oldest`.
    package var address: String
    /// Of a colleague, for all at the office; nil for one's own.
    package var sharedBy: String?

    init(row: Row, own account: ID<Account>) throws {
        id = try row.get("id")
        name = try row.get("name")
        address = try row.get("address")
        let owner: ID<Account> = try row.get("account_id")
        sharedBy = owner == account ? nil : try row.get("owner")
    }
}

/// Keeps a view for oneself, or for everybody who has a duty at the same office. A name that one has already gets the new address.
package struct SaveView: Verb {
    package static let permission: Permission = "view.save"
    private static let most = 30
    package var name: String
    package var address: String
    package var officeID: ID<Office>?

    package init(name: String, address: String, officeID: ID<Office>? = nil) {
        self.name = name
        self.address = address
        self.officeID = officeID
    }

    package func perform(at desk: Desk) throws -> ID<SavedView> {
        guard let account = desk.scope.accountID else { throw Problem.unauthenticated }
        let name = try desk.checkedText(name, field: "name", longest: 30)
        guard address.hasPrefix("/"), !address.hasPrefix("//"), address.utf8.count <= 1000,
            address.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F && $0 != "\\" })
        else { throw Problem.field("address", "not-an-address") }
        if let officeID, !desk.scope.duties.contains(where: { $0.officeID == officeID }) {
            throw Problem.field("officeID", "not-one-of-these")
        }
        let known: ID<SavedView>? = try desk.db.value(
            "SELECT id FROM saved_views WHERE district = \(desk.district) AND account_id = \(account) AND name = \(name)")
        if let known {
            try desk.writer.run(
                """
                UPDATE saved_views SET address = \(address), office_id = \(officeID), saved_at = \(desk.now)
                WHERE district = \(desk.district) AND id = \(known)
                """)
            try desk.record(ViewSaved(viewID: known, name: name))
            return known
        }
        let count: Int =
            try desk.db.value("SELECT count(*) FROM saved_views WHERE district = \(desk.district) AND account_id = \(account)") ?? 0
        guard count < Self.most else { throw Problem(.conflict, "too-many-views", ["most": "\(Self.most)"]) }
        let id: ID<SavedView> = desk.newID()
        try desk.writer.run(
            """
            INSERT INTO saved_views (district, id, account_id, office_id, name, address, saved_at)
            VALUES (\(desk.district), \(id), \(account), \(officeID), \(name), \(address), \(desk.now))
            """)
        try desk.record(ViewSaved(viewID: id, name: name))
        return id
    }
}

/// Removes a view of one's own.
package struct RemoveView: Verb {
    package static let permission: Permission = "view.remove"
    package var viewID: ID<SavedView>

    package init(viewID: ID<SavedView>) { self.viewID = viewID }

    package func perform(at desk: Desk) throws -> Done {
        guard let account = desk.scope.accountID else { throw Problem.unauthenticated }
        let name: String? = try desk.db.value(
            "SELECT name FROM saved_views WHERE district = \(desk.district) AND id = \(viewID) AND account_id = \(account)")
        guard let name else { throw Problem.field("viewID", "not-one-of-these") }
        try desk.writer.run("DELETE FROM saved_views WHERE district = \(desk.district) AND id = \(viewID)")
        try desk.record(ViewRemoved(viewID: viewID, name: name))
        return Done()
    }
}

package struct ViewSaved: Event {
    package static let name = "view.saved"
    package var viewID: ID<SavedView>
    package var name: String
    package var subject: Subject { Subject("view", viewID.uuid) }
}

package struct ViewRemoved: Event {
    package static let name = "view.removed"
    package var viewID: ID<SavedView>
    package var name: String
    package var subject: Subject { Subject("view", viewID.uuid) }
}

extension Reading {
    /// The person's views of a page, and those that colleagues at the same office share, by name.
    package func savedViews(of page: String) throws -> [SavedView] {
        guard let account = scope.accountID else { return [] }
        let offices = scope.duties.compactMap(\.officeID)
        return try db.rows(
            """
            SELECT v.*, a.name AS owner FROM saved_views v
            JOIN accounts a ON a.district = v.district AND a.id = v.account_id
            WHERE v.district = \(district) AND (v.account_id = \(account) OR v.office_id IN \(list: offices))
              AND (v.address = \(page) OR substr(v.address, 1, \(page.utf8.count + 1)) = \(page + "?"))
            ORDER BY v.name, v.id
            """
        ).map { try SavedView(row: $0, own: account) }
    }
}
