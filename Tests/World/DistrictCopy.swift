import Kernel
import Store
import Synchronization

extension Base {
    private static let copies = Mutex(0)

    /// A copy of the seeded district under a code of its own, in the same database: each test of PostgreSQL has neighbours whose
    /// rows have the same ids, so every look-up that forgot the district shows.
    func copyDistrict() async throws -> String {
        let number = Self.copies.withLock { count in
            count += 1
            return count
        }
        let digits = String(number)
        let code = "t" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        let template = pack.district
        try await store.write { writer in
            let (areas, offices) = (
                try writer.value("SELECT count(*) FROM areas WHERE district = \(template)", as: Int.self) ?? 0,
                try writer.value("SELECT count(*) FROM offices WHERE district = \(template)", as: Int.self) ?? 0
            )
            for (table, columns) in Self.copied {
                try writer.run(
                    "INSERT INTO \(table) (district, \(columns)) SELECT \(code), \(columns) FROM \(table) WHERE district = \(template)"
                )
            }
            for (series, last) in [("area", areas), ("office", offices)] {
                for _ in 0..<last { _ = try writer.nextNumber(district: code, series: series) }
            }
        }
        return code
    }

    /// What seeding fills, parents before children.
    private static let copied: [(SQL, SQL)] = [
        ("areas", "id, code, parent_id, level, name, path, begun_on, ended_on, merged_into, version, since"),
        ("offices", "id, code, parent_id, name_zh, name_en, kind, area_id, path, hours, version, since"),
        ("accounts", "id, login, name, password, mail, state, language, must_change_password, version, since"),
        ("duties", "id, account_id, role, office_id, area_id, begun_at, ended_at, version, since"),
        (
            "journal",
            "happened_at, recorded_at, actor_kind, actor_id, actor_name, verb, event, subject_kind, subject_id, payload, mode, request_id"
        ),
    ]
}
