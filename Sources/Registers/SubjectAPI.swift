package import Kernel
package import Pages
package import WorkingTime

/// A subject as the API shows it. Sealed fields are masked: opening one is a verb, with a purpose.
package struct SubjectAnswer: Codable, Sendable {
    package var id: ID<SubjectRecord>
    package var kind: String
    package var number: String
    package var title: String
    package var state: SubjectRecord.State
    package var areaID: ID<Area>?
    package var mergedInto: ID<SubjectRecord>?
    package var registeredAt: Instant
    /// By field code, as it would be typed.
    package var values: [String: String]

    init(_ found: SubjectRecord, _ facts: SubjectFacts, _ pack: Pack) {
        id = found.id
        kind = found.kind
        number = found.number
        title = found.title
        state = found.state
        areaID = found.areaID
        mergedInto = found.mergedInto
        registeredAt = found.registeredAt
        values = [:]
        for (code, value) in facts.values { values[code] = pack.subjectFields[code]?.masked(value.typed) ?? value.typed }
    }
}

package struct SubjectAnswers: Codable, Sendable {
    package var subjects: [SubjectAnswer]
    /// Give it as `after` for the next page; absent at the end.
    package var next: String?
}

package enum SubjectQueries {
    package static let all: [APIQuery] = [
        APIQuery(
            "listSubjects", "/api/registers/:kind", "subject.view", parameters: ["q", "area", "class", "state", "after", "limit", "as-of"]
        ) { visit -> SubjectAnswers in
            let kind = try visit.kind(try visit.parameter("kind"))
            let filter = try RegisterPage.filter(visit, kind)
            let limit = try visit.limit(50, most: 500)
            let mark = visit.asked("after").flatMap(SubjectMark.init)
            return try await visit.read(asOf: try visit.asOf()) { reading in
                let found = try reading.subjects(filter, after: mark, limit: limit + 1)
                let page = Array(found.prefix(limit))
                let facts = try reading.facts(of: page)
                return SubjectAnswers(
                    subjects: page.map { SubjectAnswer($0, facts[$0.id] ?? SubjectFacts(), reading.pack) },
                    next: found.count > limit ? page.last.map { SubjectMark($0).text } : nil)
            }
        },
        APIQuery("getSubject", "/api/subjects/:id", "subject.view", parameters: ["as-of"]) { visit -> SubjectAnswer in
            let id: ID<SubjectRecord> = try visit.id()
            return try await visit.read(asOf: try visit.asOf()) { reading in
                let found = try reading.findSubject(id)
                return SubjectAnswer(found, try reading.facts(of: found), reading.pack)
            }
        },
    ]
}
