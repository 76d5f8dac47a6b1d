import Kernel
import WorkingTime

/// The invented people of a pack's `demo` folder.
struct DemoPeople: Sendable {
    struct Member: Sendable {
        var name: String
        var login: String
        var role: String
        var office: String
        var area: String?
    }

    struct Resident: Sendable {
        var name: String
        var phone: String
        var area: String
    }

    var staff: [Member]
    var residents: [Resident]
}

/// One invented request; the header of `requests.yaml` says what its fields mean.
struct DemoRequest: Sendable {
    var caseClass: String
    var title: String
    var text: String
    var area: String
    var address: String
    var channel: String
    var isUrgent: Bool
    var month: Int?
    var office: String
    var first: String?
    var returned: String?
    var transferred: String?
    var reply: String?
    var outcome: String?
    var reopen: String?
    var secondReply: String?
    var rating: Int?
    var solved: Bool?
    var comment: String?
}

/// Notes, findings, letters and figures of `extras.yaml`.
struct DemoExtras: Sendable {
    struct Note: Sendable {
        var text: String
        var isPublic: Bool
    }

    struct Letter: Sendable {
        var daysBefore: Int
        var ask: String
        var limit: String
        var replies: [Reply]
    }

    struct Reply: Sendable {
        var office: String
        var workingHours: Int?
        var text: String?
    }

    struct Figure: Sendable {
        var name: String
        var value: String
        var unit: String
        var qualifier: String?
        var source: String
        var daysBefore: Int
    }

    struct Tip: Sendable {
        var daysBefore: Int
        var channel: String
        var category: String
        var text: String
        var office: String?
        var contact: String?
        /// Until there is a finding; nil where nobody found anything yet.
        var workingHours: Int?
        var finding: String?
        var found: String?
        var told: String?
    }

    /// What an office does on the way: looks, plans, asks another one, waits.
    struct Work: Sendable {
        var finding: String
        var measures: String
        var who: String
        var days: Int
        var cost: Int?
        var office: String
        var ask: String
        var answer: String
        var reason: String
    }

    var works: [Work] = []

    struct Poster: Sendable {
        var kind: String
        var name: String
        var place: String
        var office: String?
    }

    /// A morning's log of a door.
    struct Door: Sendable {
        struct Entry: Sendable {
            var office: String
            var person: String
            /// Since midnight.
            var time: Span
        }

        var daysBefore: Int
        var basis: String
        var graceMinutes: Int
        var log: [Entry]
    }

    var doors: [Door] = []
    var tips: [Tip] = []
    var posters: [Poster] = []
    var notes: [Note]
    var findings: [String]
    /// Why an answer leaves that does not pass a check.
    var despite: String
    var letters: [Letter]
    var figures: [Figure]
}

/// Reads the files; every mistake is reported with its line, at once.
struct DemoFiles: Sendable {
    var people = DemoPeople(staff: [], residents: [])
    var requests: [DemoRequest] = []
    var extras = DemoExtras(notes: [], findings: [], despite: "", letters: [], figures: [])
    var registers = DemoRegisters()

    init(pack: String, packs: String) throws {
        let check = PackCheck()
        func file(_ name: String) -> PackNode? {
            PackNode.load("\(packs)/\(pack)/demo/\(name)", named: "\(pack)/demo/\(name)", check: check)
        }
        if let node = file("people.yaml") { people = Self.people(node) }
        if let node = file("requests.yaml") { requests = node.list("requests").map(Self.request) }
        if let node = file("extras.yaml") { extras = Self.extras(node) }
        if let node = file("registers.yaml") { registers = DemoRegisters(node) }
        if !check.problems.isEmpty { throw PackProblems(problems: check.problems) }
    }

    private static func people(_ node: PackNode) -> DemoPeople {
        node.only("staff", "residents")
        return DemoPeople(
            staff: node.list("staff").map { member in
                member.only("name", "login", "role", "office", "area")
                return DemoPeople.Member(
                    name: member.required("name"), login: member.required("login"), role: member.required("role"),
                    office: member.required("office"), area: member.string("area"))
            },
            residents: node.list("residents").map { resident in
                resident.only("name", "phone", "area")
                return DemoPeople.Resident(
                    name: resident.required("name"), phone: resident.required("phone"), area: resident.required("area"))
            })
    }

