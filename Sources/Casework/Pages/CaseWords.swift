import Kernel
import Pages
import WorkingTime

/// How cases read on pages: states, badges, names of codes.
extension Visit {
    func stateBadge(_ found: Case) -> Badge {
        if found.isOverdue(at: now) { return Badge(text("case.state.overdue"), .late) }
        let tone: Tone =
            switch found.state {
            case .registered: .near
            case .dispatched, .accepted: .intime
            case .resolved: .accent
            case .closed: .done
            case .withdrawn: .neutral
            }
        return Badge(text("case.state.\(found.state.rawValue)"), tone)
    }

    func className(_ code: String) -> String { district.pack.classesByCode[code].map { words($0.name) } ?? code }

    /// The clock of whoever holds the case now.
    func caseClock(_ found: Case, order: Order? = nil) -> ClockChip? {
        guard let due = found.dueAt else { return nil }
        if let resolved = found.resolvedAt, found.state == .resolved || found.state == .closed {
            return clock(due: due, doneAt: resolved, deadline: order?.deadline)
        }
        return clock(due: due, isOpen: found.state.isOpen, deadline: order?.deadline)
    }

    func caseLink(_ found: Case) -> String { "/cases/\(found.id)" }
}
