import Foundation
package import Kernel
import Sealing
import Store
package import WorkingTime

/// Somebody says that something is wrong with an office or a person. Shut in the compartment `tips`: no list, search, export, count or
/// number tells anybody else that it is there, least of all the people of the office it is about.
package struct Tip: Sendable {
    package static let compartment = "tips"

    package enum State: String, ClosedList, SQLConvertible {
        /// Has a number, a receipt and a limit; nobody looks into it yet.
        case received
        case checking
        /// There is a finding.
        case handled
        case struckOff = "struck-off"
        /// Part of an earlier one about the same thing.
        case merged

        package var isOpen: Bool { self == .received || self == .checking || self == .handled }
    }

    package enum Finding: String, ClosedList, SQLConvertible {
        case verified, partly, unfounded
    }

    package var id: ID<Tip>
    package var number: String
    package var channel: String
    package var pointID: ID<IntakePoint>?
    package var category: String
    package var accusedOffice: ID<Office>?
    package var state: State
    package var receivedAt: Instant
    package var ownerID: ID<Account>?
    package var dueAt: Instant
    package var finding: Finding?
    package var foundAt: Instant?
    package var foundBy: ID<Account>?
    package var fedBackAt: Instant?
    package var struckAt: Instant?
    package var mergedInto: ID<Tip>?
    package var reopened: Int
    package var hasContact: Bool
    var sealedText: [UInt8]
    var sealedAccused: [UInt8]?
    var sealedFinding: [UInt8]?

    package var subject: Subject { Subject("tip", id.uuid) }

    init(row: Row) throws {
        id = try row.get("id")
        number = try row.get("number")
        channel = try row.get("channel")
        pointID = try row.get("point_id")
        category = try row.get("category")
        accusedOffice = try row.get("accused_office")
        state = try row.get("state")
        receivedAt = try row.get("received_at")
        ownerID = try row.get("owner_id")
        dueAt = try row.get("due_at")
        finding = try row.get("finding")
        foundAt = try row.get("found_at")
        foundBy = try row.get("found_by")
        fedBackAt = try row.get("fed_back_at")
        struckAt = try row.get("struck_at")
        mergedInto = try row.get("merged_into")
        reopened = try row.get("reopened")
        hasContact = try row.get("contact", as: [UInt8]?.self) != nil
        sealedText = try row.get("text")
        sealedAccused = try row.get("accused")
        sealedFinding = try row.get("finding_text")
    }

    package func isOverdue(at now: Instant) -> Bool { (state == .received || state == .checking) && now > dueAt }

    func require(_ states: State..., verb: Permission) throws {
        guard states.contains(state) else {
            throw Problem(.conflict, "tip-state", ["number": number, "state": state.rawValue, "verb": verb.rawValue])
        }
    }
}

/// What a tip says, opened for somebody who may read it.
package struct TipWords: Codable, Sendable {
    package var text: String
    /// Whom it is about, as the tipster says.
    package var accused: String?
    package var finding: String?
}

/// One word between the office and the tipster.
package struct TipMessage: Sendable {
    package var fromTipster: Bool
    package var text: String
    package var madeAt: Instant
}

extension Reading {
    /// The part of all tips (`t`) that a permission reaches. Whoever is of the office that a tip is about sees nothing of it.
    func tipCondition(_ permission: Permission) throws -> SQL {
        if scope.opensEverything { return "(1 = 1)" }
        guard scope.opens(Tip.compartment), scope.may(permission) else { return "(1 = 0)" }
        // Whom it is about is what is known today, whatever time is looked back to.
        let accused: SQL =
            asOf == nil ? "t.accused_office" : "(SELECT n.accused_office FROM tips n WHERE n.district = t.district AND n.id = t.id)"
        let notOwn: SQL = "(\(accused) IS NULL OR \(accused) NOT IN \(list: try ownOffices()))"
        if scope.reachesDistrict(permission) { return notOwn }
        guard scope.ownOnly(permission), let account = scope.accountID else { return "(1 = 0)" }
        return .all([notOwn, "t.owner_id = \(account)"])
    }

