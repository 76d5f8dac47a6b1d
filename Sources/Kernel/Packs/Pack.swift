package import WorkingTime

/// A district as data: everything that another district would have otherwise. Read from YAML files, checked whole, never half.
package struct Pack: Sendable {
    package var code = ""
    package var name = Words(zh: "", en: "")
    package var version = 1
    /// What case numbers begin with.
    package var short = ""
    package var district = ""
    package var zone = Zone.china
    package var hotline: String?
    package var levels: [Level] = []
    package var areas: [AreaSeed] = []
    package var offices: [OfficeSeed] = []
    package var roles: [Role] = []
    package var ladders: [String: Ladder] = [:]
    package var settings = Settings()
    package var lists: [String: [ListItem]] = [:]
    package var classes: [CaseClass] = []
    package var tiles: [PublicTile] = []
    package var indicators: [IndicatorDefinition] = []
    package var imports: [ImportMap] = []
    package var calendarYears: [CalendarYear] = []
    package var hours: [String: OfficeHours] = [:]
    /// Overrides of the language catalogue: language, key, text.
    package var wording: [String: [String: String]] = [:]
    /// The district's boundary as GeoJSON text.
    package var outline: String?
    package var folder = ""

    package var classesByCode: [String: CaseClass] = [:]
    package var rolesByCode: [String: Role] = [:]
    package var calendar = WorkCalendar(years: [])

    package init() {}

    package struct Level: Sendable {
        package var code: String
        package var name: Words
    }

    package struct AreaSeed: Sendable {
        package var code: String
        package var parent: String?
        package var level: String
        package var name: String
        package var from: Day
    }

    package struct OfficeSeed: Sendable {
        package var code: String
        package var parent: String?
        package var name: Words
        package var kind: String
        package var area: String
        package var hours: String
    }

    package struct Role: Sendable {
        package var code: String
        package var name: Words
        package var note: Words?
        package var grants: [Grant]

        package struct Grant: Sendable {
            package var permission: Permission
            package var reach: Reach
        }
    }

    package struct Ladder: Sendable {
        package var code: String
        package var name: Words
        package var steps: [Step]

        package struct Step: Sendable {
            package var code: String
            package var from: Anchor
            /// Before (negative) or after the anchor.
            package var isBefore: Bool
            package var offset: Limit
            package var action: Action
        }
        package enum Anchor: String, CaseIterable, Sendable {
            case acceptBy = "accept-by"
            case due
        }
        package enum Action: String, CaseIterable, Sendable { case remind, superior, supervise }
    }

    package struct Settings: Sendable {
        package var acceptLimit = Limit.workingHours(2)
        package var dispatchLimit = Limit.workingHours(2)
        package var defaultLimit = Limit.workingDays(5)
        package var urgentLimit = Limit.hours(24)
        package var reopenWindow = Limit.days(15)
        package var silencePeriod = Limit.days(7)
        package var photosPerNote = 6
        package var photoMegabytes = 10
        package var textLength = 4000
        /// What one network address may do within an hour without an account: changes, and receipt codes that open nothing.
        package var strangersChanges = 60
        package var strangersWrongCodes = 30
        package var signInTries = SignInTries()
        package var sessionHours = SessionHours()
        /// For how many days the outcome of a request stays known to whoever repeats it.
        package var requestDays = 30
        /// For how many hours an upload waits to be hung on a case.
        package var uploadHours = 24
        package var alike = AlikeRules()
        package var ladder = "standard"
        package var numbering: [String: String] = [:]
    }

    /// Which cases are shown as likely the same: so near in time and place, at least so alike.
    package struct AlikeRules: Sendable {
        package var days = 30
        package var metres = 300
        package var percent = 45
        /// How many of the area's newest are compared.
        package var candidates = 300
    }

    /// How many failed tries to sign in count against whom, and for how long.
    package struct SignInTries: Sendable {
        package var minutes = 15
        package var nameFromAddress = 5
        package var name = 30
        /// An address may be a whole office's.
        package var address = 300
    }

    /// How long one stays signed in: at most, and without doing anything.
    package struct SessionHours: Sendable {
        package var longest = 12
        package var idle = 2
    }

    package struct ListItem: Sendable {
        package var code: String
        package var name: Words
        package var note: Words?
        /// Of a channel: what comes in by it was published by whoever sent it.
        package var isPublic = false
    }

    package struct CaseClass: Sendable {
        package var code: String
        package var name: Words
        package var group: Words
        package var limit: Limit?
        package var offices: [String]
        package var keywords: [String]
    }

    package struct PublicTile: Sendable {
        package var code: String
        package var name: Words
        package var iconWord: String
        package var classes: [String]
    }

    package struct IndicatorDefinition: Sendable {
        package var code: String
        package var name: Words
        package var of: String
        package var numerator: String?
        package var denominator: String
        package var unit: String
        package var measure: String?
        package var duration: String?
        package var version: Int
        package var note: Words?
    }

    package struct ImportMap: Sendable {
        package var code: String
        package var name: Words
        package var columns: [String: String]
        package var timeFormats: [String]
        package var caseClass: String
        package var channel: String
        package var office: String
    }

    package func schedule(hours name: String? = nil) -> WorkSchedule {
        WorkSchedule(calendar: calendar, hours: hours[name ?? "default"] ?? hours["default"] ?? .standard, zone: zone)
    }

    package func list(_ name: String) -> [ListItem] { lists[name] ?? [] }
    package func item(_ code: String, in name: String) -> ListItem? { list(name).first { $0.code == code } }
    package func level(_ code: String) -> Level? { levels.first { $0.code == code } }
}
