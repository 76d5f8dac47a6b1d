package import Kernel
import Sealing
import Store
import WorkingTime

/// Names who looks into a tip. The limit is the pack's unless another one is given.
package struct AssignTip: Verb {
    package static let permission: Permission = "tip.assign"
    package var tipID: ID<Tip>
    package var owner: ID<Account>
    package var limit: String?

    package init(tipID: ID<Tip>, owner: ID<Account>, limit: String? = nil) {
        self.tipID = tipID
        self.owner = owner
        self.limit = limit
    }

    package func perform(at desk: Desk) throws -> Done {
        let tip = try desk.findTip(tipID, for: Self.permission)
        try tip.require(.received, .checking, verb: Self.permission)
        // Nobody of the office it is about, and nobody who may not read it.
        guard try desk.accountsOpening(Tip.compartment, besides: tip.accusedOffice).contains(owner) else {
            throw Problem.field("owner", "not-one-of-these")
        }
        let order = try desk.order(of: tip)
        var limit: Limit?
        if let text = self.limit, !text.isEmpty {
            guard let typed = try? Limit(parsing: text) else { throw Problem.field("limit", "not-a-limit") }
            limit = typed
        }
        let dueAt = try desk.hand(order, to: owner, limit: limit)
        try desk.change(tip, "state = 'checking', owner_id = \(owner), due_at = \(dueAt)")
        try desk.record(TipAssigned(tipID: tip.id, owner: owner))
        try desk.notify(
            NoticeDraft(
                to: .account(owner), matter: "tip/\(tip.id)/assigned-\(desk.now.microseconds)", text: "notice.tip.assigned",
                values: ["number": tip.number], href: "/tip-register/\(tip.id)", compartment: Tip.compartment))
        return Done()
    }
}

/// What came of looking into it, by whoever owns it.
package struct RecordTipFinding: Verb {
    package static let permission: Permission = "tip.find"
    package var tipID: ID<Tip>
    package var finding: Tip.Finding
    package var text: String

    package init(tipID: ID<Tip>, finding: Tip.Finding, text: String) {
        self.tipID = tipID
        self.finding = finding
        self.text = text
    }

    package func perform(at desk: Desk) throws -> Done {
        let tip = try desk.findTip(tipID, for: Self.permission)
        try tip.require(.checking, verb: Self.permission)
        let text = try desk.checkedText(text, field: "text", longest: desk.pack.settings.textLength)
        // The order carries that it was answered, not what was found.
        try desk.reply(to: try desk.order(of: tip), text: finding.rawValue)
        try desk.change(
            tip,
            """
            state = 'handled', finding = \(finding), finding_text = \(try desk.home.keys.seal(text, context: "tips.finding/\(tip.id)")),
            found_at = \(desk.happenedAt), found_by = \(desk.scope.accountID)
            """)
        try desk.record(TipFound(tipID: tip.id, what: finding))
        try desk.tellKeepers(tip, "notice.tip.found", "found-\(desk.now.microseconds)")
        return Done()
    }
}

