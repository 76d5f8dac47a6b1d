package import Geography
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
    /// What a telephone number without an area code belongs to, and how many digits it then has.
    package var areaCode = ""
    package var localDigits = 8
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
    package var circulars: [Circular] = []
    package var replyTemplates: [ReplyTemplate] = []
    package var replyChecks: [ReplyCheck] = []
    /// Words by which a sentence asks, with or without a question mark.
    package var askingWords: [String] = []
    /// The field library, by code.
    package var subjectFields: [String: SubjectField] = [:]
    /// In the order of the pack.
    package var subjectKinds: [SubjectKind] = []
    package var relations: [Relation] = []
    /// What subjects can be put down as.
    package var schemes: [Scheme] = []
    package var ledgers: [Ledger] = []
    package var trees: [Tree] = []
    package var calendarYears: [CalendarYear] = []
    package var hours: [String: OfficeHours] = [:]
    /// Overrides of the language catalogue: language, key, text.
    package var wording: [String: [String: String]] = [:]
    /// The district's boundary as GeoJSON text.
    package var outline: String?
    /// The same, to ask what lies within.
    package var boundary: Boundary?
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
        /// What this role opens that is shut to everybody else.
        package var compartments: [String] = []

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
            /// The end of a standstill; an order that never stood still has none.
            case resume
        }
        package enum Action: String, CaseIterable, Sendable {
            case remind, superior, supervise
            /// Into the next circular.
            case name
            /// The head is called in.
            case interview
        }
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
        /// As it stands among hundreds of others: code, name and group.
        package let label: Words

        init(code: String, name: Words, group: Words, limit: Limit?, offices: [String], keywords: [String]) {
            self.code = code
            self.name = name
            self.group = group
            self.limit = limit
            self.offices = offices
            self.keywords = keywords
            label = Words(zh: "\(code) \(name.zh) · \(group.zh)", en: "\(code) \(name.en) · \(group.en)")
        }
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
