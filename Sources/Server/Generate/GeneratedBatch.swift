import Foundation
import Kernel
import Store
import WorkingTime

/// Rows of some cases, ready to be written.
struct GeneratedBatch: Sendable {
    let district: String
    private(set) var cases: [[SQLValue]] = []
    private(set) var casesPast: [[SQLValue]] = []
    private(set) var orders: [[SQLValue]] = []
    private(set) var ordersPast: [[SQLValue]] = []
    private(set) var texts: [(id: UUID, text: String)] = []
    var journal: [[SQLValue]] = []

    init(district: String) { self.district = district }

    mutating func add(_ made: GeneratedCase, _ journal: inout PendingJournal) throws {
        addCase(made)
        addDispatchOrder(made)
        try addHandleOrder(made)
        texts.append(
            (made.id, [made.number, made.words.title, made.words.text, made.words.address, made.area.name].joined(separator: " ")))
        journal.note(made, district: district)
    }

    private mutating func addCase(_ made: GeneratedCase) {
        var row = VersionedRow(.cases, since: made.filedAt)
        row["district"] = district
        row["id"] = made.id
        row["number"] = made.number
        row["channel"] = made.channel
        row["class"] = made.words.caseClass.code
        row["urgency"] = "normal"
        row["title"] = made.words.title
        row["text"] = made.words.text
        row["area_id"] = made.area.id
        row["area_path"] = made.area.path
        row["address"] = made.words.address
        row["state"] = "registered"
        row["filed_at"] = made.filedAt
        if made.channel == "phone" { row["filed_by"] = made.cast.phone.id }
        row["due_at"] = made.dispatchBy
        row["reopened"] = 0
        row["receipt"] = made.receipt
        row["contact"] = made.contact?.sealed
        row["contact_index"] = made.contact?.index
        row["mode"] = "live"
        if let moment = made.dispatchedAt {
            row.revise(at: moment)
            row["state"] = "dispatched"
            row["office_id"] = made.desk.office.id
            row["due_at"] = made.dueAt
            row["dispatched_at"] = moment
            row["respond_by"] = made.acceptBy
        }
        if let moment = made.acceptedAt {
            row.revise(at: moment)
            row["state"] = "accepted"
            row["responded_at"] = moment
        }
        if let moment = made.resolvedAt {
            row.revise(at: moment)
            row["state"] = "resolved"
            row["resolved_at"] = moment
            row["working_days"] = made.workingDays
            row["outcome"] = "solved"
            row["reply"] = made.words.reply
            row["resolved_by"] = made.desk.handler.id
            row["confirm_by"] = made.confirmBy
        }
        if let moment = made.closedAt {
            row.revise(at: moment)
            row["state"] = "closed"
            row["closed_at"] = moment
            row["closing"] = made.closing
            row["reopen_until"] = made.reopenUntil
            row["confirm_by"] = nil
            row["answered"] = made.solved
            row["solved"] = made.solved
            row["rating"] = made.rating
            if made.solved != nil { row["comment"] = "" }
        }
        cases.append(row.values)
        casesPast += row.past
    }

    private mutating func addDispatchOrder(_ made: GeneratedCase) {
        var row = order(made, made.dispatchOrder, kind: "dispatch", to: made.cast.center.id, issuedAt: made.filedAt, due: made.dispatchBy)
        if let moment = made.dispatchedAt {
            row.revise(at: moment)
            row["state"] = "closed"
            row["closed_at"] = moment
        } else {
            row["next_step_at"] = made.nextStepAt
        }
        orders.append(row.values)
        ordersPast += row.past
    }

    private mutating func addHandleOrder(_ made: GeneratedCase) throws {
        guard let issued = made.dispatchedAt, let due = made.dueAt else { return }
        var row = order(made, made.handleOrder, kind: "handle", to: made.desk.office.id, issuedAt: issued, due: due)
        row["from_office"] = made.cast.center.id
        row["accept_by"] = made.acceptBy
        row["deadline"] = try made.deadline.map { try JSON.encode($0) }
        if let moment = made.acceptedAt {
            row.revise(at: moment)
            row["state"] = "accepted"
            row["accepted_at"] = moment
            row["to_account"] = made.desk.handler.id
        }
        if let moment = made.resolvedAt {
            row.revise(at: moment)
            row["state"] = "replied"
            row["replied_at"] = moment
            row["reply"] = made.words.reply
        } else {
            row["next_step_at"] = made.nextStepAt
        }
        if let moment = made.closedAt {
            row.revise(at: moment)
            row["state"] = "closed"
            row["closed_at"] = moment
        }
        orders.append(row.values)
        ordersPast += row.past
    }

    private func order(
        _ made: GeneratedCase, _ name: (id: UUID, number: String), kind: String, to office: ID<Office>, issuedAt: Instant,
        due: Instant
    ) -> VersionedRow {
        var row = VersionedRow(.orders, since: issuedAt)
        row["district"] = district
        row["id"] = name.id
        row["number"] = name.number
        row["kind"] = kind
        row["matter_kind"] = "case"
        row["matter_id"] = made.id
        row["area_path"] = made.area.path
        row["to_office"] = office
        row["ask"] = made.words.title
        row["state"] = "issued"
        row["issued_at"] = issuedAt
        row["due_at"] = due
        row["ladder"] = "standard"
        row["steps_taken"] = ""
        row["mode"] = "live"
        return row
    }
}
