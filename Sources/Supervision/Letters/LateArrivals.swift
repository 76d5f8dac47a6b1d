package import Kernel
import Sealing
import Store
package import WorkingTime

/// First entries from a door's log, of which only the late ones are kept: on a working day, make-up days among them, after the office had
/// opened and the minutes of grace were over. Whoever was in time, and whoever came on a day off, leaves no trace here. A later log, of
/// another door, can show that somebody had come earlier; a letter already sent stays.
package struct RecordLateArrivals: Verb {
    package static let permission: Permission = "late-arrival.record"
    package var entries: [Entry]
    /// Why the log may be looked at: `2022年清明节前后纪律检查`.
    package var basis: String
    package var graceMinutes: Int?

    package struct Entry: Codable, Sendable {
        package var officeID: ID<Office>
        package var person: String
        package var at: Instant

        package init(officeID: ID<Office>, person: String, at: Instant) {
            self.officeID = officeID
            self.person = person
            self.at = at
        }
    }

    package init(entries: [Entry], basis: String, graceMinutes: Int? = nil) {
        self.entries = entries
        self.basis = basis
        self.graceMinutes = graceMinutes
    }

    package struct Outcome: Codable, Sendable {
        package var looked: Int
        package var late: Int
        package var offices: Int
    }

    package func perform(at desk: Desk) throws -> Outcome {
        let basis = try desk.checkedText(basis, field: "basis", longest: 200)
        guard entries.count <= 10_000 else { throw Problem.field("entries", "too-many", ["most": "10000"]) }
        let grace = Span.minutes(min(max(graceMinutes ?? 0, 0), 240))
        // The first entry of a person on a day is the arrival; later ones are coming back.
        var arrivals: [Arrival: Instant] = [:]
        let zone = desk.pack.zone
        for (index, entry) in entries.enumerated() {
            guard entry.at <= desk.now else { throw Problem.field("entries.\(index).at", "in-the-future") }
            let person = try desk.checkedText(entry.person, field: "entries.\(index).person", longest: 40)
            let arrival = Arrival(office: entry.officeID, person: person, day: entry.at.day(in: zone))
            arrivals[arrival] = min(arrivals[arrival] ?? entry.at, entry.at)
        }
        var offices: Set<ID<Office>> = []
        var late = 0
        for (arrival, at) in arrivals.sorted(by: { ($0.value, $0.key.person) < ($1.value, $1.key.person) }) {
            let office = try desk.findOffice(arrival.office)
            let schedule = desk.home.schedule(hours: office.hours)
            guard schedule.calendar.isWorking(arrival.day),
                let opening = schedule.hours.openings(onWeekday: arrival.day.weekday).first
            else { continue }
            let opened = Instant(arrival.day, at: opening.opens, in: zone)
            // Whoever comes after the morning is over was elsewhere: that is for a person to judge.
            guard at < Instant(arrival.day, at: opening.closes, in: zone) else { continue }
            guard at > opened + grace else {
                try drop(arrival, opened: opened, desk)
                continue
            }
            try keep(arrival, at: at, opened: opened, basis: basis, desk)
            late += 1
            offices.insert(office.id)
        }
        try desk.record(
            LateArrivalsRecorded(batchID: desk.newID(), basis: basis, looked: arrivals.count, late: late, offices: offices.count))
        return Outcome(looked: arrivals.count, late: late, offices: offices.count)
    }

    private struct Arrival: Hashable {
        var office: ID<Office>
        var person: String
        var day: Day
    }

    private func keep(_ arrival: Arrival, at: Instant, opened: Instant, basis: String, _ desk: Desk) throws {
        let id: ID<RecordLateArrivals> = desk.newID()
        let keys = desk.home.keys
        try desk.writer.run(
            """
            INSERT INTO late_arrivals (district, id, office_id, person, person_index, arrived_at, opened_at, basis, recorded_at)
            VALUES (\(desk.district), \(id), \(arrival.office), \(try keys.seal(arrival.person, context: "late_arrivals.person/\(id)")),
              \(keys.blindIndex(arrival.person, field: "late_arrivals.person")), \(at), \(opened), \(basis), \(desk.now))
            ON CONFLICT (district, office_id, person_index, opened_at) DO UPDATE SET arrived_at = excluded.arrived_at
              WHERE excluded.arrived_at < late_arrivals.arrived_at
            """)
    }

    private func drop(_ arrival: Arrival, opened: Instant, _ desk: Desk) throws {
        let index = desk.home.keys.blindIndex(arrival.person, field: "late_arrivals.person")
        try desk.writer.run(
            """
            DELETE FROM late_arrivals WHERE district = \(desk.district) AND office_id = \(arrival.office)
              AND person_index = \(index) AND opened_at = \(opened) AND letter_id IS NULL
            """)
    }
}

package struct LateArrivalsRecorded: Event {
    package static let name = "late-arrivals.recorded"
    package var batchID: ID<RecordLateArrivals>
    package var basis: String
    package var looked: Int
    package var late: Int
    package var offices: Int
    package var subject: Subject { Subject("late-arrivals", batchID.uuid) }
}

/// One letter to each office that has late arrivals without one: all with one click.
package struct IssueLateLetters: Verb {
    package static let permission: Permission = "late-arrival.issue-letters"
    package var from: Day
    package var to: Day
    package var ask: String
    package var limit: String
    package var basis: String?

    package init(from: Day, to: Day, ask: String, limit: String, basis: String? = nil) {
        self.from = from
        self.to = to
        self.ask = ask
        self.limit = limit
        self.basis = basis
    }

    package func perform(at desk: Desk) throws -> [ID<Order>] {
        let offices = try desk.lateOffices(from: from, to: to, withoutLetter: true).map(\.officeID)
        guard !offices.isEmpty else { throw Problem(.conflict, "nobody-late") }
        let orders = try IssueLetter(toOffices: offices, ask: ask, limit: limit, basis: basis).perform(at: desk)
        for (office, order) in zip(offices, orders) {
            try desk.writer.run(
                """
                UPDATE late_arrivals SET letter_id = \(order) WHERE district = \(desk.district) AND office_id = \(office)
                  AND letter_id IS NULL AND arrived_at >= \(Instant(from, in: desk.pack.zone))
                  AND arrived_at < \(Instant(to.adding(days: 1), in: desk.pack.zone))
                """)
        }
        return orders
    }
}

extension Reading {
    /// How many people of each office came late, and whether it has a letter on it.
    func lateOffices(from: Day, to: Day, withoutLetter: Bool = false) throws -> [(officeID: ID<Office>, people: Int, times: Int)] {
        try db.rows(
            """
            SELECT l.office_id, count(DISTINCT l.person_index) AS people, count(*) AS times
            FROM late_arrivals l JOIN offices o ON o.district = l.district AND o.id = l.office_id
            WHERE l.district = \(district) AND l.arrived_at >= \(Instant(from, in: pack.zone))
              AND l.arrived_at < \(Instant(to.adding(days: 1), in: pack.zone)) AND \(withoutLetter ? "l.letter_id IS NULL" : "(1 = 1)" as SQL)
            GROUP BY l.office_id, o.path ORDER BY o.path
            """
        ).map { (try $0.get("office_id"), try $0.get("people"), try $0.get("times")) }
    }
}
