package import WorkingTime

/// When an order's ladder has its next step. Pure arithmetic over the pack's ladder and the office's calendar.
package struct LadderClock {
    var pack: Pack
    var schedule: WorkSchedule

    package init(pack: Pack, schedule: WorkSchedule) {
        self.pack = pack
        self.schedule = schedule
    }

    package struct Step {
        package var code: String
        package var action: Pack.Ladder.Action
        package var at: Instant
    }

    /// The earliest step not yet taken; nil at the top of the ladder.
    package func next(
        ladder: String, from start: Instant, acceptBy: Instant?, dueAt: Instant, resumesAt: Instant? = nil, accepted: Bool,
        taken: [String]
    ) -> Step? {
        steps(
            ladder: ladder, from: start, acceptBy: acceptBy, dueAt: dueAt, resumesAt: resumesAt, accepted: accepted, taken: taken
        ).first
    }

    /// Every step not yet taken, in the order of their times. A reminder "four hours before" means nothing for an order that had
    /// two: steps that would come before its clock started are left out.
    func steps(
        ladder: String, from start: Instant, acceptBy: Instant?, dueAt: Instant, resumesAt: Instant?, accepted: Bool, taken: [String]
    ) -> [Step] {
        guard let ladder = pack.ladders[ladder] else { return [] }
        return ladder.steps.compactMap { step -> Step? in
            if taken.contains(step.code) { return nil }
            let anchor: Instant
            switch step.from {
            case .due: anchor = dueAt
            case .acceptBy:
                guard let acceptBy, !accepted else { return nil }
                anchor = acceptBy
            case .resume:
                guard let resumesAt else { return nil }
                anchor = resumesAt
            }
            let at = step.isBefore ? schedule.before(anchor, step.offset) : schedule.after(anchor, step.offset)
            return step.isBefore && at <= start ? nil : Step(code: step.code, action: step.action, at: at)
        }.sorted { $0.at < $1.at }
    }
}
