package import Kernel
import Sealing
import Store
import WorkingTime

/// Says something to the tipster, who reads it with the receipt: a question, or the outcome.
package struct TellTipster: Verb {
    package static let permission: Permission = "tip.tell"
    package var tipID: ID<Tip>
    package var text: String
    /// What came of it: the tip may be struck off after.
    package var isFeedback: Bool?

    package init(tipID: ID<Tip>, text: String, isFeedback: Bool? = nil) {
        self.tipID = tipID
        self.text = text
        self.isFeedback = isFeedback
    }

    package func perform(at desk: Desk) throws -> Done {
        let tip = try desk.findTip(tipID, for: Self.permission)
        let isFeedback = isFeedback == true
        if isFeedback { try tip.require(.handled, verb: Self.permission) }
        try desk.say(try desk.checkedText(text, field: "text", longest: 2000), about: tip, fromTipster: false)
        if isFeedback { try desk.change(tip, "fed_back_at = \(desk.happenedAt)") }
        try desk.record(TipsterTold(tipID: tip.id, isFeedback: isFeedback))
        return Done()
    }
}

/// The tipster adds something, or answers. With the receipt alone.
package struct AnswerTip: Verb {
    package static let permission: Permission = "tip.answer"
    package static let audience = VerbAudience.everyone
    package var receipt: String
    package var text: String

    package init(receipt: String, text: String) {
        self.receipt = receipt
        self.text = text
    }

    package func perform(at desk: Desk) throws -> Done {
        let tip = try desk.findTip(receipt: receipt)
        try desk.say(try desk.checkedText(text, field: "text", longest: 2000), about: tip, fromTipster: true)
        try desk.record(TipAnswered(tipID: tip.id))
        try desk.tellKeepers(tip, "notice.tip.answered", "answered-\(desk.now.microseconds)")
        return Done()
    }
}

/// Reads what a tip says; that somebody read it is on record.
package struct OpenTip: Verb {
    package static let permission: Permission = "tip.open"
    package static let keepsOutcome = false
    package var tipID: ID<Tip>

    package init(tipID: ID<Tip>) { self.tipID = tipID }

    package func perform(at desk: Desk) throws -> TipWords {
        let tip = try desk.findTip(tipID, for: Self.permission)
        try desk.record(TipOpened(tipID: tip.id))
        return try desk.words(of: tip)
    }
}

/// Opens how the tipster can be reached, for a stated purpose.
package struct RevealTipster: Verb {
    package static let permission: Permission = "tip.reveal"
    package static let keepsOutcome = false
    package var tipID: ID<Tip>
    package var purpose: String

    package init(tipID: ID<Tip>, purpose: String) {
        self.tipID = tipID
        self.purpose = purpose
    }

    package func perform(at desk: Desk) throws -> String {
        let tip = try desk.findTip(tipID, for: Self.permission)
        let purpose = try desk.checkedText(purpose, field: "purpose", longest: 200)
        let sealed: [UInt8]? = try desk.db.value(
            "SELECT contact FROM tips WHERE district = \(desk.district) AND id = \(tip.id) AND contact IS NOT NULL")
        guard let sealed else { throw Problem(.notFound, "no-contact") }
        try desk.record(TipsterRevealed(tipID: tip.id, purpose: purpose))
        return try desk.home.keys.open(sealed, context: "tips.contact/\(tip.id)")
    }
}
