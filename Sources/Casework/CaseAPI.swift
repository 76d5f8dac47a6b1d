package import Kernel
package import Pages
package import WorkingTime

/// A case as the API shows it. The reporter's contact is not in it.
package struct CaseRecord: Codable, Sendable {
    package var id: ID<Case>
    package var number: String
    package var state: Case.State
    package var title: String
    package var text: String
    package var caseClass: String
    package var urgency: String
    package var channel: String
    package var areaID: ID<Area>
    package var address: String
    package var officeID: ID<Office>?
    package var filedAt: Instant
    package var dispatchedAt: Instant?
    package var respondBy: Instant?
    package var respondedAt: Instant?
    package var dueAt: Instant?
    package var resolvedAt: Instant?
    /// Plain days from the day of filing to that of the answer.
    package var days: Int?
    package var workingDays: Int?
    package var confirmBy: Instant?
    package var closedAt: Instant?
    package var reopenUntil: Instant?
    package var outcome: String?
    package var reply: String?
    package var closing: Case.Closing?
    package var answered: Bool?
    package var solved: Bool?
    package var rating: Int?
    package var comment: String?
    package var reopened: Int
    package var sourceNumber: String?

    package init(_ found: Case, zone: Zone) {
        id = found.id
        number = found.number
        state = found.state
        title = found.title
        text = found.text
        caseClass = found.caseClass
        urgency = found.urgency
        channel = found.channel
        areaID = found.areaID
        address = found.address
        officeID = found.officeID
        filedAt = found.filedAt
        dispatchedAt = found.dispatchedAt
        respondBy = found.respondBy
        respondedAt = found.respondedAt
        dueAt = found.dueAt
        resolvedAt = found.resolvedAt
        days = found.resolvedAt.map { found.filedAt.day(in: zone).distance(to: $0.day(in: zone)) }
        workingDays = found.workingDays
        confirmBy = found.confirmBy
        closedAt = found.closedAt
        reopenUntil = found.reopenUntil
        outcome = found.outcome
        reply = found.reply
        closing = found.closing
        answered = found.answered
        solved = found.solved
        rating = found.rating
        comment = found.comment
        reopened = found.reopened
        sourceNumber = found.sourceNumber
    }
}

package struct CaseRecords: Codable, Sendable {
    package var cases: [CaseRecord]
    /// Give it as `after` for the next page; absent at the end.
    package var next: String?
}

package enum CaseQueries {
    package static let all: [APIQuery] = [
        APIQuery(
            "listCases", "/api/cases", "ledger.view",
            parameters: ["state", "area", "office", "class", "from", "to", "q", "rows", "within", "sort", "after", "limit", "as-of"]
        ) { visit -> CaseRecords in
            let filter = try CaseFilter(visit)
            let limit = try visit.limit(50, most: 500)
            let mark = try visit.asked("after").map { text -> LedgerMark in
                guard let mark = LedgerMark(text) else { throw Problem.field("after", "not-one-of-these") }
                return mark
            }
            let found = try await visit.read(asOf: try visit.asOf()) { try $0.ledger(filter, after: mark, limit: limit + 1) }
            let page = Array(found.prefix(limit))
            return CaseRecords(
                cases: page.map { CaseRecord($0, zone: visit.site.zone) },
                next: found.count > limit ? page.last.map { LedgerMark($0).text } : nil)
        },
        APIQuery("getCase", "/api/cases/:id", "case.view", parameters: []) { visit -> CaseRecord in
            let id: ID<Case> = try visit.id()
            return CaseRecord(try await visit.read { try $0.findCase(id) }, zone: visit.site.zone)
        },
        APIQuery("searchCases", "/api/search", "case.search", parameters: ["q", "before", "limit"]) { visit -> CaseRecords in
            let limit = try visit.limit(50, most: 200)
            let before = visit.asked("before").flatMap(Int64.init)
            let (rows, next) = try await visit.read { try $0.searchPage(visit.asked("q") ?? "", before: before, limit: limit) }
            return CaseRecords(cases: rows.map { CaseRecord($0, zone: visit.site.zone) }, next: next.map(String.init))
        },
    ]
}
