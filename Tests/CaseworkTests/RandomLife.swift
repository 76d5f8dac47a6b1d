import Casework
import Kernel
import Store
import WorkingTime
import World

/// People who do whatever comes to their mind with a handful of cases; time goes on, sometimes by nothing, sometimes by days.
struct RandomLife {
    let world: World
    private var random: Seeded
    private(set) var cases: [FileCase.Outcome] = []
    private(set) var done = 0
    private(set) var refused: [String: Int] = [:]
    /// The code of what was refused in a way no person should see.
    private(set) var broken: [String] = []

    private let offices: [String: ID<Office>]
    private var length = 0
    private var lengthBeforeRefusal: Int?

    /// How long people wait between two attempts.
    private let pauses: [Span]

    init(in world: World, seed: UInt64, pauses: [Span] = [.zero, .minutes(7), .hours(2), .hours(9), .days(2)]) async throws {
        self.world = world
        self.pauses = pauses
        random = Seeded(seed)
        offices = try await world.district.read(as: world.system) { reading in
            Dictionary(uniqueKeysWithValues: try reading.offices().map { ($0.code, $0.id) })
        }
    }

    private static let offices = [
        "urban-management", "housing", "street-990101001", "community-990101001001", "leadership",
    ]
    private static let areas = ["990101001001", "990101001002", "990101002001", "990101001001001-C01", "990101002"]
    private static let classes = ["06027", "01001", "S0101", "S0301"]
    private static let outcomes = ["solved", "explained", "unfounded", "nonsense"]

    private enum Step: CaseIterable {
        case classify, dispatch, accept, giveBack, transfer, resolve, confirm, close, reopen, withdraw, sendBack, note,
            time, recall, suspend, resume, decide, assist, answerLead, decideOffice
    }

    /// What mostly comes next in a state; the rest is tried as well, and refused.
    private static let likely: [Case.State: [Step]] = [
        .registered: [.dispatch, .dispatch, .dispatch, .classify, .decideOffice],
        .dispatched: [.accept, .accept, .resolve, .giveBack, .transfer, .recall],
        .accepted: [
            .resolve, .resolve, .resolve, .note, .transfer, .giveBack, .suspend, .suspend, .decide, .decide, .resume, .assist, .answerLead,
        ],
        .resolved: [.confirm, .confirm, .close, .sendBack, .time],
        .closed: [.reopen, .note], .withdrawn: [.note],
    ]

    /// One attempt of somebody to do something.
    mutating func step() async throws {
        try world.clock.advance(
            by: pauses.randomElement(using: &random)!)
        if cases.isEmpty || chance(10) {
            lengthBeforeRefusal = nil
            return try await file()
        }
        let given = cases.randomElement(using: &random)!
        let (id, key) = (given.caseID, chance(3) ? CaseKey(id: given.caseID) : CaseKey(receipt: given.receipt))
        let (found, order) = try await look(at: id)
        let step =
            chance(4)
            ? Step.allCases.randomElement(using: &random)! : Self.likely[found.state]!.randomElement(using: &random)!
        let office = offices[Self.offices.randomElement(using: &random)!]!
        switch step {
        case .classify:
            await attempt(
                ClassifyCase(caseID: id, caseClass: Self.classes.randomElement(using: &random)!), by: ["dispatcher"])
        case .dispatch:
            await attempt(
                DispatchCase(caseID: id, officeID: office, urgency: chance(4) ? "urgent" : nil), by: ["dispatcher"])
        case .accept: if let order { await attempt(AcceptOrder(orderID: order.id), by: handlers(of: order)) }
        case .giveBack:
            if let order {
                await attempt(
                    ReturnOrder(orderID: order.id, reason: chance(5) ? "no-mood" : "not-ours"), by: handlers(of: order))
            }
        case .transfer:
            if let order {
                await attempt(TransferOrder(orderID: order.id, toOffice: office, reason: "转办"), by: handlers(of: order))
            }
        case .resolve:
            let outcome = Self.outcomes.randomElement(using: &random)!
            await attempt(
                ResolveCase(caseID: id, outcome: outcome, reply: "已办理 \(done)"), by: order.map(handlers) ?? ["city"])
        case .confirm:
            let rating = chance(2) ? Int.random(in: 0...6, using: &random) : nil
            let verb = ConfirmCase(
                key: key, answered: !chance(5), solved: chance(2), rating: rating, comment: chance(3) ? "谢谢" : nil)
            await attempt(verb, by: ["", "callback", "supervisor", "city"])
        case .close:
            await attempt(
                CloseCase(caseID: id, finding: "看过了", solved: chance(2)),
                by: ["dispatcher", "dispatcher", "supervisor"])
        case .reopen: await attempt(ReopenCase(key: key, reason: "又来了"), by: ["", "callback", "dispatcher"])
        case .withdraw: if chance(3) { await attempt(WithdrawCase(key: key), by: ["", "phone", "dispatcher"]) }
        case .sendBack:
            if let order {
                await attempt(SendBackOrder(orderID: order.id, reason: "重办"), by: ["supervisor", "dispatcher"])
            }
        case .note:
            await attempt(NoteCase(key: key, text: "补充 \(done)", isPublic: chance(2)), by: ["", "city", "grid"])
        case .recall: if let order { await attempt(RecallOrder(orderID: order.id, reason: "派错了"), by: ["dispatcher"]) }
        case .suspend:
            if let order {
                let until = world.clock.now.day(in: world.district.pack.zone).adding(days: [0, 1, 20].randomElement(using: &random)!)
                await attempt(
                    AskSuspension(orderID: order.id, until: until, reason: "等批复", parks: chance(2)), by: handlers(of: order))
                if chance(2) { await attempt(DecideExtension(orderID: order.id, grants: true), by: ["supervisor"]) }
            }
        case .resume: if let order { await attempt(ResumeOrder(orderID: order.id, reason: "到了"), by: handlers(of: order)) }
        case .decide:
            if let order {
                if chance(2) { await attempt(AskExtension(orderID: order.id, days: 2, reason: "等料"), by: handlers(of: order)) }
                let grants = !chance(3)
                await attempt(
                    DecideExtension(orderID: order.id, grants: grants, answer: grants ? nil : "不行"), by: ["dispatcher", "supervisor"])
            }
        case .assist:
            await attempt(AskAssistance(caseID: id, officeIDs: [office], ask: "帮一下"), by: ["dispatcher", "city"])
        case .answerLead:
            if let assisting = try await world.orders(of: id).last(where: { $0.kind == "assist" }) {
                let of = LastOrder(id: assisting.id, toOffice: assisting.toOffice)
                await attempt(ReplyToOrder(orderID: assisting.id, text: "办了"), by: handlers(of: of))
            }
        case .decideOffice: await attempt(DecideOffice(caseID: id, officeID: office, reason: "由你办"), by: ["supervisor"])
        case .time:
            try await world.district.climbLadders()
            try await world.district.closeSilentCases()
        }
    }

