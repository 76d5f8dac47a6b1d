import Kernel
import Pages
import Sealing
import WorkingTime

struct OrderRecord: Codable, Sendable {
    var id: ID<Order>
    var number: String
    var kind: String
    var state: Order.State
    var matter: Subject
    var toOffice: ID<Office>
    var ask: String
    var limit: String?
    var issuedAt: Instant
    var acceptBy: Instant?
    var dueAt: Instant
    var acceptedAt: Instant?
    var repliedAt: Instant?
    /// Plain days from the day of issue to that of the reply.
    var days: Int?
    var reply: String?
    var reason: String?
    var closedAt: Instant?
    var previousID: ID<Order>?
    var stepsTaken: [String]
    var supervisedAt: Instant?

    init(_ order: Order, zone: Zone) {
        id = order.id
        number = order.number
        kind = order.kind
        state = order.state
        matter = order.matter
        toOffice = order.toOffice
        ask = order.ask
        limit = order.deadline?.limit.description
        issuedAt = order.issuedAt
        acceptBy = order.acceptBy
        dueAt = order.dueAt
        acceptedAt = order.acceptedAt
        repliedAt = order.repliedAt
        days = order.repliedAt.map { order.issuedAt.day(in: zone).distance(to: $0.day(in: zone)) }
        reply = order.reply
        reason = order.reason
        closedAt = order.closedAt
        previousID = order.previous
        stepsTaken = order.stepsTaken
        supervisedAt = order.supervisedAt
    }
}

struct OrderRecords: Codable, Sendable { var orders: [OrderRecord] }

struct AreaRecord: Codable, Sendable {
    var id: ID<Area>
    var code: String
    var name: String
    var level: String
    var parent: ID<Area>?
}

struct AreaRecords: Codable, Sendable { var areas: [AreaRecord] }

struct OfficeRecord: Codable, Sendable {
    var id: ID<Office>
    var code: String
    var name: Words
    var kind: String
    var parent: ID<Office>?
}

struct OfficeRecords: Codable, Sendable { var offices: [OfficeRecord] }

struct ClassRecord: Codable, Sendable {
    var code: String
    var name: Words
    var group: Words
    var limit: String?
}

struct ClassRecords: Codable, Sendable { var classes: [ClassRecord] }
struct FigureRecords: Codable, Sendable { var figures: [IndicatorFigure] }

struct VerificationRecord: Codable, Sendable {
    var intact: Bool
    var blocks: Int
    /// The first broken block and why; absent where nothing is.
    var broken: Int64?
    var why: String?

    init(_ result: VerificationResult) {
        switch result {
        case .intact(let blocks, _, _): (intact, self.blocks) = (true, blocks)
        case .broken(let block, let why): (intact, blocks, broken, self.why) = (false, 0, block, "\(why)")
        }
    }
}

enum KernelQueries {
    static let all: [APIQuery] = [
        APIQuery("listOrders", "/api/orders", "order.view", parameters: ["state", "limit"]) { visit -> OrderRecords in
            let limit = try visit.limit(50, most: 1000)
            let state = try visit.asked("state").map { text -> InboxFilter in
                guard let state = InboxFilter(rawValue: text) else { throw Problem.field("state", "not-one-of-these") }
                return state
            }
            return OrderRecords(
                orders: try await visit.read { try $0.inbox(state: state ?? .open, limit: limit) }.map {
                    OrderRecord($0, zone: visit.site.zone)
                })
        },
        APIQuery("getOrder", "/api/orders/:id", "order.view", parameters: []) { visit -> OrderRecord in
            let id: ID<Order> = try visit.id()
            return OrderRecord(try await visit.read { try $0.findOrder(id) }, zone: visit.site.zone)
        },
        APIQuery("listAreas", "/api/areas", "area.view", parameters: ["level"]) { visit -> AreaRecords in
            let level = visit.asked("level")
            let areas = try await visit.read { try $0.areas(level: level) }
            return AreaRecords(
                areas: areas.map { AreaRecord(id: $0.id, code: $0.code, name: $0.name, level: $0.level, parent: $0.parentID) })
        },
        APIQuery("listOffices", "/api/offices", "office.view", parameters: ["kind"]) { visit -> OfficeRecords in
            let kind = visit.asked("kind")
            let offices = try await visit.read { try $0.offices(kind: kind) }
            return OfficeRecords(
                offices: offices.map { OfficeRecord(id: $0.id, code: $0.code, name: $0.name, kind: $0.kind, parent: $0.parentID) })
        },
        APIQuery("listClasses", "/api/classes", "area.view", parameters: []) { visit -> ClassRecords in
            ClassRecords(
                classes: visit.district.pack.classes.map {
                    ClassRecord(code: $0.code, name: $0.name, group: $0.group, limit: $0.limit?.description)
                })
        },
        APIQuery("verifyJournal", "/api/journal/verification", "journal.verify", parameters: []) { visit -> VerificationRecord in
            try await visit.read { VerificationRecord(try JournalBlocks.verify(in: $0)) }
        },
        APIQuery(
            "getIndicators", "/api/indicators", "indicator.view", parameters: ["area", "office", "class", "from", "to", "as-of", "code"]
        ) { visit -> FigureRecords in
            let filter = try visit.figureFilter()
            let code = visit.asked("code")
            let wanted = visit.district.pack.indicators.filter { code == nil || $0.code == code }
            return FigureRecords(figures: try await visit.read(asOf: try visit.asOf()) { try $0.figures(wanted, filter: filter) })
        },
    ]
}
