package import Kernel
import Sealing
import Store
package import WorkingTime

/// A poster with a code, at a firm's door or a window of an office: who scans it finds the place filled in, and tips are counted by it.
package struct IntakePoint: Sendable {
    package var id: ID<IntakePoint>
    package var code: String
    /// A code of the pack's `intake-point-kinds`.
    package var kind: String
    package var name: String
    package var place: String
    /// Whose window it is; tips from it are about this office.
    package var officeID: ID<Office>?
    package var openedAt: Instant
    package var closedAt: Instant?

    init(row: Row) throws {
        id = try row.get("id")
        code = try row.get("code")
        kind = try row.get("kind")
        name = try row.get("name")
        place = try row.get("place")
        officeID = try row.get("office_id")
        openedAt = try row.get("opened_at")
        closedAt = try row.get("closed_at")
    }
}

package struct AddIntakePoint: Verb {
    package static let permission: Permission = "tip.add-point"
    package var kind: String
    package var name: String
    package var place: String
    package var officeID: ID<Office>?

    package init(kind: String, name: String, place: String, officeID: ID<Office>? = nil) {
        self.kind = kind
        self.name = name
        self.place = place
        self.officeID = officeID
    }

    package struct Outcome: Codable, Sendable {
        package var pointID: ID<IntakePoint>
        /// What stands in the poster's QR code.
        package var code: String
    }

    package func perform(at desk: Desk) throws -> Outcome {
        guard desk.pack.item(kind, in: "intake-point-kinds") != nil else { throw Problem.field("kind", "not-one-of-these") }
        let name = try desk.checkedText(name, field: "name", longest: 80)
        let place = try desk.checkedText(place, field: "place", longest: 200)
        if let officeID { _ = try desk.findOffice(officeID) }
        let id: ID<IntakePoint> = desk.newID()
        // Not to be guessed: whoever writes another number into the address must not find another place's form.
        let code = String(Secret.make(bytes: 6))
        try desk.writer.run(
            """
            INSERT INTO intake_points (district, id, code, kind, name, place, office_id, opened_at)
            VALUES (\(desk.district), \(id), \(code), \(kind), \(name), \(place), \(officeID), \(desk.happenedAt))
            """)
        try desk.record(IntakePointAdded(pointID: id, pointName: name))
        return Outcome(pointID: id, code: code)
    }
}

/// The poster is gone. What came in by it stays counted.
package struct CloseIntakePoint: Verb {
    package static let permission: Permission = "tip.close-point"
    package var pointID: ID<IntakePoint>

    package init(pointID: ID<IntakePoint>) { self.pointID = pointID }

    package func perform(at desk: Desk) throws -> Done {
        let point = try desk.findIntakePoint(pointID)
        guard point.closedAt == nil else { throw Problem(.conflict, "point-closed", ["name": point.name]) }
        try desk.writer.run(
            "UPDATE intake_points SET closed_at = \(desk.happenedAt) WHERE district = \(desk.district) AND id = \(point.id)")
        try desk.record(IntakePointClosed(pointID: point.id, pointName: point.name))
        return Done()
    }
}

extension Reading {
    func intakePoints() throws -> [IntakePoint] {
        try db.rows("SELECT * FROM intake_points WHERE district = \(district) ORDER BY closed_at IS NOT NULL, opened_at, name")
            .map(IntakePoint.init(row:))
    }

    func findIntakePoint(_ id: ID<IntakePoint>) throws -> IntakePoint {
        guard let row = try db.first("SELECT * FROM intake_points WHERE district = \(district) AND id = \(id)") else {
            throw Problem.notFound("intake-point")
        }
        return try IntakePoint(row: row)
    }

    /// The point of a poster that still hangs.
    func openIntakePoint(code: String) throws -> IntakePoint {
        guard let row = try db.first("SELECT * FROM intake_points WHERE district = \(district) AND code = \(code) AND closed_at IS NULL")
        else { throw Problem.field("point", "no-such-point") }
        return try IntakePoint(row: row)
    }
}
