import Store
package import WorkingTime

/// A person who signs in.
package struct Account: Sendable {
    package enum State: String, ClosedList, SQLConvertible { case active, suspended }

    package var id: ID<Account>
    package var login: String
    package var name: String
    package var state: State
    package var language: String
    package var mustChangePassword: Bool
    var passwordHash: String
    var sealedMail: [UInt8]?

    init(row: Row) throws {
        id = try row.get("id")
        login = try row.get("login")
        name = try row.get("name")
        state = try row.get("state")
        language = try row.get("language")
        mustChangePassword = try row.get("must_change_password")
        passwordHash = try row.get("password")
        sealedMail = try row.get("mail")
    }
}

/// A person's role at an office or in an area, from–to.
package struct Duty: Hashable, Sendable {
    package var id: ID<Duty>
    package var accountID: ID<Account>
    package var role: String
    package var officeID: ID<Office>?
    package var officePath: String?
    package var officeName: String?
    package var areaID: ID<Area>?
    package var areaPath: String?
    package var areaName: String?
    package var begunAt: Instant
    package var endedAt: Instant?

    init(row: Row) throws {
        id = try row.get("id")
        accountID = try row.get("account_id")
        role = try row.get("role")
        officeID = try row.get("office_id")
        officePath = try row.get("office_path")
        officeName = try row.get("office_name")
        areaID = try row.get("area_id")
        areaPath = try row.get("area_path")
        areaName = try row.get("area_name")
        begunAt = try row.get("begun_at")
        endedAt = try row.get("ended_at")
    }
}