    package func findTip(_ id: ID<Tip>, for permission: Permission = "tip.view") throws -> Tip {
        guard
            let row = try db.first(
                "SELECT * FROM \(table("tips")) t WHERE t.district = \(district) AND t.id = \(id) AND t.mode = \(scope.mode) AND \(tipCondition(permission))"
            )
        else { throw Problem.notFound("tip") }
        return try Tip(row: row)
    }

    /// What a receipt opens; of a tip that became part of an earlier one, still its own.
    package func findTip(receipt: String) throws -> Tip {
        guard let code = ReceiptCode.normalise(receipt) else { throw Problem.field("receipt", "receipt-typo") }
        let digest = home.keys.secretDigest(code, purpose: "tip-receipt")
        guard
            let row = try db.first(
                "SELECT * FROM tips t WHERE t.district = \(district) AND t.mode = \(scope.mode) AND t.receipt = \(digest)")
        else { throw Problem(.notFound, "receipt-unknown") }
        return try Tip(row: row)
    }

    /// What stands in a register row's sealed columns. The caller has found the tip through the scope, or by its receipt.
    func words(of tip: Tip) throws -> TipWords {
        func opened(_ sealed: [UInt8]?, _ column: String) throws -> String? {
            try sealed.map { try home.keys.open($0, context: "tips.\(column)/\(tip.id)") }
        }
        return TipWords(
            text: try opened(tip.sealedText, "text") ?? "", accused: try opened(tip.sealedAccused, "accused"),
            finding: try opened(tip.sealedFinding, "finding"))
    }

    func messages(of tip: Tip) throws -> [TipMessage] {
        try db.rows(
            "SELECT id, from_tipster, text, made_at FROM tip_messages WHERE district = \(district) AND tip_id = \(tip.id) ORDER BY made_at, id"
        ).map { row in
            let id: UUID = try row.get("id")
            return TipMessage(
                fromTipster: try row.get("from_tipster"),
                text: try home.keys.open(try row.get("text"), context: "tip_messages.text/\(ID<TipMessage>(id))"),
                madeAt: try row.get("made_at"))
        }
    }

    func photoHashes(of tip: Tip) throws -> [String] {
        try db.values("SELECT hash FROM tip_photos WHERE district = \(district) AND tip_id = \(tip.id) ORDER BY position")
    }

    /// The order that carries a tip's limit and its ladder.
    func order(of tip: Tip) throws -> Order {
        guard let order = try lastOrder(about: tip.subject, kind: "tip") else { throw Problem.notFound("order") }
        return order
    }
}

extension Desk {
    func change(_ tip: Tip, _ columns: SQL) throws {
        try writer.run("UPDATE tips SET \(columns), \(revisedAt: now.microseconds) WHERE district = \(district) AND id = \(tip.id)")
    }

    func say(_ text: String, about tip: Tip, fromTipster: Bool) throws {
        let id: ID<TipMessage> = newID()
        try writer.run(
            """
            INSERT INTO tip_messages (district, id, tip_id, from_tipster, text, made_at, author_id)
            VALUES (\(district), \(id), \(tip.id), \(fromTipster), \(try home.keys.seal(text, context: "tip_messages.text/\(id)")),
              \(happenedAt), \(fromTipster ? nil : scope.accountID))
            """)
    }

    /// Tells everybody who keeps the register and is not of the office that the tip is about.
    func tellKeepers(_ tip: Tip, _ key: String, _ what: String) throws {
        for account in try accountsOpening(Tip.compartment, besides: tip.accusedOffice) {
            try notify(
                NoticeDraft(
                    to: .account(account), matter: "tip/\(tip.id)/\(what)", text: key, values: ["number": tip.number],
                    href: "/tip-register/\(tip.id)", compartment: Tip.compartment))
        }
    }
}
