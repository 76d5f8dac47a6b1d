package import Kernel
import Sealing
import Store
import WorkingTime

/// What somebody heard who called a reporter back as part of the sample: the word of the reporter, taken down by somebody who had no
/// part in the handling. There is no other way in which staff enter whether somebody is satisfied.
package struct RecordCallBack: Verb {
    package static let permission: Permission = "case.call-back"
    package var caseID: ID<Case>
    package var reached: Bool
    package var answered: Bool?
    package var solved: Bool?
    package var rating: Int?
    package var comment: String?

    package init(
        caseID: ID<Case>, reached: Bool, answered: Bool? = nil, solved: Bool? = nil, rating: Int? = nil, comment: String? = nil
    ) {
        self.caseID = caseID
        self.reached = reached
        self.answered = answered
        self.solved = solved
        self.rating = rating
        self.comment = comment
    }

    package func perform(at desk: Desk) throws -> Done {
        let found = try desk.findCase(caseID, for: Self.permission)
        guard let order = try desk.openOrders(about: found.subject, kind: "call-back").first else {
            throw Problem(.conflict, "not-to-call-back", ["number": found.number])
        }
        try desk.requireIndependent(of: found, verb: Self.permission)
        let comment = try desk.checkedText(comment ?? "", field: "comment", longest: 500, mayBeEmpty: true)
        if reached {
            guard let answered else { throw Problem.field("answered", "required") }
            guard let solved else { throw Problem.field("solved", "required") }
            if solved && !answered { throw Problem.field("answered", "solved-but-not-answered") }
            if let rating, !(1...5).contains(rating) { throw Problem.field("rating", "not-one-of-these") }
        }
        let tries = try desk.callBacks(of: found).count { $0.calledAt >= order.issuedAt } + 1
        let id: ID<RecordCallBack> = desk.newID()
        try desk.writer.run(
            """
            INSERT INTO case_call_backs (district, id, case_id, reached, answered, solved, rating, comment, called_at, called_by)
            VALUES (\(desk.district), \(id), \(found.id), \(reached), \(reached ? answered : nil), \(reached ? solved : nil),
              \(reached ? rating : nil), \(comment), \(desk.happenedAt), \(desk.scope.accountID))
            """)
        try desk.record(
            CaseCalledBack(
                caseID: found.id, reached: reached, solved: reached ? solved : nil, rating: reached ? rating : nil, comment: comment))
        // Somebody who cannot be reached is called a few times, and is then counted as not reached.
        guard reached || tries >= desk.pack.settings.callBacks.tries else { return Done() }
        try desk.end(order, as: .closed)
        guard reached, let answered, let solved else { return Done() }
        if found.state == .resolved {
            _ = try ConfirmCase(
                key: CaseKey(id: found.id), answered: answered, solved: solved, rating: rating, comment: comment
            ).take(found, at: desk)
        } else if found.state == .closed, !solved, found.outcome == "solved" {
            // Closed as solved, and it is not.
            try desk.reopen(found, reason: comment.isEmpty ? "not-solved" : comment)
        }
        return Done()
    }
}

/// One call of the sample.
struct CallBack: Sendable {
    var reached: Bool
    var solved: Bool?
    var calledAt: Instant
}

extension Reading {
    func callBacks(of found: Case) throws -> [CallBack] {
        try db.rows(
            "SELECT reached, solved, called_at FROM case_call_backs WHERE district = \(district) AND case_id = \(found.id) ORDER BY called_at, id"
        ).map { CallBack(reached: try $0.get("reached"), solved: try $0.get("solved"), calledAt: try $0.get("called_at")) }
    }
}

/// Which answered cases are called back: a share of them, drawn by a keyed hash, so that whoever handles one cannot know beforehand.
enum CallBackSample {
    static let reactions: [Reaction] = [
        .on(CaseResolved.self, "call-back-sample") { event, desk in
            let rules = desk.pack.settings.callBacks
            guard rules.percent > 0, !desk.scope.isSystem else { return }
            let found = try desk.findCaseJustChanged(event.caseID)
            guard found.hasContact, try desk.openOrders(about: found.subject, kind: "call-back").isEmpty,
                share(of: found, at: desk) < rules.percent
            else { return }
            // What the centre handled itself, somebody else asks about.
            let desks = [try desk.dispatchDesk()] + (try desk.offices(kind: desk.pack.settings.returns.decidedBy))
            guard let caller = try desks.first(where: { try !desk.handled(found, by: $0.id) }) else { return }
            _ = try desk.issue(
                OrderDraft(
                    kind: "call-back", matter: found.subject, to: caller, ask: found.title, limit: rules.limit),
                areaPath: found.areaPath)
        },
        .on(CaseWithdrawn.self, "no-call-back") { event, desk in
            let found = try desk.findCaseJustChanged(event.caseID)
            for order in try desk.openOrders(about: found.subject, kind: "call-back") { try desk.cancel(order) }
        },
    ]

    /// 0…99; another one each time a case is answered again.
    private static func share(of found: Case, at desk: Desk) -> Int {
        let digest = desk.home.keys.secretDigest("\(found.id)/\(found.reopened)", purpose: "call-back")
        return (Int(digest[0]) << 16 | Int(digest[1]) << 8 | Int(digest[2])) % 100
    }
}

extension Desk {
    fileprivate func handled(_ found: Case, by office: ID<Office>) throws -> Bool {
        try db.exists(
            """
            SELECT 1 FROM orders o WHERE o.district = \(district) AND o.matter_id = \(found.id) AND o.kind IN ('handle', 'assist')
              AND o.to_office = \(office)
            """)
    }

    func findCaseJustChanged(_ id: ID<Case>) throws -> Case {
        guard let row = try db.first("SELECT * FROM cases c WHERE c.district = \(district) AND c.id = \(id)") else {
            throw Problem.notFound("case")
        }
        return try Case(row: row)
    }
}
