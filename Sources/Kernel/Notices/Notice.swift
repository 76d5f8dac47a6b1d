import Store
package import WorkingTime

/// A message to a person or an office. The text is a sentence of the language catalogue with its values.
package struct Notice: Sendable {
    package var id: ID<Notice>
    package var text: String
    package var values: [String: String]
    package var href: String
    package var madeAt: Instant
    package var isRead: Bool
    /// Told because the person works there; nil where it is for them alone.
    package var toOffice: ID<Office>?

    init(row: Row) throws {
        id = try row.get("id")
        text = try row.get("text_key")
        values = try JSON.decode([String: String].self, try row.get("values_json"))
        href = try row.get("href")
        madeAt = try row.get("made_at")
        isRead = try row.get("is_read")
        toOffice = try row.get("to_office")
    }
}

package struct NoticeDraft: Sendable {
    package enum Recipient: Sendable {
        case account(ID<Account>)
        case office(ID<Office>)
    }

    package var to: Recipient
    /// What it is about: one recipient gets one message for one matter, however often it is said.
    package var matter: String
    package var text: String
    package var values: [String: String]
    package var href: String
    /// What is shut is not named in what leaves the house, nor in the log of it.
    package var compartment: String?

    package init(
        to: Recipient, matter: String, text: String, values: [String: String] = [:], href: String, compartment: String? = nil
    ) {
        self.compartment = compartment
        self.to = to
        self.matter = matter
        self.text = text
        self.values = values
        self.href = href
    }
}

extension Desk {
    /// Puts a notice into the recipient's inbox and, where they have an address, a letter into the post. In a drill it stays in the
    /// drill: the post office never sees it.
    package func notify(_ draft: NoticeDraft) throws {
        let (account, office): (ID<Account>?, ID<Office>?) =
            switch draft.to {
            case .account(let id): (id, nil)
            case .office(let id): (nil, id)
            }
        let id: ID<Notice> = newID()
        let recipient = account?.description ?? office?.description ?? ""
        let made = try writer.touched(
            by:
                """
                INSERT INTO notices (district, id, recipient, to_account, to_office, matter, text_key, values_json, href, made_at, mode)
                VALUES (\(district), \(id), \(recipient), \(account), \(office), \(draft.matter), \(draft.text),
                  \(try JSON.encode(draft.values)), \(draft.href), \(now), \(scope.mode))
                ON CONFLICT (district, recipient, matter) DO NOTHING
                """)
        guard made > 0, scope.mode == .live, !home.clock.isVirtual else { return }
        try PostOffice.post(id, draft, at: self)
    }
}

extension Reading {
    /// The newest first; what an office is told is for those who see its orders. Each way of being told is read from its own index: together they would be sorted whole.
    package func notices(limit: Int) throws -> [Notice] {
        guard let account = scope.accountID else { return [] }
        func told(_ way: SQL) -> SQL {
            """
            SELECT * FROM (SELECT n.* FROM notices n WHERE n.district = \(district) AND n.mode = \(scope.mode) AND \(way)
              ORDER BY n.made_at DESC LIMIT \(limit)) AS told
            """
        }
        let ways = [told("n.to_account = \(account)")] + offices(by: "order.view").map { told("n.to_office = \($0)") }
        let all = ways.dropFirst().reduce(ways[0]) { "\($0) UNION ALL \($1)" }
        return try db.rows(
            """
            SELECT n.*, EXISTS (SELECT 1 FROM notice_reads r
              WHERE r.district = n.district AND r.notice_id = n.id AND r.account_id = \(account)) AS is_read
            FROM (\(all)) AS n ORDER BY n.made_at DESC LIMIT \(limit)
            """
        ).map(Notice.init(row:))
    }

    /// Of the last hundred: older ones that nobody opened are no news.
    package func unreadNotices() throws -> Int {
        try notices(limit: 100).filter { !$0.isRead }.count
    }
}

/// Marks one's notices as read.
package struct ReadNotices: Verb {
    package static let permission: Permission = "notice.read"
    package static let audience = VerbAudience.everyone
    package var notices: [ID<Notice>]

    package init(notices: [ID<Notice>]) { self.notices = notices }

    package func perform(at desk: Desk) throws -> Done {
        guard let account = desk.scope.accountID else { throw Problem.unauthenticated }
        for id in notices.prefix(500) {
            try desk.writer.run(
                """
                INSERT INTO notice_reads (district, notice_id, account_id, at)
                SELECT district, id, \(account), \(desk.now) FROM notices n
                WHERE n.district = \(desk.district) AND n.id = \(id)
                  AND (n.to_account = \(account) OR n.to_office IN \(list: desk.scope.officeIDs))
                ON CONFLICT (district, notice_id, account_id) DO NOTHING
                """)
        }
        return Done()
    }
}
