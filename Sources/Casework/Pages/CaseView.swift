import Kernel
import Pages
import Store

/// What is read for the case file.
struct CaseView: Sendable {
    var found: Case
    var areaNames: [String]
    var orders: [Order]
    var current: Order?
    var offices: [ID<Office>: Words]
    var photos: [CasePhoto]
    var notes: [CaseNote]
    var feed: [JournalEntry]
    /// Offices to dispatch or hand over to, for whoever gives the case out with what lies with each; empty where the person may do neither.
    var targets = Offer([])
    var suggested: ID<Office>?
    /// The answered case that this one came back after, where the person may see it.
    var earlier: Case?
    var mayAnswer = false
    var independent = false
    /// Whether this person may ask others to assist: somebody of the lead, or whoever dispatches.
    var mayAsk = false
    /// What there is about the time of the order that the case is with.
    var times = OrderTimes()
    /// Open orders beside it that this person's offices hold.
    var beside: [Order] = []
    /// Open orders that this person's offices issued, or that they may take back all the same.
    var recallable: [Order] = []
    /// Answers of those who assist, that may be sent back.
    var answered: [Order] = []
    var plan: CasePlan?
    /// The level above the dispatch desk, where it names the office.
    var above: Office?
    var reporters: [CaseReporter] = []
    /// What this case became part of.
    var merger: Case?

    /// What somebody may do about the orders of a case, as the page asks.
    private static let deciding: [Permission] = ["order.accept", AskAssistance.permission, RecallOrder.permission, "order.send-back"]

    init(_ id: ID<Case>, for visit: Visit, in reading: Reading) throws {
        try reading.foreseeing {
            _ = try reading.orders(about: Subject("case", id.uuid))
            _ = (try reading.photos(of: id), try reading.notes(of: id), try reading.feed(of: id))
            _ = (try reading.plan(of: id), try reading.furtherReporters(of: id))
            _ = try reading.ordersReached(by: Self.deciding, about: Subject("case", id.uuid))
        }
        found = try reading.findCase(id)
        let area = try reading.findArea(found.areaID)
        areaNames = try reading.lineage(of: area).map(\.name)
        orders = try reading.orders(about: found.subject)
        let moving = orders.filter { $0.kind == "handle" || $0.kind == "dispatch" }
        current = moving.last { $0.state.isOpen } ?? moving.last { $0.kind == "handle" }
        photos = try reading.photos(of: id)
        notes = try reading.notes(of: id)
        feed = try reading.feed(of: id)
        let all = try reading.offices()
        offices = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0.name) })
        above = found.state == .registered ? try reading.officeThatDecides(found) : nil
        let mayDispatch = found.state == .registered && reading.scope.may(above == nil ? DispatchCase.permission : DecideOffice.permission)
        try reading.foreseeing { if let current { _ = try reading.times(of: current) } }
        let reached = try reading.ordersReached(by: Self.deciding, about: found.subject)
        let held = reached["order.accept"] ?? []
        let holds = current.map { $0.kind == "handle" && $0.state.isOpen && held.contains($0.id) } ?? false
        mayAnswer = holds
        let leads = reached[AskAssistance.permission] ?? []
        mayAsk = current.map { $0.kind == "handle" && $0.state.isOpen && leads.contains($0.id) } ?? false
        beside = orders.filter { ($0.kind == "assist" || $0.kind == "after-care") && $0.state.isOpen && held.contains($0.id) }
        let issued = reached[RecallOrder.permission] ?? []
        recallable = orders.filter { ($0.kind == "handle" || $0.isAnsweredByItself) && $0.state.isOpen && issued.contains($0.id) }
        let sendable = reached["order.send-back"] ?? []
        answered = orders.filter { $0.kind == "assist" && $0.state == .replied && sendable.contains($0.id) }
        plan = try reading.plan(of: id)
        if mayDispatch || holds || mayAsk { targets = try visit.dispatchOffer(loaded: mayDispatch, in: reading) }
        if mayDispatch { suggested = try reading.usualOffice(for: found)?.id }
        if let current { times = try reading.times(of: current) }
        reporters = try reading.furtherReporters(of: id)
        merger = found.isMerged ? try reading.merger(of: found.id).map { try reading.findCase($0.caseID) } : nil
        earlier = found.repeats.flatMap { try? reading.findCase($0) }
        independent = (try? reading.requireIndependent(of: found, verb: "case.confirm")) != nil
    }
}
