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

    func name(of code: String?, in list: String) -> String {
        guard let code else { return "" }
        return district.pack.item(code, in: list).map { words($0.name) } ?? code
    }

    func choices(_ list: String, selected: String? = nil, none: String? = nil) -> [Choice] {
        (none.map { [Choice(value: "", label: $0)] } ?? [])
            + district.pack.list(list).map {
                Choice(value: $0.code, label: words($0.name), hint: $0.note.map { words($0) }, selected: $0.code == selected)
            }
    }

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
