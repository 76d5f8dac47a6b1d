import Foundation
import Store
import WorkingTime

package struct SubjectErased: Event {
    package static let name = "subject.erased"
    package var subjectID: ID<SubjectRecord>
    package var subject: Subject { Subject("subject", subjectID.uuid) }
}

extension Desk {
    /// Takes away all that is known of a subject, now and in the past, and of those that were found to be the same. What remains is that there
    /// was one, where and how long: counts stay as they were, and so does the journal, in which nothing about it ever stood.
    func erase(_ found: SubjectRecord) throws {
        let ids: [ID<SubjectRecord>] =
            [found.id]
            + (try db.values("SELECT id FROM subjects WHERE district = \(district) AND merged_into = \(found.id) AND state = 'merged'"))
        guard let kind = PackName(found.kind) else { throw Problem.notFound("kind") }
        let day = now.day(in: pack.zone)
        let columns = try subjectKind(found.kind).fieldCodes.compactMap { pack.subjectFields[$0] }.flatMap(\.columns)
        let nothing = SQL.list(columns.map { SQL.packColumn($0) + " = NULL" })
        let those: SQL = "district = \(district) AND id IN \(list: ids)"
        try writer.run("UPDATE \(SQL.packTable(kind)) SET \(nothing), \(revisedAt: now.microseconds) WHERE \(those)")
        try writer.run("UPDATE \(SQL.packTable(kind, past: true)) SET \(nothing) WHERE \(those)")
        try writer.run(
            "UPDATE subjects SET title = number, sound = '', state = 'erased', \(revisedAt: now.microseconds) WHERE \(those)")
        try writer.run("UPDATE subjects_past SET title = number, sound = '' WHERE \(those)")

        let about: SQL = "district = \(district) AND subject_id IN \(list: ids)"
        let until: SQL = """
            ended_on = CASE WHEN ended_on IS NOT NULL THEN ended_on WHEN begun_on > \(day.daysSinceEpoch) THEN begun_on
              ELSE \(day.daysSinceEpoch) END
            """
        try writer.run("UPDATE subject_statements SET note = '' WHERE \(about)")
        try writer.run(
            """
            UPDATE subject_classifications SET evidence = '', \(until), \(revisedAt: now.microseconds) WHERE \(about)
            """)
        try writer.run("UPDATE subject_classifications_past SET evidence = '' WHERE \(about)")
        try writer.run(
            """
            UPDATE subject_relations SET \(until), \(revisedAt: now.microseconds)
            WHERE district = \(district) AND ended_on IS NULL AND (from_id IN \(list: ids) OR to_id IN \(list: ids))
            """)
        try writer.run("DELETE FROM subject_rows WHERE \(about)")
        try writer.run("DELETE FROM subject_photos WHERE \(about)")
        try writer.run(
            "DELETE FROM subject_merges WHERE district = \(district) AND (from_id IN \(list: ids) OR into_id IN \(list: ids))")
        try writer.run("UPDATE subject_changes SET proposal = NULL WHERE \(about)")
        for id in ids {
            try writer.forget(district: district, kind: "subject", id: id.uuid)
            try record(SubjectErased(subjectID: id))
        }
    }
}