/// The finding will not do: it is looked into again, with its limit counted anew.
package struct SendBackTip: Verb {
    package static let permission: Permission = "tip.send-back"
    package var tipID: ID<Tip>
    package var reason: String

    package init(tipID: ID<Tip>, reason: String) {
        self.tipID = tipID
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> Done {
        let tip = try desk.findTip(tipID, for: Self.permission)
        try tip.require(.handled, verb: Self.permission)
        let reason = try desk.checkedText(reason, field: "reason", longest: 500)
        try desk.checkAgain(tip, reason: reason)
        try desk.record(TipSentBack(tipID: tip.id, reason: reason))
        return Done()
    }
}

/// Strikes a tip off the register 销号: there is a finding, the tipster has been told, and somebody else looked at both.
package struct StrikeOffTip: Verb {
    package static let permission: Permission = "tip.strike-off"
    package var tipID: ID<Tip>

    package init(tipID: ID<Tip>) { self.tipID = tipID }

    package func perform(at desk: Desk) throws -> Done {
        let tip = try desk.findTip(tipID, for: Self.permission)
        guard tip.finding != nil else { throw Problem(.conflict, "tip-without-finding", ["number": tip.number]) }
        try tip.require(.handled, verb: Self.permission)
        guard tip.fedBackAt != nil else { throw Problem(.conflict, "tip-without-feedback", ["number": tip.number]) }
        let reviewer = desk.scope.accountID
        guard reviewer == nil || reviewer != tip.ownerID && reviewer != tip.foundBy else {
            throw Problem(.forbidden, "own-tip", ["number": tip.number])
        }
        try desk.change(tip, "state = 'struck-off', struck_at = \(desk.happenedAt), struck_by = \(reviewer)")
        let order = try desk.order(of: tip)
        if order.state == .replied { try desk.close(order) }
        try desk.record(TipStruckOff(tipID: tip.id))
        return Done()
    }
}

/// Opens a tip again: the tipster says that it goes on, or a reviewer doubts it.
package struct ReopenTip: Verb {
    package static let permission: Permission = "tip.reopen"
    package static let audience = VerbAudience.everyone
    package var tipID: ID<Tip>?
    package var receipt: String?
    package var reason: String

    package init(tipID: ID<Tip>? = nil, receipt: String? = nil, reason: String) {
        self.tipID = tipID
        self.receipt = receipt
        self.reason = reason
    }

    package func perform(at desk: Desk) throws -> Done {
        let tip: Tip
        if let receipt {
            tip = try desk.findTip(receipt: receipt)
        } else {
            try desk.scope.require(Self.permission)
            guard let tipID else { throw Problem.field("tipID", "required") }
            tip = try desk.findTip(tipID, for: Self.permission)
        }
        try tip.require(.struckOff, .handled, verb: Self.permission)
        let reason = try desk.checkedText(reason, field: "reason", longest: 500)
        try desk.say(reason, about: tip, fromTipster: receipt != nil)
        try desk.checkAgain(tip, reason: "reopened")
        try desk.change(try desk.tipJustChanged(tip.id), "reopened = reopened + 1")
        try desk.record(TipReopened(tipID: tip.id))
        try desk.tellKeepers(tip, "notice.tip.reopened", "reopened-\(tip.reopened + 1)")
        return Done()
    }
}

/// A tip about what an earlier one says becomes part of it; its tipster goes on reading with the receipt they have.
package struct MergeTip: Verb {
    package static let permission: Permission = "tip.merge"
    package var tipID: ID<Tip>
    package var into: ID<Tip>

    package init(tipID: ID<Tip>, into: ID<Tip>) {
        self.tipID = tipID
        self.into = into
    }

    package func perform(at desk: Desk) throws -> Done {
        let tip = try desk.findTip(tipID, for: Self.permission)
        let earlier = try desk.findTip(into, for: Self.permission)
        guard tip.id != earlier.id else { throw Problem.field("into", "same-case") }
        try tip.require(.received, .checking, verb: Self.permission)
        guard earlier.state != .merged else { throw Problem.field("into", "not-one-of-these") }
        let order = try desk.order(of: tip)
        if order.state.isOpen { try desk.cancel(order, reason: "merged") }
        try desk.change(tip, "state = 'merged', merged_into = \(earlier.id)")
        try desk.record(TipMerged(tipID: tip.id, into: earlier.id))
        return Done()
    }
}

extension Desk {
    /// Takes back what was found, and has it looked into anew with its limit counted from now.
    func checkAgain(_ tip: Tip, reason: String) throws {
        let order = try order(of: tip)
        try sendBack(order, reason: reason)
        try change(
            tip,
            """
            state = 'checking', finding = NULL, finding_text = NULL, found_at = NULL, found_by = NULL, fed_back_at = NULL,
            struck_at = NULL, struck_by = NULL, due_at = \(try orderJustChanged(order.id).dueAt)
            """)
    }
}
