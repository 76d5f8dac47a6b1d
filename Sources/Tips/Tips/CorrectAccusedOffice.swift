package import Kernel
import Store
import WorkingTime

/// Which office a tip is about, put right: nothing of it is seen at that office from then on, whatever time they look back to. Whoever of its
/// people had the tip in hand has not any more, and what they found does not count.
package struct CorrectAccusedOffice: Verb {
    package static let permission: Permission = "tip.correct-office"
    package var tipID: ID<Tip>
    /// Nil where it is about none.
    package var accusedOffice: ID<Office>?

    package init(tipID: ID<Tip>, accusedOffice: ID<Office>?) {
        self.tipID = tipID
        self.accusedOffice = accusedOffice
    }

    package func perform(at desk: Desk) throws -> Done {
        let tip = try desk.findTip(tipID, for: Self.permission)
        guard accusedOffice != tip.accusedOffice else { throw Problem.field("accusedOffice", "office-as-before") }
        if let accusedOffice { _ = try desk.findOffice(accusedOffice) }
        let keeper = try desk.officeKeepingTips(besides: accusedOffice)
        let mayOwn = try desk.accountsOpening(Tip.compartment, besides: accusedOffice)
        func isBarred(_ account: ID<Account>?) -> Bool { account.map { !mayOwn.contains($0) } ?? false }
        if tip.state == .handled || tip.state == .struckOff, isBarred(tip.foundBy) {
            try desk.checkAgain(tip, reason: "accused-office")
        }
        let isOpen = try desk.tipJustChanged(tip.id).state == .checking
        let losesOwner = isBarred(tip.ownerID)
        try desk.bar(accusedOffice, from: tip.subject, keeper: keeper, losing: losesOwner ? tip.ownerID : nil)
        try desk.change(
            tip,
            """
            accused_office = \(accusedOffice), owner_id = \(losesOwner ? nil : tip.ownerID),
            state = \(losesOwner && isOpen ? Tip.State.received : try desk.tipJustChanged(tip.id).state)
            """)
        try desk.record(TipOfficeCorrected(tipID: tip.id))
        try desk.tellKeepers(try desk.tipJustChanged(tip.id), "notice.tip.office-corrected", "office-\(desk.now.microseconds)")
        return Done()
    }
}