    private struct LastOrder {
        var id: ID<Order>
        var toOffice: ID<Office>
    }

    /// A case and its last order; and whether what was refused just before has left something in the journal.
    private mutating func look(at id: ID<Case>) async throws -> (Case, LastOrder?) {
        let (found, order, length) = try await world.district.read(as: world.system) { reading in
            (
                try reading.findCase(id),
                try reading.db.first(
                    "SELECT id, to_office FROM orders WHERE district = \(reading.district) AND matter_id = \(id) AND kind <> 'assist' ORDER BY since DESC, issued_at DESC, number DESC LIMIT 1"
                ).map { LastOrder(id: try $0.get("id"), toOffice: try $0.get("to_office")) },
                try reading.db.value("SELECT count(*) FROM journal WHERE district = \(reading.district)", as: Int.self)
                    ?? 0
            )
        }
        if let lengthBeforeRefusal, lengthBeforeRefusal != length {
            broken.append("a refused verb wrote into the journal")
        }
        lengthBeforeRefusal = nil
        self.length = length
        return (found, order)
    }

    /// Those at the office of an order; the first of a list is the most likely.
    private func handlers(of order: LastOrder) -> [String] {
        let code = offices.first { $0.value == order.toOffice }?.key
        let there = World.staff.filter {
            $0.office == code && ["handler", "grid-worker", "office-head"].contains($0.role)
        }.map(\.login)
        return there.isEmpty ? ["city", "housing"] : there
    }

    private mutating func file() async throws {
        let verb = FileCase(
            channel: "phone", caseClass: Self.classes.randomElement(using: &random)!, text: "诉求 \(cases.count)",
            areaCode: Self.areas.randomElement(using: &random)!)
        let filed = try await world.district.perform(verb, as: chance(2) ? world.person("phone") : world.visitor)
        cases.append(filed)
        done += 1
    }

    private mutating func attempt(_ verb: some Verb, by likely: [String]) async {
        let login = chance(6) ? World.staff.randomElement(using: &random)!.login : likely.randomElement(using: &random)!
        let said = await refusal { try await world.district.perform(verb, as: world.person(login)) }
        if said == "done" {
            done += 1
        } else {
            refused[said, default: 0] += 1
            lengthBeforeRefusal = length
            if !Self.expected.contains(where: { said.hasPrefix($0) }) {
                broken.append("\(type(of: verb)) by \(login): \(said)")
            }
        }
    }

    private static let expected = [
        "case-state", "order-state", "not-found", "forbidden", "unauthenticated", "handler-may-not-confirm",
        "reopen-window-over", "reason: not-one-of-these",
        "outcome: not-one-of-these", "rating: not-one-of-these", "answered: solved-but-not-answered",
        "toOffice: same-office", "answer-the-case",
        "decided-above", "not-decided-above", "order-decided", "order-runs", "suspension-over", "assistance-open", "extension-",
        "no-extension-asked", "own-extension", "until: not-so-far-a-day", "officeIDs: works-on-it", "officeIDs: not-an-executing-office",
        "officeID: not-an-executing-office", "toOffice: not-an-executing-office", "solved: reopen-instead",
    ]

    private mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &random) == 0 }
}
