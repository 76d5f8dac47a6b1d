import Casework
import Kernel
import WorkingTime

/// The life of one invented request, from the call to wherever it stands at the end.
struct DemoCase: DemoLife {
    private enum Step {
        case file, dispatch, handOver, dispatchAgain, accept, note, resolve, answer, resolveAgain, answerAgain
    }

    private let request: DemoRequest
    private let turn: Int
    private var pace: DemoPace
    private var step = Step.file
    private(set) var next: Instant?
    private var caseID: ID<Case>?
    private var receipt = ""
    private var orderID: ID<Order>?
    private var dueAt: Instant?

    init(_ request: DemoRequest, turn: Int, filedAt: Instant, pace: DemoPace) {
        self.request = request
        self.turn = turn
        self.pace = pace
        next = filedAt
    }

    mutating func live(in world: DemoWorld) async throws {
        next = nil
        switch step {
        case .file: try await file(in: world)
        case .dispatch: try await dispatch(to: request.first ?? request.office, in: world)
        case .handOver: try await handOver(in: world)
        case .dispatchAgain: try await dispatch(to: request.office, in: world)
        case .accept: try await accept(in: world)
        case .note: try await note(in: world)
        case .resolve: try await resolve(request.reply, in: world)
        case .answer: try await answer(in: world)
        case .resolveAgain: try await resolve(request.secondReply, in: world)
        case .answerAgain: try await confirm(in: world)
        }
    }

    private mutating func go(on step: Step, at moment: Instant) {
        self.step = step
        next = moment
    }

    private mutating func file(in world: DemoWorld) async throws {
        let resident = world.resident(of: request.area, turn: turn)
        let hasContact = request.channel != "inspection" && (request.channel != "web" || turn % 5 != 0)
        // Who calls says where it is; who has a phone in the hand often sends the point too.
        let isPointed = ["web", "proxy", "inspection"].contains(request.channel) && turn % 4 != 0
        let place = isPointed ? world.map.place(in: request.area, turn: turn) : nil
        let filed = try await world.district.perform(
            FileCase(
                channel: request.channel, caseClass: request.caseClass, urgency: request.isUrgent ? "urgent" : nil,
                title: request.title, text: request.text, areaCode: request.area, address: request.address,
                latitude: place?.latitude, longitude: place?.longitude,
                contact: hasContact ? resident.map { Contact(name: $0.name, phone: $0.phone) } : nil),
            as: try filer(in: world))
        caseID = filed.caseID
        receipt = filed.receipt
        go(on: .dispatch, at: pace.later(world.now, minutes: turn % 17 == 3 ? 150...260 : 8...70))
    }

    private func filer(in world: DemoWorld) throws -> Scope {
        switch request.channel {
        case "web": .visitor(of: world.district.code)
        case "api": .system("interface", of: world.district.code)
        case "proxy", "inspection":
            try world.staff.filer(in: request.area) ?? world.person("phone-desk", turn: turn)
        default: try world.person("phone-desk", turn: turn)
        }
    }

    private mutating func dispatch(to office: String, in world: DemoWorld) async throws {
        guard let caseID else { return }
        let order = try await world.district.perform(
            DispatchCase(caseID: caseID, officeID: try world.office(office)), as: try world.person("dispatcher", turn: turn))
        (orderID, dueAt) = (order.orderID, order.dueAt)
        let hands = step == .dispatch && request.first != nil
        // Of what nobody has answered yet, some is not even taken.
        if !hands, request.reply == nil, turn % 4 == 0 { return }
        go(on: hands ? .handOver : .accept, at: pace.later(world.now, minutes: turn % 13 == 5 ? 130...300 : 10...100))
    }

    private mutating func handOver(in world: DemoWorld) async throws {
        guard let orderID, let first = request.first else { return }
        let handler = try world.handler(of: first, turn: turn)
        if let reason = request.transferred {
            self.orderID = try await world.district.perform(
                TransferOrder(orderID: orderID, toOffice: try world.office(request.office), reason: reason), as: handler)
            go(on: .accept, at: pace.later(world.now, minutes: 20...90))
        } else if let returned = request.returned {
            let (code, text) = reason(returned, in: world.district.pack)
            _ = try await world.district.perform(ReturnOrder(orderID: orderID, reason: code, text: text), as: handler)
            go(on: .dispatchAgain, at: pace.later(world.now, minutes: 15...60))
        }
    }

    /// `地点不在本辖区：…` is the name of a return reason and what was added to it.
    private func reason(_ text: String, in pack: Pack) -> (code: String, text: String) {
        let reasons = pack.list("return-reasons")
        guard let known = reasons.first(where: { text.hasPrefix($0.name.zh) }) else { return ("not-ours", text) }
        return (known.code, String(text.dropFirst(known.name.zh.count).drop { "：:".contains($0) }))
    }

    private mutating func accept(in world: DemoWorld) async throws {
        guard let orderID else { return }
        _ = try await world.district.perform(AcceptOrder(orderID: orderID), as: try handler(in: world))
        dueAt = try await world.district.read(as: .system("demo", of: world.district.code)) { try $0.findOrder(orderID).dueAt }
        if turn % 3 == 1 {
            go(on: .note, at: pace.later(world.now, minutes: 20...60))
        } else {
            goOnToReply(from: world.now)
        }
    }

