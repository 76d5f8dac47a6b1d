import Casework
import Kernel
import Testing
import World

/// Which verb which state allows, for every state and verb.
@Suite struct CaseStateTests {
    enum Step: String, CaseIterable { case classify, dispatch, resolve, confirm, close, reopen, withdraw, note }

    static let allowed: [(Case.State, Set<Step>)] = [
        (.registered, [.classify, .dispatch, .withdraw, .note]),
        (.dispatched, [.classify, .resolve, .withdraw, .note]),
        (.accepted, [.classify, .resolve, .withdraw, .note]),
        (.resolved, [.confirm, .close, .reopen, .withdraw, .note]),
        (.closed, [.reopen, .note]),
        (.withdrawn, []),
    ]

    @Test(arguments: Engine.all) func everyStateAllowsItsVerbsAndNoOther(on engine: Engine) async throws {
        let world = try await World.make(on: engine)
        for (state, steps) in Self.allowed {
            for step in Step.allCases {
                let (id, receipt) = try await make(state, in: world)
                let before = try await world.journal().count
                let said = await refusal { try await take(step, id, receipt, in: world) }
                if steps.contains(step) {
                    #expect(said == "done", "\(step) of a \(state) case")
                } else {
                    #expect(said == "case-state", "\(step) of a \(state) case")
                    #expect(try await world.journal().count == before)
                    #expect(try await world.findCase(id).state == state)
                }
            }
        }
    }

    private func make(_ state: Case.State, in world: World) async throws -> (ID<Case>, String) {
        let given: World.Given
        switch state {
        case .registered:
            let filed = try await world.filed()
            return (filed.caseID, filed.receipt)
        case .dispatched: given = try await world.dispatched()
        case .accepted: given = try await world.accepted()
        case .resolved: given = try await world.resolved()
        case .closed: given = try await world.closed()
        case .withdrawn: given = try await world.withdrawn()
        }
        return (given.id, given.receipt)
    }

    private func take(_ step: Step, _ id: ID<Case>, _ receipt: String, in world: World) async throws {
        let (home, key, desk) = (world.district, CaseKey(receipt: receipt), world.person("dispatcher"))
        switch step {
        case .classify:
            _ = try await home.perform(ClassifyCase(caseID: id, caseClass: "01001", urgency: "urgent"), as: desk)
        case .dispatch:
            _ = try await home.perform(
                DispatchCase(caseID: id, officeID: try await world.office("market").id), as: desk)
        case .resolve:
            _ = try await home.perform(ResolveCase(caseID: id, outcome: "solved", reply: "已解决"), as: world.system)
        case .confirm:
            _ = try await home.perform(ConfirmCase(key: key, answered: true, solved: true), as: world.visitor)
        case .close: _ = try await home.perform(CloseCase(caseID: id, finding: "现场已看", solved: true), as: desk)
        case .reopen: _ = try await home.perform(ReopenCase(key: key, reason: "又来了"), as: world.visitor)
        case .withdraw: _ = try await home.perform(WithdrawCase(key: key), as: world.visitor)
        case .note: _ = try await home.perform(NoteCase(key: key, text: "补充"), as: world.visitor)
        }
    }
}
