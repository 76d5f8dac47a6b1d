import Kernel
import Tips
import WorkingTime

/// The life of one tip of the demonstration: received, assigned, found, told, struck off, as far as time allows.
struct DemoTip: DemoLife {
    private enum Step { case file, assign, find, tell, strike }

    private let tip: DemoExtras.Tip
    private let turn: Int
    private var step = Step.file
    private var filed: FileTip.Outcome?
    private(set) var next: Instant?

    init(_ tip: DemoExtras.Tip, turn: Int, at moment: Instant) {
        self.tip = tip
        self.turn = turn
        next = moment
    }

    mutating func live(in world: DemoWorld) async throws {
        let schedule = world.district.schedule()
        let officer = try world.person("tip-officer", turn: turn)
        let reviewer = try world.person("tip-reviewer", turn: turn)
        func goOn(_ step: Step, after hours: Int) {
            self.step = step
            next = schedule.after(world.now, .workingHours(hours))
        }
        switch step {
        case .file:
            let byPhone = tip.channel == "phone"
            filed = try await world.district.perform(
                FileTip(
                    channel: tip.channel, category: tip.category, text: tip.text, accusedOffice: try tip.office.map(world.office),
                    contact: tip.contact), as: byPhone ? officer : .visitor(of: world.district.code))
            goOn(.assign, after: 2)
        case .assign:
            guard let filed, let owner = officer.accountID else {
                next = nil
                return
            }
            _ = try await world.district.perform(AssignTip(tipID: filed.tipID, owner: owner), as: reviewer)
            goOn(.find, after: tip.workingHours ?? 0)
            if tip.finding == nil { next = nil }
        case .find:
            guard let filed, let finding = tip.finding.flatMap(Tip.Finding.init(rawValue:)) else {
                next = nil
                return
            }
            _ = try await world.district.perform(
                RecordTipFinding(tipID: filed.tipID, finding: finding, text: tip.found ?? ""), as: officer)
            goOn(.tell, after: 2)
        case .tell:
            guard let filed else {
                next = nil
                return
            }
            _ = try await world.district.perform(TellTipster(tipID: filed.tipID, text: tip.told ?? "", isFeedback: true), as: officer)
            goOn(.strike, after: 4)
        case .strike:
            guard let filed else {
                next = nil
                return
            }
            _ = try await world.district.perform(StrikeOffTip(tipID: filed.tipID), as: reviewer)
            next = nil
        }
    }
}