    private mutating func note(in world: DemoWorld) async throws {
        guard let caseID, !world.extras.notes.isEmpty else { return goOnToReply(from: world.now) }
        let note = world.extras.notes[turn % world.extras.notes.count]
        _ = try await world.district.perform(
            NoteCase(key: CaseKey(id: caseID), text: note.text, isPublic: note.isPublic), as: try handler(in: world))
        if !isHandledByCenter, let work = world.extras.works.isEmpty ? nil : world.extras.works[turn % world.extras.works.count] {
            try await carryOut(work, in: world)
        }
        goOnToReply(from: world.now)
    }

    /// Some are surveyed and planned, some need another office, and some stand still.
    private mutating func carryOut(_ work: DemoExtras.Work, in world: DemoWorld) async throws {
        guard let caseID, let orderID else { return }
        let handler = try handler(in: world)
        let today = world.now.day(in: world.district.pack.zone)
        switch turn % 12 {
        case 1, 7:
            _ = try await world.district.perform(SurveyCase(caseID: caseID, finding: work.finding), as: handler)
            _ = try await world.district.perform(
                PlanCase(caseID: caseID, measures: work.measures, who: work.who, dueOn: today.adding(days: work.days), cost: work.cost),
                as: handler)
        case 4 where work.office != request.office:
            let orders = try await world.district.perform(
                AskAssistance(caseID: caseID, officeIDs: [try world.office(work.office)], ask: work.ask), as: handler)
            // What nobody has answered yet waits for those who assist, too.
            guard request.reply != nil else { return }
            let helper = try world.handler(of: work.office, turn: turn)
            _ = try await world.district.perform(ReplyToOrder(orderID: orders[0], text: work.answer), as: helper)
        case 10 where dueAt.map { world.now < $0 } == true:
            let parks = request.reply == nil
            _ = try await world.district.perform(
                AskSuspension(orderID: orderID, until: today.adding(days: parks ? 40 : 4), reason: work.reason, parks: parks), as: handler)
            _ = try await world.district.perform(
                DecideExtension(orderID: orderID, grants: true), as: try world.person("dispatcher", turn: turn))
            dueAt = try await world.district.read(as: .system("demo", of: world.district.code)) { try $0.findOrder(orderID).dueAt }
        default: break
        }
    }

    private mutating func goOnToReply(from now: Instant) {
        guard request.reply != nil, let dueAt else { return }
        let percent = pace.chance(percent: 12) ? pace.number(in: 130...260) : pace.number(in: 25...92)
        go(on: .resolve, at: max(now, pace.part(percent, from: now, to: max(now, dueAt))))
    }

    private mutating func resolve(_ reply: String?, in world: DemoWorld) async throws {
        guard let caseID, let reply else { return }
        _ = try await world.district.perform(
            ResolveCase(
                caseID: caseID, outcome: request.outcome ?? "solved", reply: reply, despite: world.extras.despite),
            as: try handler(in: world))
        go(on: step == .resolve ? .answer : .answerAgain, at: pace.atHome(world.now, days: 1...3))
    }

    private mutating func answer(in world: DemoWorld) async throws {
        if let reason = request.reopen, request.secondReply != nil || request.rating == nil {
            _ = try await world.district.perform(
                ReopenCase(key: CaseKey(receipt: receipt), reason: reason), as: .visitor(of: world.district.code))
            guard request.secondReply != nil else { return }
            return go(on: .resolveAgain, at: pace.later(world.now, minutes: 300...900))
        }
        try await confirm(in: world)
    }

    private func confirm(in world: DemoWorld) async throws {
        guard let caseID else { return }
        guard request.rating != nil || request.solved != nil else { return try await check(in: world) }
        let solved = request.solved ?? (request.outcome == "solved")
        let asker = try asker(in: world)
        _ = try await world.district.perform(
            ConfirmCase(
                key: asker == nil ? CaseKey(receipt: receipt) : CaseKey(id: caseID), answered: true, solved: solved,
                rating: request.rating, comment: request.comment ?? request.reopen),
            as: asker ?? .visitor(of: world.district.code))
    }

    /// Who asks the reporter, where it is not the reporter who answers with the receipt: somebody of neither office.
    private func asker(in world: DemoWorld) throws -> Scope? {
        let wasTold = !["web", "api"].contains(request.channel)
        if isHandledByCenter { return wasTold ? try world.person("supervisor", turn: turn) : nil }
        let isOfTheOffice = ["proxy", "inspection"].contains(request.channel)
        return isOfTheOffice || turn % 4 == 2 ? try world.person("caller-back", turn: turn) : nil
    }

    private var isHandledByCenter: Bool { request.office == "center" || request.first == "center" }

    /// Nobody to ask, or nobody reached: every other one is looked at, the rest runs into silence.
    private func check(in world: DemoWorld) async throws {
        guard let caseID, !isHandledByCenter, request.channel == "inspection" || turn % 2 == 0,
            !world.extras.findings.isEmpty
        else { return }
        _ = try await world.district.perform(
            CloseCase(
                caseID: caseID, finding: world.extras.findings[turn % world.extras.findings.count],
                solved: request.outcome == "solved"),
            as: try world.person("dispatcher", turn: turn))
    }

    private func handler(in world: DemoWorld) throws -> Scope {
        try world.handler(of: request.office, turn: turn)
    }
}
