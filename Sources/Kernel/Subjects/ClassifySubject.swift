import Store
package import WorkingTime

/// What a subject is put down as, by whom, on what evidence, from a day to a day.
package struct Classification: Sendable {
    package var id: ID<Classification>
    package var subjectID: ID<SubjectRecord>
    package var scheme: String
    package var code: String
    package var evidence: String
    package var since: Day
    /// The last day; nil is until further notice.
    package var until: Day?
    /// By then somebody looks whether it still holds.
    package var reviewOn: Day?
    package var decidedBy: ID<Account>?

    init(row: Row) throws {
        id = try row.get("id")
        subjectID = try row.get("subject_id")
        scheme = try row.get("scheme")
        code = try row.get("code")
        evidence = try row.get("evidence")
        since = Day(daysSinceEpoch: try row.get("begun_on"))
        until = try row.get("ended_on", as: Int?.self).map { Day(daysSinceEpoch: $0) }
        reviewOn = try row.get("review_on", as: Int?.self).map { Day(daysSinceEpoch: $0) }
        decidedBy = try row.get("decided_by")
    }
}

/// Puts a subject down as something: a key group, a hardship category, an honour. Where a scheme allows one code at a time, the one
/// before ends the day before.
package struct ClassifySubject: Verb {
    package static let permission: Permission = "subject.classify"
    package var subjectID: ID<SubjectRecord>
    /// A code of the pack's classifications.
    package var scheme: String
    /// A code of the scheme's list.
    package var code: String
    package var evidence: String
    /// Today, where nobody says.
    package var since: Day?
    package var until: Day?

    package init(subjectID: ID<SubjectRecord>, scheme: String, code: String, evidence: String, since: Day? = nil, until: Day? = nil) {
        self.subjectID = subjectID
        self.scheme = scheme
        self.code = code
        self.evidence = evidence
        self.since = since
        self.until = until
    }

    package func perform(at desk: Desk) throws -> ID<Classification> {
        let found = try desk.findSubject(subjectID, for: Self.permission)
        try found.require(.active, verb: Self.permission)
        guard let scheme = desk.openSchemes(of: found.kind).first(where: { $0.code == self.scheme }) else {
            throw Problem.field("scheme", "not-one-of-these")
        }
        guard desk.pack.item(code, in: scheme.list) != nil else { throw Problem.field("code", "not-one-of-these") }
        let evidence = try desk.checkedText(evidence, field: "evidence", longest: 500)
        let since = since ?? desk.happenedAt.day(in: desk.pack.zone)
        if let until, until < since { throw Problem.field("until", "before-its-beginning") }
        let present = try desk.classifications(of: found).filter { $0.scheme == scheme.code && $0.until == nil }
        if present.contains(where: { $0.code == code }) { throw Problem(.conflict, "already-classified", ["number": found.number]) }
        if scheme.isSingle, until == nil {
            for other in present {
                guard other.since < since else { throw Problem.field("since", "before-the-present-one", ["day": other.since.iso]) }
                try desk.end(other, on: since.adding(days: -1))
            }
        }
        let zone = desk.pack.zone
        let review = scheme.review.map { desk.home.schedule().after(Instant(since, in: zone), $0).day(in: zone) }
        let id: ID<Classification> = desk.newID()
        try desk.writer.run(
            """
            INSERT INTO subject_classifications
              (district, id, subject_id, scheme, code, evidence, begun_on, ended_on, review_on, decided_by, since)
            VALUES (\(desk.district), \(id), \(found.id), \(scheme.code), \(code), \(evidence), \(since.daysSinceEpoch),
              \(until?.daysSinceEpoch), \(until == nil ? review?.daysSinceEpoch : nil), \(desk.scope.accountID), \(desk.now))
            """)
        try desk.record(SubjectClassified(subjectID: found.id, scheme: scheme.code, code: code, from: since))
        return id
    }
}

/// Ends a classification on a day, with the reason.
package struct EndClassification: Verb {
    package static let permission: Permission = "subject.declassify"
    package var classificationID: ID<Classification>
    /// Its last day.
    package var on: Day
    package var reason: String

    package init(classificationID: ID<Classification>, on: Day, reason: String) {
        self.classificationID = classificationID
        self.on = on
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> Done {
        guard
            let held = try desk.db.first(
                "SELECT * FROM subject_classifications WHERE district = \(desk.district) AND id = \(classificationID)"
            ).map(Classification.init(row:))
        else { throw Problem.notFound("classification") }
        let found = try desk.findSubject(held.subjectID, for: Self.permission)
        guard desk.openSchemes(of: found.kind).contains(where: { $0.code == held.scheme }) else { throw Problem.notFound("classification") }
        let reason = try desk.checkedText(reason, field: "reason", longest: 200)
        guard held.until == nil else { throw Problem(.conflict, "classification-ended", ["number": found.number]) }
        guard on >= held.since else { throw Problem.field("on", "before-its-beginning") }
        try desk.end(held, on: on)
        try desk.record(ClassificationEnded(subjectID: found.id, scheme: held.scheme, code: held.code, on: on, reason: reason))
        return Done()
    }
}

extension Reading {
    /// The schemes that a kind of subject has and that are not shut to this person.
    package func openSchemes(of kind: String) -> [Pack.Scheme] {
        pack.schemes.filter { $0.of.contains(kind) && ($0.compartment.map(scope.opens) ?? true) }
    }

    /// What subjects of one kind are put down as on the day looked at, in schemes that are open to this person.
    package func classifications(of found: [SubjectRecord]) throws -> [ID<SubjectRecord>: [Classification]] {
        guard let kind = found.first?.kind else { return [:] }
        let rows = try db.rows(
            """
            SELECT * FROM \(table("subject_classifications")) c
            WHERE c.district = \(district) AND c.subject_id IN \(list: found.map(\.id))
              AND c.scheme IN \(list: openSchemes(of: kind).map(\.code))
              AND \(held(on: dayLookedAt))
            ORDER BY c.scheme, c.begun_on, c.id
            """
        ).map(Classification.init(row:))
        return Dictionary(grouping: rows, by: \.subjectID)
    }

    /// All that a subject is and was put down as, in schemes that are open to this person, those that hold first.
    package func classifications(of found: SubjectRecord) throws -> [Classification] {
        try db.rows(
            """
            SELECT * FROM \(table("subject_classifications")) c
            WHERE c.district = \(district) AND c.subject_id = \(found.id) AND c.scheme IN \(list: openSchemes(of: found.kind).map(\.code))
            ORDER BY c.ended_on IS NOT NULL, c.scheme, c.begun_on, c.id
            """
        ).map(Classification.init(row:))
    }
}

extension Desk {
    func end(_ held: Classification, on day: Day) throws {
        try writer.run(
            """
            UPDATE subject_classifications SET ended_on = \(max(day, held.since).daysSinceEpoch), \(revisedAt: now.microseconds)
            WHERE district = \(district) AND id = \(held.id)
            """)
    }
}
