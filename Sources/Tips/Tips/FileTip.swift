package import Kernel
import Sealing
import Store
import WorkingTime

/// Takes a tip: it gets a number, a receipt code, a limit and a place in the register. Nobody has to say who they are.
package struct FileTip: Verb {
    package static let permission: Permission = "tip.file"
    package static let audience = VerbAudience.everyone
    package static let keepsOutcome = false
    package var channel: String
    /// The code on a poster.
    package var point: String?
    /// A code of the pack's `tip-categories`.
    package var category: String
    package var text: String
    /// The office that it is about; its people see nothing of the tip.
    package var accusedOffice: ID<Office>?
    /// Whom it is about, in words.
    package var accused: String?
    /// How the tipster can be reached, in words.
    package var contact: String?
    package var photos: [String]?

    package init(
        channel: String, point: String? = nil, category: String, text: String, accusedOffice: ID<Office>? = nil, accused: String? = nil,
        contact: String? = nil, photos: [String]? = nil
    ) {
        self.channel = channel
        self.point = point
        self.category = category
        self.text = text
        self.accusedOffice = accusedOffice
        self.accused = accused
        self.contact = contact
        self.photos = photos
    }

    package struct Outcome: Codable, Sendable {
        package var tipID: ID<Tip>
        package var number: String
        /// Given once; only its digest is kept.
        package var receipt: String
    }

    package func perform(at desk: Desk) throws -> Outcome {
        let isVisitor = desk.scope.actor == .visitor
        if !isVisitor { try desk.scope.require(Self.permission) }
        let point = try point.flatMap { $0.isEmpty ? nil : $0 }.map { try desk.openIntakePoint(code: $0) }
        let channel = isVisitor ? (point == nil ? "web" : "point") : channel
        guard desk.pack.item(channel, in: "tip-channels") != nil else { throw Problem.field("channel", "not-one-of-these") }
        guard desk.pack.item(category, in: "tip-categories") != nil else { throw Problem.field("category", "not-one-of-these") }
        let text = try desk.checkedText(text, field: "text", longest: desk.pack.settings.textLength)
        let accused = try desk.checkedText(accused ?? "", field: "accused", longest: 200, mayBeEmpty: true)
        let contact = try desk.checkedText(contact ?? "", field: "contact", longest: 200, mayBeEmpty: true)
        if let accusedOffice { _ = try desk.findOffice(accusedOffice) }
        // Posted at a window of an office, it is about that office unless the tipster says otherwise.
        let about = accusedOffice ?? point?.officeID
        let id: ID<Tip> = desk.newID()
        let number = try desk.newNumber("tip", at: desk.happenedAt)
        let receipt = ReceiptCode.make()
        let keeper = try desk.officeKeepingTips(besides: about)
        let order = try desk.issue(
            OrderDraft(
                kind: "tip", matter: Subject("tip", id.uuid), to: keeper, ask: number, limit: desk.pack.settings.tips.limit,
                ladder: desk.pack.ladders["tip"] == nil ? nil : "tip", numbering: "tip-order", compartment: Tip.compartment,
                barredOffice: about),
            areaPath: "/")
        let keys = desk.home.keys
        func sealed(_ text: String, _ column: String) throws -> [UInt8]? {
            text.isEmpty ? nil : try keys.seal(text, context: "tips.\(column)/\(id)")
        }
        try desk.writer.run(
            """
            INSERT INTO tips (district, id, number, channel, point_id, category, text, contact, accused, accused_office, state, received_at,
              due_at, reopened, receipt, mode, since)
            VALUES (\(desk.district), \(id), \(number), \(channel), \(point?.id), \(category), \(try sealed(text, "text")),
              \(try sealed(contact, "contact")), \(try sealed(accused, "accused")), \(about), 'received', \(desk.happenedAt),
              \(order.dueAt), 0, \(keys.secretDigest(receipt, purpose: "tip-receipt")), \(desk.scope.mode), \(desk.now))
            """)
        try hang(photos ?? [], on: id, at: desk)
        try desk.record(TipReceived(tipID: id))
        try desk.tellKeepers(try desk.tipJustChanged(id), "notice.tip.received", "received")
        return Outcome(tipID: id, number: number, receipt: receipt)
    }

    private func hang(_ photos: [String], on id: ID<Tip>, at desk: Desk) throws {
        let most = desk.pack.settings.photosPerNote
        guard photos.count <= most else { throw Problem.field("photos", "too-many-photos", ["most": "\(most)"]) }
        for (position, hash) in photos.enumerated() {
            guard try desk.db.exists("SELECT 1 FROM files WHERE district = \(desk.district) AND hash = \(hash)") else {
                throw Problem.field("photos", "no-such-photo")
            }
            try desk.writer.run(
                "INSERT INTO tip_photos (district, tip_id, position, hash) VALUES (\(desk.district), \(id), \(position + 1), \(hash))")
        }
    }
}

extension Desk {
    func tipJustChanged(_ id: ID<Tip>) throws -> Tip {
        guard let row = try db.first("SELECT * FROM tips t WHERE t.district = \(district) AND t.id = \(id)") else {
            throw Problem.notFound("tip")
        }
        return try Tip(row: row)
    }

    /// The first of the pack's offices that keep tips which is not the one that this is about.
    func officeKeepingTips(besides accused: ID<Office>?) throws -> Office {
        let named = try pack.settings.tips.offices.compactMap { try officeIfAny(code: $0) }
        // Better to be told to go elsewhere than to lie where nobody may read it.
        guard let office = named.first(where: { $0.id != accused }), try !accountsOpening(Tip.compartment, besides: accused).isEmpty
        else { throw Problem(.conflict, "no-tip-office") }
        return office
    }
}