    private static func request(_ node: PackNode) -> DemoRequest {
        node.only(
            "class", "title", "text", "area", "address", "channel", "urgency", "month", "office", "first", "return",
            "transfer", "reply", "outcome", "reopen", "second-reply", "rating", "solved", "comment")
        return DemoRequest(
            caseClass: node.required("class"), title: node.required("title"), text: node.required("text"),
            area: node.required("area"), address: node.required("address"), channel: node.required("channel"),
            isUrgent: node.string("urgency") == "urgent", month: node.integer("month"), office: node.required("office"),
            first: node.string("first"), returned: node.string("return"), transferred: node.string("transfer"),
            reply: node.string("reply"), outcome: node.string("outcome"), reopen: node.string("reopen"),
            secondReply: node.string("second-reply"), rating: node.integer("rating"),
            solved: node.string("solved").map { $0 == "true" }, comment: node.string("comment"))
    }

    private static func extras(_ node: PackNode) -> DemoExtras {
        node.only("notes", "findings", "despite", "letters", "figures", "tips", "posters", "works", "doors")
        return DemoExtras(
            works: node.list("works").map {
                $0.only("finding", "measures", "who", "days", "cost", "office", "ask", "answer", "reason")
                return DemoExtras.Work(
                    finding: $0.required("finding"), measures: $0.required("measures"), who: $0.required("who"),
                    days: $0.integer("days") ?? 10, cost: $0.integer("cost"), office: $0.required("office"), ask: $0.required("ask"),
                    answer: $0.required("answer"), reason: $0.required("reason"))
            },
            doors: node.list("doors").map(door),
            tips: node.list("tips").map {
                $0.only("days", "channel", "category", "text", "office", "contact", "hours", "finding", "found", "told")
                return DemoExtras.Tip(
                    daysBefore: $0.integer("days") ?? 1, channel: $0.required("channel"), category: $0.required("category"),
                    text: $0.required("text"), office: $0.string("office"), contact: $0.string("contact"),
                    workingHours: $0.integer("hours"), finding: $0.string("finding"), found: $0.string("found"), told: $0.string("told"))
            },
            posters: node.list("posters").map {
                $0.only("kind", "name", "place", "office")
                return DemoExtras.Poster(
                    kind: $0.required("kind"), name: $0.required("name"), place: $0.required("place"), office: $0.string("office"))
            },
            notes: node.list("notes").map {
                $0.only("text", "public")
                return DemoExtras.Note(text: $0.required("text"), isPublic: $0.string("public") == "true")
            },
            findings: node.texts("findings"), despite: node.string("despite") ?? "",
            letters: node.list("letters").map(letter),
            figures: node.list("figures").map {
                $0.only("name", "value", "unit", "qualifier", "source", "as-of-days")
                return DemoExtras.Figure(
                    name: $0.required("name"), value: $0.required("value"), unit: $0.required("unit"),
                    qualifier: $0.string("qualifier"), source: $0.required("source"),
                    daysBefore: $0.integer("as-of-days") ?? 0)
            })
    }

    private static func door(_ node: PackNode) -> DemoExtras.Door {
        node.only("days", "basis", "grace", "log")
        return DemoExtras.Door(
            daysBefore: node.integer("days") ?? 1, basis: node.required("basis"), graceMinutes: node.integer("grace") ?? 0,
            log: node.list("log").map {
                $0.only("office", "person", "at")
                return DemoExtras.Door.Entry(
                    office: $0.required("office"), person: $0.required("person"), time: $0.timeOfDay("at") ?? .zero)
            })
    }

    private static func letter(_ node: PackNode) -> DemoExtras.Letter {
        node.only("days", "ask", "limit", "to")
        return DemoExtras.Letter(
            daysBefore: node.integer("days") ?? 1, ask: node.required("ask"), limit: node.required("limit"),
            replies: node.list("to").map {
                $0.only("office", "hours", "reply")
                return DemoExtras.Reply(
                    office: $0.required("office"), workingHours: $0.integer("hours"), text: $0.string("reply"))
            })
    }
}
